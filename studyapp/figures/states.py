"""Figures of the cards as they stand: how many, how strong, and when they come back."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from studyapp.figures.figure import Cell, Figure
from studyapp.figures.reading import Rows
from studyapp.figures.rows import (
    LEARNING,
    MATURE_DAYS,
    NEW,
    RELEARNING,
    REVIEWING,
    Cards,
    Flags,
    Floats,
    Frame,
    Integers,
)

_SECONDS_A_DAY = 86_400
_MOST_DAYS = 3_650
_HALF = np.float32(0.5)
# Up to here counting into bins is quicker than sorting.
_MOST_BINS = 100_000


def counts(rows: Rows) -> Figure:
    """Return how many cards are new, learning, young, mature; those set aside stand apart.

    In the facts those set aside are counted with the others, each for what it is.
    """
    cards = rows.cards
    here = ~cards.is_suspended & ~cards.is_buried
    is_review, is_old = cards.state == REVIEWING, cards.interval >= MATURE_DAYS
    states = {
        "new": cards.state == NEW,
        "learning": cards.state == LEARNING,
        "relearning": cards.state == RELEARNING,
        "young": is_review & ~is_old,
        "mature": is_review & is_old,
    }
    apart = {
        "suspended": cards.is_suspended,
        "buried": cards.is_buried & ~cards.is_suspended,
    }
    groups = {name: here & flags for name, flags in states.items()} | apart
    table = tuple((name, int(flags.sum())) for name, flags in groups.items())
    every = {f"all_{name}": int(flags.sum()) for name, flags in states.items()}
    return Figure("counts", ("state", "cards"), table, {"cards": len(cards), **every})


def due(rows: Rows) -> Figure:
    """Return how many cards come back on each day; what is overdue stands in the facts.

    A card that is put off until tomorrow comes back on its day, if that is still ahead. The daily
    load is the sum of 1 / interval: what the collection asks for in the long run.
    """
    cards = rows.cards
    known = (cards.state != NEW) & ~cards.is_suspended
    ahead = cards.due_day[known] - rows.frame.last_day_number
    ahead = ahead[(ahead > 0) | ~cards.is_buried[known]]
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
        "daily_load": round(float((1 / np.maximum(1, cards.interval[known])).sum()), 2),
    }
    return Figure("due", ("day", "cards"), table, facts)


def intervals(rows: Rows) -> Figure:
    """Return how many review cards have each interval, in days."""
    states = rows.cards.state
    reviewed = (states == REVIEWING) | (states == RELEARNING)
    return _histogram("intervals", rows.cards.interval[reviewed].astype(np.int64))


def stability(rows: Rows) -> Figure:
    """Return how many cards have each stability: days until recall falls to 90 %."""
    known = rows.cards.stability[_is_known(rows.cards)].astype(np.float32)
    return _histogram("stability", np.floor(known + _HALF).astype(np.int64))


def difficulty(rows: Rows) -> Figure:
    """Return how many cards have each difficulty, in hundredths of the way to the hardest."""
    known = rows.cards.difficulty[_is_known(rows.cards)].astype(np.float32)
    parts = (known - 1) / 9
    table = _hundredths(parts)
    middle = round(float(np.median(parts)) * 100, 1) if len(parts) else None
    return Figure(
        "difficulty", ("from", "to", "cards"), table, {"cards": len(parts), "median": middle}
    )


def retrievability(rows: Rows) -> Figure:
    """Return how likely each card is remembered now, in hundredths, and what is known in all."""
    known = _is_known(rows.cards)
    chance = chances(rows.cards, known, rows.frame)
    facts: dict[str, Cell] = {
        "cards": len(chance),
        "average": round(float(chance.mean()), 4) if len(chance) else None,
        "known_cards": round(float(chance.sum()), 1),
        "known_questions": round(_of_questions(rows.cards, known, chance), 1),
    }
    return Figure("retrievability", ("from", "to", "cards"), _hundredths(chance), facts)


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


def chances(cards: Cards, known: Flags, frame: Frame) -> Floats:
    """Return the chance of recall now of each *known* card, by the decay of its own parameters.

    In 32 bits, as FSRS itself computes, so that no card falls beside the bin that Anki has it in.
    """
    seconds = np.maximum(0, np.floor(frame.now.timestamp()) - np.floor(cards.last_at[known]))
    days = seconds.astype(np.float32) / np.float32(_SECONDS_A_DAY)
    decay = -cards.decay[known].astype(np.float32)
    if len(decay) and np.all(decay == decay[0]):
        # Where all cards fade alike, the factor is one number.
        decay = decay[:1]
    factor = np.float32(0.9) ** (1 / decay) - 1
    chance: Floats = (days / cards.stability[known].astype(np.float32) * factor + 1) ** decay
    return chance


def _is_known(cards: Cards) -> Flags:
    """Say of which cards a memory is known; one that is set aside fades all the same."""
    return ~np.isnan(cards.stability) & ~np.isnan(cards.last_at)


def _hundredths(parts: Floats) -> tuple[tuple[Cell, ...], ...]:
    bins = np.bincount(np.clip((parts * 100).astype(np.int64), 0, 99), minlength=100)
    return tuple((one, one + 1, int(bins[one])) for one in range(100))


def _of_questions(cards: Cards, known: Flags, chance: Floats) -> float:
    """Return how many questions are known: of each the mean of its cards, new ones being 0."""
    if not len(cards):
        return 0.0
    of_card = np.zeros(len(cards))
    of_card[known] = chance
    order = np.argsort(cards.question)
    question = cards.question[order]
    starts = np.flatnonzero(np.r_[True, question[1:] != question[:-1]])
    sums = np.add.reduceat(of_card[order], starts)
    return float((sums / np.diff(starts, append=len(cards))).sum())


def _days_ahead(frame: Frame, ahead: np.ndarray) -> int:
    """Return how far the table looks ahead: as far as the range looks back."""
    if frame.first is not None:
        return frame.last_day_number - frame.first.toordinal() + 1
    return int(min(_MOST_DAYS, max(30, ahead.max() + 1 if len(ahead) else 30)))


def _histogram(name: str, days: Integers) -> Figure:
    """Return how many values there are of each whole number of days, without the empty ones."""
    values, number = _counted(days)
    table = tuple((int(one), int(many)) for one, many in zip(values, number, strict=True))
    facts: dict[str, Cell] = {"cards": len(days)}
    upto = np.cumsum(number)
    for label, part in (("median", 50), ("most_95", 95), ("longest", 100)):
        # The first value up to which so many per cent lie.
        place = max(1, math.ceil(len(days) * part / 100))
        facts[label] = float(values[np.searchsorted(upto, place)]) if len(days) else None
    return Figure(name, ("days", "cards"), table, facts)


def _counted(days: Integers) -> tuple[Integers, Integers]:
    """Return the different values in order and how often each is there."""
    if not len(days) or days.min() < 0 or days.max() > _MOST_BINS:
        values, number = np.unique(days, return_counts=True)
        return values, number
    every = np.bincount(days)
    values = np.flatnonzero(every)
    return values, every[values]
