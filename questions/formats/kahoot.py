"""The spreadsheet that Kahoot imports quizzes from."""

from collections.abc import Sequence
from typing import Final

from questions.formats.base import CERTAIN, NO, Format, Options
from questions.formats.results import Reading
from questions.formats.tables import roles, vendors, writing


def _is_header(cells: Sequence[str]) -> bool:
    asks = any(cell.startswith("question - max") for cell in cells)
    answers = any(cell.startswith("answer 1 - max") for cell in cells)
    return asks and answers


_TEMPLATE: Final = vendors.Template(
    "kahoot",
    _is_header,
    by_place=(
        roles.IGNORE, roles.QUESTION, *(roles.CHOICE,) * 4, roles.TIME, roles.CORRECT,
    ),
)  # fmt: skip


def recognises(data: bytes, name: str) -> float:
    """Tell the template by the row that names its columns."""
    return CERTAIN if vendors.is_in(_TEMPLATE, data) else NO


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read a filled template."""
    return vendors.read(_TEMPLATE, data, name, options)


FORMAT: Final = Format(
    name="kahoot",
    title="Kahoot",
    suffixes=(".xlsx",),
    recognises=recognises,
    read=read,
    write=lambda bank, media, schedule: writing.kahoot(bank),
    holds=writing.KAHOOT_HOLDS,
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    is_table=True,
)
