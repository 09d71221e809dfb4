"""The study days of many moments: a log of years asks for each of its lines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from studyapp.learners import Clock
from studyapp.scheduling import study_day

_DAY = 86_400
# A stretch that ends before a moment (seconds since 1970), its study day, and the minutes that
# clocks are ahead of UTC in it.
_Stretch = tuple[float, date, int]


class Days:
    """Tells the study day and the offset of moments, remembering each day of UTC."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._stretches: dict[int, list[_Stretch]] = {}
        self._starts: dict[date, datetime] = {}

    def of(self, seconds: float) -> tuple[date, int]:
        """Return the study day and the zone's offset in minutes at a moment."""
        number = int(seconds // _DAY)
        if number not in self._stretches:
            self._stretches[number] = self._cut(number)
        for until, day, offset in self._stretches[number]:
            if seconds < until:
                return day, offset
        return self._day(seconds), self._offset(seconds)

    def start(self, day: date) -> datetime:
        """Return the moment at which a study day starts."""
        if day not in self._starts:
            self._starts[day] = self._clock.starts_at(day)
        return self._starts[day]

    def _cut(self, number: int) -> list[_Stretch]:
        """Cut a day of UTC where a study day begins in it; not one in which clocks are changed."""
        begin, end = number * _DAY, (number + 1) * _DAY
        offset = self._offset(begin)
        if offset != self._offset(end):
            return []
        day, last = self._day(begin), self._day(end - 1)
        if day == last:
            return [(end, day, offset)]
        return [(self.start(last).timestamp(), day, offset), (end, last, offset)]

    def _day(self, seconds: float) -> date:
        return study_day(_moment(seconds), self._clock.zone, self._clock.rollover_hour)

    def _offset(self, seconds: float) -> int:
        ahead = _moment(seconds).astimezone(self._clock.zone).utcoffset() or timedelta()
        return int(ahead.total_seconds() // 60)


def _moment(seconds: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
