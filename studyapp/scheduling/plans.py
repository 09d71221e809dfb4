"""Anki's rules for steps and whole days, before anything is said about clock and calendar."""

from dataclasses import dataclass
from typing import NamedTuple

from . import fuzz, steps
from .rounding import rounded, single
from .spread import Spread
from .values import Memory, Preset, Rating, State

_SHORT = 0.5
_SECONDS_A_DAY = 86_400
_PASSES = (Rating.HARD, Rating.GOOD, Rating.EASY)


class Plan(NamedTuple):
    """Where a card stands after an answer, and its wait: seconds, or None for whole days."""

    state: State
    step: int
    interval: int
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Planner:
    """The four buttons of one card; *draw* moves the days within their bounds.

    *spread* prefers some of those days to others.
    """

    memory: Memory
    preset: Preset
    intervals: dict[Rating, float]
    draw: float | None
    spread: Spread | None = None

    def plans(self) -> dict[Rating, Plan]:
        if self.memory.state is State.REVIEW:
            lapse = self._lapse()
            return {Rating.AGAIN: lapse} | self._passes(lapse)
        at = self.memory.step
        return {
            Rating.AGAIN: self._step(Rating.AGAIN, steps.again(self._steps), 0),
            Rating.HARD: self._step(Rating.HARD, steps.hard(self._steps, at), at),
            Rating.GOOD: self._step(Rating.GOOD, steps.good(self._steps, at), at + 1),
            Rating.EASY: self._easy(),
        }

    @property
    def _steps(self) -> tuple[int, ...]:
        if self.memory.state in (State.NEW, State.LEARNING):
            return self.preset.learning_steps
        return self.preset.relearning_steps

    def _lapse(self) -> Plan:
        seconds = steps.again(self._steps) or self._same_day(Rating.AGAIN)
        if seconds is None:
            return _review(self._days(Rating.AGAIN, self.intervals[Rating.AGAIN], 1))
        return Plan(State.RELEARNING, 0, self._unmoved(Rating.AGAIN), seconds)

    def _passes(self, lapse: Plan) -> dict[Rating, Plan]:
        """Let every better button wait at least a day longer than the one before it."""
        plans: dict[Rating, Plan] = {}
        # Moved apart, Hard could come before a card that was forgotten.
        shortest = lapse.interval if lapse.seconds is None else 1
        for rating in _PASSES:
            least = max(self._at_least(rating), shortest)
            days = self._days(rating, self.intervals[rating], least)
            plans[rating] = _review(days)
            shortest = days + 1
        return plans

    def _at_least(self, rating: Rating) -> int:
        """Return the days below which a passed review must not fall behind its last wait."""
        last, interval = self.memory.interval, self.intervals[rating]
        if rounded(interval) > last:
            return last + 1
        _, most = fuzz.bounds(interval, 1, self.preset.maximum_interval)
        return last if last <= most else 0

    def _step(self, rating: Rating, seconds: int | None, step: int) -> Plan:
        if seconds is None:
            seconds, step = self._same_day(rating), 0
        if seconds is None:
            return _review(self._graduated(rating, 1))
        state = State.RELEARNING if self.memory.state is State.RELEARNING else State.LEARNING
        return Plan(state, step, self._kept(rating), seconds)

    def _easy(self) -> Plan:
        return _review(self._graduated(Rating.EASY, self._graduated(Rating.GOOD, 1) + 1))

    def _graduated(self, rating: Rating, shortest: int) -> int:
        return self._days(rating, max(1, rounded(self.intervals[rating])), shortest)

    def _kept(self, rating: Rating) -> int:
        """Return the days that a card in its steps remembers from its lapse, if it had one."""
        if self.memory.state is not State.RELEARNING:
            return 0
        again = rating is Rating.AGAIN or not self._steps
        return self._unmoved(rating) if again else self.memory.interval

    def _same_day(self, rating: Rating) -> int | None:
        """Return the seconds of a wait shorter than half a day, where no steps are set.

        Parameters that say nothing of answers on the same day cannot be asked for one.
        """
        silent = not (self.preset.parameters[17] > 0 and self.preset.parameters[18] > 0)
        if self._steps or silent or self.intervals[rating] >= _SHORT:
            return None
        return max(1, int(single(self.intervals[rating] * _SECONDS_A_DAY)))

    def _unmoved(self, rating: Rating) -> int:
        return min(max(1, rounded(self.intervals[rating])), self.preset.maximum_interval)

    def _days(self, rating: Rating, interval: float, shortest: int) -> int:
        pick = self.spread.pick_for(rating) if self.spread else None
        return fuzz.days(interval, shortest, self.preset.maximum_interval, self.draw, pick)


def _review(days: int) -> Plan:
    return Plan(State.REVIEW, 0, days, None)
