"""What was changed, and taking it back.

Every service that changes something hands its *effects* here: which columns of which row were
what before and after. One generic pair of functions takes the last act back or does it again.
An answer keeps its effects in its own review row (docs/decisions/0001).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    func,
    literal,
    select,
    update,
)
from sqlmodel import Session, col

from studyapp.effects import Effect as Effect
from studyapp.effects import apply
from studyapp.effects import changed as changed
from studyapp.effects import changed_many as changed_many
from studyapp.effects import created as created
from studyapp.effects import decoded as decoded
from studyapp.effects import encoded as encoded
from studyapp.ids import new_id
from studyapp.tables import (
    Change,
    Review,
)

ANSWER = "answer"
# What an import brought was answered elsewhere: it goes with the import, not by itself.
_IS_ACT = col(Review.rating_rule) > 0
_BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Act:
    """An act on the stack of what can be taken back or done again."""

    id: str
    label: str
    at: datetime
    effects: Sequence[Effect]
    is_review: bool


@dataclass(frozen=True)
class Head:
    """An act without its effects, which can be long: every page asks for this."""

    id: str
    label: str
    at: datetime


def known(session: Session, learner_id: str, key: str) -> bool:
    """Say whether the act with this id was done: a form that is sent twice does nothing more."""
    return session.get(Change, (learner_id, key)) is not None


def record(
    session: Session,
    learner_id: str,
    label: str,
    effects: Iterable[Effect],
    now: datetime,
    *,
    key: str | None = None,
) -> str | None:
    """Remember an act so that it can be taken back; an act without effect is none.

    *key* is the id that the page gave to the act, so that it is done once.
    """
    kept = [effect for effect in effects if effect["b"] != effect["a"]]
    if not kept:
        return None
    change = Change(
        learner_id=learner_id, id=key or new_id(), changed_at=now, label=label, effects=kept
    )
    session.add(change)
    return change.id


def last_done(session: Session, learner_id: str) -> Act | None:
    """Return the act that undo would take back."""
    review = _review_where(session, learner_id, col(Review.voided_at).is_(None), newest=True)
    change = _change_where(session, learner_id, col(Change.undone_at).is_(None), newest=True)
    return max((act for act in (review, change) if act), key=lambda act: act.at, default=None)


def next_undone(session: Session, learner_id: str) -> Act | None:
    """Return the act that redo would do again: the oldest undone one after the last done."""
    done = last_done(session, learner_id)
    after_review = _can_come_back(learner_id, col(Review.voided_at))
    after_change = _can_come_back(learner_id, col(Change.undone_at))
    if done:
        after_review &= col(Review.reviewed_at) > done.at
        after_change &= col(Change.changed_at) > done.at
    review = _review_where(session, learner_id, after_review, newest=False)
    change = _change_where(session, learner_id, after_change, newest=False)
    return min((act for act in (review, change) if act), key=lambda act: act.at, default=None)


def _can_come_back(learner_id: str, undone: Any) -> ColumnElement[bool]:
    """Say that nothing new was done since the undoing: a new act ends what could come back."""
    newest = [
        select(func.max(at)).where(col(owner) == learner_id).scalar_subquery()
        for owner, at in (
            (Review.learner_id, Review.reviewed_at),
            (Change.learner_id, Change.changed_at),
        )
    ]
    return and_(
        undone.is_not(None), *(undone >= func.coalesce(moment, undone) for moment in newest)
    )


def heads(session: Session, learner_id: str) -> tuple[Head | None, Head | None]:
    """Return what undo would take back and what redo would do again."""
    done = _head(session, learner_id, None)
    return done, _head(session, learner_id, done.at if done else _BEGINNING)


def _head(session: Session, learner_id: str, after: datetime | None) -> Head | None:
    """Return the last act done, or the first undone one *after* a moment."""
    heads: list[Head] = []
    for model, at, undone, label in (
        (Review, col(Review.reviewed_at), col(Review.voided_at), literal(ANSWER)),
        (Change, col(Change.changed_at), col(Change.undone_at), col(Change.label)),
    ):
        fits = (
            undone.is_(None)
            if after is None
            else and_(_can_come_back(learner_id, undone), at > after)
        )
        order = at.desc() if after is None else at.asc()
        if model is Review:
            fits = and_(fits, _IS_ACT)
        statement = select(col(model.id), label, at).where(
            col(model.learner_id) == learner_id, fits
        )
        heads += [
            Head(row[0], row[1], row[2])
            for row in session.execute(statement.order_by(order).limit(1))
        ]
    return (max if after is None else min)(heads, key=lambda head: head.at, default=None)


def undo(
    session: Session, learner_id: str, now: datetime, *, act_id: str | None = None
) -> Act | None:
    """Take the last act back and return it; None if there is none, or if it is not *act_id*.

    A page names the act that it offers to take back, so that a click sent twice takes back one.
    """
    act = last_done(session, learner_id)
    if act is None or act_id not in (None, act.id):
        return None
    apply(session, learner_id, act.effects, "b")
    _stamp(session, learner_id, act, now)
    return act


def redo(session: Session, learner_id: str, *, act_id: str | None = None) -> Act | None:
    """Do the last undone act again and return it; None if there is none, or not *act_id*."""
    act = next_undone(session, learner_id)
    if act is None or act_id not in (None, act.id):
        return None
    apply(session, learner_id, act.effects, "a")
    _stamp(session, learner_id, act, None)
    return act


def _stamp(session: Session, learner_id: str, act: Act, moment: datetime | None) -> None:
    if act.is_review:
        statement = update(Review).where(
            col(Review.learner_id) == learner_id, col(Review.id) == act.id
        )
        session.execute(statement.values(voided_at=moment))
        return
    statement = update(Change).where(col(Change.learner_id) == learner_id, col(Change.id) == act.id)
    session.execute(statement.values(undone_at=moment))


def _review_where(session: Session, learner_id: str, condition: Any, *, newest: bool) -> Act | None:
    order = col(Review.reviewed_at).desc() if newest else col(Review.reviewed_at).asc()
    row = session.execute(
        select(Review.id, Review.reviewed_at, Review.effects)  # type: ignore[call-overload]
        .where(col(Review.learner_id) == learner_id, _IS_ACT, condition)
        .order_by(order)
        .limit(1)
    ).first()
    return Act(row[0], ANSWER, row[1], row[2], is_review=True) if row else None


def _change_where(session: Session, learner_id: str, condition: Any, *, newest: bool) -> Act | None:
    order = col(Change.changed_at).desc() if newest else col(Change.changed_at).asc()
    row = session.execute(
        select(Change.id, Change.changed_at, Change.effects, Change.label)  # type: ignore[call-overload]
        .where(col(Change.learner_id) == learner_id, condition)
        .order_by(order)
        .limit(1)
    ).first()
    return Act(row[0], row[3], row[1], row[2], is_review=False) if row else None
