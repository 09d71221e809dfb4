"""Tables with columns between tabs, as they are copied out of spreadsheets."""

from dataclasses import replace
from typing import Final

from questions.formats import csv_table
from questions.formats.base import Format, Options
from questions.formats.results import Reading
from questions.formats.tables import banks, writing


def recognises(data: bytes, name: str) -> float:
    """Tell a table by tabs that cut its rows into the same number of columns."""
    return csv_table.recognises(data, name, "\t")


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read a table; its first row names the columns or is data, as its words show."""
    settled = replace(options, separator=options.separator or "\t")
    grid = banks.grid_of(data, settled)
    return banks.reading_of(grid, banks.plan_of(grid, settled), name, FORMAT.name)


FORMAT: Final = Format(
    name="tsv",
    title="TSV",
    suffixes=(".tsv", ".tab"),
    recognises=recognises,
    read=read,
    write=lambda bank, media, schedule: writing.separated(bank, "\t"),
    holds=writing.HOLDS,
    media_type="text/tab-separated-values",
    is_table=True,
)
