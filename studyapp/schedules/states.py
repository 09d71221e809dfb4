"""Where a card of a file stands, as the columns of a card's row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import exp
from typing import Any

from questions.formats.schedule import CardState, Schedule
from studyapp.learners import Clock
from studyapp.schedules.moments import Days
from studyapp.scheduling import DEFAULT_PARAMETERS

COLUMNS = (
    "state",
    "queue",
    "step",
    "due_at",
    "due_day",
    "available_at",
    "stability",
    "difficulty",
    "interval",
    "reps",
    "lapses",
    "last_day",
    "last_review_at",
    "suspended",
    "buried_until",
    "marked",
)
_QUEUES = {"learning": 0, "relearning": 0, "review": 1, "new": 2}
_EARLIEST, _LATEST = date(1990, 1, 1), date(2200, 1, 1)


class States:
    """Reckons the columns of a file's cards."""

    def __init__(self, schedule: Schedule, clock: Clock) -> None:
        self._days = Days(clock)
        self._today = clock.today
        started = schedule.started_at
        self._head = {
            "started_at": started.isoformat() if started else None,
            "day_nought": schedule.held.get("day_nought"),
        }

    def values(
        self, state: CardState, due_at: datetime, available_at: datetime | None = None
    ) -> tuple[Any, ...]:
        """Return the values of COLUMNS; a card that is new stands in line at *due_at*.

        *available_at* is the new card's place where decks draw their order.
        """
        due_at, due_day = self._due(state, due_at)
        wakes = self._days.start(self._today + timedelta(days=1)) if state.buried else None
        place = available_at if state.state == "new" and available_at else due_at
        at = None if state.suspended else max(place, wakes) if wakes else place
        stability, difficulty = _memory(state)
        return (
            state.state, _QUEUES[state.state], state.step, due_at, due_day, at, stability,
            difficulty, state.interval, state.reps, state.lapses, self._last_day(state, due_day),
            state.last_review_at, state.suspended, wakes, state.flag > 0,
        )  # fmt: skip

    def studied(self, states: Iterable[CardState]) -> dict[str, Any] | None:
        """Return what a question keeps of its cards beside their columns; None for nothing."""
        cards = {
            one.part: {"id": one.id, "flag": one.flag, **one.held} for one in states if one.held
        }
        return {"cards": cards, "cards_from": self._head} if cards else None

    def _due(self, state: CardState, new_at: datetime) -> tuple[datetime, date]:
        if state.state == "new":
            return new_at, self._today
        if state.due_at is not None:
            return state.due_at, self._days.of(state.due_at.timestamp())[0]
        day = min(max(state.due_day or self._today, _EARLIEST), _LATEST)
        return self._days.start(day), day

    def _last_day(self, state: CardState, due_day: date) -> date | None:
        if state.last_review_at is not None:
            return self._days.of(state.last_review_at.timestamp())[0]
        if state.state == "review":
            return due_day - timedelta(days=state.interval)
        return self._today if state.state != "new" else None


def _memory(state: CardState) -> tuple[float | None, float | None]:
    """Return stability and difficulty; a card of the older scheduler gets what its ease means.

    At an interval of so many days recall was 90 %, so the interval is the stability; the
    difficulty is the one at which the next interval would have grown by the ease.
    """
    if state.state == "new":
        return None, None
    if state.stability is not None and state.difficulty is not None:
        return state.stability, min(max(state.difficulty, 1.0), 10.0)
    w = DEFAULT_PARAMETERS
    stability = float(max(state.interval, 1))
    ease = max(float(state.held.get("factor") or 2500), 1300) / 1000
    growth = exp(w[8]) * stability ** -w[9] * (exp(0.1 * w[10]) - 1)
    return stability, min(max(11 - (ease - 1) / growth, 1.0), 10.0)
