"""Answers as columns in one run of bytes, a study day each: how they are kept and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    case,
    cast,
    extract,
    func,
    select,
    type_coerce,
)
from sqlmodel import Session

from questions.garbage import uncollected
from studyapp.figures.rows import CRAM, KINDS, REVIEW, Floats, Integers
from studyapp.ids import RawId
from studyapp.learners import Clock
from studyapp.tables import Review

_KINDS = {"card": "<i8", "at": "<i8", "ms": "<i8", "told": "<i1", "stability": "<f8"}
_WIDTH = sum(np.dtype(one).itemsize for one in _KINDS.values())
Condition = ColumnElement[bool] | None
WAITED, PASSED = 1, 2
"""Flags of `told`: the card had waited a day or longer, and was known."""


@dataclass(frozen=True)
class Answers:
    """Answers in order of time within their day, and the days in order; a row is an answer.

    `card` is the short id of the card, `at` whole seconds, `told` flags, `stability` the one after
    the answer, NaN where it left none or stood apart from the schedule.
    """

    day: Integers
    card: Integers
    at: Integers
    ms: Integers
    told: Integers
    stability: Floats

    def __len__(self) -> int:
        return len(self.day)

    def where(self, chosen: Any) -> Answers:
        """Return the answers at places, or those for which flags are true."""
        return Answers(self.day[chosen], *(getattr(self, name)[chosen] for name in _KINDS))

    def bodies(self) -> Iterator[tuple[date, bytes]]:
        """Yield each day with its answers as bytes."""
        days, starts = np.unique(self.day, return_index=True)
        ends = np.searchsorted(self.day, days, "right")
        for day, start, end in zip(days.tolist(), starts.tolist(), ends.tolist(), strict=True):
            yield date.fromordinal(day), self.where(slice(start, end))._as_bytes()

    def _as_bytes(self) -> bytes:
        return b"".join(
            np.ascontiguousarray(getattr(self, name), dtype=kind).tobytes()
            for name, kind in _KINDS.items()
        )


def read_log(
    session: Session, learner_id: str, clock: Clock, days: Condition = None, *, few: bool = False
) -> Answers:
    """Return the answers that count, of all days or of those under a condition on reviews.

    *few* says that these are few days of many.
    """
    card_id, moment = _REVIEW.card_id, _REVIEW.reviewed_at
    if few:
        card_id, moment = (func.coalesce(one, one) for one in (card_id, moment))
    statement = (
        select(*_ANSWER)
        .where(_REVIEW.learner_id == learner_id, _REVIEW.voided_at.is_(None), moment <= clock.now)
        .order_by(card_id, moment, _REVIEW.id)
    )
    if few:
        # For one day of ten years SQLite would walk all of an index that has every column, or the
        # order that is asked for: so there is none, and the day is what remains.
        statement = statement.add_columns(_REVIEW.format)
    if days is not None:
        statement = statement.where(days)
    # A million of them are not unusual: nothing is looked at for garbage.
    with uncollected():
        return _of_rows(session.execute(statement).all())


_TABLE: Any = Review.__table__  # type: ignore[attr-defined]
_REVIEW: Any = _TABLE.c
_IS_TOLD = _REVIEW.kind != KINDS[CRAM]
_WAITED = and_(_IS_TOLD, (_REVIEW.kind == KINDS[REVIEW]) | (_REVIEW.last_interval >= 1))
# All of it is in the index of a card's answers, and comes as numbers: so many moments as objects
# would take longer than all the rest.
_ANSWER = (
    _REVIEW.day,
    type_coerce(_REVIEW.card_id, RawId),
    cast(extract("epoch", _REVIEW.reviewed_at), BigInteger),
    _REVIEW.ms,
    case((and_(_WAITED, _REVIEW.rating > 1), WAITED + PASSED), (_WAITED, WAITED), else_=0),
    case((_IS_TOLD, _REVIEW.stability)),
)


def _of_rows(rows: Sequence[Any]) -> Answers:
    columns = list(zip(*rows, strict=True)) or [()] * len(_ANSWER)
    day, card, at, ms, told, stability = columns[: len(_ANSWER)]
    found = Answers(
        day=np.array([one.toordinal() for one in day], dtype=np.int64),
        card=shorts_of(card),
        at=np.array(at, dtype=np.int64),
        ms=np.array(ms, dtype=np.int64),
        told=np.array(told, dtype=np.int8),
        stability=np.array(stability, dtype=np.float64),
    )
    return found.where(np.lexsort((found.at, found.day)))


def shorts_of(raw: Sequence[Any]) -> Integers:
    """Return the short ids of ids as the database hands them over."""
    octets = b"".join(one if isinstance(one, bytes) else one.bytes for one in raw)
    return np.frombuffer(octets, dtype=">i8").reshape(-1, 2)[:, 1].astype(np.int64)


def read_bodies(bodies: Iterable[tuple[date, bytes]]) -> Answers:
    """Read back what `Answers.bodies` yields."""
    kept = list(bodies)
    numbers = [len(body) // _WIDTH for _day, body in kept]
    days = np.array([day.toordinal() for day, _body in kept], dtype=np.int64)
    parts: dict[str, list[Any]] = {name: [] for name in _KINDS}
    for (_day, body), number in zip(kept, numbers, strict=True):
        at = 0
        for name, kind in _KINDS.items():
            part = np.frombuffer(body, dtype=kind, count=number, offset=at)
            parts[name].append(part)
            at += part.nbytes
    columns = [
        np.concatenate(some) if some else np.zeros(0, dtype=_KINDS[name])
        for name, some in parts.items()
    ]
    return Answers(np.repeat(days, numbers), *columns)


def together(first: Answers, second: Answers) -> Answers:
    """Return the answers of two sets of days."""
    if not len(second):
        return first
    names = ("day", *_KINDS)
    both = (np.concatenate([getattr(first, one), getattr(second, one)]) for one in names)
    found = Answers(*both)
    return found.where(np.argsort(found.day, kind="stable"))


def places_of(keys: Integers, found: Integers) -> Integers:
    """Return where each of *found* stands among *keys*, which are in order; -1 for nowhere.

    Short ids are random, so that their first bits tell about where one stands.
    """
    if not len(keys):
        return np.full(len(found), -1, dtype=np.int64)
    last = len(keys) - 1
    at = _about(keys, found) if len(found) > _MANY else np.zeros(len(found), dtype=np.int64)
    behind = np.flatnonzero(keys[at] < found)
    for _turn in range(_TURNS):
        at[behind] = np.minimum(at[behind] + 1, last)
        behind = behind[keys[at[behind]] < found[behind]]
    # Where many keys begin alike, and where one stands behind all others.
    at[behind] = np.minimum(np.searchsorted(keys, found[behind]), last)
    return np.where(keys[at] == found, at, -1)


_SHIFT, _TURNS = 45, 2
_MANY = 50_000


def _about(keys: Integers, found: Integers) -> Integers:
    """Return a place at or before the right one."""
    buckets = keys >> _SHIFT
    table = np.searchsorted(buckets, np.arange(buckets[0], buckets[-1] + 1))
    at: Integers = table[np.clip((found >> _SHIFT) - buckets[0], 0, len(table) - 1)]
    return at
