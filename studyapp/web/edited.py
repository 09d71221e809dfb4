"""A question or draft with other words, where a form holds only some of its fields."""

from __future__ import annotations

from pydantic import ValidationError

from questions.model import Answer, Kind, Question
from studyapp.errors import RefusedError
from studyapp.web.texts import gettext as _


def edited_question(
    question: Question,
    stem: str,
    answer: str,
    *,
    accepted: list[str] | None = None,
    **changed: str | None,
) -> Question:
    """Return *question* with other words; refuse what could not be asked."""
    if not stem.strip():
        raise RefusedError(_("A question needs words. Write what you want to be asked."))
    is_cloze = question.kind is Kind.CLOZE
    if not is_cloze and not answer.strip():
        raise RefusedError(_("A question needs an answer. Write what is right."))
    try:
        answers = _answers(question, answer, accepted, is_cloze)
        values = question.model_dump() | changed
        return Question.model_validate({**values, "stem": stem.strip(), "answers": answers})
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise RefusedError(_("This cannot be asked: %(reason)s.", reason=reason)) from error


def _answers(
    question: Question, answer: str, accepted: list[str] | None, is_cloze: bool
) -> list[Answer]:
    known = {one.text: one for one in question.answers}
    if accepted is None:
        accepted = [one.text for one in question.answers[0 if is_cloze else 1 :]]
    texts = ([] if is_cloze else [answer.strip()]) + [line.strip() for line in accepted]
    return [known.get(text) or Answer(text=text) for text in dict.fromkeys(texts) if text]
