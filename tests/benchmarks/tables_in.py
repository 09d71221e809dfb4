"""Tables in: rows of a workbook and a preview of ten thousand, beside bare floors."""

from __future__ import annotations

import gc
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from lxml import etree

from questions import formats
from questions.bank import Bank
from questions.formats.tables import workbook
from questions.model import Answer, Kind, Question
from studyapp.importing.incoming import Arrivals, Delivery, Wanted
from tests.benchmarks.tables import middle, say, table

ROWS = 15_000
PREVIEWED = 10_000
_TIMES = 3


def measure(folder: Path) -> None:
    """Read a workbook, and make a table ready to be compared and shown."""
    data, wide = _sheet(ROWS), formats.write(_bank(ROWS), "xlsx").data
    small = formats.write(_bank(PREVIEWED), "csv").data
    rows = [
        _row("floor: zip and XML of the sheet, no cell looked at", ROWS, lambda: _bare(data)),
        _row("floor: openpyxl, rows of values", ROWS, lambda: _openpyxl(data)),
        _row("ours: workbook to rows", ROWS, lambda: workbook.grid_of(data)),
        _row("ours: workbook to questions", ROWS, lambda: formats.read(data, "x.xlsx")),
        _row("ours: our own export, eleven columns", ROWS, lambda: formats.read(wide, "x.xlsx")),
        _row("floor: CSV decoded and split", PREVIEWED, lambda: small.decode().split("\n")),
        _row("ours: CSV to questions", PREVIEWED, lambda: formats.read(small, "x.csv")),
        _row("ours: preview, ready to compare", PREVIEWED, lambda: _preview(small)),
    ]
    say()
    table("Tables in", ("what", "CPU s", "rows a CPU second"), rows)


def _row(name: str, rows: int, act: Callable[[], object]) -> tuple[str, str, str]:
    spent = middle([_cpu(act) for _ in range(_TIMES)])
    return name, f"{spent:.3f}", f"{rows / max(spent, 1e-6):,.0f}"


def _cpu(act: Callable[[], object]) -> float:
    gc.collect()
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _bank(rows: int) -> Bank:
    return Bank(
        title="Rows",
        questions=tuple(
            Question(
                id=f"key-{number:08}",
                kind=Kind.FLASHCARD,
                stem=f"What is the word number {number} of this long list?",
                answers=(Answer(text=f"the answer number {number}"),),
                tags=("list", f"part {number % 9}"),
            )
            for number in range(rows)
        ),
    )


def _sheet(rows: int) -> bytes:
    """Make a workbook as people have them: a name, a front, a back and tags."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Words")
    sheet.append(["guid", "front", "back", "tags"])
    for one in _bank(rows).questions:
        sheet.append([one.id, one.stem, one.answers[0].text, ", ".join(one.tags)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bare(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return len(found)


def _openpyxl(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return sum(1 for sheet in book for _row in sheet.iter_rows(values_only=True))


def _preview(data: bytes) -> int:
    return sum(1 for _one in Arrivals(Delivery.of(formats.read(data, "x.csv")), Wanted()))
