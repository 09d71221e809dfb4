"""The sums of each study day: all that the figures of the log are made of.

A day is a row of numbers, so that ten years are a small table, whatever was answered in them. The
rows can be kept (studyapp/figures/kept.py); here they are counted, from answers as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from math import prod
from types import MappingProxyType

import numpy as np

from studyapp.figures.rows import CRAM, LEARN, RELEARN, REVIEW, Flags, Floats, Integers, Log

WAS = ("learn", "relearn", "young", "mature", "apart")
"""What a card was when it was asked; apart from the schedule where it did not count."""
BINS = 20
_SURE = 1e-4
PARTS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "ratings": (len(WAS), 4),
        "ms": (len(WAS),),
        "old": (2,),
        "waited": (2, 2),
        "first": (2,),
        "hours": (24, 2),
        "predicted": (BINS, 2),
        "said": (BINS,),
        "loss": (),
    }
)
"""The parts of a row and their shapes.

`ratings`: answers by what the card was and by button. `ms`: their milliseconds. `old`: answers
about mature cards of any kind, and right ones. `waited`: young and mature reviews of cards that
waited a day, failed and passed. `first`: of those the first of a card on the day, and right ones.
`hours`: answers of the schedule by local hour, and right ones. `predicted`: judged predictions in
bins, and right ones; `said`: the sum of what they said; `loss`: the sum of their log losses.
"""
WIDTH = sum(prod(shape) for shape in PARTS.values())


def _places() -> Mapping[str, slice]:
    found, at = {}, 0
    for name, shape in PARTS.items():
        found[name] = slice(at, at + prod(shape))
        at += prod(shape)
    return MappingProxyType(found)


_PLACES = _places()


@dataclass(frozen=True)
class Days:
    """Study days in order, by their numbers, each with a row of sums of WIDTH numbers.

    Counts and milliseconds are whole numbers, well below 2 ** 53, which floats hold exactly.
    """

    day: Integers
    sums: Floats

    def __len__(self) -> int:
        return len(self.day)

    def part(self, name: str) -> Floats:
        """Return one part of each day, in its shape."""
        return self.sums[:, _PLACES[name]].reshape(len(self), *PARTS[name])

    def total(self, name: str) -> Floats:
        """Return the sum of one part over all days, in its shape."""
        total: Floats = self.sums[:, _PLACES[name]].sum(axis=0).reshape(PARTS[name])
        return total

    def counts(self, name: str) -> Integers:
        """Return the sum of a part that counts, as whole numbers."""
        return self.total(name).astype(np.int64)

    @property
    def answers(self) -> Integers:
        """Return how many answers each day has."""
        answers: Integers = self.sums[:, _PLACES["ratings"]].sum(axis=1).astype(np.int64)
        return answers

    def between(self, first: int | None, last: int | None = None) -> Days:
        """Return the days from *first* to *last*, both included."""
        low = 0 if first is None else int(np.searchsorted(self.day, first))
        high = len(self) if last is None else int(np.searchsorted(self.day, last, "right"))
        return Days(self.day[low:high], self.sums[low:high])

    def since(self, first: date | None) -> Days:
        """Return the days from *first* on."""
        return self if first is None else self.between(first.toordinal())

    def ordered(self) -> Days:
        """Return the days in order; rows of the same day are added up."""
        day, at = np.unique(self.day, return_inverse=True)
        sums = np.zeros((len(day), WIDTH))
        np.add.at(sums, at, self.sums)
        return Days(day, sums)


def counted(log: Log, group: Integers, number: int) -> Floats:
    """Return the sums of answers: a row of WIDTH numbers for each of *number* groups.

    *log* is in order of time and has every answer before those that count, or their predictions
    could not be judged. *group* is the row of each answer, or -1 for one that is only context.
    """
    rows: dict[str, Floats] = {}
    inside = np.flatnonzero(group >= 0)
    some, at = log.at_places(inside), group[inside]
    add = partial(_summed, number)
    was = _was(some)
    rows["ratings"] = add(at, was * 4 + some.rating - 1, len(WAS) * 4)
    rows["ms"] = add(at, was, len(WAS), some.ms)
    rows["old"] = _and_right(add, at, some, some.is_mature)
    waited = some.counts
    group_of = some.is_mature.astype(np.int64) * 2 + some.was_right
    rows["waited"] = add(at[waited], group_of[waited], 4)
    rows["first"] = _and_right(add, at, some, _are_first(some))
    rows["hours"] = add(*_by_right(at, some.hour, some, ~some.was_apart), 48)
    rows |= _judged(log, group, add)
    return np.concatenate([rows[name] for name in PARTS], axis=1)


_Adding = Callable[..., Floats]


def _summed(
    number: int, at: Integers, place: Integers, width: int, weights: Floats | Integers | None = None
) -> Floats:
    """Return sums by group and place, of ones or of weights."""
    found = np.bincount(at * width + place, weights, number * width)
    return found.astype(np.float64).reshape(number, width)


def _and_right(add: _Adding, at: Integers, log: Log, flags: Flags) -> Floats:
    """Return how many answers there are, and how many of them were right."""
    found = []
    for one in (flags, flags & log.was_right):
        group = at[one]
        found.append(add(group, np.zeros_like(group), 1))
    return np.concatenate(found, axis=1)


def _by_right(at: Integers, place: Integers, log: Log, flags: Flags) -> tuple[Integers, Integers]:
    """Return groups and places of answers, twice those that were right."""
    right = flags & log.was_right
    return (
        np.concatenate([at[flags], at[right]]),
        np.concatenate([place[flags] * 2, place[right] * 2 + 1]),
    )


def _was(log: Log) -> Integers:
    """Return an index into WAS for each answer."""
    old = np.where(log.is_mature, 3, 2)
    found = np.select([log.kind == LEARN, log.kind == RELEARN, log.kind == REVIEW], [0, 1, old], 4)
    return np.asarray(found, dtype=np.int64)


def _are_first(log: Log) -> Flags:
    """Say which reviews that waited a day are the first of their card on that day."""
    places = np.flatnonzero(log.counts)
    _pairs, first = np.unique(log.card[places] * (2**32) + log.day[places], return_index=True)
    flags = np.zeros(len(log), dtype=bool)
    flags[places[first]] = True
    return flags


def _judged(log: Log, group: Integers, add: _Adding) -> dict[str, Floats]:
    """Return the sums of predictions: what the answer before said of each, and what came."""
    judged, said = predictions(log)
    inside = group[judged] >= 0
    judged, said = judged[inside], said[inside]
    some, at = log.at_places(judged), group[judged]
    bins = np.clip((said * BINS).astype(np.int64), 0, BINS - 1)
    held = np.clip(said, _SURE, 1 - _SURE)
    loss = -np.where(some.was_right, np.log(held), np.log(1 - held))
    every = np.ones(len(some), dtype=bool)
    return {
        "predicted": add(*_by_right(at, bins, some, every), 2 * BINS),
        "said": add(at, bins, BINS, said),
        "loss": add(at, np.zeros_like(at), 1, loss),
    }


def predictions(log: Log) -> tuple[Integers, Floats]:
    """Return the places of reviews with a prediction, and the chance that it gave.

    A prediction is what the stability after the card's last answer says for the days since then;
    only the first answer of a card on a study day is judged, and not on the day of the last one.
    """
    places = np.flatnonzero(log.kind != CRAM)
    places = places[np.lexsort((log.at[places], log.card[places]))]
    card, day = log.card[places], log.day[places]
    follows = (card[1:] == card[:-1]) & (day[1:] > day[:-1])
    before, judged = places[:-1][follows], places[1:][follows]
    fit = log.counts[judged] & ~np.isnan(log.stability[before])
    before, judged = before[fit], judged[fit]
    decay = log.decay[judged]
    factor = 0.9 ** (-1 / decay) - 1
    waited = log.day[judged] - log.day[before]
    return judged, (1 + factor * waited / log.stability[before]) ** -decay


def of_log(log: Log) -> Days:
    """Return the days of answers, in order of time, that are all there are."""
    day, group = np.unique(log.day, return_inverse=True)
    return Days(day, counted(log, group.astype(np.int64), len(day)))
