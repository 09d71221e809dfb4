"""What the scheduler reads and answers: frozen values without a database."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from .parameters import DEFAULT_PARAMETERS, check_parameters

LEARN_AHEAD = timedelta(minutes=20)
"""How early a card in its learning steps may be shown when nothing else is left."""


class State(StrEnum):
    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


class Rating(IntEnum):
    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Preset:
    """How a learner wants cards scheduled; steps are seconds, intervals days."""

    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    desired_retention: float = 0.9
    learning_steps: tuple[int, ...] = (60, 600)
    relearning_steps: tuple[int, ...] = (600,)
    maximum_interval: int = 36500

    def __post_init__(self) -> None:
        check_parameters(self.parameters)
        if not 0 < self.desired_retention < 1:
            raise ValueError(
                f"desired retention is {self.desired_retention}; give a number between 0 and 1"
            )
        if any(step < 1 for step in self.learning_steps + self.relearning_steps):
            raise ValueError("a learning step is shorter than a second; give whole seconds from 1")
        if self.maximum_interval < 1:
            raise ValueError(
                f"the longest interval is {self.maximum_interval} days; give 1 or more"
            )


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of one card: where it stands and how well it is remembered."""

    state: State = State.NEW
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    interval: int = 0
    last_day: date | None = None
    reps: int = 0
    lapses: int = 0

    def __post_init__(self) -> None:
        known = [value for value in (self.stability, self.difficulty) if value is not None]
        if len(known) == 1:
            raise ValueError("a memory has a stability and a difficulty, or neither")
        if not all(math.isfinite(value) and value > 0 for value in known):
            raise ValueError("stability and difficulty are finite numbers above 0")


@dataclass(frozen=True, slots=True)
class Schedule:
    """What one button leads to.

    A wait of minutes or hours within the study day has a `delay`; one that reaches another
    study day has `interval_days`, and is due when that day starts.
    """

    rating: Rating
    memory_after: Memory
    delay: timedelta | None
    interval_days: int | None
    due_at: datetime
    due_day: date
