"""FSRS-6 in 64-bit numbers: how an answer changes stability and difficulty.

Stability is the number of days after which recall has fallen to 90 %; difficulty runs from 1
to 10. The parameter numbers below are those of the published formulas.
"""

from math import exp
from typing import NamedTuple

from .parameters import DEFAULT_PARAMETERS
from .values import Rating

_LEAST_STABILITY, _MOST_STABILITY = 0.001, 36500.0
_LEAST_DIFFICULTY, _MOST_DIFFICULTY = 1.0, 10.0


class Trace(NamedTuple):
    """What one answer leaves in memory."""

    stability: float
    difficulty: float


class Outcome(NamedTuple):
    """The trace after one rating, and the days until recall falls to what is wanted."""

    trace: Trace
    interval: float


def next_states(
    parameters: tuple[float, ...], desired_retention: float, before: Trace | None, days: int
) -> dict[Rating, Outcome]:
    """Return what each rating does to a memory last touched *days* study days ago."""
    return {
        rating: _outcome(parameters, desired_retention, _after(parameters, before, rating, days))
        for rating in Rating
    }


def retrievability(stability: float, days: float, decay: float = DEFAULT_PARAMETERS[20]) -> float:
    """Return the chance of recall after *days*, which may be a fraction; decay is w20."""
    return float((1 + _factor(decay) * days / stability) ** -decay)


def interval_for(
    stability: float, desired_retention: float, decay: float = DEFAULT_PARAMETERS[20]
) -> float:
    """Return the days until the chance of recall has fallen to *desired_retention*."""
    return float(stability / _factor(decay) * (desired_retention ** (-1 / decay) - 1))


def _outcome(w: tuple[float, ...], desired_retention: float, after: Trace) -> Outcome:
    return Outcome(after, interval_for(after.stability, desired_retention, w[20]))


def _factor(decay: float) -> float:
    return float(0.9 ** (-1 / decay)) - 1


def _after(w: tuple[float, ...], before: Trace | None, rating: Rating, days: int) -> Trace:
    if before is None:
        return Trace(_clamped_stability(w[rating - 1]), _clamped_difficulty(_first(w, rating)))
    if days == 0:
        stability = _same_day_stability(w, before.stability, rating)
    elif rating is Rating.AGAIN:
        stability = _forgotten_stability(w, before, retrievability(before.stability, days, w[20]))
    else:
        recall = retrievability(before.stability, days, w[20])
        stability = _recalled_stability(w, before, recall, rating)
    return Trace(_clamped_stability(stability), _next_difficulty(w, before.difficulty, rating))


def _first(w: tuple[float, ...], rating: Rating) -> float:
    return w[4] - exp(w[5] * (rating - 1)) + 1


def _next_difficulty(w: tuple[float, ...], difficulty: float, rating: Rating) -> float:
    damped = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
    return _clamped_difficulty(w[7] * _first(w, Rating.EASY) + (1 - w[7]) * damped)


def _same_day_stability(w: tuple[float, ...], stability: float, rating: Rating) -> float:
    growth = exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
    return float(stability * (growth if rating is Rating.AGAIN else max(growth, 1.0)))


def _forgotten_stability(w: tuple[float, ...], before: Trace, recall: float) -> float:
    relearnt = w[11] * before.difficulty ** -w[12] * ((before.stability + 1) ** w[13] - 1)
    ceiling = before.stability / exp(w[17] * w[18])
    return float(min(relearnt * exp((1 - recall) * w[14]), ceiling))


def _recalled_stability(
    w: tuple[float, ...], before: Trace, recall: float, rating: Rating
) -> float:
    growth = exp(w[8]) * (11 - before.difficulty) * before.stability ** -w[9]
    growth *= exp((1 - recall) * w[10]) - 1
    growth *= {Rating.HARD: w[15], Rating.EASY: w[16]}.get(rating, 1.0)
    return float(before.stability * (1 + growth))


def _clamped_stability(stability: float) -> float:
    return min(max(stability, _LEAST_STABILITY), _MOST_STABILITY)


def _clamped_difficulty(difficulty: float) -> float:
    return min(max(difficulty, _LEAST_DIFFICULTY), _MOST_DIFFICULTY)
