"""Fuzz: cards learnt together drift apart by a few days, the same few for the same card."""

from collections.abc import Callable
from hashlib import blake2b
from math import floor

from .rounding import rounded

Pick = Callable[[int, int, float], int]
RANGES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
SHORTEST_FUZZED = 2.5
_BITS = 53


def chance(seed: str) -> float:
    """Return a number from 0 up to 1 that depends on *seed* alone."""
    digest = blake2b(seed.encode(), digest_size=8).digest()
    return (int.from_bytes(digest) >> (64 - _BITS)) / (1 << _BITS)


def bounds(interval: float, shortest: int, longest: int) -> tuple[int, int]:
    """Return the fewest and the most days that may stand in for *interval* days."""
    shortest = min(shortest, longest)
    interval = min(max(interval, shortest), longest)
    spread = _spread(interval)
    lower = _within(rounded(interval - spread), shortest, longest)
    upper = _within(rounded(interval + spread), shortest, longest)
    if lower == upper and 2 < upper < longest:
        upper += 1
    return lower, upper


def days(
    interval: float, shortest: int, longest: int, draw: float | None, pick: Pick | None = None
) -> int:
    """Return *interval* in whole days, moved within its bounds by *draw* (None: not moved).

    *pick* chooses among the days from the fewest to the most; without it all are as likely.
    """
    shortest = min(max(shortest, 1), longest)
    if draw is None:
        return _within(rounded(interval), shortest, longest)
    lower, upper = bounds(interval, shortest, longest)
    if pick is not None and lower < upper:
        return pick(lower, upper, draw)
    return lower + floor(draw * (1 + upper - lower))


def fuzzed_days(interval: float, longest: int, seed: str) -> int:
    """Return *interval* in whole days from 1, moved by a draw from *seed*."""
    return days(interval, 1, longest, chance(seed))


def _spread(interval: float) -> float:
    if interval < SHORTEST_FUZZED:
        return 0.0
    return 1 + sum(share * max(min(interval, end) - start, 0.0) for start, end, share in RANGES)


def _within(number: int, shortest: int, longest: int) -> int:
    return min(max(number, shortest), longest)
