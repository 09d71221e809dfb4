"""When was studied, week by week. No streak: a day of rest takes nothing away."""

from __future__ import annotations

from datetime import date

import numpy as np

from studyapp.figures.answers import days_of
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.reading import Rows
from studyapp.figures.source import Source

_FOUR_WEEKS = 28
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def calendar(source: Source) -> Figure:
    """Return the answers of each day, a week to a row; days outside the range are None."""
    rows = source.rows
    first, number = days_of(rows)
    last = first + number - 1
    monday = first - (first - 1) % 7
    weeks = (last - monday) // 7 + 1
    at = rows.recent.day - monday
    by_day = np.zeros(7 * weeks, dtype=np.int64)
    by_day[at] = rows.recent.answers
    minutes = np.bincount(at // 7, rows.recent.part("ms").sum(axis=1), weeks) / 60_000
    table = tuple(
        (
            date.fromordinal(monday + 7 * week).isoformat(),
            *(
                int(by_day[7 * week + at]) if first <= monday + 7 * week + at <= last else None
                for at in range(7)
            ),
            int(by_day[7 * week : 7 * week + 7].sum()),
            round(float(minutes[week]), 1),
        )
        for week in range(weeks)
    )
    return Figure("calendar", ("week", *_WEEKDAYS, "answers", "minutes"), table, _facts(rows, last))


def _facts(rows: Rows, last: int) -> dict[str, Cell]:
    recent, month = rows.recent, rows.days.between(last - _FOUR_WEEKS + 1)
    week = rows.days.between(last - 6)
    answers = recent.answers
    return {
        "answers": int(answers.sum()),
        "days_studied": len(recent),
        "most": int(answers.max()) if len(recent) else 0,
        "studied_in_4_weeks": len(month),
        "minutes_in_7_days": round(int(week.counts("ms").sum()) / 60_000, 1),
    }
