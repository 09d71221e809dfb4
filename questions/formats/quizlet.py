"""What Quizlet's export box gives: terms and definitions between separators of one's choice."""

import html
from collections.abc import Iterator
from typing import Final

from questions.bank import Bank
from questions.formats import csv_table, decoding
from questions.formats.anki.mapping import BLANK
from questions.formats.base import LIKELY, NO, POSSIBLE, Format, Holds, Options
from questions.formats.losses import fitting
from questions.formats.results import Problem, Reading, Writing
from questions.formats.tables import banks, roles
from questions.formats.tables.banks import Collected
from questions.formats.tables.grid import Grid, Row, about
from questions.formats.tables.rows import Layout, Made, RefusedRowError, made
from questions.model import Answer, Kind, Question

# What people choose, the rarest in ordinary text first.
_CUSTOM: Final = ("/////", "---", " :: ", "::", " => ", " -> ", " = ", " \N{EN DASH} ", " - ", ": ")
_SEPARATORS: Final = ("\t", *_CUSTOM, ";", ",")
_ROW_ENDS: Final = ("\n\n", "\n", ";")
_SAMPLE_ROWS: Final = 200
_MOST_OF_ROWS: Final = 0.6
# Prose has these signs in nearly every line, too.
_MOST_IN_PROSE: Final = 0.9
_LAYOUT: Final = Layout((roles.QUESTION, roles.ANSWER))


def recognises(data: bytes, name: str) -> float:
    """Tell the paste by one separator that cuts nearly every line in two."""
    text = csv_table.sample_of(data)
    if not text.strip() or text.lstrip().startswith(("{", "<", "[{", "#")):
        return NO
    row_end, separator = guess(text)
    share = _share(text, row_end, separator)
    if share < (_MOST_IN_PROSE if separator in {",", ";", ": "} else _MOST_OF_ROWS):
        return NO
    if separator in _CUSTOM[:4]:
        return LIKELY
    return POSSIBLE if separator == "\t" else POSSIBLE / 2


def guess(text: str) -> tuple[str, str]:
    """Tell what stands between rows and between term and definition."""
    scored = [
        (_share(text, row_end, separator) - rank / 100, row_end, separator)
        for row_end in _ROW_ENDS[:2]
        for rank, separator in enumerate(_SEPARATORS)
        if row_end != "\n\n" or "\n\n" in text.strip()
    ]
    _score, row_end, separator = max(scored)
    return row_end, separator


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read terms and definitions; a row without a separator is named."""
    decoded = decoding.decode(data, options.encoding)
    row_end, separator = guess(decoded.text)
    row_end = options.row_separator or row_end
    separator = options.separator or separator
    collected = Collected(list(decoded.problems))
    rows = list(_rows(decoded.text, row_end, separator))
    for row in rows:
        _collect(collected, row)
    if not collected.questions:
        return banks.reading_of(Grid([], collected.problems), banks.Plan([], _LAYOUT), name, "")
    guessed: dict[str, object] = {
        "encoding": decoded.encoding,
        "separator": separator,
        "row_separator": row_end,
        "sample": banks.sample_of(rows),
    }
    return banks.finished(collected, name, FORMAT.name, guessed)


def write(bank: Bank) -> Writing:
    """Write terms and definitions with a tab between them, one row a line."""
    kept, problems = fitting(bank, _HOLDS)
    lines = []
    for number, question in enumerate(kept, 1):
        cells = (question.stem, question.answers[0].text)
        whole = "\t".join(" ".join(cell.split()) for cell in cells)
        if whole != "\t".join(cells):
            reason = "line ends and tabs inside it became spaces"
            problems.append(Problem(f"question {number}", reason, question.stem[:200], "reduced"))
        lines.append(whole)
    return Writing("".join(f"{line}\n" for line in lines).encode(), tuple(problems))


def _collect(collected: Collected, row: Row) -> None:
    if len(row.cells) < 2:
        collected.tell(about(row, "the line has no separator"))
        return
    if not row.cells[1].strip():
        _collect_half(collected, row)
        return
    try:
        found = made(row, _LAYOUT)
    except RefusedRowError as error:
        collected.tell(about(row, str(error)))
    else:
        if found:
            collected.add(found, row)


def _collect_half(collected: Collected, row: Row) -> None:
    """Keep a term without a definition, as Quizlet does: often a picture stood there."""
    term = row.cells[0].strip()
    if not term:
        collected.tell(about(row, "there is no question"))
        return
    question = Question(
        id="-",
        kind=Kind.FLASHCARD,
        stem=html.escape(term, quote=False),
        format="html",
        answers=(Answer(text=BLANK),),
    )
    collected.add(Made(question, None, ("it has no definition; its back is empty",)), row)


def _rows(text: str, row_end: str, separator: str) -> Iterator[Row]:
    line = 1
    for record in text.split(row_end):
        skipped = len(record) - len(record.lstrip("\n"))
        if record.strip():
            yield Row(line + skipped, tuple(record.strip("\n").split(separator, 1)))
        line += record.count("\n") + row_end.count("\n")


def _share(text: str, row_end: str, separator: str) -> float:
    """Say how many of the first rows are cut in two, both parts holding something."""
    records = [one for one in text.strip().split(row_end)[:_SAMPLE_ROWS] if one.strip()]
    cut = [one.split(separator) for one in records if separator in one]
    whole = sum(1 for parts in cut if all(part.strip() for part in parts[:2]))
    crowded = sum(1 for parts in cut if len(parts) > 2) / 4
    return (whole - crowded) / len(records) if records else 0


_HOLDS: Final = Holds(frozenset({Kind.FLASHCARD}))
FORMAT: Final = Format(
    name="quizlet",
    title="Quizlet",
    suffixes=(".txt",),
    recognises=recognises,
    read=read,
    write=lambda bank, media, schedule: write(bank),
    holds=_HOLDS,
    media_type="text/plain",
    is_table=True,
)
