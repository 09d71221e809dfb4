"""What was changed, and taking it back.

Every service that changes something hands its *effects* here: which columns of which row were
what before and after. One generic pair of functions takes the last act back or does it again.
An answer keeps its effects in its own review row (docs/decisions/0001).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
    update,
)
from sqlmodel import Session, col

from studyapp.effects import Effect as Effect
from studyapp.effects import apply, told_in_full
from studyapp.effects import changed as changed
from studyapp.effects import changed_many as changed_many
from studyapp.effects import created as created
from studyapp.effects import created_many as created_many
from studyapp.effects import decoded as decoded
from studyapp.effects import encoded as encoded
from studyapp.ids import new_id
from studyapp.loading import load
from studyapp.tables import (
    Change,
    Review,
)

ANSWER = "answer"
_REVIEW: Any = Review.__table__  # type: ignore[attr-defined]
_CHANGE: Any = Change.__table__  # type: ignore[attr-defined]
# What an import brought was answered elsewhere: it goes with the import, not by itself.
# The 0 is written out, for the index of such answers serves no other wording.
_IS_ACT = _REVIEW.c.rating_rule > literal_column("0")
_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)
# An act further ahead was done by a clock that has been set right since. It stays as it is: taken
# back now, it would undo what was done after it.
_AHEAD = timedelta(hours=1)


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


class Written:
    """The effects of a long act, written as they come: as text they take a tenth of the room."""

    def __init__(self) -> None:
        self._text = bytearray()

    def add(self, effects: Iterable[Effect]) -> None:
        """Write effects; those without effect are none."""
        if kept := [effect for effect in effects if effect["b"] != effect["a"]]:
            self._text += b",%b" % json.dumps(kept, separators=(",", ":"))[1:-1].encode()

    def record(
        self, session: Session, learner_id: str, label: str, now: datetime, *, key: str
    ) -> str | None:
        """Remember the act under the id *key*, as `record` does."""
        if not self._text:
            return None
        session.flush()
        self._text[:1] = b"["  # in place of the comma before the first
        self._text += b"]"
        told = self._text.decode()
        self._text.clear()
        names = ("learner_id", "id", "changed_at", "label", "effects")
        load(session, Change, names, [(learner_id, key, now, label, told)], written={"effects"})
        return key


def last_done(session: Session, learner_id: str, now: datetime | None = None) -> Act | None:
    """Return the act that undo would take back at *now*; the very last one without it."""
    until = now + _AHEAD if now else _END
    undone, at = col(Review.voided_at), col(Review.reviewed_at)
    review = _review_where(session, learner_id, and_(undone.is_(None), at <= until), newest=True)
    undone, at = col(Change.undone_at), col(Change.changed_at)
    change = _change_where(session, learner_id, and_(undone.is_(None), at <= until), newest=True)
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


def _can_come_back(learner_id: Any, undone: Any) -> ColumnElement[bool]:
    """Say that nothing new was done since the undoing: a new act ends what could come back."""
    newest = [
        select(func.max(at)).where(owner == learner_id).scalar_subquery()
        for owner, at in (
            (_REVIEW.c.learner_id, _REVIEW.c.reviewed_at),
            (_CHANGE.c.learner_id, _CHANGE.c.changed_at),
        )
    ]
    return and_(
        undone.is_not(None), *(undone >= func.coalesce(moment, undone) for moment in newest)
    )


def heads(session: Session, learner_id: str, now: datetime) -> tuple[Head | None, Head | None]:
    """Return what undo would take back at *now*, and what redo would do again."""
    wanted = {"learner_id": learner_id, "until": now + _AHEAD, "beginning": _BEGINNING}
    latest: list[Head] = []
    earliest: list[Head] = []
    for is_done, key, label, at in session.execute(HEADS, wanted).all():
        (latest if is_done else earliest).append(Head(key, label, at))
    return (
        max(latest, key=lambda head: head.at, default=None),
        min(earliest, key=lambda head: head.at, default=None),
    )


def _heads() -> CompoundSelect[Any]:
    """Look both stacks up in one statement, made once, for every page runs it.

    Its rows say whether the act is done, then its id, label and moment.
    """
    latest = _both_logs(is_done=True).cte("latest")
    beginning = bindparam("beginning", type_=latest.c.at.type)
    since = func.coalesce(select(func.max(latest.c.at)).scalar_subquery(), beginning)
    earliest = _both_logs(is_done=False, since=since).subquery("earliest")
    return union_all(
        select(literal_column("1"), *latest.c), select(literal_column("0"), *earliest.c)
    )


def _both_logs(*, is_done: bool, since: Any = None) -> CompoundSelect[Any]:
    """Look for the head among the answers and among the other acts: an index look-up each."""
    logs: tuple[tuple[Any, ...], ...] = (
        (_REVIEW, literal_column(f"'{ANSWER}'"), _REVIEW.c.reviewed_at, _REVIEW.c.voided_at),
        (_CHANGE, _CHANGE.c.label, _CHANGE.c.changed_at, _CHANGE.c.undone_at),
    )
    whose: Any = bindparam("learner_id", type_=_CHANGE.c.learner_id.type)
    found = []
    for log, label, at, undone in logs:
        head = select(log.c.id, label.label("label"), at.label("at")).where(
            log.c.learner_id == whose, *([_IS_ACT] if log is _REVIEW else [])
        )
        found.append(_head_of(head, at, undone, whose, is_done=is_done, since=since).subquery())
    return union_all(*(select(one) for one in found))


def _head_of(
    found: Select[Any], at: Any, undone: Any, whose: Any, *, is_done: bool, since: Any
) -> Select[Any]:
    if is_done:
        until = bindparam("until", type_=at.type)
        return found.where(undone.is_(None), at <= until).order_by(at.desc()).limit(1)
    can_come_back = _can_come_back(whose, undone)
    return found.where(can_come_back, at > since).order_by(at.asc()).limit(1)


HEADS = _heads()


def undo(
    session: Session, learner_id: str, now: datetime, *, act_id: str | None = None
) -> Act | None:
    """Take the last act back and return it; None if there is none, or if it is not *act_id*.

    A page names the act that it offers to take back, so that a click sent twice takes back one.
    """
    act = last_done(session, learner_id, now)
    if act is None or act_id not in (None, act.id):
        return None
    full = told_in_full(session, learner_id, act.effects)
    apply(session, learner_id, full, "b")
    _stamp(session, learner_id, act, now)
    if full is not act.effects:
        _keep(session, learner_id, act, full)
    return act


def _keep(session: Session, learner_id: str, act: Act, effects: Sequence[Effect]) -> None:
    of_act = (col(Change.learner_id) == learner_id) & (col(Change.id) == act.id)
    session.execute(update(Change).where(of_act).values(effects=list(effects)))


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
