"""Changes of one field, by which a mechanical flaw is mended."""

from collections.abc import Callable, Mapping
from typing import Any

from questions.model import Finding, Question

Change = Callable[[str], str]


def revised(question: Question, update: Mapping[str, Any]) -> Question:
    """Return the question with other values, checked as any question is."""
    return Question.model_validate({**question.model_dump(mode="json"), **update})


def text_at(question: Question, field: str) -> str | None:
    """Return what stands in a field such as `stem` or `choices.2.text`."""
    held: Any = question.model_dump(mode="json")
    for step in field.split("."):
        held = _inside(held, step)
    return held if isinstance(held, str) else None


def with_text(question: Question, field: str, text: str) -> Question:
    """Return the question with *text* in a field that it has."""
    held: Any = question.model_dump(mode="json")
    whole, (*path, last) = held, field.split(".")
    for step in path:
        held = _inside(held, step)
    held[int(last) if isinstance(held, list) else last] = text
    return Question.model_validate(whole)


def changed(question: Question, finding: Finding, change: Change) -> Question | None:
    """Change the words that the finding points at; None where they are no longer there."""
    if finding.field is None or finding.start is None or finding.end is None:
        return None
    text = text_at(question, finding.field)
    if text is None or not 0 <= finding.start <= finding.end <= len(text):
        return None
    before, words, after = (
        text[: finding.start], text[finding.start : finding.end], text[finding.end :],
    )  # fmt: skip
    try:
        return with_text(question, finding.field, before + change(words) + after)
    except ValueError:
        return None  # what would be left is no question: only a person can mend it


def index_of(finding: Finding, field: str) -> int | None:
    """Return which of the list *field* the finding points at."""
    name, _, rest = (finding.field or "").partition(".")
    number = rest.partition(".")[0]
    return int(number) if name == field and number.isdigit() else None


def without_choice(question: Question, number: int | None) -> Question | None:
    """Take an option away, if it is wrong and two are left."""
    choices = question.choices
    if number is None or number >= len(choices) or len(choices) < 3:
        return None
    if choices[number].fraction > 0:
        return None
    return revised(question, {"choices": (*choices[:number], *choices[number + 1 :])})


def _inside(held: Any, step: str) -> Any:
    if isinstance(held, dict):
        return held.get(step)
    if isinstance(held, list) and step.isdigit() and int(step) < len(held):
        return held[int(step)]
    return None
