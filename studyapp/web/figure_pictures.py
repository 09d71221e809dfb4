"""What the figures of quizzes and of time look like: dots, and lines within their bands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from studyapp.figures import ENOUGH, Cell, Figure
from studyapp.web import charts, figure_drawings
from studyapp.web.charts import Drawing, Point, Span
from studyapp.web.figure_drawings import ends
from studyapp.web.figure_words import cell, number_of, percent
from studyapp.web.texts import gettext as _

_MOST_PLACES = 53
_MOST_QUIZZES = 40


def drawing(figure: Figure, goal: float) -> Drawing | None:
    """Return the picture of *figure*, None where there is too little to draw."""
    draw = _DRAWINGS.get(figure.name)
    return draw(figure) if draw else figure_drawings.drawing(figure, goal)


def _quizzes(figure: Figure) -> Drawing | None:
    if number_of(figure, "questions") < ENOUGH:
        return None
    rows = figure.rows[-_MOST_QUIZZES:]
    most = max(int(row[2] or 0) for row in rows)
    points = [_quiz(row, most) for row in rows]
    points[-1] = replace(points[-1], label=cell("day", rows[-1][0]))
    points[0] = replace(points[0], label=cell("day", rows[0][0]))
    return charts.dots(points, charts.shares(min(one.low for one in points)))


def _quiz(row: Sequence[Cell], most: int) -> Point:
    known, low, high = (float(one or 0) for one in row[4:7])
    title = _(
        "%(quiz)s: earned %(score)s, without guessing %(known)s (%(low)s to %(high)s)",
        quiz=row[1],
        score=percent(row[3]),
        known=percent(known),
        low=percent(low),
        high=percent(high),
    )
    return Point(title, known, low, high, size=int(row[2] or 0) / max(1, most))


def _knowledge(figure: Figure) -> Drawing | None:
    if len(figure.rows) < 2 or not figure.facts["cards"]:
        return None
    rows = [tuple(float(one or 0) for one in row[1:]) for row in figure.rows]
    return _band([(low, known, high) for _cards, known, low, high in rows], figure)


def _ahead(figure: Figure) -> Drawing | None:
    """Draw the days ahead, as means of runs of days where there are too many."""
    if not figure.rows:
        return None
    run = -(-len(figure.rows) // _MOST_PLACES)
    spans = []
    for start in range(0, len(figure.rows), run):
        rows = figure.rows[start : start + run]
        middle, low, high = (
            sum(float(row[at] or 0) for row in rows) / len(rows) for at in (1, 2, 3)
        )
        spans.append((low, middle, high))
    return _band(spans, figure)


def _band(values: Sequence[tuple[float, float, float]], figure: Figure) -> Drawing:
    scale = charts.counting(max(high for _low, _middle, high in values))
    last = len(values) - 1
    spans = [Span(at / last, *several) for at, several in enumerate(values)]
    return charts.band(spans, scale, ends(figure))


def _forgetting(figure: Figure) -> Drawing | None:
    """Draw how a card fades: solid up to now, dotted beyond."""
    if not figure.rows:
        return None
    moments = [datetime.fromisoformat(str(row[0])) for row in figure.rows]
    chances = [float(row[1] or 0) for row in figure.rows]
    whole = (moments[-1] - moments[0]).total_seconds() or 1.0
    places = [
        ((one - moments[0]).total_seconds() / whole, chance)
        for one, chance in zip(moments, chances, strict=True)
    ]
    now = sum(row[2] == "past" for row in figure.rows)
    goal = float(figure.facts["goal"] or 0)
    scale = charts.shares(min(goal, *chances))
    drawing = charts.curve((places[:now], places[max(0, now - 1) :]), ("curve", "coming"), scale)
    drawing = charts.with_goal(drawing, scale, goal)
    drawing = charts.with_upright(drawing, places[max(0, now - 1)][0], _("now"))
    first, last = (cell("day", one.date().isoformat()) for one in (moments[0], moments[-1]))
    return charts.with_ends(drawing, (first, last))


_DRAWINGS: Mapping[str, Callable[[Figure], Drawing | None]] = MappingProxyType(
    {"quizzes": _quizzes, "knowledge": _knowledge, "ahead": _ahead, "forgetting": _forgetting}
)
