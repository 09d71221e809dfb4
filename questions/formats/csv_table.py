"""Tables with columns between commas or semicolons, as spreadsheets save them."""

from collections import Counter
from typing import Final

from questions.errors import BankFormatError
from questions.formats import decoding
from questions.formats.base import LIKELY, NO, POSSIBLE, Format, Options
from questions.formats.results import Reading
from questions.formats.tables import banks, roles, separated, writing
from questions.formats.tables.grid import Row

_SAMPLE: Final = 64 * 1024
_WEAK: Final = 0.3
# What begins files of other formats that hold commas too.
_OTHERS: Final = ("{", "<", "[{", "#Q ", "::", "$CATEGORY")


def recognises(data: bytes, name: str, separators: str = ",;|") -> float:
    """Tell a table by a separator that cuts its rows into the same number of columns."""
    text = sample_of(data)
    if not text or text.lstrip().startswith(_OTHERS):
        return NO
    separator = separated.guess(text)
    if separator is None or separator not in separators:
        return NO
    rows = [row for row in _rows(text, separator) if not row.is_blank]
    if roles.header_of(rows):
        return LIKELY
    return _evenness(rows)


def sample_of(data: bytes) -> str:
    """Decode the beginning of a text file, up to a line end; empty for what is no text."""
    cut = data[:_SAMPLE]
    if len(data) > _SAMPLE and b"\n" in cut:
        cut = cut[: cut.rfind(b"\n") + 1]
    if cut.startswith((b"\xff\xfe",)) or b"\n\x00" in cut[-2:]:
        cut = data[: _SAMPLE // 2 * 2]
    try:
        return decoding.decode(cut).text if cut else ""
    except BankFormatError:
        return ""


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read a table; its first row names the columns or is data, as its words show."""
    grid = banks.grid_of(data, options)
    return banks.reading_of(grid, banks.plan_of(grid, options), name, FORMAT.name)


def _rows(text: str, separator: str) -> list[Row]:
    try:
        return list(separated.parse(text, separator, []))
    except BankFormatError:
        return []


def _evenness(rows: list[Row]) -> float:
    """Prose has commas too, but not the same number in each line."""
    widths = Counter(len(row.cells) for row in rows)
    if not rows:
        return NO
    width, number = widths.most_common(1)[0]
    if width < 2:
        return NO
    return POSSIBLE if number > 0.9 * len(rows) else _WEAK


FORMAT: Final = Format(
    name="csv",
    title="CSV",
    suffixes=(".csv",),
    recognises=recognises,
    read=read,
    write=lambda bank, media, schedule: writing.separated(bank, ","),
    holds=writing.HOLDS,
    media_type="text/csv",
    is_table=True,
)
