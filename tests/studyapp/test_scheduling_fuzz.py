"""Fuzz moves a wait by a few days within Anki's bounds, evenly and predictably."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling.fuzz import bounds, chance, days
from studyapp.scheduling.rounding import kept, rounded


def test_the_next_answer_draws_anew() -> None:
    draws = {chance(f"card:{reps}") for reps in range(100)}
    assert len(draws) == 100


def test_fuzz_spreads_evenly_over_its_bounds() -> None:
    counts = Counter(days(30.0, 1, 36500, chance(str(n))) for n in range(9000))
    lower, upper = bounds(30.0, 1, 36500)
    assert (lower, upper) == (27, 33)
    assert sorted(counts) == list(range(lower, upper + 1))
    expected = 9000 / len(counts)
    # The 99.9 % point of chi-square with 6 degrees of freedom; the seeds never change.
    assert sum((count - expected) ** 2 / expected for count in counts.values()) < 22.5


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (1.0, (1, 1)),
        (2.4, (2, 2)),
        (2.5, (2, 4)),
        (7.0, (5, 9)),
        (20.0, (17, 23)),
        (100.0, (93, 107)),
    ],
)
def test_the_bounds_of_fuzz_are_ankis(interval: float, expected: tuple[int, int]) -> None:
    assert bounds(interval, 1, 36500) == expected


def test_bounds_pressed_together_are_two_days_wide() -> None:
    assert bounds(5.0, 12, 36500) == (12, 14)
    assert bounds(9.0, 1, 9) == (7, 9)
    assert bounds(50.0, 30, 30) == (30, 30)


@pytest.mark.parametrize(
    ("number", "expected"), [(0.5, 1), (1.5, 2), (2.5, 3), (2.4999, 2), (-0.5, -1), (-2.4, -2)]
)
def test_halves_are_rounded_away_from_zero(number: float, expected: int) -> None:
    assert rounded(number) == expected


@given(interval=st.floats(0.01, 40_000), shortest=st.integers(1, 400), draw=st.floats(0, 1))
def test_fuzz_stays_inside_its_bounds(interval: float, shortest: int, draw: float) -> None:
    draw = min(draw, 1 - 2**-53)
    lower, upper = bounds(interval, shortest, 36500)
    assert shortest <= lower <= days(interval, shortest, 36500, draw) <= upper <= 36500


@given(first=st.floats(0.01, 500), more=st.floats(0, 50), draw=st.floats(0, 0.999))
def test_fuzz_never_turns_two_waits_around(first: float, more: float, draw: float) -> None:
    assert days(first, 1, 36500, draw) <= days(first + more, 1, 36500, draw)


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [(63.84765, 4, 63.8477), (2.1110539, 3, 2.111), (0.00104, 4, 0.001)],
)
def test_what_is_stored_has_few_places(number: float, places: int, expected: float) -> None:
    assert kept(number, places) == expected
