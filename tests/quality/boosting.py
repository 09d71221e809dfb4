"""Small boosted trees for yes and no: what the ranker is made of.

A tree asks about two or three features, and a few hundred of them are added. That fits steps and
thresholds ("fewer than five words shown") that a straight line over the features does not, and a
score can still be told apart into what each feature added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from questions.generate.ranking.trees import Forest, Leaf, Node, Split

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Settings:
    """How the trees grow; *share* is the part of the features that one tree may ask about."""

    trees: int = 160
    leaves: int = 4
    rate: float = 0.05
    ridge: float = 6.0
    fewest: int = 15  # rows of a leaf
    steps: int = 12  # thresholds of a feature
    share: float = 0.5
    seed: int = 0


@dataclass(frozen=True)
class _Cut:
    """The best way to part the rows of a leaf."""

    gain: float
    feature: int
    code: int
    rows: Codes
    value: float


@dataclass(frozen=True)
class _Binned:
    """The features as whole numbers: *codes* (n, d), *edges* the thresholds between them."""

    codes: Codes
    edges: list[Array]
    width: int


def grow(columns: Array, yes: Array, names: Sequence[str], settings: Settings) -> Forest:
    """Fit trees to *columns* (n, d) and *yes* (n,) of 0 and 1."""
    binned = _bin(columns, settings.steps)
    chance = np.random.default_rng(settings.seed)
    first = float(np.log(yes.mean() / (1 - yes.mean())))
    odds = np.full(len(yes), first)
    trees: list[Node] = []
    for _ in range(settings.trees):
        asked = chance.random(columns.shape[1]) < settings.share
        p = 1 / (1 + np.exp(-odds))
        tree, added = _tree(binned, p - yes, p * (1 - p), asked, names, settings)
        odds = odds + added
        trees.append(tree)
    return Forest(first, tuple(trees))


def _bin(columns: Array, steps: int) -> _Binned:
    edges = [_edges(columns[:, at], steps) for at in range(columns.shape[1])]
    codes = np.stack(
        [np.searchsorted(own, columns[:, at], side="right") for at, own in enumerate(edges)], axis=1
    )
    return _Binned(codes.astype(np.int64), edges, steps + 1)


def _edges(column: Array, steps: int) -> Array:
    """Return the thresholds: between all values if they are few, else between equal parts."""
    values = np.unique(column)
    if len(values) <= steps + 1:
        return (values[:-1] + values[1:]) / 2
    return np.unique(np.quantile(column, np.linspace(0, 1, steps + 2)[1:-1]))


def _tree(
    binned: _Binned,
    slope: Array,
    curve: Array,
    asked: NDArray[np.bool_],
    names: Sequence[str],
    settings: Settings,
) -> tuple[Node, Array]:
    """Grow one tree, the best cut first; return it and what it adds to each row."""
    every = np.arange(len(slope))
    cuts = [_best(binned, slope, curve, every, asked, settings)]
    added = np.full(len(slope), cuts[0].value)
    parts: dict[int, tuple[_Cut, int, int]] = {}  # of a leaf that was cut: where its halves are
    while len(cuts) - len(parts) < settings.leaves:
        best = max((at for at in range(len(cuts)) if at not in parts), key=lambda at: cuts[at].gain)
        if cuts[best].gain <= 0:
            break
        cut = cuts[best]
        below = binned.codes[cut.rows, cut.feature] <= cut.code
        parts[best] = cut, len(cuts), len(cuts) + 1
        for rows in (cut.rows[below], cut.rows[~below]):
            cuts.append(_best(binned, slope, curve, rows, asked, settings))
            added[rows] = cuts[-1].value
    return _node(0, cuts, parts, binned, names), added


def _node(
    at: int,
    cuts: Sequence[_Cut],
    parts: dict[int, tuple[_Cut, int, int]],
    binned: _Binned,
    names: Sequence[str],
) -> Node:
    value = round(cuts[at].value, 5)
    if at not in parts:
        return Leaf(value)
    cut, low, high = parts[at]
    threshold = round(float(binned.edges[cut.feature][cut.code]), 5)
    below, above = (_node(one, cuts, parts, binned, names) for one in (low, high))
    return Split(names[cut.feature], threshold, value, below, above)


def _best(
    binned: _Binned,
    slope: Array,
    curve: Array,
    rows: Codes,
    asked: NDArray[np.bool_],
    settings: Settings,
) -> _Cut:
    """Find the cut of *rows* that gains most; what a leaf of them would add is its value."""
    g, h, n = (
        _sums(binned, weights, rows) for weights in (slope[rows], curve[rows], np.ones(len(rows)))
    )
    total_g, total_h = float(slope[rows].sum()), float(curve[rows].sum())
    value = -settings.rate * total_g / (total_h + settings.ridge)
    below = _worth(g, h, settings) + _worth(total_g - g, total_h - h, settings)
    gain = below - total_g**2 / (total_h + settings.ridge)
    sound = (n >= settings.fewest) & (len(rows) - n >= settings.fewest) & asked[:, None]
    gain = np.where(sound, gain, -1.0)
    feature, code = (int(one) for one in np.unravel_index(int(gain.argmax()), gain.shape))
    return _Cut(float(gain[feature, code]), feature, code, rows, value)


def _worth(slopes: Array, curves: Array, settings: Settings) -> Array:
    found: Array = slopes**2 / (curves + settings.ridge)
    return found


def _sums(binned: _Binned, weights: Array, rows: Codes) -> Array:
    """Add up *weights* of the rows at and below each code of each feature: (d, width)."""
    width, features = binned.width, binned.codes.shape[1]
    places = binned.codes[rows] + np.arange(features) * width
    flat = np.bincount(
        places.ravel(), weights=np.repeat(weights, features), minlength=features * width
    )
    return np.cumsum(flat.reshape(features, width), axis=1)
