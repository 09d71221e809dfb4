"""A grid of rows becomes a bank, each row that cannot being named."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats.base import Options
from questions.formats.results import Problem, Reading
from questions.formats.tables import roles, rows, separated, workbook
from questions.formats.tables.grid import Grid, Row, about, place, raw, widest
from questions.formats.tables.rows import Layout, Made, RefusedRowError
from questions.messages import Message, say
from questions.model import Question, fingerprint

MOST_PROBLEMS: Final = 10_000
_SHOWN_ROWS: Final = 6
_HTML: Final = re.compile(
    r"</?(?:b|i|u|s|br|p|em|strong|div|span|img|sub|sup|ul|ol|li|ruby|rt|code|pre|table|a|font|h[1-6])"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ANSWER_SHEET: Final = re.compile(r"\[(?:score|feedback)\]\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which rows are data and what their columns hold."""

    data: Sequence[Row]
    layout: Layout
    header: tuple[str, ...] | None = None
    unclear: bool = False


@dataclass(slots=True)
class Collected:
    """The questions of a file so far, each once, and what went wrong."""

    problems: list[Problem]
    questions: list[Question] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    lines: dict[str, Row] = field(default_factory=dict)

    def add(self, made: Made, row: Row) -> None:
        """Keep a question under a name of its own; the very same one a second time is named."""
        own = fingerprint(made.question)
        if own in self.lines:
            reason = f"the same question stands in {place(self.lines[own])} already"
            self.tell(about(row, reason))
            return
        self.lines[own] = row
        self.questions.append(made.question.model_copy(update={"id": own}))
        if made.key:
            self.keys[own] = made.key
        for warning in made.warnings:
            self.tell(Problem(place(row), warning, raw(row), "reduced", row.line))

    def tell(self, problem: Problem) -> None:
        """Remember a problem, of a reasonable number."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def grid_of(data: bytes, options: Options) -> Grid:
    """Read the rows of a workbook or of a text file."""
    if workbook.is_workbook(data):
        return workbook.grid_of(data, options.sheet)
    return separated.grid_of(data, options.encoding, options.separator)


def reading_of(grid: Grid, plan: Plan, name: str, format: str) -> Reading:
    """Make the bank; raises BankFormatError where no row is a question."""
    collected = Collected(grid.problems)
    for row in plan.data:
        try:
            made = rows.made(row, plan.layout)
        except RefusedRowError as error:
            collected.tell(about(row, str(error)))
        else:
            if made:
                collected.add(made, row)
    if not collected.questions:
        raise BankFormatError(nothing(collected.problems))
    return finished(collected, name, format, _guessed(grid, plan))


def finished(collected: Collected, name: str, format: str, guessed: dict[str, object]) -> Reading:
    """Return what was collected as a reading."""
    # Each was checked when it was made, under an id of its own: once is enough.
    questions = tuple(collected.questions)
    bank = Bank(title=title_of(name)).model_copy(update={"questions": questions})
    problems = tuple(collected.problems)
    return Reading(bank, problems, format, keys=collected.keys, guessed=guessed)


def title_of(name: str) -> str:
    """Return the name of a file without its folder and what tells its format."""
    stem = PurePath(name.replace("\x00", "")).name.partition(".")[0]
    return stem.encode("utf-8", "replace").decode().replace("_", " ").strip() or "Bank"


def plan_of(grid: Grid, options: Options) -> Plan:
    """Settle which rows are data and what the columns hold, as far as a person has not."""
    _refuse_answer_sheets(grid)
    header = _header(grid, options)
    start = header.at + 1 if header else 0
    width = widest(grid.rows)
    guessed = header.roles if header else roles.unnamed(width)
    held = _padded(options.columns, width) if options.columns else guessed
    data = grid.rows[start:]
    html = options.html if options.html is not None else has_html(data)
    is_told = bool(header and roles.QUESTION in map(roles.role_of, header.names))
    unclear = not options.columns and not is_told and width > 2
    _name_left_out(grid, held, data)
    return Plan(data, Layout(held, html), header.names if header else None, unclear)


def _name_left_out(grid: Grid, held: Sequence[str], data: Sequence[Row]) -> None:
    """Say once which columns hold something that goes into no question."""
    unused = {at for at, role in enumerate(held) if role == roles.IGNORE}
    filled = sorted(
        {at for row in data for at in unused if at < len(row.cells) and row.cells[at].strip()}
    )
    if filled:
        said = ", ".join(str(at + 1) for at in filled[:20])
        reason = f"the columns {said} were left out: say what they hold if they should go in"
        grid.problems.append(Problem("table", reason, outcome="reduced"))


def has_html(data: Iterable[Row]) -> bool:
    """Tell whether a cell holds a tag that text would hardly have."""
    return any("<" in cell and _HTML.search(cell) for row in data for cell in row.cells)


def _header(grid: Grid, options: Options) -> roles.Header | None:
    if options.header is False or not grid.rows:
        return None
    found = roles.header_of(grid.rows)
    return found or (roles.named(0, grid.rows[0]) if options.header else None)


def _padded(chosen: tuple[str, ...], width: int) -> tuple[str, ...]:
    known = tuple(role if role in roles.ROLES else roles.IGNORE for role in chosen[:width])
    if roles.QUESTION not in known:
        raise BankFormatError(say("no column holds the questions: choose one"))
    return known + (roles.IGNORE,) * (width - len(known))


def _refuse_answer_sheets(grid: Grid) -> None:
    """Name the sheets that forms fill with what people answered."""
    cells = grid.rows[0].cells if grid.rows else ()
    is_stamped = bool(cells) and roles.normal(cells[0]) in {"timestamp", "zeitstempel"}
    if is_stamped and any(_ANSWER_SHEET.search(cell) or cell == "Score" for cell in cells):
        raise BankFormatError(
            say("this is a sheet of answers that people gave to a form, not of questions")
        )


def nothing(problems: Sequence[Problem]) -> Message:
    """Say why a file has no question: by its first row that could be none."""
    refused = [one for one in problems if one.outcome == "refused"]
    if not refused:
        return say("the table has no rows with questions")
    first = refused[0]
    return say(
        "no row is a question; %(where)s: %(reason)s", where=first.where, reason=first.reason
    )


def _guessed(grid: Grid, plan: Plan) -> dict[str, object]:
    return {
        "encoding": grid.encoding,
        "separator": grid.separator,
        "sheet": grid.sheet,
        "sheets": list(grid.sheets),
        "columns": list(plan.layout.roles),
        "header": plan.header is not None,
        "names": list(plan.header or ()),
        "html": plan.layout.html,
        "unclear": plan.unclear,
        "sample": sample_of(plan.data),
    }


def sample_of(data: Iterable[Row]) -> list[list[str]]:
    """Return the beginnings of the first rows, for the page on which columns are mapped."""
    shown = [row for row, _ in zip(data, range(_SHOWN_ROWS), strict=False)]
    return [[cell[:120] for cell in row.cells] for row in shown]
