"""A question made of a sentence by its learner."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from sqlmodel import Session

from questions import marking as choosing
from questions.errors import MarkingError
from questions.model import Answer, Kind, Origin, Question, Source
from studyapp import documents, generation, marking
from studyapp.errors import RefusedError
from studyapp.ids import new_id
from studyapp.learners import clock_of, load
from studyapp.tables import Document
from studyapp.web import show as shown
from studyapp.web.marks import heading_of
from studyapp.web.page import form_id, safe_next
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told_why

blueprint = Blueprint(
    "sentences", __name__, url_prefix="/documents/<id:document_id>/sentences/<int:start>"
)
_LONGEST = 20_000
_MOST_WORDS = 1_000


@blueprint.get("")
def new(document_id: str, start: int) -> ResponseReturnValue:
    """Show a sentence, or what was selected, ready to be made a question of."""
    to = _number(request.args.get("to", ""))
    with database().reading() as session:
        document = documents.get(session, learner_id(), document_id)
        try:
            source = marking.source_of(document, start, to)
        except RefusedError as error:
            flash(told_why(error))
            return redirect(_place(document_id, start), code=303)
        chosen = (
            choosing.within(source.quote, start - source.start, to - source.start) if to else ()
        )
        return _form(document, source, _fresh(document, source, chosen), [])


@blueprint.post("")
def create(document_id: str, start: int) -> ResponseReturnValue:
    """Keep the question that was made."""
    values, moment = _sent(), now()
    with database().reading() as session:
        document = documents.get(session, learner_id(), document_id)
        try:
            source = marking.source_of(document, start, _number(request.form.get("end", "")))
            question = _question(source, values)
        except RefusedError as error:
            source = marking.source_of(document, start)
            return _form(document, source, values, [told_why(error)]), 422

    def action(session: Session) -> None:
        marking.keep(
            session,
            learner_id(),
            document_id,
            question,
            key=values.id,
            deck_title=values.deck.strip(),
            clock=clock_of(load(session, learner_id()), moment),
        )

    database().write(action)
    flash(_("The question is kept."))
    return redirect(safe_next(_place(document_id, source.start)), code=303)


def _place(document_id: str, start: int) -> str:
    """Return where a sentence stands in its document."""
    return f"{url_for('documents.show', document_id=document_id, at=start)}#{shown.anchor(start)}"


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _fresh(document: Document, source: Source, chosen: tuple[int, ...]) -> SimpleNamespace:
    return SimpleNamespace(
        id=new_id(),
        kind="cloze",
        hide=chosen,
        together=False,
        stem=source.quote,
        question="",
        answer="",
        deck=generation.deck_title(document),
    )


def _sent() -> SimpleNamespace:
    names = ("kind", "stem", "question", "answer", "deck")
    texts = {name: request.form.get(name, "").replace("\r\n", "\n") for name in names}
    chosen = (_number(one) for one in request.form.getlist("hide")[:_MOST_WORDS])
    return SimpleNamespace(
        **texts,
        id=form_id(),
        hide=tuple(number for number in chosen if number is not None),
        together=bool(request.form.get("together")),
    )


def _question(source: Source, values: SimpleNamespace) -> Question:
    """Make the question, or refuse with what to do."""
    if max(map(len, (values.stem, values.question, values.answer, values.deck))) > _LONGEST:
        raise RefusedError(_("At most %(most)s letters. Shorten it.", most=_LONGEST))
    try:
        made = _short(values) if values.kind == "short" else _cloze(source, values)
        return Question.model_validate(
            {**made, "id": values.id, "sources": (source,), "origin": Origin(engine=marking.ENGINE)}
        )
    except MarkingError as error:
        raise RefusedError(_reason(error)) from error
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise RefusedError(_("This cannot be asked: %(reason)s.", reason=reason)) from error


def _cloze(source: Source, values: SimpleNamespace) -> dict[str, object]:
    wording = values.stem.strip() or source.quote
    stem = choosing.cloze_stem(
        source.quote, frozenset(values.hide), wording=wording, together=values.together
    )
    return {"kind": Kind.CLOZE, "stem": stem}


def _short(values: SimpleNamespace) -> dict[str, object]:
    if not values.question.strip():
        raise RefusedError(_("A question needs words. Write what you want to be asked."))
    if not values.answer.strip():
        raise RefusedError(_("A question needs an answer. Write what is right."))
    answers = (Answer(text=values.answer.strip()),)
    return {"kind": Kind.SHORT, "stem": values.question.strip(), "answers": answers}


def _reason(error: MarkingError) -> str:
    reasons = {
        "nothing": _("Choose the words to hide: tick one or more of them."),
        "gone": _(
            "“%(words)s” is no longer in the sentence. Choose other words.", words=error.words
        ),
        "marks": _("Words with braces or “::” in them cannot be hidden."),
    }
    return reasons[error.reason]


def _form(
    document: Document,
    source: Source,
    values: SimpleNamespace,
    errors: list[str],
) -> str:
    every = list(_words(source.quote))
    blocks = documents.blocks_of(document)
    view = shown.source_view(document, blocks, _standing(source))
    return render_template(
        "sentences/new.html",
        document=heading_of(document),
        source=source,
        shown=view,
        words=every,
        after=source.quote[every[-1].end :] if every else source.quote,
        values=values,
        errors=errors,
        next=safe_next(_place(document.id, source.start)),
    )


def _words(quote: str) -> Iterator[SimpleNamespace]:
    """Yield the words that can be ticked, each with what stands between it and the last one."""
    place = 0
    for one in choosing.words(quote):
        yield SimpleNamespace(before=quote[place : one.start], text=one.text, end=one.end)
        place = one.end


def _standing(source: Source) -> Question:
    """Wrap a source, so that it is shown as the source of a question is."""
    return Question(id="0", kind=Kind.INFO, stem=source.quote, sources=(source,))
