"""What a figure is: a table, and the few numbers that sum it up."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Cell = str | int | float | None


@dataclass(frozen=True)
class Figure:
    """Numbers that page, file and command line share.

    `rows` hold a cell for each of `columns`; `facts` sum them up by name. A number that cannot be
    told (a share of nothing, a median of no cards) is None, never 0. `keys` are the ids of what
    the rows are about, where a page can lead there; they are in no file.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    facts: Mapping[str, Cell] = field(default_factory=dict)
    keys: tuple[str, ...] = ()

    def column(self, name: str) -> list[Any]:
        """Return one column."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]

    def as_json(self) -> dict[str, Any]:
        """Return the figure for other programs: a row is an object."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"facts": dict(self.facts), "rows": rows}

    def as_csv(self) -> str:
        """Return the rows as CSV, a heading first; None is an empty cell."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return text.getvalue()
