"""FSRS-6: how an answer changes stability and difficulty.

Stability is the number of days after which recall has fallen to 90 %; difficulty runs from 1
to 10. The parameter numbers below are those of the published formulas. Each step is rounded to
32 bits, as in Anki and in every optimiser of FSRS: with 64 bits about one interval in 2,800
would come out a day longer or shorter.
"""

from math import exp, log
from typing import NamedTuple

import numpy as np

from .parameters import DEFAULT_PARAMETERS
from .values import Rating

Single = np.float32
_ONE, _THREE, _NINE, _TEN, _ELEVEN = (Single(number) for number in (1, 3, 9, 10, 11))
_LOG_OF_90_PERCENT = Single(log(Single(0.9)))
_LEAST_STABILITY, _MOST_STABILITY = Single(0.001), Single(36500)


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
    w = [Single(parameter) for parameter in parameters]
    wanted = Single(desired_retention)
    return {rating: _outcome(w, wanted, _after(w, before, rating, days)) for rating in Rating}


def retrievability(stability: float, days: float, decay: float = DEFAULT_PARAMETERS[20]) -> float:
    """Return the chance of recall after *days*, which may be a fraction; decay is w20."""
    return float((1 + _factor(decay) * days / stability) ** -decay)


def interval_for(
    stability: float, desired_retention: float, decay: float = DEFAULT_PARAMETERS[20]
) -> float:
    """Return the days until the chance of recall has fallen to *desired_retention*."""
    return float(stability / _factor(decay) * (desired_retention ** (-1 / decay) - 1))


def _factor(decay: float) -> float:
    return float(0.9 ** (-1 / decay)) - 1


def _outcome(w: list[Single], wanted: Single, after: tuple[Single, Single]) -> Outcome:
    stability, difficulty = after
    interval = stability / _single_factor(w) * (_power(wanted, _ONE / -w[20]) - _ONE)
    return Outcome(Trace(float(stability), float(difficulty)), float(interval))


def _after(
    w: list[Single], before: Trace | None, rating: Rating, days: int
) -> tuple[Single, Single]:
    if before is None:
        return _clamped(w[rating - 1], _first(w, Single(rating)))
    stability, difficulty = Single(before.stability), Single(before.difficulty)
    after = _next_difficulty(w, difficulty, Single(rating))
    if days == 0:
        return _clamped(_same_day_stability(w, stability, rating), after)
    recall = _power(Single(days) / stability * _single_factor(w) + _ONE, -w[20])
    if rating is Rating.AGAIN:
        return _clamped(_forgotten_stability(w, stability, difficulty, recall), after)
    return _clamped(_recalled_stability(w, stability, difficulty, recall, rating), after)


def _single_factor(w: list[Single]) -> Single:
    return _exp(_LOG_OF_90_PERCENT / -w[20]) - _ONE


def _first(w: list[Single], rating: Single) -> Single:
    return w[4] - _exp(w[5] * (rating - _ONE)) + _ONE


def _next_difficulty(w: list[Single], difficulty: Single, rating: Single) -> Single:
    damped = difficulty + (_TEN - difficulty) * (-w[6] * (rating - _THREE)) / _NINE
    return w[7] * (_first(w, Single(Rating.EASY)) - damped) + damped


def _same_day_stability(w: list[Single], stability: Single, rating: Rating) -> Single:
    growth = _exp(w[17] * (Single(rating) - _THREE + w[18])) * _power(stability, -w[19])
    return stability * (growth if rating is Rating.AGAIN else max(growth, _ONE))


def _forgotten_stability(
    w: list[Single], stability: Single, difficulty: Single, recall: Single
) -> Single:
    relearnt = w[11] * _power(difficulty, -w[12]) * (_power(stability + _ONE, w[13]) - _ONE)
    return min(relearnt * _exp((_ONE - recall) * w[14]), stability / _exp(w[17] * w[18]))


def _recalled_stability(
    w: list[Single], stability: Single, difficulty: Single, recall: Single, rating: Rating
) -> Single:
    growth = _exp(w[8]) * (_ELEVEN - difficulty) * _power(stability, -w[9])
    growth *= _exp((_ONE - recall) * w[10]) - _ONE
    growth *= {Rating.HARD: w[15], Rating.EASY: w[16]}.get(rating, _ONE)
    return stability * (growth + _ONE)


def _clamped(stability: Single, difficulty: Single) -> tuple[Single, Single]:
    return (
        min(max(stability, _LEAST_STABILITY), _MOST_STABILITY),
        min(max(difficulty, _ONE), _TEN),
    )


# Computed in 64 bits and then rounded, so that the result is the nearest 32-bit number.
def _exp(number: Single) -> Single:
    return Single(exp(number))


def _power(base: Single, exponent: Single) -> Single:
    return Single(float(base) ** float(exponent))
