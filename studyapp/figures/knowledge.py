"""What was known on each day, as memory was then: retrievability summed up over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlmodel import col

from studyapp.decks import OF_QUESTION
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.reading import decays_of
from studyapp.figures.rows import Floats, Integers
from studyapp.figures.source import Source
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
    """Return the answers to cards that are kept."""
    found = source.session.execute(_statement(source)).all()
    card, day, stability, deck = list(zip(*found, strict=True)) or [()] * 4
    decays = decays_of(source.session, source.learner_id)
    numbers = {key: at for at, key in enumerate(dict.fromkeys(card))}
    return _Answers(
        np.array([one.toordinal() for one in day], dtype=np.int64),
        np.array([numbers[one] for one in card], dtype=np.int64),
        np.array(stability, dtype=np.float64),
        np.array([decays.get(one, DEFAULT_PARAMETERS[20]) for one in deck], dtype=np.float64),
    )


def _statement(source: Source) -> Any:
    statement: Any = (
        select(col(Review.card_id), col(Review.day), col(Review.stability), col(Card.deck_id))
        .join(Card, (col(Card.learner_id) == Review.learner_id) & (col(Card.id) == Review.card_id))
        .join(StoredQuestion, OF_QUESTION)
        .where(
            col(Review.learner_id) == source.learner_id,
            col(Review.voided_at).is_(None),
            col(Review.reviewed_at) <= source.clock.now,
            col(Review.stability).is_not(None),
            col(Review.kind) != "cram",
            col(StoredQuestion.removed_at).is_(None),
        )
        .order_by(col(Review.card_id), col(Review.reviewed_at), col(Review.id))
    )
    return statement if source.condition is None else statement.where(source.condition)


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
