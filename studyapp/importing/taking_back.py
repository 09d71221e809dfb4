"""An import taken back: wholly while nothing was done since, else as far as nothing builds on it.

What was done since stays: new questions go into the trash with the answers that they got, words
that somebody edited since stay as they are. That is an act of its own, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from questions.model import Question
from studyapp import cards, changes, decks, effects, presets
from studyapp.changes import Effect
from studyapp.decks import NESTED
from studyapp.ids import derived_id
from studyapp.importing import imports
from studyapp.tables import BankImport, Card, Change, StoredQuestion

LABEL = "import-back"
_AT_ONCE = 500


@dataclass(frozen=True)
class TakenBack:
    """What became of it; *whole* says that everything is as it was before.

    *removed* questions lie in the trash, *restored* ones have their words of before again, and
    *edited* ones were changed since and keep what they say.
    """

    whole: bool = True
    removed: int = 0
    restored: int = 0
    edited: int = 0


def take_back(session: Session, learner_id: str, import_id: str, now: datetime) -> TakenBack:
    """Take an import back; what is taken back already stays so."""
    row = imports.get(session, learner_id, import_id)
    change = session.get(Change, (learner_id, row.change_id)) if row.change_id else None
    if change is None or imports.standing(session, row) != imports.DONE:
        return said(row)
    if changes.undo(session, learner_id, now, act_id=change.id):
        return TakenBack()
    return _kept(session, row, _put_away(session, change, now))


def said(row: BankImport) -> TakenBack:
    """Return what became of an import when it was taken back."""
    return TakenBack(**(row.result or {}).get("back", {}))


def _kept(session: Session, row: BankImport, told: tuple[TakenBack, str | None]) -> TakenBack:
    """Remember on the page of the import what became of it, and by which act."""
    back, change_id = told
    row.result = {**(row.result or {}), "back": asdict(back), "back_id": change_id}
    session.flush()
    return back


def _put_away(session: Session, change: Change, now: datetime) -> tuple[TakenBack, str | None]:
    made = {one["k"] for one in change.effects if one["t"] == "question" and one["b"] is None}
    done = list(_log_counts_no_more(session, change, now))
    done += _decks_away(session, change, made, now)
    done += _questions_away(session, change.learner_id, sorted(made), now)
    removed = sum(1 for one in done if one["t"] == "question")
    rewritten = [
        one for one in change.effects if one["t"] == "question" and "body" in (one["b"] or ())
    ]
    restored = [one for one in rewritten if _is_untouched(session, change.learner_id, one)]
    for one in restored:
        done += _words_back(session, change.learner_id, one, now)
    done += _cards_back(session, change, {one["k"] for one in restored})
    # Taken back, done again and taken back anew are acts of their own.
    again = derived_id(change.id, f"back/{now.isoformat()}")
    change_id = changes.record(session, change.learner_id, LABEL, done, now, key=again)
    back = TakenBack(False, removed, len(restored), len(rewritten) - len(restored))
    return back, change_id


def _log_counts_no_more(session: Session, change: Change, now: datetime) -> Iterator[Effect]:
    for one in change.effects:
        if one["t"] == effects.LOG:
            taken = {**one, "b": None, "a": changes.encoded(now)}
            effects.apply(session, change.learner_id, [taken], "a")
            yield taken


def _decks_away(
    session: Session, change: Change, made: set[str], now: datetime
) -> Iterator[Effect]:
    """Put decks of the import away that hold nothing else, with all that is in them."""
    new = {one["k"] for one in change.effects if one["t"] == "deck" and one["b"] is None}
    if not new:
        return
    live = decks.all_of(session, change.learner_id)
    busy = set(_decks_with_others(session, change.learner_id, new, made))
    kept = [deck.title for deck in live if deck.id not in new or deck.id in busy]
    for deck in live:
        is_needed = any(title.startswith(f"{deck.title}{NESTED}") for title in kept)
        if deck.id in new and deck.id not in busy and not is_needed:
            yield from decks.removal(session, deck, now)


def _decks_with_others(
    session: Session, learner_id: str, new: Iterable[str], made: set[str]
) -> Iterator[str]:
    for some in _portions(sorted(new)):
        rows = session.exec(
            select(StoredQuestion.id, StoredQuestion.deck_id).where(
                StoredQuestion.learner_id == learner_id,
                col(StoredQuestion.deck_id).in_(some),
                col(StoredQuestion.removed_at).is_(None),
            )
        )
        yield from (deck_id for key, deck_id in rows if key not in made)


def _questions_away(
    session: Session, learner_id: str, made: Sequence[str], now: datetime
) -> Iterator[Effect]:
    for some in _portions(made):
        still = col(StoredQuestion.id).in_(some) & col(StoredQuestion.removed_at).is_(None)
        yield from decks.put_away(session, learner_id, still, now)


def _is_untouched(session: Session, learner_id: str, effect: Effect) -> bool:
    row = session.get(StoredQuestion, (learner_id, effect["k"]))
    return bool(row and row.removed_at is None and row.body == effect["a"]["body"])


def _words_back(session: Session, learner_id: str, effect: Effect, now: datetime) -> list[Effect]:
    before = effect["b"]
    old = Question.model_validate({"id": effect["k"], **before["body"]})
    said = before.get("source_hash") or ""
    return cards.imported(session, learner_id, effect["k"], old, said, now)


def _cards_back(session: Session, change: Change, restored: set[str]) -> Iterator[Effect]:
    """Wake the cards that rest because the file had no more of their part."""
    line = presets.Line(session, change.learner_id)
    for one in change.effects:
        if one["t"] != "card" or not one["b"] or not (one["a"] or {}).get("suspended"):
            continue
        card = session.get(Card, (change.learner_id, one["k"]))
        if card and card.question_id in restored and card.version == one["a"].get("version"):
            yield cards.woken(card, line)


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
