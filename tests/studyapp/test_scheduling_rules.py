"""What the buttons lead to: Anki's rules for steps and whole days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import Memory, Preset, Rating, Schedule, State, preview
from studyapp.scheduling import fsrs as double
from studyapp.scheduling.fsrs import Outcome, Trace

AGAIN, HARD, GOOD, EASY = Rating
MINUTE, DAY = 60, 86_400


def test_a_new_card_takes_its_steps_and_then_days() -> None:
    buttons = _ask(Memory())
    assert [buttons[rating].delay for rating in (AGAIN, HARD, GOOD)] == [
        timedelta(seconds=seconds) for seconds in (60, 330, 600)
    ]
    assert buttons[EASY].interval_days == 8
    assert buttons[GOOD].memory_after.state is State.LEARNING
    assert buttons[EASY].memory_after.state is State.REVIEW


def test_the_last_step_answered_good_graduates() -> None:
    buttons = _ask(_ask(Memory())[GOOD].memory_after)
    assert buttons[HARD].delay == timedelta(minutes=10)
    assert buttons[GOOD].memory_after.state is State.REVIEW
    assert buttons[GOOD].interval_days == 2


def test_easy_waits_a_day_longer_than_good_when_a_card_graduates() -> None:
    buttons = _ask(Memory(), days={AGAIN: 1, HARD: 1, GOOD: 5.2, EASY: 4.9}, steps=())
    assert (buttons[GOOD].interval_days, buttons[EASY].interval_days) == (5, 6)


@pytest.mark.parametrize(
    ("steps", "seconds"),
    [
        ((60, 600), 330),
        ((600,), 900),
        ((2 * DAY,), 3 * DAY),
        ((4 * DAY,), 5 * DAY),
        ((DAY, 2 * DAY), 2 * DAY),
    ],
)
def test_hard_on_the_first_step_waits_between_again_and_good(
    steps: tuple[int, ...], seconds: int
) -> None:
    button = _ask(Memory(), steps=steps)[HARD]
    waited = button.delay or timedelta(days=button.interval_days or 0)
    assert waited == timedelta(seconds=seconds)


def test_hard_on_a_later_step_repeats_it() -> None:
    memory = _known(State.LEARNING, step=1)
    button = _ask(memory, steps=(60, 600, 1200))[HARD]
    assert button.delay == timedelta(minutes=10)
    assert button.memory_after.step == 1


def test_a_card_survives_that_its_steps_were_shortened() -> None:
    buttons = _ask(_known(State.LEARNING, step=4), steps=(60, 600))
    assert buttons[HARD].delay == timedelta(minutes=10)
    assert buttons[GOOD].memory_after.state is State.REVIEW


def test_a_step_that_crosses_the_night_is_due_when_the_next_day_starts() -> None:
    late = datetime(2026, 3, 11, 3, 55, tzinfo=UTC)
    button = _ask(Memory(), now=late)[GOOD]
    assert (button.delay, button.interval_days) == (None, 1)
    assert button.due_at == datetime(2026, 3, 11, 4, tzinfo=UTC)
    assert button.memory_after.state is State.LEARNING
    assert button.memory_after.step == 1


def test_a_step_of_days_counts_study_days() -> None:
    button = _ask(Memory(), steps=(60, 3 * DAY))[GOOD]
    assert button.interval_days == 3
    assert button.due_day == date(2026, 3, 13)


def test_a_lapse_goes_through_the_relearning_steps_and_keeps_its_days() -> None:
    button = _ask(_known(State.REVIEW, interval=10), days={AGAIN: 2.6})[AGAIN]
    after = button.memory_after
    assert button.delay == timedelta(minutes=10)
    assert (after.state, after.interval, after.lapses) == (State.RELEARNING, 3, 1)


def test_relearning_again_is_no_second_lapse() -> None:
    memory = _known(State.RELEARNING, interval=3)
    memory = replace(memory, lapses=1)
    assert all(button.memory_after.lapses == 1 for button in _ask(memory).values())


def test_hard_in_relearning_keeps_the_days_of_the_lapse() -> None:
    after = _ask(_known(State.RELEARNING, interval=3))[HARD].memory_after
    assert (after.state, after.interval) == (State.RELEARNING, 3)


def test_without_relearning_steps_a_lapse_waits_days() -> None:
    button = _ask(_known(State.REVIEW, interval=10), days={AGAIN: 2.5}, steps=())[AGAIN]
    assert button.interval_days == 3
    assert (button.memory_after.state, button.memory_after.lapses) == (State.REVIEW, 1)


@pytest.mark.parametrize("state", [State.NEW, State.LEARNING, State.RELEARNING, State.REVIEW])
def test_without_steps_a_weak_memory_comes_back_the_same_day(state: State) -> None:
    button = _ask(_known(state), days={AGAIN: 0.25}, steps=())[AGAIN]
    assert button.delay == timedelta(hours=6)


def test_without_steps_half_a_day_is_already_a_day() -> None:
    assert _ask(Memory(), days={AGAIN: 0.5}, steps=())[AGAIN].interval_days == 1


def test_without_steps_parameters_that_ignore_the_same_day_wait_until_tomorrow() -> None:
    silent = list(Preset().parameters)
    silent[17] = 0.0
    preset = Preset(tuple(silent), learning_steps=(), relearning_steps=())
    assert _ask(Memory(), days={AGAIN: 0.1}, preset=preset)[AGAIN].interval_days == 1


def test_with_steps_a_graduating_card_never_comes_back_the_same_day() -> None:
    memory = _known(State.LEARNING, step=1)
    assert _ask(memory, days={GOOD: 0.2})[GOOD].interval_days == 1


def test_every_better_button_waits_at_least_a_day_longer() -> None:
    buttons = _ask(_known(State.REVIEW, interval=4), days=dict.fromkeys(Rating, 4.2))
    assert [buttons[rating].interval_days for rating in (HARD, GOOD, EASY)] == [4, 5, 6]


def test_a_longer_wait_is_at_least_a_day_longer_than_the_last() -> None:
    buttons = _ask(_known(State.REVIEW, interval=4), days=dict.fromkeys(Rating, 4.6))
    assert buttons[HARD].interval_days == 5


@pytest.mark.parametrize(("interval", "expected"), [(10.4, 12), (9.4, 9)])
def test_a_shorter_wait_stays_the_last_one_only_where_fuzz_would_allow_it(
    interval: float, expected: int
) -> None:
    buttons = _ask(_known(State.REVIEW, interval=12), days=dict.fromkeys(Rating, interval))
    assert buttons[HARD].interval_days == expected


def test_no_wait_is_longer_than_the_longest_interval() -> None:
    preset = Preset(maximum_interval=30)
    memory = _known(State.REVIEW, interval=29)
    buttons = _ask(memory, days=dict.fromkeys(Rating, 99), preset=preset)
    assert [buttons[rating].interval_days for rating in (HARD, GOOD, EASY)] == [30, 30, 30]
    assert buttons[AGAIN].memory_after.interval == 30


def test_stability_is_kept_to_four_digits_and_difficulty_to_three() -> None:
    after = _ask(_known(State.REVIEW, interval=10))[GOOD].memory_after
    assert after.stability == round(after.stability or 0, 4)
    assert after.difficulty == round(after.difficulty or 0, 3)


def test_a_review_is_due_when_its_study_day_starts() -> None:
    zone = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 28, 20, tzinfo=UTC)
    memory = _known(State.REVIEW, interval=1)
    button = _ask(memory, days={HARD: 2.0}, now=now, zone=zone)[HARD]
    # The clocks go forward on the 29th: 04:00 is 02:00 UTC from then on.
    assert button.due_day == date(2026, 3, 30)
    assert button.due_at == datetime(2026, 3, 30, 2, tzinfo=UTC)


def test_evening_and_next_morning_are_a_day_apart_to_the_memory() -> None:
    asked: list[int] = []
    memory = replace(_known(State.REVIEW), last_day=date(2026, 3, 9))
    _ask(memory, now=datetime(2026, 3, 10, 9, tzinfo=UTC), model=_recording(asked))
    _ask(memory, now=datetime(2026, 3, 10, 3, tzinfo=UTC), model=_recording(asked))
    assert asked == [1, 0]


def test_a_date_met_twice_on_a_journey_west_passes_once() -> None:
    asked: list[int] = []
    memory = replace(_known(State.REVIEW), last_day=date(2026, 3, 11))
    after = _ask(memory, model=_recording(asked))[GOOD].memory_after
    assert asked == [0]
    assert after.last_day == date(2026, 3, 11)


def test_the_same_page_promises_the_same_days() -> None:
    memory = _known(State.REVIEW, interval=40)
    assert _ask(memory, seed="a", fuzz=True) == _ask(memory, seed="a", fuzz=True)


def test_cards_learnt_together_drift_apart() -> None:
    memory = _known(State.REVIEW, interval=40)
    waits = {_ask(memory, seed=str(n), fuzz=True)[GOOD].interval_days for n in range(200)}
    assert len(waits) > 3


@pytest.mark.parametrize("seed", range(40))
def test_again_never_waits_longer_than_hard_when_fuzz_moves_both(seed: int) -> None:
    memory = _known(State.REVIEW, interval=1)
    wanted = {AGAIN: 6.9, HARD: 7.1}
    buttons = _ask(memory, days=wanted, steps=(), seed=str(seed), fuzz=True)
    assert buttons[AGAIN].due_day <= buttons[HARD].due_day


_MEMORIES = st.builds(
    Memory,
    state=st.sampled_from([State.LEARNING, State.REVIEW, State.RELEARNING]),
    step=st.integers(0, 3),
    stability=st.floats(0.001, 36500),
    difficulty=st.floats(1, 10),
    interval=st.integers(1, 36500),
    last_day=st.dates(date(2025, 1, 1), date(2026, 3, 12)),
    reps=st.integers(1, 500),
)
_PRESETS = st.builds(
    Preset,
    desired_retention=st.floats(0.7, 0.97),
    learning_steps=st.sampled_from([(), (60,), (60, 600), (60, 600, 3600), (600, DAY)]),
    relearning_steps=st.sampled_from([(), (600,), (300, 1800)]),
    maximum_interval=st.sampled_from([7, 365, 36500]),
)


@given(
    memory=st.one_of(st.just(Memory()), _MEMORIES),
    preset=_PRESETS,
    seed=st.text(max_size=8),
    fuzz=st.booleans(),
    minute=st.integers(0, 24 * 60),
)
def test_better_buttons_never_come_sooner_and_all_lead_to_valid_states(
    memory: Memory, preset: Preset, seed: str, fuzz: bool, minute: int
) -> None:
    now = NOON + timedelta(minutes=minute)
    buttons = _ask(memory, preset=preset, seed=seed, fuzz=fuzz, now=now)
    waits = [buttons[rating].due_at for rating in Rating]
    assert waits == sorted(waits)
    for button in buttons.values():
        _check_valid(memory, button, now, preset)


@given(memory=_MEMORIES, seed=st.text(max_size=8), preset=_PRESETS)
def test_passed_reviews_are_strictly_apart_up_to_the_longest_interval(
    memory: Memory, seed: str, preset: Preset
) -> None:
    memory = replace(memory, state=State.REVIEW)
    buttons = _ask(memory, preset=preset, seed=seed, fuzz=True)
    hard, good, easy = (buttons[rating].interval_days or 0 for rating in (HARD, GOOD, EASY))
    longest = preset.maximum_interval
    assert hard < good or good == longest
    assert good < easy or easy == longest


@pytest.mark.parametrize(
    "faulty",
    [
        {"desired_retention": 1.0},
        {"learning_steps": (0,)},
        {"relearning_steps": (-60,)},
        {"maximum_interval": 0},
    ],
)
def test_presets_that_make_no_sense_are_refused(faulty: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="give"):
        Preset(**faulty)  # type: ignore[arg-type]


@pytest.mark.parametrize("stability", [float("nan"), 0.0, None])
def test_memories_that_make_no_sense_are_refused(stability: float | None) -> None:
    with pytest.raises(ValueError, match="stability"):
        Memory(stability=stability, difficulty=5.0)


NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


def _known(state: State, *, step: int = 0, interval: int = 0) -> Memory:
    if state is State.NEW:
        return Memory()
    return Memory(state, step, 5.0, 5.0, interval, last_day=date(2026, 3, 5), reps=3)


def _ask(
    memory: Memory,
    *,
    days: dict[Rating, float] | None = None,
    steps: tuple[int, ...] | None = None,
    preset: Preset | None = None,
    now: datetime | None = None,
    zone: ZoneInfo = UTC_ZONE,
    seed: str = "card",
    fuzz: bool = False,
    model: Callable[..., dict[Rating, Outcome]] | None = None,
) -> dict[Rating, Schedule]:
    """Ask for the buttons at 04:00 rollover; *days* are the intervals that the memory wants."""
    if preset is None:
        preset = Preset() if steps is None else Preset(learning_steps=steps, relearning_steps=steps)
    return preview(
        memory,
        now=now or NOON,
        zone=zone,
        rollover_hour=4,
        preset=preset,
        seed=seed,
        fuzz=fuzz,
        model=model or _wanting(days or {}),
    )


def _wanting(days: dict[Rating, float]) -> Callable[..., dict[Rating, Outcome]]:
    def model(
        parameters: tuple[float, ...], retention: float, before: Trace | None, elapsed: int
    ) -> dict[Rating, Outcome]:
        real = double.next_states(parameters, retention, before, elapsed)
        return {
            rating: outcome._replace(interval=days.get(rating, outcome.interval))
            for rating, outcome in real.items()
        }

    return model


def _recording(asked: list[int]) -> Callable[..., dict[Rating, Outcome]]:
    def model(
        parameters: tuple[float, ...], retention: float, before: Trace | None, elapsed: int
    ) -> dict[Rating, Outcome]:
        asked.append(elapsed)
        return double.next_states(parameters, retention, before, elapsed)

    return model


def _check_valid(memory: Memory, button: Schedule, now: datetime, preset: Preset) -> None:
    after = button.memory_after
    assert (button.delay is None) != (button.interval_days is None)
    assert after.state is not State.NEW
    assert after.reps == memory.reps + 1
    assert 0.001 <= (after.stability or 0) <= 36500
    assert 1 <= (after.difficulty or 0) <= 10
    assert button.due_at > now
    if after.state is State.REVIEW:
        assert button.interval_days == after.interval
        assert 1 <= after.interval <= preset.maximum_interval
