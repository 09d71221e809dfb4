"""What was known on each day, as memory was then: retrievability summed up over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import bindparam, select, type_coerce
from sqlmodel import col

from questions.garbage import uncollected
from studyapp.decks import OF_QUESTION
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.reading import decays_of
from studyapp.figures.rows import Floats, Integers
from studyapp.figures.source import Source
from studyapp.ids import RawId
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.tables import Card, Review, StoredQuestion

_MOST_DAYS = 61
_Z = 1.959964
_NEVER = np.iinfo(np.int64).max


def knowledge(source: Source) -> Figure:
    """Return how many of the cards that are kept were known at the end of days of the range.

    Each card counts with its chance of recall, from its last answer up to that day. The interval
    (95 %) is what chance alone does to such a sum; whether the chances are right is told by the
    calibration. At most 61 days are told, evenly spread.
    """
    log = _log(source)
    days = _days(source, log)
    ends = _next_day(log)
    table = tuple(_row(log, ends, int(day)) for day in days) if len(log) else ()
    facts: dict[str, Cell] = {
        "cards": table[-1][1] if table else 0,
        "known": table[-1][2] if table else None,
        "gained": round(float(table[-1][2] or 0) - float(table[0][2] or 0), 1) if table else None,
    }
    return Figure("knowledge", ("day", "cards", "known", "least", "most"), table, facts)


@dataclass(frozen=True)
class _Answers:
    """What each answer left, by card and time: its day, the card, stability and decay."""

    day: Integers
    card: Integers
    stability: Floats
    decay: Floats

    def __len__(self) -> int:
        return len(self.day)


def _log(source: Source) -> _Answers:
    """Return the answers to cards that are kept, by card and time."""
    decay_of = _decays(source)
    # Half a million of them are not unusual: nothing is looked at twice, or for garbage.
    with uncollected():
        found = source.session.execute(_ANSWERS, _wanted(source)).all()
        kept = [row for row in found if row[0] in decay_of]
        card, day, stability = list(zip(*kept, strict=True)) or [()] * 3
        numbers = {key: at for at, key in enumerate(dict.fromkeys(card))}
        return _Answers(
            np.array([one.toordinal() for one in day], dtype=np.int64),
            np.array([numbers[one] for one in card], dtype=np.int64),
            np.array(stability, dtype=np.float64),
            np.array([decay_of[one] for one in card], dtype=np.float64),
        )


def _decays(source: Source) -> dict[Any, float]:
    """Return how fast each card fades of those that are kept and looked at, by raw ids."""
    decays = decays_of(source.session, source.learner_id)
    cards = (
        select(type_coerce(col(Card.id), RawId), col(Card.deck_id))
        .join(StoredQuestion, OF_QUESTION)
        .where(
            col(Card.learner_id) == source.learner_id,
            col(StoredQuestion.removed_at).is_(None),
        )
    )
    found = cards if source.condition is None else cards.where(source.condition)
    rows = source.session.execute(found).all()
    return {key: decays.get(deck_id, DEFAULT_PARAMETERS[20]) for key, deck_id in rows}


def _wanted(source: Source) -> dict[str, Any]:
    return {"learner_id": source.learner_id, "now": source.clock.now}


_REVIEW: Any = Review.__table__  # type: ignore[attr-defined]
# All answers, from the index of a card's answers alone.
_ANSWERS = (
    select(type_coerce(_REVIEW.c.card_id, RawId), _REVIEW.c.day, _REVIEW.c.stability)
    .where(
        _REVIEW.c.learner_id == bindparam("learner_id"),
        _REVIEW.c.voided_at.is_(None),
        _REVIEW.c.reviewed_at <= bindparam("now"),
        _REVIEW.c.stability.is_not(None),
        _REVIEW.c.kind != "cram",
    )
    .order_by(_REVIEW.c.card_id, _REVIEW.c.reviewed_at, _REVIEW.c.id)
)


def _days(source: Source, log: _Answers) -> Integers:
    last = source.frame.last_day_number
    if source.frame.first is not None:
        first = source.frame.first.toordinal()
    else:
        first = min(last, int(log.day.min())) if len(log) else last
    number = min(_MOST_DAYS, last - first + 1)
    return np.unique(np.linspace(first, last, number).round().astype(np.int64))


def _next_day(log: _Answers) -> Integers:
    """Return the day from which on another answer says more."""
    ends = np.full(len(log), _NEVER)
    same = log.card[1:] == log.card[:-1]
    ends[:-1][same] = log.day[1:][same]
    return ends


def _row(log: _Answers, ends: Integers, day: int) -> tuple[Cell, ...]:
    flags = (log.day <= day) & (day < ends)
    decay, stability = log.decay[flags], log.stability[flags]
    factor = 0.9 ** (-1 / decay) - 1
    chance = (1 + factor * (day - log.day[flags]) / stability) ** -decay
    known = float(chance.sum())
    reach = _Z * float(np.sqrt((chance * (1 - chance)).sum()))
    number = int(flags.sum())
    low, high = max(0.0, known - reach), min(float(number), known + reach)
    return date.fromordinal(day).isoformat(), number, *(round(one, 1) for one in (known, low, high))
