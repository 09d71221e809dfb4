"""Tables in text files: columns between separators, quoted cells as RFC 4180 has them."""

import csv
import threading
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from questions.errors import BankFormatError
from questions.formats import decoding
from questions.formats.results import Problem
from questions.formats.tables.grid import MAX_CELL, Grid, Row, within_budget
from questions.messages import say

SEPARATORS: Final = ("\t", ";", ",", "|")
_SAMPLE_ROWS: Final = 200
_SAMPLE_CHARACTERS: Final = 200_000
_MOST_OPEN_QUOTES: Final = 200
# The limit of the standard library is one for the whole process.
_limit = threading.Lock()


def grid_of(data: bytes, encoding: str | None = None, separator: str | None = None) -> Grid:
    """Read a text file as a table; raises BankFormatError where it is no text."""
    decoded = decoding.decode(data, encoding)
    declared, text = _declared(decoded.text)
    chosen = separator or declared or guess(text) or ","
    problems = list(decoded.problems)
    rows = within_budget(parse(text, chosen, problems), problems)
    if declared:
        rows = [Row(row.line + 1, row.cells) for row in rows]
    return Grid(rows, problems, decoded.encoding, chosen)


def parse(text: str, separator: str, problems: list[Problem], first: int = 1) -> Iterator[Row]:
    """Yield the rows of *text*, whose first line has the number *first*.

    A quotation mark that is never closed would swallow all that follows: its line is read alone,
    named, and the rows after it are read as rows.
    """
    if len(separator) > 1:
        yield from _split(text, separator, first)
        return
    lines = [f"{line}\n" for line in text.split("\n")]
    start, opened = 0, 0
    while start < len(lines):
        last = yield from _records(lines, start, separator, first)
        if last is None:
            return
        opened += 1
        problems.append(_unclosed(lines[last], last + first))
        yield Row(last + first, _cells(lines[last], separator))
        if opened == _MOST_OPEN_QUOTES:
            raise BankFormatError(say("too many quotation marks are never closed"), last + first)
        start = last + 1


def _records(
    lines: Sequence[str], start: int, separator: str, first: int
) -> Generator[Row, None, int | None]:
    """Yield rows from the line *start* on; return the line of a quote that is never closed."""
    reader = csv.reader(islice(lines, start, None), delimiter=separator)
    begun = last = start
    held: Row | None = None
    for cells in _limited(reader, start + first):
        if held:
            yield held
        held = Row(begun + first, tuple(cell.removesuffix("\n") for cell in cells))
        begun = start + reader.line_num
        last = held.line - first
    if held is None:
        return None
    if _is_open("".join(lines[last:]), separator):
        return last
    yield held
    return None


def _limited(reader: Any, line: int) -> Iterator[list[str]]:
    with _limit:
        csv.field_size_limit(MAX_CELL)
    try:
        yield from reader
    except csv.Error as error:
        reason = say(
            "%(error)s: is a quotation mark missing, or another separator used?", error=str(error)
        )
        raise BankFormatError(reason, line + reader.line_num) from None


def _is_open(record: str, separator: str) -> bool:
    """Tell whether the last record ends inside quotes; only the strict reader says so."""
    if '"' not in record:
        return False
    try:
        list(csv.reader([record], delimiter=separator, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _cells(line: str, separator: str) -> tuple[str, ...]:
    found = next(iter(csv.reader([line], delimiter=separator)), [])
    return tuple(cell.removesuffix("\n") for cell in found)


def _unclosed(line: str, number: int) -> Problem:
    reason = "a quotation mark is opened here and never closed; it was read to the end of the line"
    return Problem(f"line {number}", reason, line[:2000].rstrip("\n"), "repaired", number)


def _split(text: str, separator: str, first: int) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), first):
        yield Row(number, tuple(line.split(separator, 1)))


def _declared(text: str) -> tuple[str | None, str]:
    """Take off the line `sep=;` that spreadsheets understand."""
    line, _, rest = text.partition("\n")
    if line.lower().startswith("sep=") and len(line) == len("sep=") + 1:
        return line[-1], rest
    return None, text


def guess(text: str) -> str | None:
    """Tell the separator that cuts the first rows most evenly; None where none cuts them."""
    lines = text[:_SAMPLE_CHARACTERS].split("\n")
    # The last line of a sample may be cut.
    sample = "\n".join(lines[:-1] if len(lines) > 1 else lines)
    scored = [(_evenness(sample, one), -rank, one) for rank, one in enumerate(SEPARATORS)]
    score, _rank, best = max(scored)
    return best if score > 0 else None


def _evenness(sample: str, separator: str) -> float:
    """Say how many of the rows have the same number of cells, above one; wider rows count more."""
    lines = (f"{line}\n" for line in sample.split("\n") if line.strip())
    try:
        rows = list(islice(csv.reader(lines, delimiter=separator), _SAMPLE_ROWS))
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in rows)
    if not rows:
        return 0
    width, number = max(widths.items(), key=lambda one: (one[0] > 1, one[1]))
    cut = sum(count for found, count in widths.items() if found > 1)
    return 0 if width < 2 else (number + cut) / (2 * len(rows)) + min(width, 20) / 1000
