"""What the editor's form leads to, whether a question or a draft is written on it."""

from __future__ import annotations

from dataclasses import replace

from flask import request

from questions.model import Question
from studyapp import editing, writing
from studyapp.decktree import clean_title
from studyapp.errors import RefusedError
from studyapp.web import editor
from studyapp.web.editor import Sent
from studyapp.web.state import database, learner_id
from studyapp.web.texts import told, told_why

_FRAGMENTS = {
    "look": "questions/_preview.html",
    "find": "questions/_sentences.html",
    "kind": "questions/_editor.html",
    "more": "questions/_editor.html",
}


def part(page: str) -> str:
    """Return which part of the page htmx asked for; opened as a page, it is the whole of it."""
    if request.method == "GET":
        return page
    return _FRAGMENTS.get(editor.step(), "questions/_editor.html")


def stepped(given: Sent, base: Question | None) -> Sent:
    """Return the form as the button that was pressed leaves it."""
    if editor.step() == "more":
        return editor.with_more_options(given)
    if editor.step() == "kind":
        return replace(given, wording=writing.of_kind(given.wording, given.wording.kind))
    if editor.step() == "mend":
        with database().reading() as session:
            return editor.with_mend(session, given, base)
    return given


def judged(given: Sent, *, needs_deck: bool) -> Sent:
    """Return the form with what keeps it from being saved."""
    problems = {name: told(one) for name, one in writing.problems(given.wording).items()}
    problems |= given.problems
    try:
        title = clean_title(given.deck) if given.deck.strip() or needs_deck else ""
    except RefusedError as error:
        problems["deck"] = told_why(error)
        title = given.deck
    return replace(given, deck=title, problems=problems)


def written(base: Question, given: Sent) -> Question:
    """Return the question as the form has it, with what may be wrong with it."""
    with database().reading() as session:
        source = editor.source_wanted(session, given, base)
        question = writing.written(base, given.wording, source)
        return editing.checked(session, learner_id(), question, given.deck)
