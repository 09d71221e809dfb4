"""What figures look like: which shapes stand for which numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from studyapp.figures import ENOUGH, Cell, Figure, share, wilson
from studyapp.web import charts
from studyapp.web.charts import Column, Drawing, Point
from studyapp.web.figure_labels import label
from studyapp.web.figure_words import cell, number_of, percent, word
from studyapp.web.page import day_label, month_label
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

_MOST_BARS, _MOST_DOTS = 60, 53
_DAYS_WITHOUT_YEAR = 300
_LOOKS = ("learn", "relearn", "young", "mature", "cram")
_BUTTONS = ("again", "hard", "good", "easy")
# Where the bars of a spread over days begin: twice as wide each time, as memory is.
_EDGES = (1, 2, 4, 8, 15, 31, 61, 121, 241, 366, 731)


def drawing(figure: Figure, goal: float) -> Drawing | None:
    """Return the picture of *figure*, None where there is too little to draw."""
    draw = _DRAWINGS.get(figure.name)
    return draw(figure, goal) if draw else None


def legend(figure: Figure) -> list[tuple[str, str]]:
    """Return the looks that a picture uses and what each means."""
    names = {"reviews": _LOOKS, "buttons": _BUTTONS}.get(figure.name, ())
    return [(name, label(name)) for name in names if sum(figure.column(name))]


def _weeks(figure: Figure, goal: float) -> Drawing | None:
    number = number_of(figure, "answers")
    if number < ENOUGH:
        return None
    weeks = _joined(figure.rows)
    points = [
        replace(_point(row[1:], number, _week_words(row)), at=(place - 0.5) / weeks[-1][0])
        for place, row in weeks
    ]
    first, last = ends(figure)
    points[-1] = replace(points[-1], label=last)
    points[0] = replace(points[0], label=first)
    return charts.dots(points, charts.shares(min(goal, *(one.low for one in points))), goal)


def _week_words(row: Sequence[Cell]) -> str:
    return _(
        "From %(day)s: %(share)s of %(number)s",
        day=cell("week", row[0]),
        share=percent(row[3]),
        number=row[1],
    )


def _joined(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, tuple[Cell, ...]]]:
    """Return the shares of weeks by their place from 1; of several together where there are many.

    A gap in the log is a gap in the picture.
    """
    mondays = [date.fromisoformat(str(row[0])).toordinal() // 7 for row in rows]
    run = -(-(mondays[-1] - mondays[0] + 1) // _MOST_DOTS)
    groups: dict[int, list[Sequence[Cell]]] = {}
    for monday, row in zip(mondays, rows, strict=True):
        groups.setdefault((monday - mondays[0]) // run + 1, []).append(row)
    found: list[tuple[int, tuple[Cell, ...]]] = []
    for place, several in groups.items():
        number, right = (sum(int(row[at] or 0) for row in several) for at in (1, 2))
        told: tuple[Cell, ...] = (
            several[0][0],
            number,
            right,
            share(right, number),
            *wilson(right, number),
        )
        found.append((place, told))
    return found


def _calibration(figure: Figure, _goal: float) -> Drawing | None:
    number = number_of(figure, "answers")
    if number < ENOUGH:
        return None
    points = [
        replace(_point((row[2], row[3], *row[5:]), number, _bin_words(row)), at=float(row[4] or 0))
        for row in figure.rows
        if row[2]
    ]
    scale = charts.shares(0)
    return charts.diagonal(charts.dots(points, scale), scale, [0, 0.25, 0.5, 0.75, 1])


def _bin_words(row: Sequence[Cell]) -> str:
    return _(
        "predicted %(said)s, right %(came)s of %(number)s",
        said=percent(row[4]),
        came=percent(row[5]),
        number=row[2],
    )


def _hours(figure: Figure, _goal: float) -> Drawing | None:
    rows = [row for row in figure.rows if int(row[1] or 0) >= ENOUGH]
    if not rows:
        return None
    most = max(int(row[1] or 0) for row in rows)
    points = [
        replace(
            _point(row[1:], most, f"{row[0]}:00: {percent(row[3])} / {row[1]}"),
            at=(int(row[0] or 0) + 0.5) / 24,
            label=str(row[0]),
        )
        for row in rows
    ]
    return charts.dots(points, charts.shares(min(one.low for one in points)))


def _point(row: Sequence[Cell], of: int, title: str) -> Point:
    """Return a dot for number, hits, share, low and high."""
    number, _hits, share, low, high = (float(one or 0) for one in row)
    return Point(title, share, low, high, size=number / max(1, of))


def _reviews(figure: Figure, _goal: float) -> Drawing | None:
    if not figure.facts["answers"]:
        return None
    columns = [
        Column(
            ngettext("%(day)s: %(num)s answer", "%(day)s: %(num)s answers", sum(many), day=day),
            list(zip(_LOOKS, many, strict=True)),
        )
        for day, many in _gathered(figure, len(_LOOKS))
    ]
    return charts.bars(_with_ends(columns, figure))


def _by_day(figure: Figure, _goal: float) -> Drawing | None:
    if not figure.facts["cards"]:
        return None
    columns = [
        Column(
            ngettext("%(day)s: %(num)s card", "%(day)s: %(num)s cards", many[0], day=day),
            [("one", many[0])],
        )
        for day, many in _gathered(figure, 1)
    ]
    return charts.bars(_with_ends(columns, figure))


def _counts(figure: Figure, _goal: float) -> Drawing | None:
    columns = [
        Column(f"{word(str(name))}: {many}", [("one", int(many))], label=word(str(name)))
        for name, many in figure.rows
        if many
    ]
    return charts.lengths(columns) if columns else None


def _retrievability(figure: Figure, _goal: float) -> Drawing | None:
    many = figure.column("cards")
    return _in_percent([sum(many[at : at + 5]) for at in range(0, 100, 5)])


def _difficulty(figure: Figure, _goal: float) -> Drawing | None:
    many = figure.column("cards")
    return _in_percent([sum(many[at : at + 10]) for at in range(0, 100, 10)])


def _in_percent(many: Sequence[int]) -> Drawing | None:
    """Return bars that part 100 % evenly."""
    if not sum(many):
        return None
    step, labelled = 100 // len(many), len(many) // 4 or 1
    columns = [
        Column(
            _cards_of(f"{at * step}–{at * step + step}%", number),
            [("one", number)],
            label=f"{at * step}%" if at % labelled == 0 else "",
        )
        for at, number in enumerate(many)
    ]
    return charts.bars(columns)


def _days(figure: Figure, _goal: float) -> Drawing | None:
    if not figure.facts["cards"]:
        return None
    many = [0] * len(_EDGES)
    for days, number in figure.rows:
        many[max(0, bisect_right(_EDGES, int(days or 0)) - 1)] += int(number or 0)
    columns = [
        Column(
            _cards_of(_("%(span)s days", span=_span(at)), number),
            [("one", number)],
            label=str(_EDGES[at]) if at % 2 == 0 else "",
        )
        for at, number in enumerate(many)
    ]
    return charts.bars(columns)


def _span(at: int) -> str:
    if at + 1 == len(_EDGES):
        return f"{_EDGES[at]}+"
    last = _EDGES[at + 1] - 1
    return str(last) if last == _EDGES[at] else f"{_EDGES[at]}–{last}"


def _cards_of(what: str, number: int) -> str:
    return ngettext("%(what)s: %(num)s card", "%(what)s: %(num)s cards", number, what=what)


def _buttons(figure: Figure, _goal: float) -> Drawing | None:
    columns = [
        Column(
            f"{word(str(row[0]))}, {label(name)}: {many}",
            [(name, int(many or 0))],
            label=word(str(row[0])) if name == "hard" else "",
        )
        for row in figure.rows
        for name, many in zip(_BUTTONS, row[1:5], strict=True)
    ]
    return charts.bars(columns) if any(one.parts[0][1] for one in columns) else None


_DRAWINGS: Mapping[str, Callable[[Figure, float], Drawing | None]] = MappingProxyType(
    {
        "weeks": _weeks,
        "calibration": _calibration,
        "reviews": _reviews,
        "due": _by_day,
        "counts": _counts,
        "retrievability": _retrievability,
        "stability": _days,
        "difficulty": _difficulty,
        "intervals": _days,
        "hours": _hours,
        "buttons": _buttons,
        "added": _by_day,
    }
)


def _gathered(figure: Figure, width: int) -> list[tuple[str, list[int]]]:
    """Return the numbers of each day, of runs of days where there are too many for bars."""
    run = -(-len(figure.rows) // _MOST_BARS)
    found = []
    for start in range(0, len(figure.rows), run):
        rows = figure.rows[start : start + run]
        first, last = (cell("day", row[0]) for row in (rows[0], rows[-1]))
        days = first if run == 1 else _("%(first)s to %(last)s", first=first, last=last)
        found.append((days, [sum(int(row[1 + at] or 0) for row in rows) for at in range(width)]))
    return found


def _with_ends(columns: list[Column], figure: Figure) -> list[Column]:
    """Write the first day below the first bar and the last one below the last."""
    first, last = ends(figure)
    columns[-1] = replace(columns[-1], label=last)
    columns[0] = replace(columns[0], label=first)
    return columns


def ends(figure: Figure) -> tuple[str, str]:
    """Return the first and the last day of a figure in words, with the year where it matters."""
    first, last = (date.fromisoformat(str(row[0])) for row in (figure.rows[0], figure.rows[-1]))
    if (last - first).days < _DAYS_WITHOUT_YEAR:
        return day_label(first), day_label(last)
    return month_label(first), month_label(last)
