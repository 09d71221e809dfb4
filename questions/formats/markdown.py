"""Questions as Markdown: `Q:` and `A:` for cards, `C:` for clozes, a task list for choices."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from questions.bank import Bank
from questions.formats.base import Feature, Format, Holds
from questions.formats.losses import fitting
from questions.formats.notes import reading
from questions.formats.results import Writing
from questions.model import Kind, Question

_HOLDS: Final = Holds(
    kinds=frozenset({Kind.FLASHCARD, Kind.CLOZE, Kind.CHOICE, Kind.TRUEFALSE, Kind.SHORT}),
    features=frozenset({Feature.DECK, Feature.MARKUP}),
    as_cards=frozenset({Kind.NUMERIC}),
)
_MARK: Final = re.compile(r"^(\s*)(?=(?:[QACE]:|- \[|#|---))", re.MULTILINE)
_BLANK: Final = re.compile(r"\n\s*\n+")
_DELETION: Final = re.compile(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}", re.DOTALL)


def write(bank: Bank) -> Writing:
    """Write the questions under a heading for each deck, a blank line between them."""
    kept, problems = fitting(bank, _HOLDS)
    parts = [f"# {_line(bank.title)}"]
    deck = None
    for question in kept:
        if question.deck and question.deck != deck:
            deck = question.deck
            parts.append(f"## {_line(deck)}")
        parts.append(_WRITERS.get(question.kind, _card)(question))
    return Writing(("\n\n".join(parts) + "\n").encode(), tuple(problems))


def _line(text: str) -> str:
    return " ".join(text.split())


def _text(text: str) -> str:
    """Keep a text in one block, and let none of its lines begin as one of ours does."""
    return _MARK.sub(r"\1\\", _BLANK.sub("\n", text.strip()))


def _card(question: Question) -> str:
    return _answered(question, "Q", question.answers[0].text)


def _answered(question: Question, letter: str, answer: str) -> str:
    explanation = f"\n\n{_text(question.explanation)}" if question.explanation else ""
    return f"{letter}: {_text(question.stem)}\nA: {_text(answer)}{explanation}".replace(
        "\n\n", "\n"
    )


def _cloze(question: Question) -> str:
    """Write hidden words between brackets; those that stand in the text are marked as text."""
    plain = re.sub(r"([\[\]])", r"\\\1", question.stem)
    hidden = _DELETION.sub(r"[\1]", plain)
    return f"C: {_text(hidden)}"


def _choice(question: Question) -> str:
    marks = {True: "x", False: " "}
    lines = [f"- [{marks[one.fraction > 0]}] {_line(one.text)}" for one in question.choices]
    return "\n".join([f"Q: {_text(question.stem)}", *lines])


def _truth(question: Question) -> str:
    told = question.answers[0].text
    lines = [f"- [{'x' if told == one else ' '}] {one.capitalize()}" for one in ("true", "false")]
    return "\n".join([f"Q: {_text(question.stem)}", *lines])


_WRITERS: Final[Mapping[Kind, Callable[[Question], str]]] = {
    Kind.CLOZE: _cloze,
    Kind.CHOICE: _choice,
    Kind.TRUEFALSE: _truth,
}
FORMAT: Final = Format(
    name="markdown",
    title="Markdown",
    suffixes=(".md",),
    recognises=reading.recognises,
    read=reading.read,
    write=lambda bank, media, schedule: write(bank),
    holds=_HOLDS,
    media_type="text/markdown",
)
