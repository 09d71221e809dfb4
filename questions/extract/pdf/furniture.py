"""Running heads, running feet, page numbers and watermarks: what a page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questions.extract.pdf.lines import Line

_EDGE_ROWS = 3
_NUMBERED_ROWS = 2
_MOST_WORDS = 16
_LONG_DOCUMENT = 4
_NUMBER = re.compile(r"\d{1,4}")
_ROMAN = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)
_SHORT = 4
# Of the ordinary text's size: a title, which the heads of the pages after it repeat, is larger.
_LARGEST = 1.25


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of one height; *edge* is 1 for a page's first row, -1 for its last, and so on."""

    lines: tuple[Line, ...]
    edge: int
    gap: float

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)


def without_furniture(pages: Sequence[Sequence[Line]], body: float) -> list[list[Line]]:
    """Leave out what pages repeat around their text; *body* is the ordinary text's size."""
    rows = [list(_edge_rows(lines)) for lines in pages]
    numbered = _numbering(rows)
    repeated = _repeated(rows, len(pages))
    marks = _watermarks(pages)
    kept = []
    for index, lines in enumerate(pages):
        gone: set[int] = set()
        number = _numbered_row(rows[index], index, numbered, body)
        for row in rows[index]:
            again = _key(row) in repeated and row.size <= _LARGEST * body
            if row is number or again or _is_lone_number(row, len(pages)):
                gone.update(id(line) for line in row.lines)
        kept.append([one for one in lines if id(one) not in gone and _spot(one) not in marks])
    return kept


def _edge_rows(lines: Sequence[Line]) -> Iterator[_Row]:
    """Yield the first and the last rows of a page."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: -one.y):
        if rows and abs(rows[-1][0].y - line.y) <= 0.3 * line.size + 1:
            rows[-1].append(line)
        else:
            rows.append([line])
    for number, row in enumerate(rows):
        below = len(rows) - number
        edge = number + 1 if number < below else -below
        if abs(edge) <= _EDGE_ROWS:
            beside = rows[number + (1 if edge > 0 else -1)] if len(rows) > 1 else row
            ordered = tuple(sorted(row, key=lambda one: one.x0))
            yield _Row(ordered, edge, abs(beside[0].y - row[0].y))


def _numbers(row: _Row) -> set[int]:
    """Return the numbers that stand at either end of a row."""
    words = row.text.split()
    ends = {words[0], words[-1]} if words else set()
    return {int(word) for word in ends if _NUMBER.fullmatch(word)}


def _numbering(rows: Sequence[Sequence[_Row]]) -> int | None:
    """Find by how much the printed page numbers are ahead of the file's."""
    votes: Counter[int] = Counter()
    for index, page in enumerate(rows):
        numbers = {n for row in page if abs(row.edge) <= _NUMBERED_ROWS for n in _numbers(row)}
        votes.update(number - index for number in numbers)
    offset, count = max(votes.items(), key=lambda item: item[1], default=(0, 0))
    return offset if count >= max(2, len(rows) * 0.4) else None


def _numbered_row(rows: Sequence[_Row], index: int, offset: int | None, body: float) -> _Row | None:
    """Find the row with the page's number: the outermost, as a note may begin with it too."""
    found = [row for row in rows if _holds(row, index, offset) and _is_apart(row, body)]
    return min(found, key=lambda row: abs(row.edge), default=None)


def _holds(row: _Row, index: int, offset: int | None) -> bool:
    numbers = _numbers(row) if abs(row.edge) <= _NUMBERED_ROWS else set()
    return offset is not None and index + offset in numbers and len(row.text.split()) <= _MOST_WORDS


def _is_apart(row: _Row, body: float) -> bool:
    """Tell a running head from a first line of text that happens to begin with a number."""
    lone = len(row.text.split()) <= _SHORT
    return lone or row.gap > 1.5 * body or abs(row.size - body) > 0.4 or len(row.lines) > 1


def _key(row: _Row) -> tuple[int, str]:
    text = re.sub(r"\d+", "#", row.text.lower())
    if len(text.split()) <= _SHORT:
        text = " ".join("#" if _ROMAN.fullmatch(word) else word for word in text.split())
    return (1 if row.edge > 0 else -1, text)


def _repeated(rows: Sequence[Sequence[_Row]], pages: int) -> set[tuple[int, str]]:
    """Find what stands at the edge of several pages, at about the same height."""
    heights: dict[tuple[int, str], list[float]] = {}
    for page in rows:
        for key, row in {_key(row): row for row in page}.items():
            heights.setdefault(key, []).append(row.lines[0].y)
    fewest = 3 if pages > _LONG_DOCUMENT else 2
    return {key for key, ys in heights.items() if len(ys) >= fewest and _level(ys) >= fewest}


def _level(heights: Sequence[float]) -> int:
    return max(sum(abs(one - other) < 4 for other in heights) for one in heights)


def _is_lone_number(row: _Row, pages: int) -> bool:
    """Recognise the page number of a document too short to compare pages."""
    is_number = _NUMBER.fullmatch(row.text.strip(" -–—"))
    return pages < _LONG_DOCUMENT and row.edge == -1 and bool(is_number) and row.gap > 20


def _spot(line: Line) -> tuple[str, int, int]:
    return (line.text, round(line.x0 / 3), round(line.y / 3))


def _watermarks(pages: Sequence[Sequence[Line]]) -> set[tuple[str, int, int]]:
    """Find the same words in the same spot of most pages."""
    spots: Counter[tuple[str, int, int]] = Counter()
    for lines in pages:
        spots.update({_spot(line) for line in lines})
    fewest = max(_LONG_DOCUMENT, len(pages) * 0.6)
    return {spot for spot, count in spots.items() if count >= fewest}
