"""The lists of OpenTriviaQA: `#Q` the question, `^` the right answer, `A` to `D` the choices."""

import re
from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError

from questions.errors import BankFormatError
from questions.formats import csv_table, decoding
from questions.formats.base import CERTAIN, NO, Format, Options
from questions.formats.results import Reading
from questions.formats.tables import banks
from questions.formats.tables.banks import Collected
from questions.formats.tables.grid import Row, about
from questions.formats.tables.rows import Made
from questions.model import Answer, Choice, Kind, Question

_QUESTION: Final = "#Q "
_RIGHT: Final = "^"
_CHOICE: Final = re.compile(r"[A-H] ")
_MARK: Final = re.compile(r"^#Q .+\n(?:(?!#Q ).*\n){0,20}?\^", re.MULTILINE)


def recognises(data: bytes, name: str) -> float:
    """Tell the list by a question with its right answer."""
    return CERTAIN if _MARK.search(csv_table.sample_of(data)) else NO


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read the questions; one without a right answer among its choices is named."""
    decoded = decoding.decode(data, options.encoding)
    collected = Collected(list(decoded.problems))
    for line, block in _blocks(decoded.text):
        row = Row(line, ("\n".join(block),))
        try:
            collected.add(Made(_question(block), None), row)
        except ValidationError as error:
            reason = error.errors(include_url=False)[0]["msg"].replace("Value error, ", "")
            collected.tell(about(row, reason))
        except ValueError as error:
            collected.tell(about(row, str(error)))
    if not collected.questions:
        raise BankFormatError(banks.nothing(collected.problems))
    return banks.finished(collected, name, FORMAT.name, {"encoding": decoded.encoding})


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each question with the line that it begins in."""
    begun, block = 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(_QUESTION):
            if block:
                yield begun, block
            begun, block = number, [line]
        elif block and line.strip():
            block.append(line)
    if block:
        yield begun, block


def _question(block: list[str]) -> Question:
    """Read one question; what stands before the right answer goes on with the question."""
    at = next((at for at, line in enumerate(block) if line.startswith(_RIGHT)), None)
    if at is None:
        raise ValueError("there is no right answer")
    stem = "\n".join([block[0][len(_QUESTION) :], *block[1:at]]).strip()
    right = block[at][1:].strip()
    choices = _choices(block[at + 1 :])
    if {one.casefold() for one in choices} == {"true", "false"}:
        answers = (Answer(text=right.casefold()),)
        return Question(id="-", kind=Kind.TRUEFALSE, stem=stem, answers=answers)
    if right not in choices:
        raise ValueError(f"the right answer {right[:60]!r} is none of the choices")
    given = [Choice(text=one, fraction=float(one == right)) for one in dict.fromkeys(choices)]
    return Question(id="-", kind=Kind.CHOICE, stem=stem, choices=tuple(given))


def _choices(lines: list[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if _CHOICE.match(line):
            found.append(line[2:].strip())
        elif found:
            found[-1] = f"{found[-1]}\n{line.strip()}"
    return [one for one in found if one]


FORMAT: Final = Format(
    name="opentriviaqa",
    title="OpenTriviaQA",
    suffixes=(".txt",),
    recognises=recognises,
    read=read,
)
