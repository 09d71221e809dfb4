"""The one act of an import: decks, questions, cards and the schedule, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from questions.bank import Bank
from questions.formats import Schedule
from questions.model import Question
from studyapp import banks, cards, changes, decks, media, presets, schedules
from studyapp.banks import BankText
from studyapp.changes import Effect
from studyapp.ids import derived_id
from studyapp.importing.incoming import Incoming, Wanted
from studyapp.importing.matching import Matched, matched
from studyapp.learners import Clock
from studyapp.tables import Card, Deck, StoredQuestion

LABEL = "import"


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
    found = _settled(matched(session, learner_id, cargo.questions), cargo.wanted)
    act = _Act(session, learner_id, key, clock, cargo.bank.language)
    kept, act.effects = banks.keep_documents(session, learner_id, cargo.texts, key, clock.now)
    for file in cargo.files:
        media.add(session, learner_id, file, clock.now)
    _add(act, found.new, kept)
    for one, row_id in found.changed:
        act.effects += cards.imported(
            session, learner_id, row_id, _placed(one.question, kept), one.hash, clock.now
        )
    if cargo.schedule:
        act.effects += schedules.bring(session, learner_id, cargo.schedule, act.placed, clock)
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


def _add(act: _Act, questions: Sequence[Incoming], kept: Mapping[str, str]) -> None:
    """Store new questions with a new card for each of their parts, a table at a time."""
    for title in dict.fromkeys(one.deck for one in questions):
        act.deck(title)
    rows = [_row(act, one, kept) for one in questions]
    act.placed = {one.question.id: row.id for row, one in zip(rows, questions, strict=True)}
    act.session.add_all(rows)
    act.session.flush()
    made = [
        card for row, one in zip(rows, questions, strict=True) for card in _cards(act, row, one)
    ]
    act.session.add_all(made)
    act.session.flush()
    act.effects += [changes.created(row) for row in (*rows, *made)]


def _row(act: _Act, one: Incoming, kept: Mapping[str, str]) -> StoredQuestion:
    question = _placed(one.question, kept)
    is_as_read = question is one.question
    body = one.body if is_as_read else question.model_dump(mode="json", exclude_defaults=True)
    source = question.sources[0] if question.sources else None
    return StoredQuestion(
        learner_id=act.learner_id,
        id=derived_id(act.key, f"question/{one.position}"),
        deck_id=act.decks[one.deck].id,
        kind=question.kind.value,
        body=dict(body),
        fingerprint=one.fingerprint,
        source_key=one.key,
        source_hash=one.hash,
        document_id=kept.get(one.question.sources[0].document) if one.question.sources else None,
        source_start=source.start if source else None,
        source_end=source.end if source else None,
        created_at=act.clock.now,
        updated_at=act.clock.now,
        **one.index,
    )


def _cards(act: _Act, row: StoredQuestion, one: Incoming) -> list[Card]:
    place = act.place(row.deck_id)
    made = []
    for number, part in enumerate(one.parts):
        moment = act.clock.now + timedelta(microseconds=one.position * 10 + number)
        card = decks.new_card(row, part, moment, act.clock)
        card.available_at = place(card.id, card.due_at)
        made.append(card)
    return made


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
