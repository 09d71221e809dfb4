"""The answers of study days as they are kept: beside the sums of the day, and as long as those."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, delete, insert, select
from sqlmodel import Session, col

from studyapp.figures.columns import Answers, read_bodies, read_log, together
from studyapp.learners import Clock
from studyapp.tables import DayAnswers, Review, StudyDay

_AT_ONCE = 500
_FEW_DAYS = 60


def read(session: Session, learner_id: str, clock: Clock, first: date | None) -> Answers:
    """Return the answers since *first*, those of days that are not kept from the log."""
    statement = (
        select(col(StudyDay.day), col(DayAnswers.body))
        .outerjoin(DayAnswers, _IS_KEPT)
        .where(col(StudyDay.learner_id) == learner_id, col(StudyDay.deck_id) == learner_id)
        .order_by(col(StudyDay.day))
    )
    if first is not None:
        statement = statement.where(col(StudyDay.day) >= first)
    rows = session.execute(statement).all()
    kept = read_bodies((day, body) for day, body in rows if body is not None)
    stale = [day for day, body in rows if body is None]
    if not stale:
        return kept
    return together(kept, _read_log(session, learner_id, clock, stale))


_IS_KEPT = and_(
    col(DayAnswers.learner_id) == col(StudyDay.learner_id),
    col(DayAnswers.day) == col(StudyDay.day),
    # What makes the sums of a day stale does so with its answers.
    col(StudyDay.body).is_not(None),
)


def _read_log(session: Session, learner_id: str, clock: Clock, days: Sequence[date]) -> Answers:
    are_few = len(days) <= _FEW_DAYS
    return read_log(session, learner_id, clock, col(Review.day).in_(days), few=are_few)


def store(session: Session, learner_id: str, clock: Clock, days: Sequence[date]) -> None:
    """Keep the answers of days as they are in the log."""
    for start in range(0, len(days), _AT_ONCE):
        some = days[start : start + _AT_ONCE]
        session.execute(
            delete(DayAnswers).where(
                col(DayAnswers.learner_id) == learner_id, col(DayAnswers.day).in_(some)
            )
        )
        found = _read_log(session, learner_id, clock, some)
        bodies = dict.fromkeys(some, b"") | dict(found.bodies())
        rows = [
            {"learner_id": learner_id, "day": day, "body": body} for day, body in bodies.items()
        ]
        session.execute(insert(DayAnswers), rows)
