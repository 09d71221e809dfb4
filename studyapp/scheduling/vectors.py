"""FSRS-6 for many cards at once, in 64-bit arrays: for simulating and evaluating, not for days.

Every array has one entry a card; `w` are the 21 parameters. What a single answer does to a card
that is scheduled is computed in fsrs.py, to the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.integer[Any]]
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
_LEAST, _MOST = 0.001, 36500.0


def recall(w: Sequence[float], stability: Floats, days: Floats | Integers) -> Floats:
    """Return the chances of recall after *days*."""
    factor = 0.9 ** (-1 / w[20]) - 1
    return np.asarray((1 + factor * days / stability) ** -w[20], dtype=np.float64)


def wait(w: Sequence[float], stability: Floats, retention: float | Floats) -> Floats:
    """Return the days until recall has fallen to *retention*, not rounded."""
    factor = 0.9 ** (-1 / w[20]) - 1
    return np.asarray(stability / factor * (retention ** (-1 / w[20]) - 1), dtype=np.float64)


def first(w: Sequence[float], ratings: Integers) -> tuple[Floats, Floats]:
    """Return stability and difficulty after the first answers."""
    stability = np.asarray(w[:4], dtype=np.float64)[ratings - 1]
    return stability, np.clip(_first_difficulty(w, ratings), 1, 10)


def after(
    w: Sequence[float], stability: Floats, difficulty: Floats, days: Integers, ratings: Integers
) -> tuple[Floats, Floats]:
    """Return stability and difficulty after an answer, *days* study days after the last."""
    chance = recall(w, stability, days)
    grown = np.where(
        ratings == AGAIN,
        _forgotten(w, stability, difficulty, chance),
        _recalled(w, stability, difficulty, chance, ratings),
    )
    grown = np.where(days == 0, _same_day(w, stability, ratings), grown)
    return np.clip(grown, _LEAST, _MOST), _harder(w, difficulty, ratings)


def _first_difficulty(w: Sequence[float], ratings: Integers | int) -> Floats:
    return np.asarray(w[4] - np.exp(w[5] * (np.asarray(ratings) - 1.0)) + 1)


def _harder(w: Sequence[float], difficulty: Floats, ratings: Integers) -> Floats:
    damped = difficulty - w[6] * (ratings - 3.0) * (10 - difficulty) / 9
    return np.clip(w[7] * _first_difficulty(w, EASY) + (1 - w[7]) * damped, 1, 10)


def _same_day(w: Sequence[float], stability: Floats, ratings: Integers) -> Floats:
    growth = np.exp(w[17] * (ratings - 3.0 + w[18])) * stability ** -w[19]
    return np.asarray(stability * np.where(ratings == AGAIN, growth, np.maximum(growth, 1)))


def _forgotten(w: Sequence[float], stability: Floats, difficulty: Floats, chance: Floats) -> Floats:
    left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1)
    most = stability / np.exp(w[17] * w[18])
    return np.asarray(np.minimum(left * np.exp(w[14] * (1 - chance)), most))


def _recalled(
    w: Sequence[float], stability: Floats, difficulty: Floats, chance: Floats, ratings: Integers
) -> Floats:
    factor = np.asarray([1, 1, w[15], 1, w[16]])[ratings]
    growth = np.exp(w[8]) * (11 - difficulty) * stability ** -w[9]
    return np.asarray(stability * (1 + growth * (np.exp(w[10] * (1 - chance)) - 1) * factor))
