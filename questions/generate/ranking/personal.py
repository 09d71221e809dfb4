"""A learner's own taste: how far their decisions about drafts move others of the same sort.

The ranker says what judges would find no fault with. One learner may care little for dates and
much for definitions; what they kept and rejected tells. Of every kind, and within it of every
method, the share that was kept is drawn towards the share of all: with few decisions nothing
moves, with many the difference in log-odds is added to a score, never more than `MOST`.

The order changes, and what is not liked may be held back for "more". Nothing is let through that
selection did not let through.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from questions.generate.policy import rule_of

#: Decisions, of all sorts together and of one method, before anything is moved.
FEWEST, FEWEST_ALIKE = 12, 4
#: How many decisions of its own a kind, or a method, needs to count as much as what is around it.
PRIOR = 8.0
#: Log-odds that a score is moved by at most, and from which on a sort is put last.
MOST, LATE = 1.0, -0.4
#: What an edited draft counts: it was worth keeping, and not as it was.
EDITED = 0.5
#: The share of its method's least score that a draft needs, moved, so as not to be held back.
NEEDED = 0.8


@dataclass(frozen=True, slots=True)
class Decided:
    """How many drafts of one kind and method a learner kept as they were, edited, rejected."""

    kind: str
    method: str
    kept: int = 0
    edited: int = 0
    rejected: int = 0

    @property
    def number(self) -> int:
        return self.kept + self.edited + self.rejected

    @property
    def worth(self) -> float:
        return self.kept + EDITED * self.edited


class Taste:
    """What decisions say; without enough of them it moves nothing."""

    def __init__(self, decided: Iterable[Decided] = ()) -> None:
        self._of = {(one.kind, one.method): one for one in decided}
        self._shifts = dict(self._moved())

    def decided(self, kind: str, method: str) -> Decided:
        """Return how drafts of this sort were decided on."""
        return self._of.get((kind, method), Decided(kind, method))

    def shift(self, kind: str, method: str) -> float:
        """Return the log-odds that are added to the score of a draft of this sort."""
        return self._shifts.get((kind, method), 0.0)

    def shifted(self, score: float, kind: str, method: str) -> float:
        """Return a score, 0 to 1, moved by what the learner thinks of its sort."""
        moved = self.shift(kind, method)
        if not moved:
            return score
        return _share(_odds(min(max(score, 1e-6), 1 - 1e-6)) + moved)

    def holds_back(self, score: float, kind: str, method: str) -> bool:
        """Tell whether a draft that would wait by default is left for "more"."""
        least = NEEDED * rule_of(method).least
        return self.shift(kind, method) < 0 and self.shifted(score, kind, method) < least

    @property
    def late(self) -> frozenset[tuple[str, str]]:
        """The kinds and methods whose drafts come after all others."""
        return frozenset(sort for sort, moved in self._shifts.items() if moved <= LATE)

    def _moved(self) -> Iterable[tuple[tuple[str, str], float]]:
        every = self._of.values()
        number = sum(one.number for one in every)
        if number < FEWEST:
            return
        # One draft kept and one rejected are thought of beforehand: no share is 0 or 1.
        overall = (sum(one.worth for one in every) + 1) / (number + 2)
        kinds: defaultdict[str, list[Decided]] = defaultdict(list)
        for one in every:
            kinds[one.kind].append(one)
        for several in kinds.values():
            of_kind = _drawn(several, overall)
            for one in several:
                if one.number >= FEWEST_ALIKE:
                    moved = _odds(_drawn([one], of_kind)) - _odds(overall)
                    yield (one.kind, one.method), max(-MOST, min(MOST, moved))


def _drawn(some: Iterable[Decided], towards: float) -> float:
    """Return the share that was kept, drawn towards another by `PRIOR` decisions."""
    found = list(some)
    number = sum(one.number for one in found)
    return (sum(one.worth for one in found) + PRIOR * towards) / (number + PRIOR)


def _odds(share: float) -> float:
    return math.log(share / (1 - share))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
