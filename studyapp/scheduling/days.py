"""Study days: a learner's day starts at their rollover hour, not at midnight."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def study_day(moment: datetime, zone: ZoneInfo, rollover_hour: int) -> date:
    """Return the day to which an answer given at *moment* counts."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone belongs to no study day; give it one")
    wall = moment.astimezone(zone).replace(tzinfo=None)
    day = (wall - timedelta(hours=rollover_hour)).date()
    following = day + timedelta(days=1)
    # Where clocks fall back past the rollover hour, the day that has begun goes on.
    return following if moment >= day_starts_at(following, zone, rollover_hour) else day


def day_starts_at(day: date, zone: ZoneInfo, rollover_hour: int) -> datetime:
    """Return the moment (UTC) at which study day *day* starts.

    Where clocks spring forward over the rollover hour, that is the moment of the change.
    """
    return datetime.combine(day, time(rollover_hour), tzinfo=zone).astimezone(UTC)
