"""FSRS-6 in 32-bit numbers, by the compiled extra: the same last digits as Anki's."""

from functools import lru_cache

from fsrs_rs_python import FSRS, ItemState, MemoryState

from .fsrs import Outcome, Trace
from .values import Rating


def next_states(
    parameters: tuple[float, ...], desired_retention: float, before: Trace | None, days: int
) -> dict[Rating, Outcome]:
    """Return what each rating does to a memory last touched *days* study days ago."""
    memory = None if before is None else MemoryState(before.stability, before.difficulty)
    states = _scheduler(parameters).next_states(memory, desired_retention, days)
    return {
        Rating.AGAIN: _outcome(states.again),
        Rating.HARD: _outcome(states.hard),
        Rating.GOOD: _outcome(states.good),
        Rating.EASY: _outcome(states.easy),
    }


@lru_cache(maxsize=128)
def _scheduler(parameters: tuple[float, ...]) -> FSRS:
    return FSRS(parameters)


def _outcome(state: ItemState) -> Outcome:
    return Outcome(Trace(state.memory.stability, state.memory.difficulty), state.interval)
