"""Triage: one draft at a time, kept, edited or rejected."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.faces import Segment, parts_of
from questions.model import Finding, Question
from studyapp import decisions, decks, documents, generation, learners
from studyapp.errors import NotFoundError, RefusedError
from studyapp.learners import clock_of, load
from studyapp.tables import Document, Draft
from studyapp.web import edited, editor
from studyapp.web import show as shown
from studyapp.web.fragments import answer
from studyapp.web.marks import heading_of
from studyapp.web.page import safe_next
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told_why
from studyapp.web.why import Why, why_of

blueprint = Blueprint("drafts", __name__)
_DIGITS = 10  # of a place in a document


@dataclass(frozen=True)
class DraftView:
    """The draft to decide on, and how many are left."""

    id: str
    kind: str
    stem: tuple[Segment, ...]
    answer: str
    findings: tuple[Finding, ...]
    source: shown.SourceView | None
    number: int
    total: int
    left: int
    clean_left: int
    spare: int
    marker: str
    reasons: tuple[tuple[str, str], ...]
    why: Why | None = None


@blueprint.get("/documents/<id:document_id>/drafts")
def index(document_id: str) -> ResponseReturnValue:
    """Show the next draft of a document, or that all are sorted."""
    with database().reading() as session:
        document = documents.get(session, learner_id(), document_id)
        tally = generation.tally(session, learner_id(), document_id)
        return answer(
            "drafts/index.html",
            "drafts/_draft.html",
            document=heading_of(document),
            draft=_next_draft(session, document, tally),
            kept=tally.kept,
            rejected=tally.rejected,
            spare=tally.spare,
        )


def _next_draft(session: Session, document: Document, tally: generation.Tally) -> DraftView | None:
    row = generation.next_waiting(session, learner_id(), document.id)
    if row is None:
        return None
    question = Question.model_validate(row.body)
    stem, words = shown.asked(question, parts_of(question)[0])
    total = tally.waiting + tally.kept + tally.rejected
    return DraftView(
        id=row.id,
        kind=row.kind,
        stem=stem,
        answer=words,
        findings=question.findings,
        source=shown.source_view(document, documents.blocks_of(document), question),
        number=total - tally.waiting + 1,
        total=total,
        left=tally.waiting,
        clean_left=tally.clean,
        spare=tally.spare,
        marker=_marker_of(session, document),
        reasons=_reasons(question),
        why=why_of(question, decisions.taste(session, document.learner_id)),
    )


def _reasons(question: Question) -> tuple[tuple[str, str], ...]:
    """Return why a draft may be rejected, by the names that are stored, with words."""
    words = {
        "correct": _("It is wrong"),
        "fluent": _("It is badly worded"),
        "alone": _("It needs the text to be understood"),
        "only": _("Other answers fit as well"),
        "worth": _("It is not worth learning"),
        "options": _("The wrong options are poor"),
    }
    if not question.choices:
        del words["options"]
    return tuple(words.items())


def _marker_of(session: Session, document: Document) -> str:
    title = generation.deck_title(document)
    found = (deck for deck in decks.all_of(session, document.learner_id) if deck.title == title)
    known = next((deck.marker for deck in found), None)
    # Until the first is kept there is no deck: show the colour that it will have.
    return known or learners.next_marker(session, document.learner_id)


def _draft(session: Session, draft_id: str) -> Draft:
    draft = session.get(Draft, (learner_id(), draft_id))
    if draft is None:
        raise NotFoundError("draft", draft_id)
    return draft


def _back(document_id: str) -> ResponseReturnValue:
    return redirect(url_for("drafts.index", document_id=document_id), code=303)


@blueprint.post("/drafts/<id:draft_id>/keeping")
def keeping(draft_id: str) -> ResponseReturnValue:
    """Keep a draft: it becomes a question with cards."""
    moment = now()

    def action(session: Session) -> str:
        draft = _draft(session, draft_id)
        clock = clock_of(load(session, learner_id()), moment)
        generation.keep(session, learner_id(), [draft], clock)
        return draft.document_id

    return _back(database().write(action))


@blueprint.post("/drafts/<id:draft_id>/rejection")
def rejection(draft_id: str) -> ResponseReturnValue:
    """Put a draft aside, for the reason that the form names if it names one."""
    moment, given = now(), request.form.get("reason")
    reason = given if given in decisions.REASONS else None

    def action(session: Session) -> str:
        draft = _draft(session, draft_id)
        if draft.state == generation.WAITING:
            generation.reject(session, learner_id(), draft, moment, reason=reason)
        return draft.document_id

    return _back(database().write(action))


@blueprint.post("/documents/<id:document_id>/drafts/keeping")
def keep_clean(document_id: str) -> ResponseReturnValue:
    """Keep every waiting draft without findings."""
    moment = now()

    def action(session: Session) -> str | None:
        document = documents.get(session, learner_id(), document_id)
        clock = clock_of(load(session, learner_id()), moment)
        clean = generation.clean_waiting(session, learner_id(), document_id)
        generation.keep(session, learner_id(), clean, clock)
        deck = decks.titled(session, learner_id(), generation.deck_title(document))
        return deck.id if deck else None

    deck_id = database().write(action)
    if request.form.get("then") == "review":
        return redirect(url_for("reviews.show", deck=deck_id), code=303)
    return _back(document_id)


@blueprint.post("/documents/<id:document_id>/drafts/more")
def more(document_id: str) -> ResponseReturnValue:
    """Bring the next best drafts of a document, or of the stretch that the form names."""
    moment = now()
    seen, start, end = (_number(name) for name in ("seen", "start", "end"))

    def action(session: Session) -> int:
        return generation.more(
            session, learner_id(), document_id, moment, start=start or 0, end=end, seen=seen
        )

    database().write(action)
    return _back(document_id)


def _number(name: str) -> int | None:
    given = request.form.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < _DIGITS else None


@blueprint.get("/drafts/<id:draft_id>/edit")
def edit(draft_id: str) -> ResponseReturnValue:
    """Show a draft's text for editing."""
    opened = _opened(draft_id)
    return _form(opened, editor.shown(opened.question, opened.deck))


@blueprint.post("/drafts/<id:draft_id>")
def update(draft_id: str) -> ResponseReturnValue:
    """Store the edited text of a draft, or show the form with what its button is for."""
    opened = _opened(draft_id)
    given = editor.with_uploads(editor.sent(opened.question))
    if editor.step() not in {"", "save"}:
        return _form(opened, edited.stepped(given, opened.question))
    given = edited.judged(given, needs_deck=False)
    try:
        wanted = None if given.problems else edited.written(opened.question, given)
    except RefusedError as error:
        given = replace(given, problems={"form": told_why(error)})
        wanted = None
    if wanted is None:
        return _form(opened, given, 422)
    _store(opened, wanted, given.deck)
    return redirect(safe_next(opened.path), code=303)


@dataclass(frozen=True)
class _Opened:
    """A draft in the editor; *deck* is the title of where it goes, *usual* where it would go."""

    id: str
    question: Question
    deck: str
    usual: str
    path: str


def _opened(draft_id: str) -> _Opened:
    with database().reading() as session:
        draft = _draft(session, draft_id)
        usual = generation.deck_title(documents.get(session, learner_id(), draft.document_id))
        question = Question.model_validate(draft.body)
        path = url_for("drafts.index", document_id=draft.document_id)
        return _Opened(draft_id, question, question.deck or usual, usual, path)


def _store(opened: _Opened, wanted: Question, deck: str) -> None:
    moment = now()
    named = None if deck == opened.usual else deck or None
    placed = wanted.model_copy(update={"deck": named})

    def action(session: Session) -> None:
        draft = _draft(session, opened.id)
        generation.edit(session, learner_id(), draft, placed, moment)

    database().write(action)


def _form(opened: _Opened, given: editor.Sent, status: int = 200) -> ResponseReturnValue:
    with database().reading() as session:
        context = editor.context(session, given, opened.question)
    return answer(
        "drafts/edit.html",
        edited.part("drafts/edit.html"),
        status,
        form_url=url_for("drafts.update", draft_id=opened.id),
        key="",
        is_new=False,
        next=safe_next(opened.path),
        **context,
    )
