"""Questions that are answered by picking, for tests of reviews and quizzes."""

from __future__ import annotations

from typing import Any

from questions.model import Answer, Choice, Kind, Question
from studyapp.ids import new_id

RIGHT, WRONG = "0", "1"
"""The keys of the right option of `a_choice`, and of a wrong one."""


def a_choice(stem: str = "Which river is the longest in Europe?", **fields: Any) -> Question:
    """Return a question with four options, of which the first as written is right."""
    options = (
        Choice(text="The Volga", fraction=1, feedback="It is 3,530 km long."),
        Choice(text="The Danube", feedback="It comes second."),
        Choice(text="The Rhine"),
        Choice(text="The Thames"),
    )
    values: dict[str, Any] = {"choices": options} | fields
    return Question(id=new_id(), kind=Kind.CHOICE, stem=stem, **values)


def a_several(stem: str = "Which of these are rivers?", **fields: Any) -> Question:
    """Return a question with two right options of four: those with the keys 0 and 1."""
    options = (
        Choice(text="The Volga", fraction=1),
        Choice(text="The Danube", fraction=1),
        Choice(text="The Alps"),
        Choice(text="The Ruhr area"),
    )
    return a_choice(stem, **({"choices": options, "multiple": True} | fields))


def a_statement(stem: str = "The Volga flows into the sea.", answer: str = "true") -> Question:
    """Return a true/false question."""
    return Question(id=new_id(), kind=Kind.TRUEFALSE, stem=stem, answers=(Answer(text=answer),))
