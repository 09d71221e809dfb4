"""Which of the days within fuzz a card takes: one with few cards, no easy day, no sibling."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from .fuzz import Pick
from .values import Rating

EASE = {"normal": 1.0, "reduced": 0.5, "minimum": 0.0001}
"""How much of a usual day an easy one takes."""

_LONGEST = 90
_SIBLING = (0.0001, 0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True)
class Spread:
    """What speaks for one day and against another; days count from today.

    `load` returns for the days from one to another (both with) how many cards are due; without
    it only easy days and siblings count. `promised` holds the days that a page has shown.
    """

    weekday: int
    load: Callable[[int, int], Sequence[int]] | None = None
    easy_days: Sequence[str] = ()
    siblings: Sequence[int] = ()
    promised: Mapping[Rating, int] = field(default_factory=dict)

    def pick_for(self, rating: Rating) -> Pick:
        """Return what chooses the day of one button."""

        def pick(lower: int, upper: int, draw: float) -> int:
            promised = self.promised.get(rating)
            if promised is not None and lower <= promised <= upper:
                return promised
            return self._drawn(lower, upper, draw)

        return pick

    def _drawn(self, lower: int, upper: int, draw: float) -> int:
        sums = list(accumulate(self._weights(lower, upper)))
        return lower + min(bisect_right(sums, draw * sums[-1]), upper - lower)

    def _weights(self, lower: int, upper: int) -> list[float]:
        days = range(lower, upper + 1)
        # Far ahead nobody knows what a day will hold; Anki spreads as far, too.
        is_near = self.load is not None and upper <= _LONGEST
        loads = self.load(lower, upper) if self.load and is_near else [0] * len(days)
        return [
            (1 / max(1, load)) ** 2 / day * self._ease(day) * self._apart(day)
            for day, load in zip(days, loads, strict=True)
        ]

    def _ease(self, day: int) -> float:
        if not self.easy_days:
            return 1.0
        return EASE[self.easy_days[(self.weekday + day) % 7]]

    def _apart(self, day: int) -> float:
        nearest = min((abs(day - sibling) for sibling in self.siblings), default=len(_SIBLING))
        return _SIBLING[nearest] if nearest < len(_SIBLING) else 1.0
