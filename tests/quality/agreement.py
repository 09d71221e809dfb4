"""Figures by which a ranker and its judges are measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def area(chance: Array, yes: Array) -> float:
    """Return how often a good one stands above a bad one (AUC); ties count a half."""
    good, bad = chance[yes == 1], chance[yes == 0]
    if not len(good) or not len(bad):
        return 0.5
    above = (good[:, None] > bad[None, :]).mean() + (good[:, None] == bad[None, :]).mean() / 2
    return float(above)


def kappa(pairs: list[tuple[bool, bool]]) -> float:
    """Return Cohen's kappa of pairs of yes and no: 1 agrees always, 0 as chance would."""
    if not pairs:
        return 0.0
    same = sum(one == other for one, other in pairs) / len(pairs)
    first = sum(one for one, _ in pairs) / len(pairs)
    second = sum(other for _, other in pairs) / len(pairs)
    by_chance = first * second + (1 - first) * (1 - second)
    return (same - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0
