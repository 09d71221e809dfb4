"""Writing and editing a question, from anywhere and back; its history; its removal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.model import Kind, Question
from studyapp import cards, decks, editing, learners, writing
from studyapp.changes import Effect
from studyapp.errors import RefusedError
from studyapp.ids import is_id, new_id
from studyapp.web import deck_looks, edited, editor
from studyapp.web.editor import Sent
from studyapp.web.finding import answer_line
from studyapp.web.fragments import answer
from studyapp.web.page import form_id, moment_label, safe_next
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told_why
from studyapp.wording import Piece, pieces

blueprint = Blueprint("questions", __name__, url_prefix="/questions")
blueprint.before_request(deck_looks.allow_shown)
NEXT = "next"


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """Show the form for a new question."""
    deck_id = request.args.get("deck", "")
    with database().reading() as session:
        if is_id(deck_id):
            title = decks.get(session, learner_id(), deck_id).title
        else:
            title = editing.latest_deck(session, learner_id()) or _("My questions")
    return _new_page(editor.fresh(request.args.get("kind", ""), title), new_id())


@blueprint.post("")
def create() -> ResponseReturnValue:
    """Keep a new question, or show the form again with what the button is for."""
    key, given = form_id(), editor.with_uploads(editor.sent(None))
    if editor.step() not in {"", NEXT, "save"}:
        return _new_page(edited.stepped(given, None), key)
    given = edited.judged(given, needs_deck=True)
    if given.problems:
        return _new_page(given, key, 422)
    with database().reading() as session:
        source = editor.source_wanted(session, given, None)
        question = writing.written(None, given.wording, source)
        question = editing.checked(session, learner_id(), question, given.deck)
    moment = now()

    def action(session: Session) -> str:
        clock = learners.clock_of(learners.load(session, learner_id()), moment)
        return editing.add(session, learner_id(), given.deck, question, key=key, clock=clock)

    deck_id = database().write(action)
    flash(_("The question is kept."))
    if editor.step() == "save":
        return redirect(safe_next(url_for("decks.show", deck_id=deck_id)), code=303)
    kind = given.wording.form
    return redirect(url_for("questions.new", deck=deck_id, kind=kind), code=303)


def _new_page(given: Sent, key: str, status: int = 200) -> ResponseReturnValue:
    with database().reading() as session:
        context = editor.context(session, given, None)
    return answer(
        "questions/new.html",
        edited.part("questions/new.html"),
        status,
        form_url=url_for("questions.create"),
        key=key,
        is_new=True,
        next=safe_next(""),
        **context,
    )


@blueprint.route("/<id:question_id>/edit", methods=["GET", "POST"])
def edit(question_id: str) -> ResponseReturnValue:
    """Show a question's form, or store what it says."""
    with database().reading() as session:
        row = cards.question_row(session, learner_id(), question_id)
        question = cards.question_of(row)
        title = decks.get(session, learner_id(), row.deck_id).title
    if request.method == "GET":
        return _edit_page(question, editor.shown(question, title))
    given = editor.with_uploads(editor.sent(question))
    if editor.step() not in {"", "save"}:
        return _edit_page(question, edited.stepped(given, question))
    given = edited.judged(given, needs_deck=False)
    try:
        wanted = None if given.problems else edited.written(question, given)
    except RefusedError as error:
        given = replace(given, problems={"form": told_why(error)})
        wanted = None
    if wanted is None:
        return _edit_page(question, given, 422)
    _store(question_id, wanted, given.deck)
    return redirect(safe_next(url_for("library.show")), code=303)


def _store(question_id: str, wanted: Question, deck_title: str) -> None:
    moment = now()

    def action(session: Session) -> None:
        # Looked for first, so that a question of somebody else makes no deck.
        cards.question_row(session, learner_id(), question_id)
        moved: Sequence[Effect] = ()
        if deck_title:
            moved = editing.moved(session, learner_id(), question_id, deck_title, moment)
            session.expire_all()
        cards.edit(session, learner_id(), question_id, wanted, moment, checked=True, beside=moved)

    database().write(action)


def _edit_page(question: Question, given: Sent, status: int = 200) -> ResponseReturnValue:
    with database().reading() as session:
        versions = len(editing.versions(session, learner_id(), question.id))
        context = editor.context(session, given, question, own_id=question.id)
    return answer(
        "questions/edit.html",
        edited.part("questions/edit.html"),
        status,
        form_url=url_for("questions.edit", question_id=question.id),
        key="",
        is_new=False,
        question=question,
        versions=versions,
        next=safe_next(url_for("library.show")),
        **context,
    )


@dataclass(frozen=True)
class VersionView:
    """A wording that a question had, what the next one changed, and how it came to that."""

    id: str
    replaced: str
    act: str
    changes: list[tuple[str, tuple[Piece, ...]]]


@blueprint.get("/<id:question_id>/history")
def history(question_id: str) -> ResponseReturnValue:
    """Show how a question's words changed."""
    with database().reading() as session:
        row = cards.question_row(session, learner_id(), question_id)
        later = cards.question_of(row)
        views = []
        for version in editing.versions(session, learner_id(), question_id):
            earlier = Question.model_validate({**version.body, "id": question_id})
            if changed := _changes(earlier, later):
                replaced = moment_label(version.replaced_at)
                views.append(VersionView(version.id, replaced, _act(version.label), changed))
            later = earlier
        question = cards.question_of(row)
    return render(
        "questions/history.html",
        question=question,
        answer=answer_line(question),
        versions=views,
        next=safe_next(url_for("library.show")),
    )


def _changes(earlier: Question, later: Question) -> list[tuple[str, tuple[Piece, ...]]]:
    """Return by field the difference of two wordings."""
    old, new = _lines(earlier), _lines(later)
    return [(label, pieces(old[label], new[label])) for label in new if old[label] != new[label]]


def _lines(question: Question) -> dict[str, str]:
    truths = {"true": _("True"), "false": _("False")}
    is_statement = question.kind is Kind.TRUEFALSE
    answers = [
        truths.get(one.text, one.text) if is_statement else one.text for one in question.answers
    ]
    marks = {True: "✓", False: "✗"}
    options = [f"{marks[one.fraction > 0]} {one.text}" for one in question.choices]
    sources = [source.quote for source in question.sources]
    return {
        _("Question"): question.stem,
        _("Answer"): " · ".join(answers),
        _("Options"): " · ".join(options),
        _("Explanation"): question.explanation,
        _("Tags"): " ".join(question.tags),
        _("Source"): " ".join(sources),
    }


def _act(label: str) -> str:
    acts = {
        "edit": _("edited"),
        "accept": _("an answer accepted"),
        "replacement": _("find and replace"),
    }
    return acts.get(label, label)


@blueprint.post("/versions/<id:version_id>/revival")
def revival(version_id: str) -> ResponseReturnValue:
    """Let a question say again what it said."""
    moment = now()
    question_id = database().write(
        lambda session: editing.bring_back(session, learner_id(), version_id, moment)
    )
    flash(_("The question says again what it said."))
    return redirect(url_for("questions.history", question_id=question_id), code=303)


@blueprint.post("/<id:question_id>/removal")
def removal(question_id: str) -> ResponseReturnValue:
    """Put a question into the trash."""
    moment = now()
    database().write(lambda session: editing.remove(session, learner_id(), question_id, moment))
    flash(_("The question is in the trash. Undo brings it back."))
    return redirect(safe_next(url_for("library.show")), code=303)
