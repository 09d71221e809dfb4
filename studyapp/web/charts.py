"""Charts as shapes for one SVG: across in percent of its width, down in pixels.

Percentages let a chart fill a phone and a desk without stretching its letters; looks are classes,
so that themes, print and forced colours need no second drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

TALL = 132
_TOP = 18
_BASE = _TOP + TALL
_FOOT = 22
_ROW = 42
# The places of the numbers at the end of the lines.
_ACROSS = 91.0
_HALF = 0.5
_FEWEST_PLACES = 10


@dataclass(frozen=True)
class Rect:
    """A bar or a cell."""

    x: float
    y: float
    width: float
    height: float
    look: str
    title: str = ""


@dataclass(frozen=True)
class Line:
    """A line between two places."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: str = ""


@dataclass(frozen=True)
class Dot:
    """A point with its number in words."""

    x: float
    y: float
    radius: float
    title: str
    look: str = ""


@dataclass(frozen=True)
class Words:
    """Letters at a place; the anchor is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Curve:
    """A line, or an area with an edge, as a path in a box of 1000 by TALL that a page stretches."""

    path: str
    look: str


@dataclass(frozen=True)
class Drawing:
    """All that an SVG shows, in the order in which it is drawn.

    `curves` lie in a box that begins at `top` and takes `across` percent of the width.
    """

    height: int
    lines: tuple[Line, ...] = ()
    rects: tuple[Rect, ...] = ()
    ranges: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    words: tuple[Words, ...] = ()
    curves: tuple[Curve, ...] = ()
    top: int = _TOP
    tall: int = TALL
    across: float = _ACROSS


@dataclass(frozen=True)
class Column:
    """One place across: parts that are stacked, by their look."""

    title: str
    parts: Sequence[tuple[str, float]]
    label: str = ""


@dataclass(frozen=True)
class Point:
    """A share with its interval; `size` is the share of all answers that it rests on."""

    title: str
    share: float
    low: float
    high: float
    size: float = 0.0
    label: str = ""
    at: float | None = None


@dataclass(frozen=True)
class Scale:
    """From a lowest to a highest value, with the values that get a line."""

    least: float
    most: float
    ticks: Sequence[float] = field(default_factory=tuple)
    words: Callable[[float], str] = "{:g}".format

    def down(self, value: float) -> float:
        """Return how far down a value lies."""
        part = (value - self.least) / ((self.most - self.least) or 1)
        return round(_BASE - TALL * min(1.0, max(0.0, part)), 1)


def counting(most: float) -> Scale:
    """Return a scale from 0 to *most* with a round number near its top."""
    if most <= 0:
        return Scale(0, 1)
    step = 10 ** (len(str(int(most))) - 1) if most >= 1 else 1
    rounds = [one for one in (step * part for part in (1, 2, 5, 10)) if one <= most] or [most]
    return Scale(0, most, (rounds[-1],), lambda value: f"{value:,.0f}")


def shares(least: float) -> Scale:
    """Return a scale of shares that begins at a tenth below *least*."""
    floor = max(0.0, int(least * 10) / 10)
    ticks = [one / 10 for one in range(int(floor * 10), 11)]
    return Scale(floor, 1.0, ticks[:: max(1, len(ticks) // 4)] or ticks, "{:.0%}".format)


def bars(columns: Sequence[Column], scale: Scale | None = None) -> Drawing:
    """Return stacked bars, one for each column."""
    most = max((sum(value for _look, value in one.parts) for one in columns), default=0)
    scale = scale or counting(most)
    # A single day is a bar among days, not a wall.
    step = _ACROSS / max(_FEWEST_PLACES, len(columns))
    rects = [one for at, column in enumerate(columns) for one in _stack(column, at, step, scale)]
    words = [
        Words(round(at * step + step / 2, 2), _BASE + 16, one.label)
        for at, one in enumerate(columns)
        if one.label
    ]
    lines, numbers = _grid(scale)
    return Drawing(_BASE + _FOOT, lines, tuple(rects), words=(*numbers, *_inside(words)))


def lengths(columns: Sequence[Column]) -> Drawing:
    """Return bars that lie, each under its name with its number behind it: for long names."""
    most = max((sum(value for _look, value in one.parts) for one in columns), default=0) or 1
    rects, words = [], []
    for at, column in enumerate(columns):
        total = sum(value for _look, value in column.parts)
        down, wide = at * _ROW, round(max(0.4, total / most * 84), 2)
        words.append(Words(0, down + 13, column.label, "start"))
        words.append(Words(round(wide + 1.5, 2), down + 30, f"{total:,.0f}", "start"))
        rects.append(Rect(0, down + 18, wide, 14, column.parts[0][0], column.title))
    return Drawing(len(columns) * _ROW, rects=tuple(rects), words=tuple(words))


def dots(points: Sequence[Point], scale: Scale, goal: float | None = None) -> Drawing:
    """Return a dot for each share, its interval as a bar through it; *goal* is a dashed line."""
    step = _ACROSS / max(1, len(points))
    places = [
        (step * at + step / 2 if one.at is None else one.at * _ACROSS, one)
        for at, one in enumerate(points)
    ]
    lines, numbers = _grid(scale)
    if goal is not None:
        down = scale.down(goal)
        lines += (Line(0, down, _ACROSS, down, "goal"),)
    return Drawing(
        _BASE + _FOOT,
        lines,
        ranges=tuple(_range(x, one, scale) for x, one in places),
        dots=tuple(_dot(x, one, scale) for x, one in places),
        words=(
            *numbers,
            *_inside([Words(round(x, 2), _BASE + 16, one.label) for x, one in places]),
        ),
    )


def diagonal(drawing: Drawing, scale: Scale, places: Sequence[float]) -> Drawing:
    """Draw the line on which both shares are equal; *places* across get their number."""
    line = Line(0, scale.down(0), _ACROSS, scale.down(1), "goal")
    words = [Words(round(one * _ACROSS, 2), _BASE + 16, f"{one:.0%}") for one in places]
    return replace(drawing, lines=(*drawing.lines, line), words=(*drawing.words, *_inside(words)))


@dataclass(frozen=True)
class Span:
    """A place of a curve: its middle and the ends of its band; `at` is a share of the width."""

    at: float
    low: float
    middle: float
    high: float


def band(spans: Sequence[Span], scale: Scale, ends: tuple[str, str]) -> Drawing:
    """Return a line within a band, with words below its ends."""
    upper = [(one.at, one.high) for one in spans]
    lower = [(one.at, one.low) for one in reversed(spans)]
    area = Curve(f"{_path([*upper, *lower], scale)}Z", "area")
    middle = Curve(_path([(one.at, one.middle) for one in spans], scale), "curve")
    lines, numbers = _grid(scale)
    return Drawing(
        _BASE + _FOOT,
        lines,
        words=(*numbers, *_at_ends(ends)),
        curves=(area, middle),
    )


def curve(
    points: Sequence[Sequence[tuple[float, float]]], looks: Sequence[str], scale: Scale
) -> Drawing:
    """Return lines, each through places that are shares of the width."""
    lines, numbers = _grid(scale)
    curves = [Curve(_path(one, scale), look) for one, look in zip(points, looks, strict=True)]
    return Drawing(_BASE + _FOOT, lines, words=numbers, curves=tuple(curves))


def with_ends(drawing: Drawing, ends: tuple[str, str]) -> Drawing:
    """Write words below both ends."""
    return replace(drawing, words=(*drawing.words, *_at_ends(ends)))


def with_goal(drawing: Drawing, scale: Scale, goal: float) -> Drawing:
    """Draw a dashed line at a value."""
    down = scale.down(goal)
    return replace(drawing, lines=(*drawing.lines, Line(0, down, _ACROSS, down, "goal")))


def with_upright(drawing: Drawing, at: float, word: str) -> Drawing:
    """Draw an upright line at a share of the width, with a word beside its head."""
    x = round(at * _ACROSS, 2)
    anchor, text = ("start", f" {word}") if at < _HALF else ("end", f"{word} ")
    line = Line(x, _TOP - 10, x, _BASE, "goal")
    return replace(
        drawing,
        lines=(*drawing.lines, line),
        words=(*drawing.words, Words(x + (0.8 if at < _HALF else -0.8), _TOP - 4, text, anchor)),
    )


def _at_ends(ends: tuple[str, str]) -> tuple[Words, Words]:
    return Words(0, _BASE + 16, ends[0], "start"), Words(_ACROSS, _BASE + 16, ends[1], "end")


def _path(points: Sequence[tuple[float, float]], scale: Scale) -> str:
    return "M" + "L".join(
        f"{round(at * 1000, 1):g} {round(scale.down(value) - _TOP, 1):g}" for at, value in points
    )


def months(years: Sequence[tuple[str, Sequence[tuple[int, str, str]]]], heads: str) -> Drawing:
    """Return a row of twelve cells for each year: month from 0, look and title of each.

    *heads* are letters over the twelve columns.
    """
    start, tall = 12.0, 24
    step = (100 - start) / 12
    rects, words = [], []
    for at, letter in enumerate(heads):
        words.append(Words(round(start + step * (at + 0.46), 2), 12, letter))
    for row, (year, cells) in enumerate(years):
        top = 20 + row * tall
        words.append(Words(0, top + 15, year, "start"))
        for month, look, title in cells:
            x = round(start + step * month, 3)
            rects.append(Rect(x, top, round(step * 0.92, 3), tall - 3, look, title))
    return Drawing(22 + tall * len(years), rects=tuple(rects), words=tuple(words))


def mirrored(drawing: Drawing) -> Drawing:
    """Return the drawing for a page that is read from right to left."""
    turned = {"start": "end", "end": "start", "middle": "middle"}
    return replace(
        drawing,
        lines=tuple(replace(one, x1=100 - one.x1, x2=100 - one.x2) for one in drawing.lines),
        rects=tuple(replace(one, x=round(100 - one.x - one.width, 3)) for one in drawing.rects),
        ranges=tuple(replace(one, x1=100 - one.x1, x2=100 - one.x2) for one in drawing.ranges),
        dots=tuple(replace(one, x=100 - one.x) for one in drawing.dots),
        words=tuple(
            replace(one, x=100 - one.x, anchor=turned[one.anchor]) for one in drawing.words
        ),
    )


def _stack(column: Column, at: int, step: float, scale: Scale) -> list[Rect]:
    found, total = [], 0.0
    for look, value in column.parts:
        top, floor = scale.down(total + value), scale.down(total)
        if value:
            x = round(at * step + step * 0.1, 3)
            # A day with one answer among days with hundreds still shows.
            tall = max(1.5, round(floor - top, 1))
            found.append(Rect(x, floor - tall, round(step * 0.8, 3), tall, look, column.title))
        total += value
    return found


def _grid(scale: Scale) -> tuple[tuple[Line, ...], tuple[Words, ...]]:
    base = Line(0, _BASE + 0.5, _ACROSS, _BASE + 0.5)
    lines = [Line(0, scale.down(one), 100, scale.down(one), "grid") for one in scale.ticks]
    words = [Words(100, scale.down(one) - 4, scale.words(one), "end") for one in scale.ticks]
    return (*lines, base), tuple(words)


def _range(x: float, point: Point, scale: Scale) -> Line:
    x = round(x, 2)
    return Line(x, scale.down(point.low), x, scale.down(point.high), "range")


def _dot(x: float, point: Point, scale: Scale) -> Dot:
    return Dot(round(x, 2), scale.down(point.share), round(3 + 4 * point.size**0.5, 1), point.title)


def _inside(words: Sequence[Words]) -> list[Words]:
    """Keep letters at the edges within the picture, and leave out those without any."""
    told = [one for one in words if one.text]
    return [replace(one, x=0, anchor="start") if one.x < 4 else one for one in told]
