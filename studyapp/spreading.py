"""Which days suit a learner: where few cards are due, no easy day, no card of the same question.

The days' numbers are counted only for the days that a button may lead to, by one look into the
index each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from studyapp.decks import REVIEW
from studyapp.learners import Clock
from studyapp.scheduling import Rating, Spread
from studyapp.tables import Card, Preset

_CARD: Any = Card.__table__  # type: ignore[attr-defined]
_DUE = (
    select(_CARD.c.available_at, func.count())
    .where(
        _CARD.c.learner_id == bindparam("learner_id"),
        _CARD.c.queue == REVIEW,
        _CARD.c.available_at >= bindparam("since"),
        _CARD.c.available_at < bindparam("until"),
    )
    .group_by(_CARD.c.available_at)
)


def spread_for(
    session: Session,
    card: Any,
    preset: Preset,
    clock: Clock,
    *,
    has_siblings: bool,
    promised: Mapping[Rating, int] | None = None,
) -> Spread | None:
    """Return what speaks for one day and against another; None where all are alike."""
    if not (preset.spread or preset.easy_days or has_siblings or promised):
        return None
    today = _day_zero(card, clock)

    def load(lower: int, upper: int) -> Sequence[int]:
        return due_by_day(session, card.learner_id, clock, today, (lower, upper))

    return Spread(
        weekday=today.weekday(),
        load=load if preset.spread else None,
        easy_days=preset.easy_days,
        siblings=_sibling_days(session, card, today) if has_siblings else (),
        promised=promised or {},
    )


def _day_zero(card: Any, clock: Clock) -> date:
    """Return the day from which the scheduler counts: no day passes twice for a traveller."""
    return max(clock.today, card.last_day) if card.last_day else clock.today


def due_by_day(
    session: Session, learner_id: str, clock: Clock, today: date, days: tuple[int, int]
) -> list[int]:
    """Return how many reviews wait for each of some days, which count from *today*."""
    lower, upper = days
    starts = [clock.starts_at(today + timedelta(days=day)) for day in range(lower, upper + 2)]
    wanted = {"learner_id": learner_id, "since": starts[0], "until": starts[-1]}
    rows = session.execute(_DUE, wanted).all()
    counts = [0] * (upper - lower + 1)
    for moment, number in rows:
        counts[_place(starts, moment)] += number
    return counts


def _place(starts: Sequence[datetime], moment: datetime) -> int:
    return next(at for at in range(len(starts) - 1) if moment < starts[at + 1])


def _sibling_days(session: Session, card: Any, today: date) -> tuple[int, ...]:
    rows = session.execute(
        select(col(Card.due_day)).where(
            col(Card.learner_id) == card.learner_id,
            col(Card.question_id) == card.question_id,
            col(Card.id) != card.id,
            col(Card.queue) == REVIEW,
            col(Card.available_at).is_not(None),
        )
    ).scalars()
    return tuple((day - today).days for day in rows)
