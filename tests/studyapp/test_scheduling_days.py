"""A study day is the learner's own day: through clock changes, journeys and late evenings."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import day_starts_at, study_day

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
TOKYO = ZoneInfo("Asia/Tokyo")
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "America/Asuncion",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("2026-03-10 03:59:59", "2026-03-09"),
        ("2026-03-10 04:00:00", "2026-03-10"),
        ("2026-03-11 00:30:00", "2026-03-10"),
        ("2026-01-01 02:00:00", "2025-12-31"),
    ],
)
def test_the_hours_before_the_rollover_belong_to_the_evening_before(
    clock: str, expected: str
) -> None:
    assert study_day(_local(clock, BERLIN), BERLIN, 4) == date.fromisoformat(expected)


@pytest.mark.parametrize("hour", range(24))
def test_every_rollover_hour_splits_the_day_at_that_hour(hour: int) -> None:
    start = datetime(2026, 5, 6, hour, tzinfo=TOKYO)
    assert study_day(start, TOKYO, hour) == date(2026, 5, 6)
    assert study_day(start - timedelta(seconds=1), TOKYO, hour) == date(2026, 5, 5)


def test_nine_in_the_evening_and_nine_in_the_morning_are_two_days() -> None:
    evening, morning = _local("2026-03-10 21:00", BERLIN), _local("2026-03-11 09:00", BERLIN)
    assert study_day(morning, BERLIN, 4) - study_day(evening, BERLIN, 4) == timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, date(2026, 3, 28), 23),
        (BERLIN, date(2026, 10, 24), 25),
        (NEW_YORK, date(2026, 3, 7), 23),
        (NEW_YORK, date(2026, 10, 31), 25),
        (TOKYO, date(2026, 3, 28), 24),
    ],
)
def test_a_day_with_a_clock_change_is_an_hour_shorter_or_longer(
    zone: ZoneInfo, day: date, hours: int
) -> None:
    length = day_starts_at(day + timedelta(days=1), zone, 4) - day_starts_at(day, zone, 4)
    assert length == timedelta(hours=hours)


def test_a_rollover_hour_that_the_clock_jumps_over_starts_the_day_at_the_jump() -> None:
    assert day_starts_at(date(2026, 3, 8), NEW_YORK, 2) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_an_hour_that_comes_twice_starts_the_day_once() -> None:
    zone = ZoneInfo("Antarctica/Troll")  # At 03:00 its clocks go back to 01:00.
    first_two = datetime(2026, 10, 25, 2, tzinfo=zone)
    back_at_one = datetime(2026, 10, 25, 1, 30, tzinfo=zone, fold=1)
    assert study_day(first_two, zone, 2) == date(2026, 10, 25)
    assert study_day(back_at_one, zone, 2) == date(2026, 10, 25)


def test_a_traveller_counts_by_the_zone_of_the_settings() -> None:
    moment = datetime(2026, 6, 1, 22, tzinfo=UTC)
    assert study_day(moment, NEW_YORK, 4) == date(2026, 6, 1)
    assert study_day(moment, TOKYO, 4) == date(2026, 6, 2)


def test_the_zone_in_which_a_moment_is_written_does_not_matter() -> None:
    moment = datetime(2026, 6, 1, 22, tzinfo=UTC)
    assert study_day(moment.astimezone(TOKYO), NEW_YORK, 4) == study_day(moment, NEW_YORK, 4)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        study_day(datetime(2026, 6, 1, 22), BERLIN, 4)  # noqa: DTZ001


@given(
    name=st.sampled_from(ZONES),
    hour=st.integers(0, 23),
    stamp=st.integers(1_420_000_000, 2_000_000_000),
)
def test_every_moment_lies_within_its_day(name: str, hour: int, stamp: int) -> None:
    zone, moment = ZoneInfo(name), datetime.fromtimestamp(stamp, UTC)
    day = study_day(moment, zone, hour)
    assert day_starts_at(day, zone, hour) <= moment
    assert moment < day_starts_at(day + timedelta(days=1), zone, hour)


@given(
    name=st.sampled_from(ZONES),
    hour=st.integers(0, 23),
    stamp=st.integers(1_420_000_000, 2_000_000_000),
    later=st.integers(0, 200_000),
)
def test_days_never_run_backwards(name: str, hour: int, stamp: int, later: int) -> None:
    zone, moment = ZoneInfo(name), datetime.fromtimestamp(stamp, UTC)
    after = moment + timedelta(seconds=later)
    assert study_day(moment, zone, hour) <= study_day(after, zone, hour)


def _local(clock: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(clock).replace(tzinfo=zone)
