"""Figures of the cards as they stand: how many, how strong, and when they come back."""

from __future__ import annotations

from datetime import date

import numpy as np

from studyapp.figures.figure import Cell, Figure
from studyapp.figures.rows import (
    LEARNING,
    MATURE_DAYS,
    NEW,
    RELEARNING,
    REVIEWING,
    Cards,
    Floats,
    Frame,
    Rows,
)

_SECONDS_A_DAY = 86_400
_MOST_DAYS = 3_650


def counts(rows: Rows) -> Figure:
    """Return how many cards are new, learning, young, mature; those set aside stand apart."""
    cards = rows.cards
    here = ~cards.is_suspended & ~cards.is_buried
    is_review, is_old = cards.state == REVIEWING, cards.interval >= MATURE_DAYS
    groups = {
        "new": here & (cards.state == NEW),
        "learning": here & (cards.state == LEARNING),
        "relearning": here & (cards.state == RELEARNING),
        "young": here & is_review & ~is_old,
        "mature": here & is_review & is_old,
        "suspended": cards.is_suspended,
        "buried": cards.is_buried & ~cards.is_suspended,
    }
    table = tuple((name, int(flags.sum())) for name, flags in groups.items())
    return Figure("counts", ("state", "cards"), table, {"cards": len(cards)})


def due(rows: Rows) -> Figure:
    """Return how many cards come back on each day; what is overdue stands in the facts.

    The daily load is the sum of 1 / interval: what the collection asks for in the long run.
    """
    cards = rows.cards
    known = cards.where((cards.state != NEW) & ~cards.is_suspended & ~cards.is_buried)
    ahead = known.due_day - rows.frame.last_day_number
    number = _days_ahead(rows.frame, ahead)
    coming = ahead[(ahead >= 0) & (ahead < number)]
    by_day = np.bincount(coming, minlength=number)
    today = rows.frame.last_day_number
    table = tuple(
        (date.fromordinal(today + one).isoformat(), int(by_day[one])) for one in range(number)
    )
    facts: dict[str, Cell] = {
        "cards": len(coming),
        "overdue": int((ahead < 0).sum()),
        "tomorrow": int((ahead == 1).sum()),
        "cards_a_day": round(len(coming) / number, 2),
        "daily_load": round(float((1 / np.maximum(1, known.interval)).sum()), 2),
    }
    return Figure("due", ("day", "cards"), table, facts)


def intervals(rows: Rows) -> Figure:
    """Return how many review cards have each interval, in days."""
    cards = rows.cards.where((rows.cards.state == REVIEWING) & ~rows.cards.is_suspended)
    return _histogram("intervals", cards.interval.astype(np.float64))


def stability(rows: Rows) -> Figure:
    """Return how many cards have each stability: days until recall falls to 90 %."""
    cards = _known(rows.cards)
    return _histogram("stability", np.rint(cards.stability))


def difficulty(rows: Rows) -> Figure:
    """Return how many cards have each difficulty, in tenths from the easiest to the hardest."""
    cards = _known(rows.cards)
    parts = (cards.difficulty - 1) / 9
    bins = np.bincount(np.clip((parts * 10).astype(np.int64), 0, 9), minlength=10)
    table = tuple((one * 10, one * 10 + 10, int(bins[one])) for one in range(10))
    middle = round(float(np.median(parts)) * 100, 1) if len(cards) else None
    return Figure(
        "difficulty", ("from", "to", "cards"), table, {"cards": len(cards), "median": middle}
    )


def retrievability(rows: Rows) -> Figure:
    """Return how likely each card is remembered now, in hundredths, and what is known in all."""
    cards = _known(rows.cards)
    chance = chances(cards, rows.frame)
    bins = np.bincount(np.clip((chance * 100).astype(np.int64), 0, 99), minlength=100)
    table = tuple((one, one + 1, int(bins[one])) for one in range(100))
    facts: dict[str, Cell] = {
        "cards": len(cards),
        "average": round(float(chance.mean()), 4) if len(cards) else None,
        "known_cards": round(float(chance.sum()), 1),
        "known_questions": round(_of_questions(cards, chance), 1),
    }
    return Figure("retrievability", ("from", "to", "cards"), table, facts)


def added(rows: Rows) -> Figure:
    """Return how many cards were added on each day of the range."""
    made, last = rows.cards.made_day, rows.frame.last_day_number
    oldest = int(made.min()) if len(made) else last
    first = rows.frame.first.toordinal() if rows.frame.first else min(oldest, last)
    number = last - first + 1
    at = made[(made >= first) & (made <= last)] - first
    by_day = np.bincount(at, minlength=number)
    table = tuple(
        (date.fromordinal(first + one).isoformat(), int(by_day[one])) for one in range(number)
    )
    return Figure("added", ("day", "cards"), table, {"cards": len(at)})


def chances(cards: Cards, frame: Frame) -> Floats:
    """Return the chance of recall of each card now, by the decay of its own parameters."""
    days = np.maximum(0, frame.now.timestamp() - cards.last_at) / _SECONDS_A_DAY
    factor = 0.9 ** (-1 / cards.decay) - 1
    chance: Floats = (1 + factor * days / cards.stability) ** -cards.decay
    return chance


def _known(cards: Cards) -> Cards:
    flags = ~np.isnan(cards.stability) & ~np.isnan(cards.last_at) & ~cards.is_suspended
    return cards.where(flags & (cards.state != NEW))


def _of_questions(cards: Cards, chance: Floats) -> float:
    """Return how many questions are known: of each the mean of its cards."""
    if not len(cards):
        return 0.0
    _keys, at, number = np.unique(cards.question, return_inverse=True, return_counts=True)
    return float((np.bincount(at, weights=chance) / number).sum())


def _days_ahead(frame: Frame, ahead: np.ndarray) -> int:
    """Return how far the table looks ahead: as far as the range looks back."""
    if frame.first is not None:
        return frame.last_day_number - frame.first.toordinal() + 1
    return int(min(_MOST_DAYS, max(30, ahead.max() + 1 if len(ahead) else 30)))


def _histogram(name: str, days: Floats) -> Figure:
    """Return how many values there are of each whole number of days, without the empty ones."""
    values, number = np.unique(days.astype(np.int64), return_counts=True)
    table = tuple((int(one), int(many)) for one, many in zip(values, number, strict=True))
    facts: dict[str, Cell] = {"cards": len(days)}
    for label, part in (("median", 50), ("most_95", 95), ("longest", 100)):
        facts[label] = (
            float(np.percentile(days, part, method="inverted_cdf")) if len(days) else None
        )
    return Figure(name, ("days", "cards"), table, facts)
