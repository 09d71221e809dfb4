"""Ranking: which of several candidates a reference means, and how sure that is.

The choice is a softmax over the candidates and *none of them*. Its weights were learned from
documents of the GUM corpus by tests/quality/train_coreference.py and are a resource.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp

from questions.generate.lexicon.lines import resource

Features = Mapping[str, float]


KINDS = ("he", "his", "it", "its", "they", "their", "the", "this")
#: Kinds that share their weights with another, because the choice is much the same.
_SHARED = {"his": "he", "its": "it", "their": "they"}


def model_of(kind: str) -> str:
    """Return the kind under which the weights of *kind* are found."""
    return _SHARED.get(kind, kind)


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the weights by kind of reference: he, it, they, the, this."""
    found: dict[str, dict[str, float]] = json.loads(resource("coreference.json"))["weights"]
    return found


@cache
def threshold(kind: str) -> float:
    """Return how sure a choice must be before it is written into a question.

    For "he inside" and the like it is how sure it must be that words of the same sentence are
    meant, for the reference to stay.
    """
    found: dict[str, float] = json.loads(resource("coreference.json"))["thresholds"]
    return found[kind]


def probabilities(kind: str, options: Sequence[Features]) -> list[float]:
    """Return the probability of each option; they sum up to 1."""
    known = weights()[model_of(kind)]
    scores = [sum(known.get(name, 0.0) * value for name, value in one.items()) for one in options]
    most = max(scores)
    powers = [exp(one - most) for one in scores]
    total = sum(powers)
    return [one / total for one in powers]
