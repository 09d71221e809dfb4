"""What each button leads to: the model of memory, Anki's rules and the learner's calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .days import day_starts_at, study_day
from .fsrs import Outcome, Trace
from .fuzz import chance
from .models import BEST_MODEL, Model
from .plans import Plan, Planner
from .rounding import kept
from .spread import Spread
from .values import Memory, Preset, Rating, Schedule, State


def preview(
    memory: Memory,
    *,
    now: datetime,
    zone: ZoneInfo,
    rollover_hour: int,
    preset: Preset,
    seed: str,
    fuzz: bool = True,
    spread: Spread | None = None,
    model: Model = BEST_MODEL,
) -> dict[Rating, Schedule]:
    """Return what each button leads to; the one pressed is stored as it was shown.

    *seed* names the card. Chance is drawn from it and the number of answers so far, so a page
    that is loaded twice promises the same days, and so does an answer that was taken back.
    *spread* says which of the days within fuzz suit the learner better.
    """
    clock = _clock(memory, now, zone, rollover_hour)
    outcomes = _outcomes(memory, preset, clock.today, model)
    intervals = {rating: outcome.interval for rating, outcome in outcomes.items()}
    draw = chance(f"{seed}:{memory.reps}") if fuzz else None
    plans = Planner(memory, preset, intervals, draw, spread).plans()
    return {
        rating: _schedule(
            clock, plan, rating, _after(memory, rating, plan, outcomes[rating].trace, clock.today)
        )
        for rating, plan in plans.items()
    }


class _Clock(NamedTuple):
    now: datetime
    zone: ZoneInfo
    rollover_hour: int
    today: date

    def day_of(self, moment: datetime) -> date:
        return study_day(moment, self.zone, self.rollover_hour)

    def start_of(self, day: date) -> datetime:
        return day_starts_at(day, self.zone, self.rollover_hour)


def _clock(memory: Memory, now: datetime, zone: ZoneInfo, rollover_hour: int) -> _Clock:
    today = study_day(now, zone, rollover_hour)
    # A learner who has travelled west may meet the same date again: no day passes twice.
    today = today if memory.last_day is None else max(today, memory.last_day)
    return _Clock(now.astimezone(UTC), zone, rollover_hour, today)


def _outcomes(memory: Memory, preset: Preset, today: date, model: Model) -> dict[Rating, Outcome]:
    before = None
    if memory.stability is not None and memory.difficulty is not None:
        before = Trace(memory.stability, memory.difficulty)
    days = 0 if memory.last_day is None else (today - memory.last_day).days
    return model(preset.parameters, preset.desired_retention, before, days)


def _after(memory: Memory, rating: Rating, plan: Plan, trace: Trace, today: date) -> Memory:
    lapsed = memory.state is State.REVIEW and rating is Rating.AGAIN
    return Memory(
        state=plan.state,
        step=plan.step,
        stability=kept(trace.stability, 4),
        difficulty=kept(trace.difficulty, 3),
        interval=plan.interval,
        last_day=today,
        reps=memory.reps + 1,
        lapses=memory.lapses + lapsed,
    )


def _schedule(clock: _Clock, plan: Plan, rating: Rating, after: Memory) -> Schedule:
    if plan.seconds is None:
        return _in_days(clock, plan.interval, rating, after)
    delay = timedelta(seconds=plan.seconds)
    due_at = clock.now + delay
    nights = (clock.day_of(due_at) - clock.today).days
    if nights > 0:
        return _in_days(clock, nights, rating, after)
    return Schedule(rating, after, delay, None, due_at, clock.today)


def _in_days(clock: _Clock, days: int, rating: Rating, after: Memory) -> Schedule:
    due_day = clock.today + timedelta(days=days)
    return Schedule(rating, after, None, days, clock.start_of(due_day), due_day)
