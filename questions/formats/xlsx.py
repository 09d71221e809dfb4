"""Workbooks of spreadsheets."""

from typing import Final

from questions.formats.base import LIKELY, NO, Format, Options
from questions.formats.results import Reading
from questions.formats.tables import banks, workbook, writing


def recognises(data: bytes, name: str) -> float:
    """Tell a workbook by its parts."""
    return LIKELY if workbook.is_workbook(data) else NO


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read one sheet of a workbook."""
    grid = workbook.grid_of(data, options.sheet)
    return banks.reading_of(grid, banks.plan_of(grid, options), name, FORMAT.name)


FORMAT: Final = Format(
    name="xlsx",
    title="Excel",
    suffixes=(".xlsx",),
    recognises=recognises,
    read=read,
    write=lambda bank, media, schedule: writing.workbook(bank),
    holds=writing.HOLDS,
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    is_table=True,
)
