"""The spreadsheet that Quizizz, now Wayground, imports quizzes from."""

from collections.abc import Sequence
from typing import Final

from questions.formats.base import CERTAIN, NO, Format, Options
from questions.formats.results import Reading
from questions.formats.tables import vendors


def _is_header(cells: Sequence[str]) -> bool:
    return "question text" in cells and "question type" in cells and "option 1" in cells


_TEMPLATE: Final = vendors.Template("quizizz", _is_header)


def recognises(data: bytes, name: str) -> float:
    """Tell the template by the row that names its columns."""
    return CERTAIN if vendors.is_in(_TEMPLATE, data) else NO


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read a filled template; the type says which columns count."""
    return vendors.read(_TEMPLATE, data, name, options)


FORMAT: Final = Format(
    name="quizizz",
    title="Quizizz",
    suffixes=(".xlsx", ".csv"),
    recognises=recognises,
    read=read,
    is_table=True,
)
