"""Cramming: going through cards whether they are due or not. It is logged and moves no card.

A sitting is what it is about and the moment it began. All else is told from the log: a card is
through when it was recalled once since, so undo brings it back into the sitting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select, true
from sqlmodel import Session, col

from studyapp.decks import NEW_ONES, OF_QUESTION
from studyapp.errors import NotFoundError, StaleCardError
from studyapp.ids import derived_id
from studyapp.learners import clock_of
from studyapp.messages import say
from studyapp.queue import Scope
from studyapp.reviews import CRAM, Attempt, facts_of
from studyapp.tables import Card, Learner, Review, StoredQuestion

_REVIEW: Any = Review.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Sitting:
    """What is crammed, and since when."""

    scope: Scope
    since: datetime


@dataclass(frozen=True)
class Standing:
    """How far a sitting is: its ratings so far, their time, and how many cards are left."""

    ratings: tuple[int, ...]
    milliseconds: int
    left: int


def next_card(session: Session, learner_id: str, sitting: Sitting) -> str | None:
    """Return the card to show now: first each once, the soonest due first; then the missed."""
    answered = _answered(learner_id, sitting.since)
    statement = _cards_left(learner_id, sitting, answered, col(Card.id)).order_by(
        answered.c.last.is_not(None),
        answered.c.last,
        col(Card.queue).in_(NEW_ONES),
        col(Card.due_at),
        col(Card.id),
    )
    found: str | None = session.execute(statement.limit(1)).scalar()
    return found


def standing(session: Session, learner_id: str, sitting: Sitting) -> Standing:
    """Return how far a sitting is."""
    answered = _answered(learner_id, sitting.since)
    left: int = session.execute(
        _cards_left(learner_id, sitting, answered, func.count())
    ).scalar_one()
    rows = session.execute(
        select(col(Review.rating), col(Review.ms))
        .where(*_since(learner_id, sitting.since))
        .order_by(col(Review.reviewed_at))
    ).all()
    return Standing(tuple(rating for rating, _ms in rows), sum(ms for _rating, ms in rows), left)


def cards_in(session: Session, learner_id: str, scope: Scope) -> int:
    """Return how many cards there are to cram."""
    statement = select(func.count()).select_from(Card).join(StoredQuestion, OF_QUESTION)
    number: int = session.execute(statement.where(*_within(learner_id, scope))).scalar_one()
    return number


def _since(learner_id: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Review.learner_id) == learner_id,
        col(Review.reviewed_at) >= since,
        col(Review.kind) == CRAM,
        col(Review.voided_at).is_(None),
    )


def _answered(learner_id: str, since: datetime) -> Any:
    """Return by card the best rating of a sitting, and the moment of the last one."""
    return (
        select(
            col(Review.card_id),
            func.max(col(Review.rating)).label("best"),
            func.max(col(Review.reviewed_at)).label("last"),
        )
        .where(*_since(learner_id, since))
        .group_by(col(Review.card_id))
        .subquery()
    )


def _cards_left(learner_id: str, sitting: Sitting, answered: Any, what: Any) -> Select[Any]:
    is_open = or_(answered.c.best.is_(None), answered.c.best <= 1)
    return (
        select(what)
        .select_from(Card)
        .join(StoredQuestion, OF_QUESTION)
        .outerjoin(answered, answered.c.card_id == col(Card.id))
        .where(*_within(learner_id, sitting.scope), is_open)
    )


def _within(learner_id: str, scope: Scope) -> tuple[ColumnElement[bool], ...]:
    in_decks = col(Card.deck_id).in_(scope.deck_ids) if scope.deck_ids else true()
    return (
        col(Card.learner_id) == learner_id,
        col(Card.available_at).is_not(None),
        col(StoredQuestion.removed_at).is_(None),
        and_(in_decks, true() if scope.condition is None else scope.condition),
    )


def answer_id(session: Session, learner_id: str, card_id: str, since: datetime) -> str:
    """Return the id of a card's next answer in a sitting, the same in every tab that shows it.

    An answer that was taken back keeps its id, so the next one gets another.
    """
    number: int = session.execute(
        select(func.count()).where(
            col(Review.learner_id) == learner_id,
            col(Review.card_id) == card_id,
            col(Review.reviewed_at) >= since,
            col(Review.kind) == CRAM,
        )
    ).scalar_one()
    return derived_id(card_id, f"cram/{since.isoformat()}/{number}")


def record(session: Session, learner_id: str, attempt: Attempt, now: datetime) -> None:
    """Log an answer; the same id sent again, also after it was undone, logs nothing more.

    Raises StaleCardError when the card has changed since the page was made.
    """
    card = session.get(Card, (learner_id, attempt.card_id))
    if card is None:
        raise NotFoundError("card", attempt.card_id)
    if session.get(Review, (learner_id, attempt.id)):
        return
    if card.version != attempt.version or card.available_at is None:
        raise StaleCardError(say("This card was changed elsewhere."))
    clock = clock_of(session.get_one(Learner, learner_id), now)
    row = {
        **facts_of(card, attempt, clock),
        "kind": CRAM,
        "interval": card.interval,
        "stability": card.stability,
        "difficulty": card.difficulty,
        "step": card.step,
        "effects": [],
    }
    session.execute(insert(_REVIEW), row)
