"""The model of memory gives what the reference implementations give."""

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import fsrs as reference
import pytest

from studyapp.scheduling import (
    DEFAULT_PARAMETERS,
    Preset,
    Rating,
    interval_for,
    retrievability,
    single,
)
from studyapp.scheduling import fsrs as own
from studyapp.scheduling.fsrs import Trace
from studyapp.scheduling.models import BEST_MODEL


@pytest.mark.parametrize("seed", range(10))
def test_stability_and_difficulty_are_those_of_py_fsrs(seed: int) -> None:
    chance = random.Random(seed)
    parameters = DEFAULT_PARAMETERS if seed == 0 else _some_parameters(chance)
    for _ in range(20):
        _compare_history(parameters, chance)


def test_the_chance_of_recall_is_that_of_py_fsrs() -> None:
    scheduler = reference.Scheduler()
    for days in range(200):
        card = _reference_card(12.5, 5.0, _NOON)
        expected = scheduler.get_card_retrievability(card, _NOON + timedelta(days=days))
        assert retrievability(12.5, days) == pytest.approx(expected, rel=1e-12)


def test_stability_is_the_wait_after_which_nine_of_ten_are_recalled() -> None:
    assert retrievability(7.0, 7.0) == pytest.approx(0.9)
    assert interval_for(7.0, 0.9) == pytest.approx(7.0)


def test_recall_has_fallen_to_what_was_wanted_when_the_interval_is_over() -> None:
    for wanted in (0.7, 0.85, 0.97):
        assert retrievability(20.0, interval_for(20.0, wanted)) == pytest.approx(wanted)


def test_64_and_32_bit_arithmetic_agree_to_the_digits_that_are_kept() -> None:
    chance = random.Random(4)
    for _ in range(3000):
        before = chance.choice([None, _some_trace(chance)])
        _compare_precisions(before, chance.choice([0, 0, chance.randrange(1, 400)]))


def test_the_compiled_step_is_used_where_it_is_installed() -> None:
    assert BEST_MODEL is single.next_states


def test_everything_works_without_the_compiled_step() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _WITHOUT_EXTRA], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "studyapp.scheduling.fsrs"


@pytest.mark.parametrize(
    "parameters",
    [DEFAULT_PARAMETERS[:19], (*DEFAULT_PARAMETERS[:20], float("nan")), (200.0,) * 21],
)
def test_parameters_that_make_no_sense_are_refused(parameters: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="parameter"):
        Preset(parameters=parameters)


def test_parameters_rounded_to_32_bits_are_accepted() -> None:
    fitted = (*DEFAULT_PARAMETERS[:20], 0.800000011920929)
    assert Preset(parameters=fitted).parameters[20] == 0.800000011920929


_WITHOUT_EXTRA = """
import sys
sys.modules["fsrs_rs_python"] = None
from studyapp.scheduling.models import BEST_MODEL
print(BEST_MODEL.__module__)
"""
_NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def _some_parameters(chance: random.Random) -> tuple[float, ...]:
    first = sorted(value * chance.uniform(0.5, 2) for value in DEFAULT_PARAMETERS[:4])
    others = [value * chance.uniform(0.85, 1.15) for value in DEFAULT_PARAMETERS[4:]]
    return (*first, *[min(max(value, 0.001), 10) for value in others])


def _some_trace(chance: random.Random) -> Trace:
    return Trace(round(10 ** chance.uniform(-2, 3.5), 4), round(chance.uniform(1, 10), 3))


def _compare_history(parameters: tuple[float, ...], chance: random.Random) -> None:
    scheduler = reference.Scheduler(parameters, enable_fuzzing=False)
    card, trace, moment = reference.Card(card_id=1), None, _NOON
    for turn in range(25):
        days = 0 if turn == 0 else chance.choice([0, 1, 3, chance.randrange(200)])
        rating = chance.choice(list(Rating))
        moment += timedelta(days=days)
        card, _ = scheduler.review_card(card, reference.Rating(int(rating)), moment)
        trace = own.next_states(parameters, 0.9, trace, days)[rating].trace
        assert trace.stability == pytest.approx(card.stability, rel=2e-4)
        assert trace.difficulty == pytest.approx(card.difficulty, rel=2e-4)


def _reference_card(stability: float, difficulty: float, seen: datetime) -> reference.Card:
    return reference.Card(
        card_id=1,
        state=reference.State.Review,
        stability=stability,
        difficulty=difficulty,
        last_review=seen,
    )


def _compare_precisions(before: Trace | None, days: int) -> None:
    ours = own.next_states(DEFAULT_PARAMETERS, 0.9, before, days)
    compiled = single.next_states(DEFAULT_PARAMETERS, 0.9, before, days)
    for rating in Rating:
        assert ours[rating].trace.stability == pytest.approx(
            compiled[rating].trace.stability, rel=2e-5, abs=1e-4
        )
        assert ours[rating].trace.difficulty == pytest.approx(
            compiled[rating].trace.difficulty, rel=1e-5, abs=1e-4
        )
        assert ours[rating].interval == pytest.approx(compiled[rating].interval, rel=2e-5)
