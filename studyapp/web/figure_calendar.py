"""The calendar: a leaf for each month with a cell for each day, or a row for each year."""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from studyapp.figures import Figure
from studyapp.web import charts
from studyapp.web.charts import Drawing, Rect
from studyapp.web.page import day_label, month_label
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

CELL, STEPS = 15, 4
_MOST_LEAVES = 14


@dataclass(frozen=True)
class Leaf:
    """One month: its name, what was done in it, and a cell for each of its days."""

    name: str
    sentence: str
    cells: tuple[Rect, ...]
    height: int

    @property
    def width(self) -> int:
        """How wide its seven days are, in pixels."""
        return 7 * CELL


@dataclass(frozen=True)
class Calendar:
    """Leaves, or a drawing of years where they would be too many; `steps` are the looks."""

    leaves: tuple[Leaf, ...]
    years: Drawing | None
    steps: tuple[tuple[str, str], ...]


def view(figure: Figure) -> Calendar | None:
    """Return the calendar of a figure, None where nothing was answered."""
    days = _days(figure)
    if not any(days.values()):
        return None
    months = sorted({(day.year, day.month) for day in days})
    if len(months) > _MOST_LEAVES:
        return _by_year(days)
    edges = _edges(list(days.values()))
    leaves = tuple(_leaf(days, year, month, edges) for year, month in months)
    return Calendar(leaves, None, _steps(edges))


def _days(figure: Figure) -> dict[date, int]:
    """Return the answers of each day of the range."""
    found = {}
    for row in figure.rows:
        monday = date.fromisoformat(str(row[0]))
        for at, number in enumerate(row[1:8]):
            if number is not None:
                found[monday + timedelta(days=at)] = int(number)
    return found


def _edges(numbers: list[int]) -> list[int]:
    """Return the most answers of each step but the last; one wild day does not pale the others."""
    some = [one for one in numbers if one]
    top = max(STEPS, float(np.percentile(some, 95)))
    return [round(top * part / STEPS) for part in range(1, STEPS)]


def _look(number: int, edges: list[int]) -> str:
    return f"heat-{1 + sum(number > edge for edge in edges) if number else 0}"


def _steps(edges: list[int]) -> tuple[tuple[str, str], ...]:
    """Return each look with the numbers that it stands for."""
    firsts = [1, *(edge + 1 for edge in edges)]
    spans = [
        str(first) if first == last else f"{first}–{last}"
        for first, last in zip(firsts, edges, strict=False)
    ]
    words = ["0", *spans, _("%(number)s or more", number=firsts[-1])]
    return tuple((f"heat-{at}", told) for at, told in enumerate(words))


def _leaf(days: dict[date, int], year: int, month: int, edges: list[int]) -> Leaf:
    first = date(year, month, 1)
    inside = [first + timedelta(days=at) for at in range(calendar.monthrange(year, month)[1])]
    cells = [_cell(day, days.get(day), first, edges) for day in inside]
    counted = [days[day] for day in inside if days.get(day)]
    rows = (first.weekday() + len(inside) - 1) // 7 + 1
    return Leaf(month_label(first), _told(counted), tuple(cells), rows * CELL)


def _cell(day: date, number: int | None, first: date, edges: list[int]) -> Rect:
    """Draw a day; one that is not in the range has no number."""
    place = first.weekday() + day.day - 1
    x, y = place % 7 * CELL, place // 7 * CELL
    if number is None:
        return Rect(x, y, CELL - 2, CELL - 2, "outside")
    title = ngettext(
        "%(day)s: %(num)s answer", "%(day)s: %(num)s answers", number, day=day_label(day)
    )
    return Rect(x, y, CELL - 2, CELL - 2, _look(number, edges), title)


def _told(counted: list[int]) -> str:
    if not counted:
        return _("no answer")
    answers = ngettext("%(num)s answer", "%(num)s answers", sum(counted))
    days = ngettext("%(num)s day", "%(num)s days", len(counted))
    return _("%(answers)s on %(days)s", answers=answers, days=days)


def _by_year(days: dict[date, int]) -> Calendar:
    months: Counter[tuple[int, int]] = Counter()
    for day, number in days.items():
        months[day.year, day.month] += number
    edges = _edges(list(months.values()))
    years = sorted({year for year, _month in months})
    rows = [
        (
            str(year),
            [
                (month - 1, _look(many, edges), _title(date(year, month, 1), many))
                for month in range(1, 13)
                if (many := months.get((year, month))) is not None
            ],
        )
        for year in years
    ]
    heads = "".join(month_label(date(2026, month, 1))[0] for month in range(1, 13))
    return Calendar((), charts.months(rows, heads), _steps(edges))


def _title(month: date, number: int) -> str:
    return ngettext(
        "%(month)s: %(num)s answer",
        "%(month)s: %(num)s answers",
        number,
        month=month_label(month),
    )
