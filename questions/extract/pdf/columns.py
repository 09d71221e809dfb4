"""Lines to columns in reading order.

A gutter is a strip between columns that only few lines cross. Those that cross it (titles, wide
figures' captions) divide the page into bands, and each band is read column by column. A table has
strips like that too; its cells are told by their few words or by starting side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from questions.extract.pdf.lines import Line

_NARROWEST_GUTTER = 0.6  # of the font's size
_FEWEST_LINES = 3
# No page that people read has more; a hostile one would take time that grows by squares.
_MOST_LINES = 800
_MOST_NESTED = 5
_HEADING = 1.15  # of the ordinary text's size
_PROSE_WORDS = 3.0
_STRONG_WORDS = 5.0


def columns(lines: Sequence[Line], body: float, depth: int = 0) -> list[list[Line]]:
    """Return the columns of a page in reading order, each from top to bottom.

    *body* is the size of the document's ordinary text, in points.
    """
    edge = _gutter(lines, body) if depth < _MOST_NESTED and len(lines) <= _MOST_LINES else None
    if edge is None:
        return [_downwards(lines)] if lines else []
    found: list[list[Line]] = []
    alone: list[Line] = []
    for left, right, crossing in _bands(lines, edge, body):
        if _weight(left, right):
            # Each part is smaller than the whole, so this ends.
            for part in (alone, left, right):
                found += columns(part, body, depth + 1)
            alone = [*crossing]
        else:
            alone += [*left, *right, *crossing]
    return found + columns(alone, body, depth + 1)


def _downwards(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.y, line.x0))


def _gutter(lines: Sequence[Line], body: float) -> float | None:
    """Find the left edge of a column that has another one beside it."""
    best, most = None, 0.0
    for edge in _edges(lines):
        weight = sum(_weight(left, right) for left, right, _ in _bands(lines, edge, body))
        if weight > most:
            best, most = edge, weight
    return best


def _edges(lines: Sequence[Line]) -> list[float]:
    """Return the places where at least some lines begin, but for the leftmost."""
    starts = sorted(line.x0 for line in lines)
    edges = []
    number = 0
    while number < len(starts):
        last = number
        while last + 1 < len(starts) and starts[last + 1] - starts[number] < 3:
            last += 1
        if last - number + 1 >= _FEWEST_LINES and number > 0:
            edges.append(starts[number])
        number = last + 1
    return edges


Band = tuple[list[Line], list[Line], list[Line]]


def _bands(lines: Sequence[Line], edge: float, body: float) -> list[Band]:
    """Divide lines at *edge*: what lies left, right, and what crosses below these."""
    bands: list[Band] = [([], [], [])]
    for line in _downwards(lines):
        side = 2 if _stands_alone(line, lines, body) else _side(line, edge)
        if side < 2 and bands[-1][2]:
            bands.append(([], [], []))
        bands[-1][side].append(line)
    return bands


def _stands_alone(line: Line, lines: Sequence[Line], body: float) -> bool:
    """Tell whether a heading has nothing beside it, so that it stands above all columns."""
    if line.size < _HEADING * body:
        return False
    low, high = line.y - 0.2 * line.size, line.top + 0.1 * line.size
    return not any(other.y < high and other.top > low for other in lines if other is not line)


def _side(line: Line, edge: float) -> int:
    if line.x0 >= edge - 1.5:
        return 1
    return 0 if line.x1 <= edge - _NARROWEST_GUTTER * min(line.size, 14) else 2


def _weight(left: Sequence[Line], right: Sequence[Line]) -> float:
    """Weigh how sure two columns are; 0 when they are none."""
    if min(len(left), len(right)) < 2 or len(left) + len(right) < 2 * _FEWEST_LINES:
        return 0
    beside = _beside(left, right), _beside(right, left)
    if min(len(beside[0]), len(beside[1])) < 2 or not _are_columns(left, right):
        return 0
    return float(min(len(beside[0]), len(beside[1])))


def _beside(some: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    top, bottom = max(line.top for line in others), min(line.y for line in others)
    return [line for line in some if line.y <= top and line.top >= bottom]


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    words = _words(left), _words(right)
    if min(words) >= _PROSE_WORDS:
        return not _starts_together(left, right)
    return max(words) >= _STRONG_WORDS and _is_note(
        *((left, right) if words[0] < words[1] else (right, left))
    )


def _words(lines: Sequence[Line]) -> float:
    """Return how many words the longer half of the lines has on average."""
    counts = sorted((len(line.text.split()) for line in lines), reverse=True)
    longer = counts[: (len(counts) + 1) // 2]
    return sum(longer) / len(longer)


def _is_note(weak: Sequence[Line], strong: Sequence[Line]) -> bool:
    """Tell a note or a table beside text from labels of list items, ticks and numbers."""
    level = sum(any(abs(line.y - other.y) < 1 for other in strong) for line in weak)
    if level * 5 >= len(weak) * 3:
        return False
    worded = sum(
        any(part.isalpha() and len(part) > 2 for part in line.text.split()) for line in weak
    )
    return worded * 2 >= len(weak) or _are_cells(weak)


def _are_cells(lines: Sequence[Line]) -> bool:
    """Tell whether lines stand side by side in several rows."""
    heights = Counter(round(line.y) for line in lines)
    return sum(count > 1 for count in heights.values()) >= 2


def _starts_together(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Tell whether two sides are the cells of table rows: they start again at the same heights."""
    groups = _groups([*left, *right])
    if len(groups) < 3:
        return False
    known = {id(line) for line in left}
    level = 0
    for group in groups:
        firsts = [
            max((x.y for x in group if (id(x) in known) is side), default=None)
            for side in (True, False)
        ]
        if None not in firsts and abs((firsts[0] or 0) - (firsts[1] or 0)) < 2.5:
            level += 1
    return level * 10 >= len(groups) * 7


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Divide lines where a gap goes through both sides."""
    ordered = _downwards(lines)
    steps = [above.y - below.y for above, below in pairwise(ordered) if above.y - below.y > 2]
    usual = median(steps) if steps else 0
    groups = [[ordered[0]]]
    for above, below in pairwise(ordered):
        if above.y - below.y > 1.35 * usual:
            groups.append([])
        groups[-1].append(below)
    return groups
