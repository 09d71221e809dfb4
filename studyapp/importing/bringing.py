"""The one act of an import: decks, questions, cards and the schedule, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from questions.bank import Bank
from questions.formats import Schedule
from questions.formats.schedule import CardState
from questions.garbage import uncollected
from questions.model import Question
from studyapp import banks, cards, changes, decks, figures, media, presets, schedules
from studyapp.banks import BankText
from studyapp.changes import Effect
from studyapp.ids import derived_id
from studyapp.importing.incoming import Incoming, Wanted
from studyapp.importing.matching import Matched, matched
from studyapp.learners import Clock
from studyapp.loading import load
from studyapp.schedules import COLUMNS, States
from studyapp.tables import Card, Deck, StoredQuestion

LABEL = "import"
_MANY = 1_000


@dataclass(frozen=True)
class Cargo:
    """All that an import brings, read and reckoned before the transaction."""

    bank: Bank
    questions: Sequence[Incoming]
    wanted: Wanted
    texts: Sequence[BankText] = ()
    files: Sequence[media.Kept] = ()
    schedule: Schedule | None = None


@dataclass(frozen=True)
class Brought:
    """What became of it; *deck_id* is the deck that most of the new questions went into."""

    added: int
    changed: int
    same: int
    deck_id: str | None
    change_id: str | None


@dataclass
class _Act:
    """What the parts of one import share."""

    session: Session
    learner_id: str
    key: str
    clock: Clock
    language: str
    effects: list[Effect] = field(default_factory=list)
    decks: dict[str, Deck] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    places: dict[str, Callable[[str, datetime], datetime]] = field(default_factory=dict)

    def deck(self, title: str) -> Deck:
        """Return the deck called so, made if there is none."""
        if title not in self.decks:
            found, made = decks.ensure(
                self.session, self.learner_id, title, self.clock.now, key=self.key,
                language=self.language,
            )  # fmt: skip
            self.effects += made
            self.decks[title] = found
        return self.decks[title]

    def place(self, deck_id: str) -> Callable[[str, datetime], datetime]:
        """Return what says where a new card of a deck stands in line."""
        if deck_id not in self.places:
            self.places[deck_id] = presets.place_in_deck(self.session, self.learner_id, deck_id)
        return self.places[deck_id]


def bring(session: Session, learner_id: str, cargo: Cargo, clock: Clock, *, key: str) -> Brought:
    """Bring a bank in; the same again changes nothing. It can be taken back as one act."""
    with uncollected():
        return _brought(session, learner_id, cargo, clock, key)


def _brought(session: Session, learner_id: str, cargo: Cargo, clock: Clock, key: str) -> Brought:
    if len(cargo.questions) + len(cargo.schedule.reviews if cargo.schedule else ()) > _MANY:
        # What figures are kept would be reckoned anew row by row; later it is one go.
        figures.forget(session, learner_id)
    found = _settled(matched(session, learner_id, cargo.questions), cargo.wanted)
    act = _Act(session, learner_id, key, clock, cargo.bank.language)
    kept, act.effects = banks.keep_documents(session, learner_id, cargo.texts, key, clock.now)
    for file in cargo.files:
        media.add(session, learner_id, file, clock.now)
    schedule = cargo.schedule or Schedule()
    _add(act, found.new, kept, States(schedule, clock))
    for one, row_id in found.changed:
        act.effects += cards.imported(
            session, learner_id, row_id, _placed(one.question, kept), one.hash, clock.now
        )
    if cargo.schedule:
        act.effects += schedules.bring(
            session, learner_id, schedule, act.placed, clock, settled=True
        )
    change_id = changes.record(session, learner_id, LABEL, act.effects, clock.now, key=key)
    return Brought(
        len(found.new), len(found.changed), len(found.same), _fullest(act, found), change_id
    )


def _settled(found: Matched, wanted: Wanted) -> Matched:
    """Do with what changed as the learner wants it."""
    if wanted.changed == "skip":
        skipped = [one for one, _row in found.changed]
        return Matched(found.new, [], [*found.same, *skipped])
    if wanted.changed == "add":
        return Matched([*found.new, *(one for one, _row in found.changed)], [], found.same)
    return found


def _add(act: _Act, questions: Sequence[Incoming], kept: Mapping[str, str], states: States) -> None:
    """Store new questions with a card for each of their parts, a table at a time."""
    for title in dict.fromkeys(one.deck for one in questions):
        act.deck(title)
    keys = [derived_id(act.key, f"question/{one.position}") for one in questions]
    act.placed = dict(zip((one.question.id for one in questions), keys, strict=True))
    act.session.flush()
    rows = (_row(act, key, one, kept, states) for key, one in zip(keys, questions, strict=True))
    load(act.session, StoredQuestion, (*_QUESTION, *_INDEX), rows)
    made: list[str] = []
    load(act.session, Card, (*_CARD, *COLUMNS), _cards(act, questions, states, made))
    act.effects += changes.created_many(StoredQuestion, keys)
    act.effects += changes.created_many(Card, made)


_QUESTION = (
    "learner_id", "id", "deck_id", "kind", "body", "fingerprint", "source_key", "source_hash",
    "document_id", "source_start", "source_end", "created_at", "updated_at",
)  # fmt: skip
_INDEX = ("search_text", "tag_list", "finding_list", "index_version")


def _row(
    act: _Act, key: str, one: Incoming, kept: Mapping[str, str], states: States
) -> tuple[Any, ...]:
    """Return a question's values, in the order of `_QUESTION` and `_INDEX`."""
    question = _placed(one.question, kept)
    is_as_read = question is one.question
    body = one.body if is_as_read else question.model_dump(mode="json", exclude_defaults=True)
    if studied := states.studied(question.id):
        body = {**body, "studied": studied}
    source = question.sources[0] if question.sources else None
    return (
        act.learner_id, key, act.decks[one.deck].id, question.kind.value, body, one.fingerprint,
        one.key, one.hash, kept.get(one.question.sources[0].document) if source else None,
        source.start if source else None, source.end if source else None,
        act.clock.now, act.clock.now, *(one.index[name] for name in _INDEX),
    )  # fmt: skip


_CARD = ("learner_id", "id", "question_id", "deck_id", "part", "created_at", "version")


def _cards(
    act: _Act, questions: Sequence[Incoming], states: States, made: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield the cards' values, in the order of `_CARD` and COLUMNS; *made* takes their ids."""
    now = act.clock.now
    for one in questions:
        row_id, deck_id = act.placed[one.question.id], act.decks[one.deck].id
        place = act.place(deck_id)
        known = {state.part: state for state in states.of(one.question.id)}
        for number, part in enumerate(one.parts):
            key = derived_id(row_id, f"card/{part}")
            made.append(key)
            # The moment orders new cards: they stay in the order of the file.
            moment = now + timedelta(microseconds=one.position * 10 + number)
            state = known.get(part) or _NEW
            values = states.values(state, moment, place(key, moment))
            yield act.learner_id, key, row_id, deck_id, part, now, 0, *values


# Where a card stands of which no file tells anything.
_NEW = CardState(id=0, question="", part="", deck="", state="new")


def _placed(question: Question, kept: Mapping[str, str]) -> Question:
    return banks.moved(question, kept) if kept and question.sources else question


def _fullest(act: _Act, found: Matched) -> str | None:
    """Return the deck that a learner wants to see afterwards."""
    if not found.new:
        return next((deck.id for deck in act.decks.values()), None)
    numbers: dict[str, int] = {}
    for one in found.new:
        numbers[one.deck] = numbers.get(one.deck, 0) + 1
    return act.decks[max(numbers, key=lambda title: numbers[title])].id
