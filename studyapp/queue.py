"""Which card comes next. One short index look-up for each kind of card.

Learning cards that are due come first, then reviews, then today's share of new ones, and at the
end learning cards that would be due within the next twenty minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlmodel import Session, col

from studyapp.decks import LEARN_AHEAD, LEARNING, NEW, REVIEW
from studyapp.learners import Clock
from studyapp.tables import Card, Review


@dataclass(frozen=True)
class Share:
    """What is left of a learner's new cards today."""

    new_left: int


def _next(*conditions: ColumnElement[bool]) -> Select[str]:
    return (
        select(col(Card.id))
        .where(
            col(Card.learner_id) == bindparam("learner_id"),
            *conditions,
            col(Card.queue) == bindparam("queue"),
            col(Card.available_at) <= bindparam("moment"),
        )
        .order_by(col(Card.available_at))
        # Not `.limit(1)`, which SQLAlchemy writes for SQLite with an offset to count down, too.
        .suffix_with("LIMIT 1")
    )


NEXT_OF_ALL = _next()
NEXT_OF_DECK = _next(col(Card.deck_id) == bindparam("deck_id"))


def new_left(session: Session, learner_id: str, clock: Clock, new_per_day: int) -> int:
    """Return how many new cards may still be shown today."""
    seen: int = session.execute(
        select(func.count())
        .select_from(Review)
        .where(
            col(Review.learner_id) == learner_id,
            col(Review.day) == clock.today,
            col(Review.state) == "new",
            col(Review.voided_at).is_(None),
        )
    ).scalar_one()
    return max(0, new_per_day - seen)


def next_card(
    session: Session, learner_id: str, clock: Clock, new_left: int, deck_id: str | None = None
) -> str | None:
    """Return the id of the card to show now, if any."""
    statement = NEXT_OF_DECK if deck_id else NEXT_OF_ALL
    for queue, moment in _order(clock, new_left):
        parameters = {"learner_id": learner_id, "queue": queue, "moment": moment}
        if deck_id:
            parameters["deck_id"] = deck_id
        found: str | None = session.execute(statement, parameters).scalar()
        if found:
            return found
    return None


def _order(clock: Clock, new_left: int) -> Iterator[tuple[int, datetime]]:
    yield LEARNING, clock.now
    yield REVIEW, clock.now
    if new_left > 0:
        yield NEW, clock.now
    yield LEARNING, clock.now + LEARN_AHEAD
