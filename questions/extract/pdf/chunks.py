"""Rows to chunks: the lines of one paragraph, heading, item or note in one column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from questions.extract.pdf.lines import Line
from questions.extract.pdf.rows import Row, Table, rows_of, with_tables

# In units of the font's size.
_INDENT = 0.7
_LOOSE = 1.22
_DEFAULT_PITCH = 1.2
_AROUND = 8  # rows
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]⁰-⁹]*$")
_STOPPED = re.compile(r"[.!?…][\"'”’»)\]⁰-⁹]*$")


@dataclass(slots=True)
class Chunk:
    """Lines that belong together; *left* and *right* bound the column that they stand in."""

    page: int
    rows: list[Row]
    left: float
    right: float
    table: Table | None = None
    column: int = 0

    @property
    def first(self) -> Line:
        return self.table.first if self.table else self.rows[0].line

    @property
    def last(self) -> Line:
        return self.table.first if self.table else self.rows[-1].line

    @property
    def lines(self) -> list[str]:
        return [row.text for row in self.rows]

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def marker(self) -> str:
        return self.rows[0].marker if self.rows else ""

    @property
    def label(self) -> str:
        return self.rows[0].label if self.rows else ""

    @property
    def size(self) -> float:
        return max(self.rows, key=lambda row: len(row.text)).line.size if self.rows else 0.0

    @property
    def bold(self) -> bool:
        return all(row.line.bold for row in self.rows)

    @property
    def mono(self) -> bool:
        if self.table:
            return self.table.first.mono
        return bool(self.rows) and all(row.line.mono for row in self.rows)

    @property
    def font(self) -> str:
        return max(self.rows, key=lambda row: len(row.text)).line.style.font if self.rows else ""


@dataclass(frozen=True, slots=True)
class Column:
    """The rows of one column, and the page it is on."""

    page: int
    number: int
    rows: tuple[Row, ...]
    left: float
    right: float


def column_of(lines: Sequence[Line], page: int, number: int) -> Column:
    """Measure a column; its bounds are those that its longer lines share."""
    rows = tuple(rows_of(lines))
    wide = sorted(rows, key=lambda row: row.line.x0 - row.cells[-1].x1)[
        : max(1, len(rows) * 2 // 3)
    ]
    left = min(row.line.x0 for row in wide)
    return Column(page, number, rows, left, max(row.cells[-1].x1 for row in rows))


@dataclass(slots=True)
class Pitches:
    """How far lines of each size usually stand apart, learnt from the whole document."""

    steps: dict[float, Counter[float]] = field(default_factory=dict)
    known: dict[float, float] = field(default_factory=dict)

    def learn(self, column: Column) -> None:
        for above, below in pairwise(column.rows):
            step = above.line.y - below.line.y
            if above.line.size == below.line.size and 0.9 < step / above.line.size < 2.6:
                self.steps.setdefault(above.line.size, Counter())[round(step * 2) / 2] += 1

    def of(self, size: float) -> float:
        if size not in self.known:
            steps = self.steps.get(size)
            likely = max(steps, key=lambda step: (steps[step], -step)) if steps else None
            self.known[size] = likely or _DEFAULT_PITCH * size
        return self.known[size]


def chunks_of(column: Column, pitches: Pitches) -> Iterator[Chunk]:
    """Divide a column into chunks."""
    held: list[Row] = []
    entries = list(with_tables(column.rows))
    rights = _rights(entries, column)
    for number, entry in enumerate(entries):
        if isinstance(entry, Table):
            if held:
                yield _chunk(column, held)
            held = []
            yield Chunk(column.page, [], column.left, column.right, entry, column.number)
            continue
        after = entries[number + 1] if number + 1 < len(entries) else None
        follower = after if isinstance(after, Row) else None
        if held and _begins(rights[number - 1], column.left, held, entry, follower, pitches):
            yield _chunk(column, held)
            held = []
        held.append(entry)
    if held:
        yield _chunk(column, held)


def _chunk(column: Column, rows: list[Row]) -> Chunk:
    return Chunk(column.page, rows, column.left, column.right, None, column.number)


def _rights(entries: Sequence[Row | Table], column: Column) -> list[float]:
    """Return how far right the lines around each row reach: a caption is narrower than a page."""
    spans = [
        (entry.line.size, entry.line.x0, entry.line.x1) if isinstance(entry, Row) else None
        for entry in entries
    ]
    rights = []
    for number, here in enumerate(spans):
        size, left = here[:2] if here else (0.0, 0.0)
        near = spans[max(0, number - _AROUND) : number + _AROUND + 1]
        reach = 3 * size
        alike = [
            one[2] for one in near if one and one[0] == size and -reach < one[1] - left < reach
        ]
        rights.append(max(alike) if len(alike) > 2 else column.right)
    return rights


def _begins(
    right: float, left: float, held: Sequence[Row], row: Row, after: Row | None, pitches: Pitches
) -> bool:
    """Tell whether *row* begins a new chunk after the rows in *held*."""
    above, line = held[-1].line, row.line
    if line.note or row.label or _differs(held, row) or row.is_contents or held[-1].is_contents:
        return True
    pitch = pitches.of(min(above.size, line.size))
    if above.y - line.y > _LOOSE * pitch + 0.5:
        return True
    if row.marker and _may_be_item(held, row):
        return True
    if above.text.endswith("-") and line.text[0].isalpha():
        return False
    return _is_indented(held, row, after) or _had_room(right, left, held, row)


def _differs(held: Sequence[Row], row: Row) -> bool:
    above, line = held[-1].line, row.line
    if abs(above.size - line.size) > max(0.6, 0.06 * line.size) or above.mono != line.mono:
        return True
    all_bold = all(one.line.bold for one in held)
    if all_bold != line.bold and (all_bold or line.bold):
        # A bold line within a paragraph goes on with its sentence.
        return not line.text[0].islower() and (all_bold or bool(_ENDED.search(above.text)))
    if above.style.font != line.style.font and line.size != above.size:
        return True
    return above.style.italic != line.style.italic and bool(_STOPPED.search(above.text))


def _may_be_item(held: Sequence[Row], row: Row) -> bool:
    """Tell a list's next item from a line that only begins with a number or a dash."""
    above = held[-1]
    if row.marker in "–—-*" or row.marker[0].isdigit() or row.marker[0].isalpha():
        level = any(one.marker and abs(one.line.x0 - row.line.x0) < 3 for one in held)
        return level or bool(_ENDED.search(above.text)) or _starts_left(held, row)
    return True


def _starts_left(held: Sequence[Row], row: Row) -> bool:
    """Tell whether a row stands further left than the text of the item before it."""
    hang = held[0].hang
    return hang is not None and row.line.x0 < hang - 0.3 * row.line.size


def _is_indented(held: Sequence[Row], row: Row, after: Row | None) -> bool:
    """Judge by where the row begins: an indent opens a paragraph, an outdent closes an item."""
    first, above, line = held[0], held[-1].line, row.line
    slack = _INDENT * line.size
    left = first.hang if len(held) == 1 and first.hang is not None else above.x0
    if line.x0 > left + slack:
        if len(held) == 1 and after is not None and abs(after.line.x0 - line.x0) < 2:
            # The second line and the third stand in: the first one hangs out.
            return bool(_STOPPED.search(above.text)) and not _is_outdented(first, after)
        return len(held) > 1 or bool(_STOPPED.search(above.text))
    if line.x0 < left - slack:
        return _closes(held, line)
    return False


def _is_outdented(first: Row, after: Row) -> bool:
    return first.line.x0 < after.line.x0 - 1


def _closes(held: Sequence[Row], line: Line) -> bool:
    """Tell whether a line that stands further left than the last begins something new."""
    hung = len(held) > 1 and held[0].line.x0 < held[-1].line.x0 - 1
    marked = held[0].hang is not None and line.x0 < held[0].hang - 2
    if hung or marked:
        return True
    return len(held) > 1 and bool(_STOPPED.search(held[-1].text))


def _had_room(right: float, left: float, held: Sequence[Row], row: Row) -> bool:
    """Tell whether the row's first word would have fitted on the line above."""
    above, line = held[-1].line, row.line
    slack = max([right, *(one.line.x1 for one in held)]) - held[-1].cells[-1].x1
    words = line.text.split()
    width = line.width * len(words[0]) / max(len(line.text), 1)
    if _STOPPED.search(above.text):
        return slack > width + 1.6 * line.size and not line.text[0].islower()
    return slack > 0.45 * (right - left) and not line.text[0].islower()
