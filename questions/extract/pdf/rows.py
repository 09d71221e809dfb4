"""The lines of a column as rows; rows of several cells that stand in columns are a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from questions.extract.pdf.lines import Line

_BULLET = re.compile(r"[•‣◦▪▫●○■□◆◇➢➤►–—*·o-]")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\[\w{1,8}\]|\d{1,2}")
_LABEL = re.compile(r"[^\s.]\S{0,11}")
_SIGNS = ("..", ". .", "……", "____", "··", "· ·")
_CONTENTS = re.compile(
    r"(?:(?:\.\s?){4,}|…{2,}|_{4,}|(?:·\s?){4,})\s*(?:\d{1,4}|[ivxlc]{1,7})?\s*$"
)
_LOWER = frozenset("(abcdefghijklmnopqrstuvwxyz")
# In units of the font's size.
_SPACED = 3.2
_FEWEST_WORDS, _FEWEST_NUMBERED = 5, 3
_JOINED = 2.2


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one height of a column: one line, or the cells of a table's row.

    *hang* is where the text after a list's *marker* begins; a *label* ("V1.1") stood apart, to
    the left of the text.
    """

    cells: tuple[Line, ...]
    marker: str = ""
    hang: float | None = None
    label: str = ""

    @property
    def line(self) -> Line:
        return self.cells[0]

    @property
    def text(self) -> str:
        cells = self.cells
        return cells[0].text if len(cells) == 1 else " ".join(cell.text for cell in cells)

    @property
    def is_contents(self) -> bool:
        return _has_leaders(self.text)


def _has_leaders(text: str) -> bool:
    """Tell whether dots lead to a page number at the end, as in a table of contents."""
    # Few lines have any such sign, and the pattern is slow on those that have none.
    return any(sign in text for sign in _SIGNS) and bool(_CONTENTS.search(text))


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Group the lines of one column, given from top to bottom."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and abs(groups[-1][0].y - line.y) <= 0.25 * min(line.size, groups[-1][0].size):
            groups[-1].append(line)
        else:
            groups.append([line])
    full = [group[0] for group in groups if len(group) == 1 and len(group[0].text.split()) >= 5]
    return [_row(sorted(group, key=lambda one: one.x0), full) for group in groups]


def _row(cells: list[Line], full: Sequence[Line]) -> Row:
    if len(cells) == 1:
        return _marked(cells[0])
    if _is_spaced_out(cells, full):
        return _marked(_merged(cells))
    if _is_marker(cells[0].text) and cells[1].x0 - cells[0].x1 < 6 * cells[1].size:
        rest = _row(cells[1:], full)
        if len(rest.cells) == 1:
            line = _merged([cells[0], *rest.cells])
            return Row(
                (replace(line, style=rest.line.style, bold=rest.line.bold),),
                cells[0].text,
                cells[1].x0,
            )
    if _is_label(cells):
        return Row((cells[1],), "", cells[1].x0, cells[0].text)
    if _has_leaders(" ".join(cell.text for cell in cells)) or _is_prose(cells):
        return Row((_merged(cells),))
    return Row(tuple(cells))


def _merged(cells: Sequence[Line]) -> Line:
    longest = max(cells, key=lambda cell: len(cell.text))
    return replace(
        longest,
        text=" ".join(cell.text for cell in cells),
        x0=min(cell.x0 for cell in cells),
        x1=max(cell.x1 for cell in cells),
        bold=all(cell.bold for cell in cells),
        mono=all(cell.mono for cell in cells),
        set_off=tuple(one for cell in cells for one in cell.set_off),
    )


def _marked(line: Line) -> Row:
    first, _, rest = line.text.partition(" ")
    if (
        rest
        and len(first) <= 5
        and (_BULLET.fullmatch(first) or re.fullmatch(r"\(?(?:\d{1,2}|[a-z])[.)]", first))
    ):
        share = len(first) + 1
        hang = line.x0 + line.width * share / max(len(line.text), 1)
        return Row((line,), first, hang)
    return Row((line,))


def _is_marker(text: str) -> bool:
    return bool(_BULLET.fullmatch(text) or _NUMBER.fullmatch(text))


def _is_label(cells: Sequence[Line]) -> bool:
    """Tell whether the first of two cells names what the second says in words."""
    if len(cells) != 2 or not _LABEL.fullmatch(cells[0].text):
        return False
    fewest = _FEWEST_NUMBERED if re.search(r"\d", cells[0].text) else _FEWEST_WORDS
    return len(cells[1].text.split()) >= fewest and cells[1].x0 - cells[0].x0 < 8 * cells[1].size


def _is_spaced_out(cells: Sequence[Line], full: Sequence[Line]) -> bool:
    """Recognise a justified line whose few words were spread to be as wide as *full* ones."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(cells)]
    size = cells[0].size
    even = max(gaps) <= 1.3 * min(gaps) + 1 and max(gaps) < _SPACED * size
    same = {cell.size for cell in cells} == {size}
    wide = any(
        abs(line.x1 - cells[-1].x1) < size and abs(line.x0 - cells[0].x0) < 3 * size
        for line in full
    )
    return len(cells) > 2 and even and same and wide


def _is_prose(cells: Sequence[Line]) -> bool:
    """Recognise a line of text with one wide space in it."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(cells)]
    words = sum(len(cell.text.split()) for cell in cells)
    return len(cells) == 2 and max(gaps) < _JOINED * cells[0].size and words >= 6


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, from top to bottom."""

    rows: tuple[tuple[str, ...], ...]
    first: Line


def with_tables(rows: Sequence[Row]) -> Iterator[Row | Table]:
    """Make one table of each run of rows with cells; a few short lines may stand between."""
    number = 0
    while number < len(rows):
        end = _table_end(rows, number)
        if sum(len(row.cells) > 1 for row in rows[number:end]) >= 2:
            yield Table(tuple(_logical(rows[number:end])), rows[number].line)
            number = end
        else:
            row = rows[number]
            yield row if len(row.cells) == 1 else Row((_merged(row.cells),))
            number += 1


def _table_end(rows: Sequence[Row], start: int) -> int:
    if len(rows[start].cells) < 2:
        return start
    left = min(cell.x0 for cell in rows[start].cells)
    right = max(cell.x1 for cell in rows[start].cells)
    end, last = start + 1, start
    while end < len(rows) and end - last <= 4:
        row = rows[end]
        if abs(rows[end - 1].line.y - row.line.y) > 4.5 * row.line.size:
            break
        if len(row.cells) > 1:
            last = end
            left, right = min(left, row.line.x0), max(right, row.cells[-1].x1)
        elif row.line.width > 0.7 * (right - left) or row.marker or row.is_contents:
            break
        end += 1
    trailing = last + 1
    while trailing < len(rows) and _is_cell_below(rows[trailing], rows[trailing - 1], rows[last]):
        trailing += 1
    return trailing


def _is_cell_below(row: Row, above: Row, cells: Row) -> bool:
    """Tell whether a single line goes on a cell of the table's last row."""
    step = above.line.y - row.line.y
    level = [number for number, cell in enumerate(cells.cells) if abs(cell.x0 - row.line.x0) < 2]
    width = cells.cells[-1].x1 - cells.cells[0].x0
    narrow = bool(level) and (level[0] > 0 or row.line.width < 0.6 * width)
    return len(row.cells) == 1 and narrow and step < 1.5 * row.line.size


def _logical(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """Join the lines of each cell; a row begins where its first column has words."""
    starts = _starts(rows)
    held: dict[int, str] = {}
    for row in rows:
        placed = {_column(cell, starts): cell.text for cell in reversed(row.cells)}
        goes_on = 0 in placed and placed[0][0] in _LOWER and 0 in held
        if 0 in placed and held and not goes_on and (len(row.cells) > 1 or 0 not in held):
            yield tuple(held[key] for key in sorted(held))
            held = {}
        for key in sorted(placed):
            held[key] = f"{held[key]} {placed[key]}" if key in held else placed[key]
    if held:
        yield tuple(held[key] for key in sorted(held))


def _starts(rows: Sequence[Row]) -> list[float]:
    """Return where the columns of a table begin, from cells that do not overlap."""
    spans = sorted((cell.x0, cell.x1) for row in rows if len(row.cells) > 1 for cell in row.cells)
    starts: list[float] = []
    reach = float("-inf")
    for x0, x1 in spans:
        if x0 > reach:
            starts.append(x0)
            reach = x1
        else:
            # A head over several columns must not make one of them.
            reach = min(reach, x1)
    return starts


def _column(cell: Line, starts: Sequence[float]) -> int:
    return max((number for number, start in enumerate(starts) if start <= cell.x0 + 2), default=0)
