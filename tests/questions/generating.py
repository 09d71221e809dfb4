"""Making questions from a few sentences, as the generator's tests do it."""

from __future__ import annotations

from questions.cloze import plain
from questions.extract import extract
from questions.faces import face, parts_of
from questions.generate import generate
from questions.model import Kind, Question


def made_from(text: str, title: str = "") -> tuple[Question, ...]:
    """Return the questions of *text*, read as one plain document, that are kept by default."""
    return _made(text, title, everything=False)


def pool_from(text: str, title: str = "") -> tuple[Question, ...]:
    """Return all that is made of *text*, good or not."""
    return _made(text, title, everything=True)


def _made(text: str, title: str, *, everything: bool) -> tuple[Question, ...]:
    document = extract(text, "document.txt")
    return tuple(
        generate(
            document.text,
            document.blocks,
            document_id="d1",
            title=title or document.title,
            everything=everything,
        )
    )


def clean(questions: tuple[Question, ...]) -> list[Question]:
    """Return the questions that nothing speaks against."""
    return [one for one in questions if not one.findings]


def answers(questions: tuple[Question, ...] | list[Question]) -> set[str]:
    """Return what the questions ask for."""
    return {face(one, parts_of(one)[0]).answer for one in questions}


def accepted(question: Question) -> tuple[str, ...]:
    """Return all that is right for the only card of *question*."""
    return face(question, parts_of(question)[0]).accepted


def shown(question: Question) -> str:
    """Write the stem as the learner sees it, `___` for what is hidden."""
    segments = face(question, parts_of(question)[0]).stem
    return "".join("___" if one.gap else one.text for one in segments)


def stems(questions: tuple[Question, ...]) -> list[str]:
    """Write the stems with nothing hidden."""
    return [plain(one.stem) for one in questions]


def shorts(questions: tuple[Question, ...]) -> list[str]:
    """Return the stems of the short questions alone."""
    return [one.stem for one in questions if one.kind is Kind.SHORT]
