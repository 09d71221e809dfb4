"""The spreadsheet that Blooket imports question sets from, also as others save it."""

import re
from collections.abc import Sequence
from typing import Final

from questions.formats.base import CERTAIN, NO, Format, Options
from questions.formats.results import Reading
from questions.formats.tables import roles, vendors
from questions.formats.tables.grid import Row

_COLUMNS: Final = 8
_ANSWERS: Final = slice(2, 6)
_NUMBER: Final = re.compile(r"\d{1,4}(?:\.0)?")
_SECONDS: Final = re.compile(r"\d{1,3}(?:\.0)?(?: ?(?:s|sec|secs|seconds))?", re.IGNORECASE)
_RIGHT: Final = re.compile(r"[1-4](?:\.0)?(?:\s*[,;/]\s*[1-4](?:\.0)?)*")


def _is_header(cells: Sequence[str]) -> bool:
    return "question #" in cells and any("question text" in cell for cell in cells)


def _is_question(row: Row) -> bool:
    """Tell a row by its shape: number, question, four answers, seconds, the right numbers."""
    cells = [cell.strip() for cell in row.cells[:_COLUMNS]]
    if len(cells) < _COLUMNS or not _NUMBER.fullmatch(cells[0]) or not cells[1]:
        return False
    answers = [cell for cell in cells[_ANSWERS] if cell]
    timed = bool(_SECONDS.fullmatch(cells[6])) and bool(_RIGHT.fullmatch(cells[7]))
    return len(answers) > 1 and timed


_TEMPLATE: Final = vendors.Template(
    "blooket",
    _is_header,
    _is_question,
    by_place=(
        roles.IGNORE, roles.QUESTION, *(roles.CHOICE,) * 4, roles.TIME, roles.CORRECT,
    ),
)  # fmt: skip


def recognises(data: bytes, name: str) -> float:
    """Tell the template by its header, or by the shape of its rows where that is gone."""
    return CERTAIN if vendors.is_in(_TEMPLATE, data) else NO


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read a filled template."""
    return vendors.read(_TEMPLATE, data, name, options)


FORMAT: Final = Format(
    name="blooket",
    title="Blooket",
    suffixes=(".csv", ".xlsx"),
    recognises=recognises,
    read=read,
    is_table=True,
)
