"""A learner's cards and log as arrays, read once for all figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from studyapp.learners import Clock
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.tables import Card, Deck, Preset, Review, StoredQuestion

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MATURE_DAYS = 21
"""A card with an interval of so many days is mature, as in Anki."""
LEARN, REVIEW, RELEARN, CRAM = range(4)
KINDS = ("learn", "review", "relearn", "cram")
NEW, LEARNING, REVIEWING, RELEARNING = range(4)
_STATES = {"new": NEW, "learning": LEARNING, "review": REVIEWING, "relearning": RELEARNING}
PERIODS = {"month": 30, "year": 365, "all": None}


@dataclass(frozen=True)
class Frame:
    """When it is and how far back to look: `first` is None for all there is."""

    today: date
    now: datetime
    first: date | None
    next_day: datetime

    @property
    def last_day_number(self) -> int:
        """Return today as a day number."""
        return self.today.toordinal()


@dataclass(frozen=True)
class Log:
    """The answers that count, in the order in which they were given; a row is an answer.

    `day` is the number of the study day, `hour` the local hour, `kind` an index into KINDS,
    `card` a number for each card, `stability` the one after the answer, in days.
    """

    day: Integers
    at: Floats
    hour: Integers
    kind: Integers
    rating: Integers
    last_interval: Integers
    ms: Integers
    card: Integers
    stability: Floats
    decay: Floats

    def __len__(self) -> int:
        return len(self.day)

    def where(self, flags: Flags) -> Log:
        """Return the answers for which *flags* is true."""
        return self.at_places(np.flatnonzero(flags))

    def at_places(self, places: Integers) -> Log:
        """Return the answers at *places*, in that order."""
        return Log(*(getattr(self, name)[places] for name in self.__dataclass_fields__))

    def since(self, first: date | None) -> Log:
        """Return the answers from *first* on."""
        return self if first is None else self.where(self.day >= first.toordinal())

    @cached_property
    def is_mature(self) -> Flags:
        """Say which answers were about a mature card."""
        return self.last_interval >= MATURE_DAYS

    @cached_property
    def was_right(self) -> Flags:
        """Say which answers were not Again."""
        return self.rating > 1

    @cached_property
    def counts(self) -> Flags:
        """Say which answers tell about memory: reviews, and steps of a card that waited a day."""
        told = (self.kind == REVIEW) | (self.last_interval >= 1)
        return np.asarray(told & (self.kind != CRAM), dtype=bool)


@dataclass(frozen=True)
class Cards:
    """The cards of questions that are kept; a row is a card. Days are numbers, moments seconds."""

    question: Integers
    state: Integers
    stability: Floats
    difficulty: Floats
    interval: Integers
    due_day: Integers
    last_at: Floats
    made_day: Integers
    decay: Floats
    is_suspended: Flags
    is_buried: Flags

    def __len__(self) -> int:
        return len(self.state)

    def where(self, flags: Flags) -> Cards:
        """Return the cards for which *flags* is true."""
        return Cards(*(getattr(self, name)[flags] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Rows:
    """All that the figures are made of."""

    frame: Frame
    log: Log
    cards: Cards

    @property
    def are_empty(self) -> bool:
        """Say whether there is nothing to tell of."""
        return not len(self.cards) and not len(self.log)

    @property
    def recent(self) -> Log:
        """Return the answers within the range that was asked for."""
        return self.log.since(self.frame.first)


def frame_of(clock: Clock, period: str) -> Frame:
    """Return the frame for a range by its name in PERIODS."""
    days = PERIODS[period]
    first = None if days is None else clock.today - timedelta(days=days - 1)
    return Frame(
        clock.today, clock.now, first, next_day=clock.starts_at(clock.today + timedelta(days=1))
    )


def read(
    session: Session,
    learner_id: str,
    clock: Clock,
    period: str,
    condition: ColumnElement[bool] | None = None,
) -> Rows:
    """Read all that is kept of a learner; *condition* is on cards joined to their questions."""
    decays = _decays(session, learner_id)
    cards = _cards(session, learner_id, clock, decays, condition)
    log = _log(session, learner_id, clock, decays, condition)
    return Rows(frame_of(clock, period), log, cards)


def _decays(session: Session, learner_id: str) -> dict[str, float]:
    """Return how fast the cards of each deck fade: the last parameter of their preset."""
    rows = session.execute(
        select(col(Deck.id), col(Preset.parameters))
        .join(
            Preset,
            (col(Preset.learner_id) == col(Deck.learner_id))
            & (col(Preset.id) == col(Deck.preset_id)),
        )
        .where(col(Deck.learner_id) == learner_id)
    )
    return {deck_id: (fitted or DEFAULT_PARAMETERS)[20] for deck_id, fitted in rows}


def _joined() -> ColumnElement[bool]:
    return (col(StoredQuestion.learner_id) == col(Card.learner_id)) & (
        col(StoredQuestion.id) == col(Card.question_id)
    )


def _cards(
    session: Session,
    learner_id: str,
    clock: Clock,
    decays: dict[str, float],
    condition: ColumnElement[bool] | None,
) -> Cards:
    statement = (
        select(
            col(Card.question_id),
            col(Card.state),
            col(Card.stability),
            col(Card.difficulty),
            col(Card.interval),
            col(Card.due_day),
            col(Card.last_review_at),
            col(Card.created_at),
            col(Card.deck_id),
            col(Card.suspended),
            col(Card.buried_until),
        )
        .join(StoredQuestion, _joined())
        .where(col(Card.learner_id) == learner_id, col(StoredQuestion.removed_at).is_(None))
    )
    found = session.execute(statement if condition is None else statement.where(condition)).all()
    columns = list(zip(*found, strict=True)) or [()] * 11
    question, state, stability, difficulty, interval, due, last, made, deck, apart, buried = columns
    return Cards(
        question=_numbered(question),
        state=_integers([_STATES[one] for one in state]),
        stability=_floats(stability),
        difficulty=_floats(difficulty),
        interval=_integers(interval),
        due_day=_integers([day.toordinal() for day in due]),
        last_at=_floats([None if one is None else one.timestamp() for one in last]),
        made_day=_integers([_study_day(one, clock) for one in made]),
        decay=_floats([decays.get(one, DEFAULT_PARAMETERS[20]) for one in deck]),
        is_suspended=np.asarray(apart, dtype=bool),
        is_buried=np.asarray([one is not None and one > clock.now for one in buried], dtype=bool),
    )


def _study_day(moment: datetime, clock: Clock) -> int:
    local = moment.astimezone(clock.zone) - timedelta(hours=clock.rollover_hour)
    return local.date().toordinal()


_ANSWER: tuple[Any, ...] = (
    col(Review.day),
    col(Review.reviewed_at),
    col(Review.zone_offset),
    col(Review.kind),
    col(Review.rating),
    col(Review.last_interval),
    col(Review.ms),
    col(Review.card_id),
    col(Review.stability),
)


def _answers(learner_id: str, clock: Clock, condition: ColumnElement[bool] | None) -> Select[Any]:
    """Select the answers; those with a time to come, from a clock that was wrong, are left out."""
    statement: Select[Any] = (
        select(*_ANSWER)
        .where(
            col(Review.learner_id) == learner_id,
            col(Review.voided_at).is_(None),
            col(Review.reviewed_at) <= clock.now,
        )
        .order_by(col(Review.reviewed_at), col(Review.id))
    )
    if condition is not None:
        inside = select(col(Card.id)).join(StoredQuestion, _joined())
        inside = inside.where(col(Card.learner_id) == learner_id, condition)
        statement = statement.where(col(Review.card_id).in_(inside))
    return statement


def _log(
    session: Session,
    learner_id: str,
    clock: Clock,
    decays: dict[str, float],
    condition: ColumnElement[bool] | None,
) -> Log:
    found = session.execute(_answers(learner_id, clock, condition)).all()
    columns = list(zip(*found, strict=True)) or [()] * 9
    day, at, offset, kind, rating, last_interval, ms, card, stability = columns
    seconds = _floats([one.timestamp() for one in at])
    return Log(
        day=_integers([one.toordinal() for one in day]),
        at=seconds,
        hour=((seconds // 60 + _integers(offset)) // 60 % 24).astype(np.int64),
        kind=_integers([KINDS.index(one) if one in KINDS else CRAM for one in kind]),
        rating=_integers(rating),
        last_interval=_integers(last_interval),
        ms=_integers(ms),
        card=_numbered(card),
        stability=_floats(stability),
        decay=_decays_of(session, learner_id, decays, card),
    )


def _decays_of(
    session: Session, learner_id: str, decays: dict[str, float], card_ids: Sequence[str]
) -> Floats:
    """Return the decay of each card; where all fade alike, nothing is read."""
    if len(set(decays.values())) < 2:
        return np.full(len(card_ids), next(iter(decays.values()), DEFAULT_PARAMETERS[20]))
    rows = session.execute(
        select(col(Card.id), col(Card.deck_id)).where(col(Card.learner_id) == learner_id)
    )
    of_card = {card_id: decays.get(deck_id, DEFAULT_PARAMETERS[20]) for card_id, deck_id in rows}
    return _floats([of_card.get(one, DEFAULT_PARAMETERS[20]) for one in card_ids])


def _numbered(keys: Any) -> Integers:
    """Return a number for each key, the same for equal ones, in the order of their coming."""
    numbers: dict[Any, int] = {}
    return _integers([numbers.setdefault(one, len(numbers)) for one in keys])


def _integers(values: Any) -> Integers:
    return np.asarray(values, dtype=np.int64)


def _floats(values: Any) -> Floats:
    return np.asarray([np.nan if one is None else one for one in values], dtype=np.float64)
