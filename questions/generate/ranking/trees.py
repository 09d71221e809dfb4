"""Boosted trees as values: what they say of an item, and what each feature added to it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """The end of a way through a tree; *value* is added to the log-odds."""

    value: float


@dataclass(frozen=True, slots=True)
class Split:
    """A question about a feature; *value* is what a leaf would have had in its place."""

    name: str
    threshold: float
    value: float
    low: Node
    high: Node

    def way(self, found: Mapping[str, float]) -> Node:
        """Return where an item goes on; a feature that it lacks is 0."""
        return self.low if found.get(self.name, 0.0) < self.threshold else self.high


Node = Leaf | Split


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees that are added; *first* are the log-odds before any of them."""

    first: float
    trees: tuple[Node, ...]

    def chance(self, found: Mapping[str, float]) -> float:
        """Return the chance of a yes, 0 to 1."""
        odds = self.first + sum(_value(tree, found) for tree in self.trees)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))

    def parts(self, found: Mapping[str, float]) -> dict[str, float]:
        """Return what each feature moved the log-odds, beside the mean item."""
        moved: defaultdict[str, float] = defaultdict(float)
        for tree in self.trees:
            at = tree
            while isinstance(at, Split):
                after = at.way(found)
                moved[at.name] += after.value - at.value
                at = after
        return dict(moved)


def _value(tree: Node, found: Mapping[str, float]) -> float:
    at = tree
    while isinstance(at, Split):
        at = at.way(found)
    return at.value


def written(node: Node) -> object:
    """Write a tree as lists for JSON."""
    if isinstance(node, Leaf):
        return node.value
    return [node.name, node.threshold, node.value, written(node.low), written(node.high)]


def read(node: float | Sequence[object]) -> Node:
    """Read a tree that was `written`."""
    if isinstance(node, (int, float)):
        return Leaf(float(node))
    name, threshold, value, low, high = node
    return Split(str(name), float(str(threshold)), float(str(value)), _read(low), _read(high))


def _read(node: object) -> Node:
    if isinstance(node, (int, float, list)):
        return read(node)
    raise ValueError(f"{node!r} is no part of a tree")
