"""Banks as tables: no cell is ever computed by the spreadsheet that opens it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from questions.bank import Bank
from questions.formats import losses
from questions.formats.base import Feature, Holds
from questions.formats.results import Problem, Writing
from questions.formats.tables.rows import GUARDED
from questions.model import Kind, Question

HOLDS: Final = Holds(
    kinds=frozenset(
        {
            Kind.FLASHCARD, Kind.CLOZE, Kind.CHOICE, Kind.TRUEFALSE, Kind.SHORT, Kind.NUMERIC,
            Kind.ESSAY, Kind.INFO,
        }
    ),
    features=frozenset(
        {
            Feature.TITLE, Feature.DECK, Feature.TAGS, Feature.EXPLANATION, Feature.HINTS,
            Feature.MARKUP, Feature.IDS, Feature.SEVERAL_ANSWERS,
        }
    ),
    choices=90,
)  # fmt: skip
KAHOOT_HOLDS: Final = Holds(kinds=frozenset({Kind.CHOICE, Kind.TRUEFALSE}), choices=4)
_KAHOOT_QUESTION, _KAHOOT_ANSWER, _KAHOOT_SECONDS = 120, 75, 20
_KAHOOT_HEADER: Final = (
    "", "Question - max 120 characters", "Answer 1 - max 75 characters",
    "Answer 2 - max 75 characters", "Answer 3 - max 75 characters",
    "Answer 4 - max 75 characters",
    "Time limit (sec) \N{EN DASH} 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)  # fmt: skip
# XML 1.0 has no such characters.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL: Final = 32_767


def separated(bank: Bank, separator: str) -> Writing:
    """Write a bank as text with columns; a byte order mark tells spreadsheets that it is UTF-8."""
    kept, problems = losses.fitting(bank, HOLDS)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for row in _rows(kept):
        writer.writerow([guarded(cell) for cell in row])
    return Writing(out.getvalue().encode("utf-8-sig"), tuple(problems))


def guarded(cell: str) -> str:
    """Mark a cell that a spreadsheet would compute as text; reading takes the mark off."""
    return f"'{cell}" if GUARDED.match(cell) else cell


def workbook(bank: Bank) -> Writing:
    """Write a bank as a workbook whose cells are all texts."""
    kept, problems = losses.fitting(bank, HOLDS)
    return Writing(_saved(_rows(kept), bank.title, problems), tuple(problems))


def kahoot(bank: Bank) -> Writing:
    """Write the template that Kahoot imports; what is too long for it is named."""
    kept, problems = losses.fitting(bank, KAHOOT_HOLDS)
    rows: list[Sequence[str]] = [(), ("", bank.title), (), (), (), (), (), _KAHOOT_HEADER]
    for question in kept:
        if reason := _too_long(question):
            problems.append(Problem("question", reason, question.stem[:200]))
        else:
            rows.append(_kahoot_row(question, len(rows) - 7))
    return Writing(_saved(rows, "Sheet1", problems), tuple(problems))


def _rows(questions: Sequence[Question]) -> Iterable[Sequence[str]]:
    most = max((len(one.choices) for one in questions), default=0)
    names = [f"Choice {number}" for number in range(1, most + 1)]
    yield (
        "ID", "Kind", "Question", "Answer", *names, "Correct", "Explanation", "Hint", "Tags",
        "Title", "Deck", "Format",
    )  # fmt: skip
    for question in questions:
        yield _row(question, most)


def _row(question: Question, most: int) -> Sequence[str]:
    choices = [choice.text for choice in question.choices]
    right = [str(at) for at, one in enumerate(question.choices, 1) if one.fraction > 0]
    answers = [answer.text for answer in question.answers if answer.fraction > 0]
    is_typed = question.kind is Kind.SHORT
    return (
        question.id, question.kind.value, question.stem,
        " | ".join(answers) if is_typed else "".join(answers[:1]),
        *choices, *[""] * (most - len(choices)), ",".join(right), question.explanation,
        "\n".join(question.hints), ", ".join(question.tags), question.title or "",
        question.deck or "", question.format,
    )  # fmt: skip


def _kahoot_row(question: Question, number: int) -> Sequence[str]:
    choices = _kahoot_choices(question)
    right = ",".join(str(at) for at, (_text, is_right) in enumerate(choices, 1) if is_right)
    texts = [text for text, _is_right in choices]
    blank = [""] * (4 - len(texts))
    return (str(number), question.stem, *texts, *blank, str(_KAHOOT_SECONDS), right)


def _kahoot_choices(question: Question) -> list[tuple[str, bool]]:
    if question.kind is Kind.TRUEFALSE:
        told = question.answers[0].text
        return [("True", told == "true"), ("False", told == "false")]
    return [(choice.text, choice.fraction > 0) for choice in question.choices]


def _too_long(question: Question) -> str | None:
    if len(question.stem) > _KAHOOT_QUESTION:
        return f"the question has {len(question.stem)} characters, Kahoot takes {_KAHOOT_QUESTION}"
    longest = max(len(text) for text, _is_right in _kahoot_choices(question))
    if longest > _KAHOOT_ANSWER:
        return f"an answer has {longest} characters, Kahoot takes {_KAHOOT_ANSWER}"
    return None


def _saved(rows: Iterable[Sequence[str]], title: str, problems: list[Problem]) -> bytes:
    # Here, not above: it is a third of what a process loads that only reads a file.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "Bank")
    for line, row in enumerate(rows, 1):
        sheet.append([_cell(sheet, text, line, problems) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, text: str, line: int, problems: list[Problem]) -> Any:
    whole = _UNWRITABLE.sub("", text)[:_LONGEST_CELL]
    if whole != text:
        reason = "characters that a workbook cannot hold are left out"
        problems.append(Problem(f"row {line}", reason, text[:200], "reduced"))
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=whole)
    # Without this a text that begins with "=" would be a formula.
    cell.data_type = "s"
    return cell
