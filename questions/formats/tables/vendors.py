"""The templates of quiz games: a row that names the columns, or rows of a fixed shape."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from questions.errors import BankFormatError
from questions.formats import csv_table
from questions.formats.base import Options
from questions.formats.results import Reading
from questions.formats.tables import banks, roles, separated, workbook
from questions.formats.tables.banks import Plan
from questions.formats.tables.grid import Grid, Row
from questions.formats.tables.rows import Layout
from questions.messages import say

_SEARCHED_ROWS: Final = 20
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Template:
    """A vendor's table: how its header is known, and what columns hold where there is none."""

    format: str
    is_header: Callable[[Sequence[str]], bool]
    row_shape: Callable[[Row], bool] | None = None
    by_place: tuple[str, ...] = ()


def is_in(template: Template, data: bytes) -> bool:
    """Tell whether a file is a vendor's template, filled in or re-saved by something else."""
    grid = _beginning(data)
    if grid is None:
        return False
    return _header_at(template, grid.rows) is not None or _has_shape(template, grid.rows)


def read(template: Template, data: bytes, name: str, options: Options) -> Reading:
    """Read a filled template; rows that only have a number are none."""
    grid = banks.grid_of(data, options)
    return banks.reading_of(grid, _plan(template, grid, options), name, template.format)


def _plan(template: Template, grid: Grid, options: Options) -> Plan:
    at = _header_at(template, grid.rows)
    if options.columns:
        header = grid.rows[at] if at is not None else None
        chosen = banks.plan_of(grid, replace(options, header=False))
        data = grid.rows[0 if at is None else at + 1 :]
        return replace(chosen, data=data, header=header.cells if header else None)
    if at is not None:
        header = grid.rows[at]
        held = template.by_place or roles.named(0, header).roles
        return Plan(grid.rows[at + 1 :], Layout(_placed(held, header)), header.cells)
    data = [row for row in grid.rows if template.row_shape and template.row_shape(row)]
    if not data:
        raise BankFormatError(say("the table is not as %(format)s has it", format=template.format))
    first = grid.rows.index(data[0])
    return Plan(grid.rows[first:], Layout(template.by_place))


def _placed(held: tuple[str, ...], header: Row) -> tuple[str, ...]:
    """Cover as many columns as the header has, with those that vendors add left out."""
    return held + (roles.IGNORE,) * (len(header.cells) - len(held))


def _beginning(data: bytes) -> Grid | None:
    try:
        if workbook.is_workbook(data):
            return workbook.grid_of(data, most=_SEARCHED_ROWS * 2)
        text = csv_table.sample_of(data)
        separator = separated.guess(text)
        rows = separated.parse(text, separator, []) if separator else ()
        return Grid([row for row in rows if not row.is_blank])
    except BankFormatError:
        return None


def _header_at(template: Template, rows: Sequence[Row]) -> int | None:
    for at, row in enumerate(rows[:_SEARCHED_ROWS]):
        if template.is_header([_SPACE.sub(" ", cell).strip().casefold() for cell in row.cells]):
            return at
    return None


def _has_shape(template: Template, rows: Sequence[Row]) -> bool:
    sample = rows[:_SEARCHED_ROWS]
    if template.row_shape is None or not sample:
        return False
    fitting = sum(1 for row in sample if template.row_shape(row))
    return fitting >= max(1, 0.6 * len(sample))
