"""Waits in words and ratings from facts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from studyapp.scheduling import (
    LEARN_AHEAD,
    RATING_RULE_VERSION,
    Hint,
    Memory,
    Rating,
    Schedule,
    rating_for,
    words_for,
)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (30, ("seconds", 30)),
        (60, ("minutes", 1)),
        (330, ("minutes", 6)),
        (600, ("minutes", 10)),
        (3570, ("hours", 1)),
        (9000, ("hours", 3)),
    ],
)
def test_a_short_wait_is_told_in_minutes_or_hours(seconds: int, expected: tuple[str, int]) -> None:
    assert words_for(_schedule(delay=timedelta(seconds=seconds))) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, ("days", 1)),
        (89, ("days", 89)),
        (90, ("months", 3)),
        (400, ("months", 13)),
        (730, ("years", 2)),
        (36500, ("years", 100)),
    ],
)
def test_a_long_wait_is_told_in_days_months_or_years(days: int, expected: tuple[str, int]) -> None:
    assert words_for(_schedule(days=days)) == expected


@pytest.mark.parametrize("kind", ["flashcard", "cloze", "short", "choice"])
def test_wrong_is_again_and_right_is_good(kind: str) -> None:
    assert rating_for(kind, False) is Rating.AGAIN
    assert rating_for(kind, True) is Rating.GOOD


def test_the_first_right_choice_may_be_luck() -> None:
    assert rating_for("choice", True, first_time=True) is Rating.HARD
    assert rating_for("truefalse", True, first_time=True) is Rating.HARD
    assert rating_for("short", True, first_time=True) is Rating.GOOD


def test_a_hint_costs_as_much_as_it_gave_away() -> None:
    assert rating_for("short", True, hint=Hint.NUDGE) is Rating.HARD
    assert rating_for("short", True, hint=Hint.REVEALED) is Rating.AGAIN
    assert rating_for("short", False, hint=Hint.NUDGE) is Rating.AGAIN


def test_a_guess_that_hit_is_still_a_guess() -> None:
    assert rating_for("choice", True, guessed=True) is Rating.AGAIN


@pytest.mark.parametrize("pressed", list(Rating))
def test_the_button_that_the_learner_pressed_counts(pressed: Rating) -> None:
    assert rating_for("flashcard", True, pressed=pressed) is pressed
    assert rating_for("short", False, pressed=pressed) is pressed


def test_the_constants_that_are_stored_or_shown_do_not_drift() -> None:
    assert RATING_RULE_VERSION == 1
    assert timedelta(minutes=20) == LEARN_AHEAD


def _schedule(*, delay: timedelta | None = None, days: int | None = None) -> Schedule:
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    return Schedule(Rating.GOOD, Memory(), delay, days, now, date(2026, 3, 10))
