"""Editing one question, from anywhere, and back."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from questions.model import Answer, Kind, Question
from studyapp import cards, decks
from studyapp.errors import RefusedError
from studyapp.web.page import safe_next
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("questions", __name__, url_prefix="/questions/<id:question_id>")
_LONGEST = 20_000


@blueprint.route("/edit", methods=["GET", "POST"])
def edit(question_id: str) -> ResponseReturnValue:
    """Show a question's text, or store the edited one."""
    with database().reading() as session:
        row = cards.question_row(session, learner_id(), question_id)
        question = cards.question_of(row)
        deck_title = decks.get(session, learner_id(), row.deck_id).title
    if request.method == "GET":
        return _form(question, deck_title, _values_of(question), [])
    values = _values_sent()
    try:
        edited = edited_question(
            question,
            values.stem,
            values.answer,
            accepted=values.accepted.splitlines(),
            explanation=values.explanation.strip(),
        )
    except RefusedError as error:
        return _form(question, deck_title, values, [str(error)]), 422
    moment = now()
    database().write(lambda session: cards.edit(session, learner_id(), question_id, edited, moment))
    return redirect(safe_next(url_for("library.show")), code=303)


def _values_of(question: Question) -> SimpleNamespace:
    texts = [answer.text for answer in question.answers]
    is_cloze = question.kind is Kind.CLOZE
    return SimpleNamespace(
        stem=question.stem,
        answer="" if is_cloze or not texts else texts[0],
        accepted="\n".join(texts if is_cloze else texts[1:]),
        explanation=question.explanation,
    )


def _values_sent() -> SimpleNamespace:
    names = ("stem", "answer", "accepted", "explanation")
    return SimpleNamespace(
        **{name: request.form.get(name, "").replace("\r\n", "\n")[:_LONGEST] for name in names}
    )


def _form(question: Question, deck_title: str, values: SimpleNamespace, errors: list[str]) -> str:
    return render_template(
        "questions/edit.html",
        question=question,
        deck_title=deck_title,
        values=values,
        errors=errors,
        next=safe_next(url_for("library.show")),
    )


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
