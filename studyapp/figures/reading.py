"""Reading cards and log from the database, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, case, func, select
from sqlmodel import Session, col

from studyapp.figures.days import Days, of_log
from studyapp.figures.packing import Packed, pack_rows, short
from studyapp.figures.rows import (
    CRAM,
    EARLY,
    KINDS,
    Cards,
    Floats,
    Frame,
    Integers,
    Log,
    frame_of,
    study_days,
)
from studyapp.learners import Clock
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.tables import Card, Deck, Preset, Review, StoredQuestion

_DECAY = DEFAULT_PARAMETERS[20]


@dataclass(frozen=True)
class Rows:
    """All that the figures are made of; cards and log are read when something asks for them."""

    frame: Frame
    days: Days
    read_cards: Callable[[], Cards]
    read_log: Callable[[], Log]

    @property
    def are_empty(self) -> bool:
        """Say whether there is nothing to tell of."""
        return not len(self.days) and not len(self.cards)

    @property
    def recent(self) -> Days:
        """Return the days within the range that was asked for."""
        return self.days.since(self.frame.first)

    @cached_property
    def cards(self) -> Cards:
        """The cards of questions that are kept."""
        return self.read_cards()

    @cached_property
    def log(self) -> Log:
        """Every answer."""
        return self.read_log()


def read(
    session: Session,
    learner_id: str,
    clock: Clock,
    period: str,
    condition: ColumnElement[bool] | None = None,
) -> Rows:
    """Read all that is kept of a learner; *condition* is on cards joined to their questions."""
    decays = decays_of(session, learner_id)
    log = log_of(session, learner_id, clock, decays, inside(learner_id, condition))
    packed = packed_cards(session, learner_id, condition)
    cards = cards_of(packed, decays, clock)
    return Rows(frame_of(clock, period), of_log(log), lambda: cards, lambda: log)


def decays_of(session: Session, learner_id: str) -> dict[str, float]:
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


def joined() -> ColumnElement[bool]:
    """Return the condition that joins a card to its question."""
    return (col(StoredQuestion.learner_id) == col(Card.learner_id)) & (
        col(StoredQuestion.id) == col(Card.question_id)
    )


# -- Cards ---------------------------------------------------------------------------------

CARD: tuple[Any, ...] = (
    col(Card.id),
    col(Card.question_id),
    col(StoredQuestion.kind),
    col(Card.deck_id),
    col(Card.state),
    col(Card.stability),
    col(Card.difficulty),
    col(Card.interval),
    col(Card.due_day),
    col(Card.last_review_at),
    col(Card.created_at),
    col(Card.suspended),
    col(Card.buried_until),
)


def packed_cards(
    session: Session, learner_id: str, condition: ColumnElement[bool] | None = None
) -> Packed:
    """Return the cards of questions that are kept, as columns in order of their short ids."""
    statement = (
        select(*CARD)
        .join(StoredQuestion, joined())
        .where(col(Card.learner_id) == learner_id, col(StoredQuestion.removed_at).is_(None))
    )
    found = session.execute(statement if condition is None else statement.where(condition))
    return pack_rows(found.all())


def cards_of(packed: Packed, decays: Mapping[str, float], clock: Clock) -> Cards:
    """Return cards as figures take them, at the moment of *clock*."""
    return Cards(
        question=packed.question,
        state=packed.state,
        stability=packed.stability,
        difficulty=packed.difficulty,
        interval=packed.interval,
        due_day=packed.due_day,
        last_at=packed.last_at,
        made_day=study_days(packed.made_at, clock),
        decay=decay_of_cards(packed, decays),
        is_suspended=packed.is_suspended,
        is_buried=packed.buried_until > clock.now.timestamp(),
    )


def decay_of_cards(packed: Packed, decays: Mapping[str, float]) -> Floats:
    """Return how fast each card fades."""
    decay = np.full(len(packed), _DECAY)
    for deck_id, one in decays.items():
        if one != _DECAY:
            decay[packed.deck == short(deck_id)] = one
    return decay


# -- The log -------------------------------------------------------------------------------

_ANSWER: tuple[Any, ...] = (
    col(Review.day),
    col(Review.reviewed_at),
    col(Review.zone_offset),
    # An answer that moved no card has no effect.
    case(
        ((col(Review.kind) == KINDS[CRAM]) & (col(Review.effects) != []), KINDS[EARLY]),
        else_=col(Review.kind),
    ),
    col(Review.rating),
    col(Review.last_interval),
    col(Review.ms),
    col(Review.card_id),
    col(Review.stability),
)


def inside(learner_id: str, condition: ColumnElement[bool] | None) -> Select[Any] | None:
    """Return the ids of the cards under *condition*; None for all there ever were."""
    if condition is None:
        return None
    found = select(col(Card.id)).join(StoredQuestion, joined())
    return found.where(col(Card.learner_id) == learner_id, condition)


def answers_to_come(session: Session, learner_id: str, clock: Clock) -> int:
    """Return how many answers are left out because their time is still to come."""
    found = select(func.count()).where(
        col(Review.learner_id) == learner_id,
        col(Review.reviewed_at) > clock.now,
        col(Review.voided_at).is_(None),
    )
    return int(session.execute(found).scalar_one())


def log_of(
    session: Session,
    learner_id: str,
    clock: Clock,
    decays: Mapping[str, float],
    card_ids: Select[Any] | None = None,
) -> Log:
    """Return the answers that count, of cards that a query finds, in order of time.

    Those with a time to come, from a clock that was wrong, are left out.
    """
    return log_and_cards(session, learner_id, clock, decays, card_ids)[0]


def log_and_cards(
    session: Session,
    learner_id: str,
    clock: Clock,
    decays: Mapping[str, float],
    card_ids: Select[Any] | None = None,
) -> tuple[Log, list[str]]:
    """Return the answers as `log_of` does, and the id behind each number of a card."""
    statement: Select[Any] = (
        select(*_ANSWER)
        .where(
            col(Review.learner_id) == learner_id,
            col(Review.voided_at).is_(None),
            col(Review.reviewed_at) <= clock.now,
        )
        .order_by(col(Review.reviewed_at), col(Review.id))
    )
    if card_ids is not None:
        statement = statement.where(col(Review.card_id).in_(card_ids))
    found = session.execute(statement).all()
    columns = list(zip(*found, strict=True)) or [()] * len(_ANSWER)
    day, at, offset, kind, rating, last_interval, ms, card, stability = columns
    seconds = _floats([one.timestamp() for one in at])
    number, ids = _numbered(card)
    log = Log(
        day=_integers([one.toordinal() for one in day]),
        at=seconds,
        hour=((seconds // 60 + _integers(offset)) // 60 % 24).astype(np.int64),
        kind=_integers([KINDS.index(one) if one in KINDS else CRAM for one in kind]),
        rating=_integers(rating),
        last_interval=_integers(last_interval),
        ms=_integers(ms),
        card=number,
        stability=_floats(stability),
        decay=_decay_of_cards(session, learner_id, decays, ids)[number],
    )
    return log, ids


def _decay_of_cards(
    session: Session, learner_id: str, decays: Mapping[str, float], card_ids: Sequence[str]
) -> Floats:
    """Return the decay of each card; where all fade alike, nothing is read."""
    if not set(decays.values()) - {_DECAY}:
        return np.full(len(card_ids), _DECAY)
    rows = session.execute(
        select(col(Card.id), col(Card.deck_id)).where(col(Card.learner_id) == learner_id)
    )
    of_card = {card_id: decays.get(deck_id, _DECAY) for card_id, deck_id in rows}
    return _floats([of_card.get(one, _DECAY) for one in card_ids])


def _numbered(keys: Sequence[str]) -> tuple[Integers, list[str]]:
    """Return a number for each key, the same for equal ones, and the key behind each number."""
    numbers: dict[str, int] = {}
    found = _integers([numbers.setdefault(one, len(numbers)) for one in keys])
    return found, list(numbers)


def _integers(values: Any) -> Integers:
    return np.asarray(values, dtype=np.int64)


def _floats(values: Any) -> Floats:
    return np.asarray([np.nan if one is None else one for one in values], dtype=np.float64)
