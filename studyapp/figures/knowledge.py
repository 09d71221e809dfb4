"""What was known on each day, as memory was then: retrievability summed up over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from studyapp.figures import kept
from studyapp.figures.columns import Answers, places_of
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.reading import decay_of_cards, decays_of
from studyapp.figures.rows import Floats, Integers
from studyapp.figures.source import Source

_MOST_DAYS = 61
_Z = 1.959964


def knowledge(source: Source) -> Figure:
    """Return how many of the cards that are kept were known at the end of days of the range.

    Each card counts with its chance of recall, from its last answer up to that day. The interval
    (95 %) is what chance alone does to such a sum; whether the chances are right is told by the
    calibration. At most 61 days are told, evenly spread.
    """
    log = _log(source)
    days = _days(source, log)
    table = tuple(_told(log, days, _decays(source))) if len(log) else ()
    facts: dict[str, Cell] = {
        "cards": table[-1][1] if table else 0,
        "known": table[-1][2] if table else None,
        "gained": round(float(table[-1][2] or 0) - float(table[0][2] or 0), 1) if table else None,
    }
    return Figure("knowledge", ("day", "cards", "known", "least", "most"), table, facts)


def _log(source: Source) -> Answers:
    """Return the answers to cards that are kept, each with the place of its card as `card`."""
    log = kept.answers(source.session, source.learner_id, source.clock, None)
    at = places_of(source.cards.key, log.card)
    return replace(log, card=at).where((at >= 0) & ~np.isnan(log.stability))


def _decays(source: Source) -> Floats:
    """Return how fast each card fades."""
    decays = decays_of(source.session, source.learner_id)
    return decay_of_cards(source.cards, decays)


def _days(source: Source, log: Answers) -> Integers:
    last = source.frame.last_day_number
    if source.frame.first is not None:
        first = source.frame.first.toordinal()
    else:
        first = min(last, int(log.day[0])) if len(log) else last
    number = min(_MOST_DAYS, last - first + 1)
    return np.unique(np.linspace(first, last, number).round().astype(np.int64))


def _told(log: Answers, days: Integers, decay: Floats) -> Iterator[tuple[Cell, ...]]:
    """Yield the row of each day, going through the answers once."""
    factor = 0.9 ** (-1 / decay) - 1
    begun = np.zeros(len(decay), dtype=bool)
    since, stability = np.zeros_like(decay), np.ones_like(decay)
    at = np.full(len(decay), np.iinfo(np.int64).min)
    start = 0
    for day, end in zip(days.tolist(), np.searchsorted(log.day, days, "right"), strict=True):
        some = _in_time(log, start, end)
        # Over the date line a day may come before the one that was already studied.
        some = some[log.at[some] >= at[log.card[some]]]
        card = log.card[some]
        # Of several answers to a card the last stays.
        begun[card], since[card], stability[card] = True, log.day[some], log.stability[some]
        at[card] = log.at[some]
        start = end
        known = np.flatnonzero(begun)
        elapsed = (day - since[known]) / stability[known]
        yield _row(day, (1 + factor[known] * elapsed) ** -decay[known])


def _in_time(log: Answers, start: int, end: int) -> Integers:
    """Return the places from *start* to *end* in order of time."""
    at = log.at[start:end]
    places = np.arange(start, end)
    return places if np.all(at[1:] >= at[:-1]) else places[np.argsort(at, kind="stable")]


def _row(day: int, chance: Floats) -> tuple[Cell, ...]:
    known, number = float(chance.sum()), len(chance)
    reach = _Z * float(np.sqrt((chance * (1 - chance)).sum()))
    low, high = max(0.0, known - reach), min(float(number), known + reach)
    return date.fromordinal(day).isoformat(), number, *(round(one, 1) for one in (known, low, high))
