"""What a collection will ask of its learner: days ahead, many cards at once, several fates.

Cards are drawn as remembered or forgotten by their own chance of recall. A day's answers are
computed for all cards together; only the days follow each other. A *fate* is one run of chance;
several of them say how far the days may stray.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .fuzz import RANGES as FUZZ_RANGES
from .fuzz import SHORTEST_FUZZED
from .parameters import DEFAULT_PARAMETERS
from .vectors import AGAIN, HARD, Floats, Integers, after, first, recall, wait

DAYS = 365
_NEVER = np.iinfo(np.int32).max
# What ten thousand learners press and need in the mean, until a learner's own log says more.
FIRST_ANSWERS = (0.24, 0.094, 0.495, 0.171)
PASSES = (0.224, 0.631, 0.145)
SECONDS = (23.0, 12.0, 7.3, 5.7)
NEW_SECONDS = 18.0


@dataclass(frozen=True, eq=False)
class Collection:
    """Cards as arrays; `new` more wait, unseen. Days count from today, which is 0."""

    stability: Floats
    difficulty: Floats
    last_day: Integers
    due_day: Integers
    new: int = 0

    def __len__(self) -> int:
        return len(self.stability) + self.new


@dataclass(frozen=True)
class Habits:
    """How a learner studies: rates by Again, Hard, Good, Easy, and seconds for each."""

    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    desired_retention: float = 0.9
    maximum_interval: int = 36500
    new_per_day: int = 20
    first_answers: tuple[float, ...] = FIRST_ANSWERS
    passes: tuple[float, ...] = PASSES
    seconds: tuple[float, ...] = SECONDS
    new_seconds: float = NEW_SECONDS
    learnt_by: tuple[float, ...] | None = field(default=None)
    """The parameters by which memory really works, where they are not the scheduler's."""


class Fates(NamedTuple):
    """What each fate brought: arrays of (fates, days)."""

    reviews: Integers
    seconds: Floats
    memorised: Floats


def simulate(
    collection: Collection, habits: Habits, *, days: int = DAYS, fates: int = 1, seed: int = 0
) -> Fates:
    """Live through *days* days *fates* times.

    `memorised` is the sum of all cards' chances of recall at the end of the day.
    """
    return simulate_each(collection, habits, [habits.desired_retention] * fates, days, seed)


def simulate_each(
    collection: Collection,
    habits: Habits,
    retentions: Sequence[float],
    days: int = DAYS,
    seed: int = 0,
) -> Fates:
    """Live through *days* days once for each desired retention, all of them side by side."""
    run = _Run(collection, habits, np.array(retentions), np.random.default_rng(seed))
    told = [run.day(day) for day in range(days)]
    reviews, seconds, memorised = (np.stack(column, axis=1) for column in zip(*told, strict=True))
    return Fates(reviews, seconds, memorised)


def sampled(collection: Collection, most: int, seed: int = 0) -> tuple[Collection, float]:
    """Return at most about *most* cards that stand for all, and how many each stands for."""
    share = most / max(1, len(collection))
    if share >= 1:
        return collection, 1.0
    chance = np.random.default_rng(seed)
    kept = chance.random(len(collection.stability)) < share
    part = replace(
        collection,
        stability=collection.stability[kept],
        difficulty=collection.difficulty[kept],
        last_day=collection.last_day[kept],
        due_day=collection.due_day[kept],
        new=round(collection.new * share),
    )
    return part, 1 / share


class _Run:
    """All fates side by side in one set of arrays: the cards of one after those of another."""

    def __init__(
        self,
        collection: Collection,
        habits: Habits,
        retentions: Floats,
        chance: np.random.Generator,
    ) -> None:
        self._habits, self._retentions, self._chance = habits, retentions, chance
        self._fates = len(retentions)
        self._each = len(collection)
        self._memory = habits.learnt_by or habits.parameters
        unseen = np.zeros(collection.new)
        self._stability = self._laid(collection.stability, unseen)
        self._difficulty = self._laid(collection.difficulty, unseen)
        self._last = self._laid(collection.last_day, unseen).astype(np.int32)
        self._due = self._laid(collection.due_day, unseen + _NEVER).astype(np.int32)
        self._seen = len(collection.stability)
        # The scheduler may believe something else than memory does.
        self._believed = self._stability.copy() if habits.learnt_by else self._stability
        self._felt = self._difficulty.copy() if habits.learnt_by else self._difficulty

    def _laid(self, known: npt.NDArray[np.generic], unseen: Floats) -> Floats:
        return np.tile(np.concatenate([known.astype(np.float64), unseen]), self._fates)

    def day(self, day: int) -> tuple[Integers, Floats, Floats]:
        """Answer what is due and what is new; return reviews, seconds, memorised by fate."""
        due = np.flatnonzero(self._due <= day)
        seconds = np.zeros(self._fates)
        ratings = self._answered(due, day)
        np.add.at(seconds, due // self._each, np.asarray(self._habits.seconds)[ratings - 1])
        fresh = self._introduced(day)
        np.add.at(seconds, fresh // self._each, self._habits.new_seconds)
        reviews = np.bincount(due // self._each, minlength=self._fates)
        reviews += np.bincount(fresh // self._each, minlength=self._fates)
        return reviews, seconds, self._memorised(day)

    def _answered(self, due: npt.NDArray[np.intp], day: int) -> Integers:
        passed = day - self._last[due]
        known = recall(self._memory, self._stability[due], passed)
        is_known = self._chance.random(len(due)) < known
        ratings = np.where(is_known, self._drawn(self._habits.passes, len(due), HARD), AGAIN)
        self._learn(due, day, passed, ratings)
        return ratings

    def _learn(
        self, cards: npt.NDArray[np.intp], day: int, passed: Integers, ratings: Integers
    ) -> None:
        w = self._habits.parameters
        stability, difficulty = after(
            self._memory, self._stability[cards], self._difficulty[cards], passed, ratings
        )
        believed, felt = stability, difficulty
        if self._habits.learnt_by:
            believed, felt = after(w, self._believed[cards], self._felt[cards], passed, ratings)
        self._keep(cards, day, (stability, difficulty), (believed, felt))

    def _keep(
        self,
        cards: npt.NDArray[np.intp],
        day: int,
        memory: tuple[Floats, Floats],
        belief: tuple[Floats, Floats],
    ) -> None:
        self._stability[cards], self._difficulty[cards] = memory
        self._believed[cards], self._felt[cards] = belief
        self._last[cards] = day
        wanted = self._retentions[cards // self._each]
        self._due[cards] = day + self._intervals(belief[0], wanted)

    def _introduced(self, day: int) -> npt.NDArray[np.intp]:
        """Show the day's new cards, the same ones in every fate."""
        number = min(self._habits.new_per_day, self._each - self._seen)
        at = np.arange(self._seen, self._seen + number)
        self._seen += number
        cards = (at + self._each * np.arange(self._fates)[:, None]).ravel()
        ratings = self._drawn(self._habits.first_answers, len(cards), AGAIN)
        belief = first(self._habits.parameters, ratings)
        self._keep(cards, day, first(self._memory, ratings), belief)
        return cards

    def _drawn(self, rates: tuple[float, ...], number: int, lowest: int) -> Integers:
        bounds = np.cumsum(rates) / sum(rates)
        return np.searchsorted(bounds, self._chance.random(number), side="right") + lowest

    def _intervals(self, stability: Floats, retention: Floats) -> Integers:
        habits = self._habits
        days = wait(habits.parameters, stability, retention)
        spread = np.where(days < SHORTEST_FUZZED, 0.0, 1.0)
        for start, end, share in FUZZ_RANGES:
            spread += share * np.clip(np.minimum(days, end) - start, 0, None) * (spread > 0)
        days += spread * (2 * self._chance.random(len(days)) - 1)
        return np.clip(np.rint(days), 1, habits.maximum_interval).astype(np.int64)

    def _memorised(self, day: int) -> Floats:
        # Every card on every day: in 32 bits this takes a third of the time.
        shape = (self._fates, self._each)
        stability = self._stability.reshape(shape)[:, : self._seen].astype(np.float32)
        passed = day - self._last.reshape(shape)[:, : self._seen]
        decay = np.float32(self._memory[20])
        factor = np.float32(0.9 ** (-1 / self._memory[20]) - 1)
        known = (1 + factor * passed.astype(np.float32) / stability) ** -decay
        return np.asarray(known.sum(axis=1, dtype=np.float64))
