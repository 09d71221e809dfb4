"""What was answered of each question in a range, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from studyapp.figures.columns import PASSED, WAITED, Answers, places_of
from studyapp.figures.packing import Packed, fronts, long_ids, shorts
from studyapp.figures.rows import Floats, Integers
from studyapp.figures.shares import wilson


@dataclass(frozen=True)
class Asked:
    """Questions in order of their short ids; a row is a question that was answered.

    `front` is the first half of its id, `kind` an index into packing.KINDS; `reviews` are the
    answers that waited a day or longer, `passed` those of them that were right.
    """

    short: Integers
    front: Integers
    kind: Integers
    answers: Integers
    reviews: Integers
    passed: Integers
    ms: Integers

    def __len__(self) -> int:
        return len(self.short)

    def where(self, chosen: Any) -> Asked:
        """Return the questions at places, or those for which flags are true."""
        return Asked(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))

    def of(self, question_ids: Sequence[str]) -> Asked:
        """Return a row for each of some questions; what was not answered has no sums."""
        short = shorts(question_ids)
        at = places_of(self.short, short)
        answered = at >= 0
        sums = [np.zeros(len(short), dtype=np.int64) for _one in range(5)]
        for one, name in zip(sums, ("kind", "answers", "reviews", "passed", "ms"), strict=True):
            one[answered] = getattr(self, name)[at[answered]]
        return Asked(short, fronts(question_ids), *sums)

    @property
    def ids(self) -> list[str]:
        """Return the ids of the questions."""
        return long_ids(self.front, self.short)

    @property
    def most(self) -> Floats:
        """Return the highest that each one's share of right answers may be."""
        pairs, at = np.unique(self.passed * 2**32 + self.reviews, return_inverse=True)
        ends = [wilson(*divmod(one, 2**32))[1] or 1.0 for one in pairs.tolist()]
        return np.array(ends, dtype=np.float64)[at]

    def ordered(self, *keys: Integers | Floats) -> Asked:
        """Return the questions by one key after another, then by their ids."""
        ids = (self.front.astype(np.uint64), self.short.astype(np.uint64))
        return self.where(np.lexsort((ids[1], ids[0], *reversed(keys))))


def asked(cards: Packed, answers: Answers) -> Asked:
    """Sum up answers by question; those to cards that are not among *cards* do not count."""
    at = places_of(cards.key, answers.card)
    inside = at >= 0
    if not inside.all():
        at, answers = at[inside], answers.where(inside)
    number = np.bincount(at, minlength=len(cards))
    some = np.flatnonzero(number)
    flags = ((answers.told & WAITED) > 0, (answers.told & PASSED) > 0)
    sums = [number, *(np.bincount(at[one], minlength=len(cards)) for one in flags)]
    sums.append(np.bincount(at, answers.ms, len(cards)))
    short, first, group = np.unique(cards.question[some], return_index=True, return_inverse=True)
    return Asked(
        short,
        cards.question_front[some][first],
        cards.kind[some][first],
        # Whole numbers, well below 2 ** 53, which floats hold exactly.
        *(np.bincount(group, one[some], len(short)).astype(np.int64) for one in sums),
    )
