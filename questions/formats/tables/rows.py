"""A row of a table becomes a question, or the reason why it cannot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from questions import cloze
from questions.formats.tables import correct, roles
from questions.formats.tables.grid import Row
from questions.model import Kind, Question, is_number

_TRUE: Final = frozenset({"true", "wahr", "verdadero", "vrai", "vero", "richtig"})
_FALSE: Final = frozenset({"false", "falsch", "falso", "faux"})
# A cell that begins so is computed by spreadsheets; an apostrophe before it says that it is text.
GUARDED: Final = re.compile(r"'*[=+\-@\t\r\n]")
# What says nothing without a question or an answer.
_QUIET: Final = frozenset(
    {roles.ID, roles.TIME, roles.IGNORE, roles.KIND, roles.DECK, roles.TAGS, roles.FORMAT}
)
_FORMATS: Final = frozenset({"text", "html", "markdown"})
_TAG_END: Final = re.compile(r"\s*[,;]\s*")
_KINDS: Final = {
    "multiple choice": Kind.CHOICE, "checkbox": Kind.CHOICE, "mc": Kind.CHOICE,
    "multiple select": Kind.CHOICE, "poll": Kind.CHOICE, "fill in the blank": Kind.SHORT,
    "short answer": Kind.SHORT, "open ended": Kind.ESSAY, "true false": Kind.TRUEFALSE,
    "basic": Kind.FLASHCARD, "card": Kind.FLASHCARD, "quiz": Kind.CHOICE,
    **{kind.value: kind for kind in Kind},
}  # fmt: skip


class RefusedRowError(Exception):
    """Why a row cannot be a question."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table hold, and how its questions are written."""

    roles: tuple[str, ...]
    html: bool = False
    tags_end: str = ","


@dataclass(frozen=True, slots=True)
class Made:
    """A question with the name that the file gives it, and what is odd about it."""

    question: Question
    key: str | None
    warnings: tuple[str, ...] = ()


def made(row: Row, layout: Layout) -> Made | None:
    """Read a row; None where it only has a number, as templates do. Raises RefusedRowError."""
    cells = _Cells(row, layout.roles)
    if not cells.says_something:
        return None
    stem = cells.first(roles.QUESTION)
    if not stem:
        raise RefusedRowError("there is no question")
    values, warnings = _values(stem, cells)
    values |= _common(cells, layout)
    try:
        question = Question(id="-", **values)
    except ValidationError as error:
        raise RefusedRowError(_told(error)) from None
    surplus = [cell for cell in row.cells[len(layout.roles) :] if cell.strip()]
    if surplus:
        reason = f"the row has {len(row.cells)} cells, {len(layout.roles)} are named"
        warnings.append(f"{reason}; the rest was left out")
    return Made(question, cells.first(roles.ID) or None, tuple(warnings))


class _Cells:
    """The cells of a row by what they hold."""

    def __init__(self, row: Row, held: Sequence[str]) -> None:
        self._by_role: dict[str, list[str]] = {}
        for role, cell in zip(held, row.cells, strict=False):
            text = (plain(cell) if cell.startswith("'") else cell).strip()
            # Where a choice stands says which it is, so an empty one counts.
            if text or role == roles.CHOICE:
                self._by_role.setdefault(role, []).append(text)

    @property
    def says_something(self) -> bool:
        return any(any(told) for role, told in self._by_role.items() if role not in _QUIET)

    def all(self, role: str) -> list[str]:
        return self._by_role.get(role, [])

    def first(self, role: str) -> str:
        told = self._by_role.get(role)
        return told[0] if told else ""


def _values(stem: str, cells: _Cells) -> tuple[dict[str, Any], list[str]]:
    """Say the kind, and what is asked and right."""
    kind = _kind(cells)
    choices = cells.all(roles.CHOICE)
    if kind is Kind.SHORT and any(choices):
        return {
            "kind": kind,
            "stem": stem,
            "answers": _answers([one for one in choices if one]),
        }, []
    if kind is Kind.ESSAY:
        return {"kind": kind, "stem": stem}, []
    if any(cells.all(roles.WRONG)):
        return _with_wrong_ones(stem, cells), []
    if any(choices):
        return _choice(stem, choices, cells)
    return _plain(stem, cells, kind), []


def _kind(cells: _Cells) -> Kind | None:
    told = cells.first(roles.KIND)
    return _KINDS.get(roles.normal(told)) if told else None


def _plain(stem: str, cells: _Cells, kind: Kind | None) -> dict[str, Any]:
    answer = cells.first(roles.ANSWER) or cells.first(roles.CORRECT)
    if kind in {None, Kind.CLOZE} and cloze.numbers(stem):
        return {"kind": Kind.CLOZE, "stem": stem, "explanation": answer}
    if kind is Kind.INFO:
        return {"kind": kind, "stem": stem, "explanation": answer}
    if not answer:
        raise RefusedRowError("there is no answer")
    # A dictionary may say what "true" is in another language: a statement has more words.
    truth = _truth(answer) if kind or len(stem.split()) > 2 else None
    if truth and kind in {None, Kind.TRUEFALSE}:
        return {"kind": Kind.TRUEFALSE, "stem": stem, "answers": _answers([truth])}
    if kind is Kind.NUMERIC and is_number(answer):
        return {"kind": kind, "stem": stem, "answers": _answers([answer])}
    wanted = kind if kind is Kind.SHORT else Kind.FLASHCARD
    given = [one.strip() for one in answer.split("|")] if wanted is Kind.SHORT else [answer]
    return {"kind": wanted, "stem": stem, "answers": _answers([one for one in given if one])}


def _truth(told: str) -> str | None:
    plain = told.casefold()
    return "true" if plain in _TRUE else "false" if plain in _FALSE else None


def _answers(texts: list[str]) -> list[dict[str, str]]:
    return [{"text": text} for text in texts]


def _with_wrong_ones(stem: str, cells: _Cells) -> dict[str, Any]:
    right = cells.first(roles.CORRECT) or cells.first(roles.ANSWER)
    wrong = [one for one in cells.all(roles.WRONG) if one and one != right]
    if not right:
        raise RefusedRowError("there is no right answer")
    choices = [{"text": right, "fraction": 1.0}, *({"text": one} for one in wrong)]
    return {"kind": Kind.CHOICE, "stem": stem, "choices": choices}


def _choice(stem: str, choices: list[str], cells: _Cells) -> tuple[dict[str, Any], list[str]]:
    told = cells.first(roles.CORRECT) or cells.first(roles.ANSWER)
    if not told:
        raise RefusedRowError("no choice is marked as right")
    right = correct.right_ones(told, choices)
    if right is None:
        raise RefusedRowError(f"the right answer {told[:60]!r} is none of the choices")
    if _truths(choices):
        truth = _truth(choices[min(right.places)])
        return {"kind": Kind.TRUEFALSE, "stem": stem, "answers": _answers([truth or ""])}, []
    given = [
        {"text": text, "fraction": 1.0 if at in right.places else 0.0}
        for at, text in enumerate(choices)
        if text
    ]
    values = {
        "kind": Kind.CHOICE,
        "stem": stem,
        "choices": given,
        "multiple": len(right.places) > 1,
    }
    return values, [right.warning] if right.warning else []


def _truths(choices: Sequence[str]) -> bool:
    said = [_truth(one) for one in choices if one]
    return len(said) == 2 and set(said) == {"true", "false"}


def _common(cells: _Cells, layout: Layout) -> dict[str, Any]:
    """Say what every kind can have; an empty value is the usual one."""
    told: dict[str, Any] = {
        "title": cells.first(roles.TITLE) or None,
        "deck": cells.first(roles.DECK) or None,
        "tags": _tags(cells, layout),
        "explanation": "\n\n".join(filter(None, cells.all(roles.EXPLANATION))),
        "hints": tuple(filter(None, cells.all(roles.HINT))),
        "format": _format(cells, layout),
    }
    return {name: value for name, value in told.items() if value}


def _format(cells: _Cells, layout: Layout) -> str:
    told = cells.first(roles.FORMAT)
    return told if told in _FORMATS else "html" if layout.html else "text"


def plain(cell: str) -> str:
    """Take off the mark that keeps a spreadsheet from computing a cell."""
    return cell[1:] if cell.startswith("'") and GUARDED.match(cell) else cell


def _tags(cells: _Cells, layout: Layout) -> tuple[str, ...]:
    found: list[str] = []
    for told in cells.all(roles.TAGS):
        found += told.split() if layout.tags_end == " " else _TAG_END.split(told)
    return tuple(dict.fromkeys(tag for tag in found if tag))


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return first["msg"].replace("Value error, ", "")
