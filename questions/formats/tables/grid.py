"""Rows of cells with the places they stood in, within a budget."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from questions.formats.results import Problem

MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 100
MAX_CELL: Final = 1_000_000
_LONGEST_RAW: Final = 2000


class Row(NamedTuple):
    """One row: the line (or row of the sheet) that it begins in, from 1, and its cells."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(slots=True)
class Grid:
    """All rows of a table, blank ones left out, and what happened while they were read."""

    rows: list[Row]
    problems: list[Problem] = field(default_factory=list)
    encoding: str | None = None
    separator: str | None = None
    sheets: tuple[str, ...] = ()
    sheet: str | None = None


def raw(row: Row) -> str:
    """Write a row for a report, as a line of a table."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(row.cells)
    return out.getvalue()[:_LONGEST_RAW]


def place(row: Row) -> str:
    """Name the place of a row for a person."""
    return f"line {row.line}"


def about(row: Row, reason: str) -> Problem:
    """Say why a row did not go in."""
    return Problem(place(row), reason, raw(row), "refused", row.line)


def within_budget(rows: Iterable[Row], problems: list[Problem]) -> list[Row]:
    """Keep as many rows and columns as the budget allows; what is cut is named once."""
    kept: list[Row] = []
    cut: Row | None = None
    for row in rows:
        if len(row.cells) > MAX_COLUMNS:
            cut = cut or row
            row = Row(row.line, row.cells[:MAX_COLUMNS])
        if not row.is_blank:
            kept.append(row)
        if len(kept) > MAX_ROWS:
            reason = f"the table has more than {MAX_ROWS:,} rows; the rest was left out"
            problems.append(Problem(place(kept.pop()), reason, outcome="reduced", line=row.line))
            break
    if cut:
        reason = f"{len(cut.cells):,} columns, the most is {MAX_COLUMNS}; the rest was left out"
        problems.append(Problem(place(cut), reason, outcome="reduced", line=cut.line))
    return kept


def widest(rows: Sequence[Row]) -> int:
    """Return how many columns the table has."""
    return max((len(row.cells) for row in rows), default=0)
