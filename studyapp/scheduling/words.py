"""The wait behind a button, as one number and its unit."""

from datetime import timedelta

from .rounding import rounded
from .values import Schedule

_MINUTE, _HOUR = 60, 3600
_MONTH, _YEAR = 30.4375, 365.25
_DAYS_UNTIL_MONTHS, _DAYS_UNTIL_YEARS = 90, 730


def words_for(schedule: Schedule) -> tuple[str, int]:
    """Return unit and number, such as ("minutes", 10), for the page to put into words.

    Days stay days for three months: rounded to months, Hard and Good would often read the same.
    """
    if schedule.delay is not None:
        return _short(schedule.delay)
    return _long(schedule.interval_days or 0)


def _short(delay: timedelta) -> tuple[str, int]:
    seconds = delay.total_seconds()
    if seconds < _MINUTE:
        return "seconds", rounded(seconds)
    minutes = rounded(seconds / _MINUTE)
    return ("minutes", minutes) if minutes < 60 else ("hours", rounded(seconds / _HOUR))


def _long(days: int) -> tuple[str, int]:
    if days < _DAYS_UNTIL_MONTHS:
        return "days", days
    if days < _DAYS_UNTIL_YEARS:
        return "months", rounded(days / _MONTH)
    return "years", rounded(days / _YEAR)
