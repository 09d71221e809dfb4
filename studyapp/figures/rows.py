"""A learner's cards and log as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from studyapp.learners import Clock
from studyapp.scheduling import day_starts_at

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MATURE_DAYS = 21
"""A card with an interval of so many days is mature, as in Anki."""
LEARN, REVIEW, RELEARN, CRAM, EARLY = range(5)
KINDS = ("learn", "review", "relearn", "cram", "early")
"""An early answer was given in a filtered deck of Anki's and moved its card; cram moves none."""
NEW, LEARNING, REVIEWING, RELEARNING = range(4)
STATES = {"new": NEW, "learning": LEARNING, "review": REVIEWING, "relearning": RELEARNING}
_SECONDS_A_DAY = 86_400
PERIODS = {"month": 30, "year": 365, "all": None}


@dataclass(frozen=True)
class Frame:
    """When it is and how far back to look: `first` is None for all there is."""

    today: date
    now: datetime
    first: date | None
    next_day: datetime

    @property
    def last_day_number(self) -> int:
        """Return today as a day number."""
        return self.today.toordinal()


@dataclass(frozen=True)
class Log:
    """The answers that count, in the order in which they were given; a row is an answer.

    `day` is the number of the study day, `hour` the local hour, `kind` an index into KINDS,
    `card` a number for each card, `stability` the one after the answer, in days.
    """

    day: Integers
    at: Floats
    hour: Integers
    kind: Integers
    rating: Integers
    last_interval: Integers
    ms: Integers
    card: Integers
    stability: Floats
    decay: Floats

    def __len__(self) -> int:
        return len(self.day)

    def where(self, flags: Flags) -> Log:
        """Return the answers for which *flags* is true."""
        return self.at_places(np.flatnonzero(flags))

    def at_places(self, places: Integers) -> Log:
        """Return the answers at *places*, in that order."""
        return Log(*(getattr(self, name)[places] for name in self.__dataclass_fields__))

    @cached_property
    def is_mature(self) -> Flags:
        """Say which answers were about a mature card."""
        return self.last_interval >= MATURE_DAYS

    @cached_property
    def was_right(self) -> Flags:
        """Say which answers were not Again."""
        return self.rating > 1

    @cached_property
    def counts(self) -> Flags:
        """Say which answers tell about memory: reviews, and steps of a card that waited a day.

        Anki writes an interval as days, or as seconds below zero.
        """
        waited = (self.last_interval >= 1) | (self.last_interval <= -86_400)
        told = (self.kind == REVIEW) | waited
        return np.asarray(told & (self.kind != CRAM), dtype=bool)

    @cached_property
    def was_apart(self) -> Flags:
        """Say which answers were given aside from the schedule, early ones too."""
        return self.kind >= CRAM


@dataclass(frozen=True)
class Cards:
    """The cards of questions that are kept; a row is a card. Days are numbers, moments seconds."""

    question: Integers
    state: Integers
    stability: Floats
    difficulty: Floats
    interval: Integers
    due_day: Integers
    last_at: Floats
    made_day: Integers
    decay: Floats
    is_suspended: Flags
    is_buried: Flags

    def __len__(self) -> int:
        return len(self.state)


def frame_of(clock: Clock, period: str) -> Frame:
    """Return the frame for a range by its name in PERIODS."""
    days = PERIODS[period]
    first = None if days is None else clock.today - timedelta(days=days - 1)
    return Frame(
        clock.today, clock.now, first, next_day=clock.starts_at(clock.today + timedelta(days=1))
    )


def study_days(seconds: Floats, clock: Clock) -> Integers:
    """Return the numbers of the study days in which moments lie."""
    if not len(seconds):
        return np.zeros(0, dtype=np.int64)
    ends = (float(seconds.min()), float(seconds.max()))
    first, last = (datetime.fromtimestamp(one, clock.zone).year for one in ends)
    starts = np.concatenate(
        [_starts(year, clock.zone, clock.rollover_hour) for year in range(first - 1, last + 2)]
    )
    at = _places(starts, seconds)
    return date(first - 1, 1, 1).toordinal() + at


def _places(starts: Floats, seconds: Floats) -> Integers:
    """Return which of the days that begin at *starts* each moment lies in.

    As days are about equally long the place is known but for one, where no search is needed.
    """
    at: Integers = ((seconds - starts[0]) // _SECONDS_A_DAY).astype(np.int64)
    at -= seconds < starts[at]
    at += seconds >= starts[at + 1]
    if np.all((seconds >= starts[at]) & (seconds < starts[at + 1])):
        return at
    # A zone that changed sides of the date line left a day out.
    return np.asarray(np.searchsorted(starts, seconds, "right") - 1, dtype=np.int64)


@lru_cache(maxsize=400)
def _starts(year: int, zone: ZoneInfo, rollover_hour: int) -> Floats:
    """Return when each study day of a year begins, in seconds."""
    first, following = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    moments = (
        day_starts_at(date.fromordinal(one), zone, rollover_hour) for one in range(first, following)
    )
    return np.array([one.timestamp() for one in moments])
