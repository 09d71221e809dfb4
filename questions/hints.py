"""Hints on the way to an answer: first what the question itself offers, then its first letters.

A hint of the question leaves the answer to be recalled; letters give a part of it away.
"""

from dataclasses import dataclass

from questions.faces import face
from questions.model import Question

_SHORTEST = 4
_HIDDEN = "·"
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint, and whether it shows a part of the answer."""

    text: str
    reveals: bool


def hints_of(question: Question, part: str) -> tuple[Hint, ...]:
    """List the hints for one card of a question, in the order in which they are given."""
    own = tuple(Hint(text, False) for text in question.hints if text.strip())
    side = face(question, part)
    answer = side.answer.strip()
    # A gap may show its first letters from the beginning.
    shown = any(_CUT in segment.hint for segment in side.stem if segment.gap)
    if not side.typed or shown or len(answer) < _SHORTEST:
        return own
    return (*own, Hint(_first_letters(answer), True))


def _first_letters(answer: str) -> str:
    """Show the first letter of each word, and how long the words are."""
    return " ".join(
        word[0] + _HIDDEN * (len(word) - 1) if word[0].isalnum() else word
        for word in answer.split()
    )
