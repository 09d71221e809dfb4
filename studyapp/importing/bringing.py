"""The one act of an import: decks, questions, cards and the schedule, in one transaction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from questions.formats import Schedule
from questions.formats.schedule import CardState
from questions.garbage import uncollected
from questions.model import Question
from studyapp import banks, cards, changes, decks, figures, media, presets, schedules
from studyapp.banks import BankText
from studyapp.ids import drawn_id, numbered_id
from studyapp.importing.incoming import Arrivals, Delivery, Incoming, Wanted
from studyapp.importing.matching import Matched, Status, matched
from studyapp.importing.told import Told
from studyapp.learners import Clock
from studyapp.loading import load, roomy
from studyapp.schedules import COLUMNS, States
from studyapp.tables import Card, Deck, StoredQuestion

LABEL = "import"
_MANY = 1_000


@dataclass(frozen=True)
class Cargo:
    """All that an import brings, read and reckoned before the transaction."""

    delivery: Delivery
    questions: Arrivals
    wanted: Wanted
    texts: Sequence[BankText] = ()
    files: Sequence[media.Kept] = ()


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
    """What the parts of one import share.

    *placed* says which row a card of the file became, *fresh* how many new questions a deck got.
    """

    session: Session
    learner_id: str
    key: str
    clock: Clock
    language: str
    states: States
    documents: Mapping[str, str]
    effects: changes.Written
    decks: dict[str, Deck] = field(default_factory=dict)
    fresh: Counter[str] = field(default_factory=Counter)
    placed: schedules.Placed = field(default_factory=schedules.Placed)
    places: dict[str, Callable[[str, datetime], datetime]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def deck(self, title: str) -> Deck:
        """Return the deck called so, made if there is none."""
        if title not in self.decks:
            found, made = decks.ensure(
                self.session, self.learner_id, title, self.clock.now, key=self.key,
                language=self.language,
            )  # fmt: skip
            self.effects.add(made)
            self.decks[title] = found
        return self.decks[title]

    def place(self, deck_id: str) -> Callable[[str, datetime], datetime]:
        """Return what says where a new card of a deck stands in line."""
        if deck_id not in self.places:
            self.places[deck_id] = presets.place_in_deck(self.session, self.learner_id, deck_id)
        return self.places[deck_id]


def bring(session: Session, learner_id: str, cargo: Cargo, clock: Clock, *, key: str) -> Brought:
    """Bring a bank in; the same again changes nothing. It can be taken back as one act."""
    with uncollected(), roomy(session):
        return _brought(session, learner_id, cargo, clock, key)


def _brought(session: Session, learner_id: str, cargo: Cargo, clock: Clock, key: str) -> Brought:
    if len(cargo.questions) + len(cargo.delivery.reviews) > _MANY:
        # What figures are kept would be reckoned anew row by row; later it is one go.
        figures.forget(session, learner_id)
    found = _settled(matched(session, learner_id, cargo.questions), cargo.wanted)
    act = _begun(session, learner_id, cargo, clock, key)
    if found.counts()["same"] < len(found.status):
        for some in cargo.questions.portions():
            _add(act, [one for one in some if found.status[one.position] == "new"])
            _change(act, some, found.rows)
    if schedule := cargo.delivery.rest.schedule:
        act.effects.add(
            schedules.bring(
                session, learner_id, schedule, cargo.delivery.reviews, act.placed, clock
            )
        )
    change_id = act.effects.record(session, learner_id, LABEL, clock.now, key=key)
    return Brought(**_counts(found), deck_id=_fullest(act), change_id=change_id)


def _begun(session: Session, learner_id: str, cargo: Cargo, clock: Clock, key: str) -> _Act:
    """Keep what questions point to, and return the act that they are brought in by."""
    kept, made = banks.keep_documents(session, learner_id, cargo.texts, key, clock.now)
    effects = changes.Written()
    effects.add(made)
    for file in cargo.files:
        media.add(session, learner_id, file, clock.now)
    rest = cargo.delivery.rest
    states = States(rest.schedule or Schedule(), clock)
    return _Act(session, learner_id, key, clock, rest.bank.language, states, kept, effects)


def _settled(found: Matched, wanted: Wanted) -> Matched:
    """Do with what changed as the learner wants it."""
    if wanted.changed == "update":
        return found
    instead: Status = "same" if wanted.changed == "skip" else "new"
    return Matched([instead if one == "changed" else one for one in found.status])


def _counts(found: Matched) -> dict[str, int]:
    times = found.counts()
    return {"added": times["new"], "changed": times["changed"], "same": times["same"]}


def _change(act: _Act, questions: Sequence[Incoming], rows: Mapping[int, str]) -> None:
    """Let questions that are there say what the file says now."""
    for one in questions:
        if row_id := rows.get(one.position):
            question = _placed(one.told.question, act.documents)
            act.effects.add(
                cards.imported(
                    act.session, act.learner_id, row_id, question, one.told.hash, act.clock.now
                )
            )


def _add(act: _Act, questions: Sequence[Incoming]) -> None:
    """Store new questions with a card for each of their parts, a table at a time."""
    if not questions:
        return
    act.fresh.update(act.deck(one.deck).id for one in questions)
    act.session.flush()
    keys = [numbered_id(act.key, one.position) for one in questions]
    rows = (_row(act, key, one) for key, one in zip(keys, questions, strict=True))
    load(act.session, StoredQuestion, _QUESTION, rows, written={"body"})
    made: list[str] = []
    load(act.session, Card, (*_CARD, *COLUMNS), _cards(act, questions, keys, made))
    act.effects.add(changes.created_many(StoredQuestion, keys))
    act.effects.add(changes.created_many(Card, made))


_QUESTION = (
    "learner_id", "id", "deck_id", "kind", "body", "fingerprint", "source_key", "source_hash",
    "document_id", "source_start", "source_end", "created_at", "updated_at", "search_text",
    "tag_list", "finding_list", "index_version",
)  # fmt: skip


def _row(act: _Act, key: str, one: Incoming) -> tuple[Any, ...]:
    """Return a question's values, in the order of `_QUESTION`."""
    told, now = one.told, act.clock.now
    document, start, end = told.place or (None, None, None)
    return (
        act.learner_id, key, act.decks[one.deck].id, told.kind, _body(act, told),
        told.fingerprint, one.key, told.hash, act.documents.get(document) if document else None,
        start, end, now, now, told.search_text, told.tag_list, told.finding_list, 0,
    )  # fmt: skip


def _body(act: _Act, told: Told) -> str:
    """Return a question's JSON, with what it keeps of its cards beside their columns."""
    body = told.body
    if told.place and act.documents:
        moved = _placed(told.question, act.documents)
        body = json.dumps(moved.model_dump(mode="json", exclude_defaults=True))
    studied = act.states.studied(told.states)
    return f'{body[:-1]}, "studied": {json.dumps(studied)}}}' if studied else body


_CARD = ("learner_id", "id", "question_id", "deck_id", "part", "created_at", "version")


def _cards(
    act: _Act, questions: Sequence[Incoming], keys: Sequence[str], made: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield the cards' values, in the order of `_CARD` and COLUMNS; *made* takes their ids."""
    now = act.clock.now
    for row_id, one in zip(keys, questions, strict=True):
        deck_id = act.decks[one.deck].id
        place = act.place(deck_id)
        states = one.told.states
        known = {state.part: state for state in states}
        ids = {part: drawn_id(act.key, next(act.numbers)) for part in one.told.parts}
        made.extend(ids.values())
        act.placed.add(row_id, states, ids)
        for number, (part, key) in enumerate(ids.items()):
            # The moment orders new cards: they stay in the order of the file.
            moment = now + timedelta(microseconds=one.position * 10 + number)
            state = known.get(part) or _NEW
            values = act.states.values(state, moment, place(key, moment))
            yield act.learner_id, key, row_id, deck_id, part, now, 0, *values


# Where a card stands of which no file tells anything.
_NEW = CardState(id=0, question="", part="", deck="", state="new")


def _placed(question: Question, kept: Mapping[str, str]) -> Question:
    return banks.moved(question, kept) if kept and question.sources else question


def _fullest(act: _Act) -> str | None:
    """Return the deck that a learner wants to see afterwards."""
    return max(act.fresh, key=lambda deck: act.fresh[deck], default=None)
