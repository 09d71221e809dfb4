"""Documents: material in, the text with its marks, removal."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyapp import documents, uploads
from studyapp.search import Term
from studyapp.web import imports, intake
from studyapp.web.generations import view_of
from studyapp.web.marks import heading_of, part_shown, text_view
from studyapp.web.page import form_id
from studyapp.web.state import database, learner_id, now, state
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

blueprint = Blueprint("documents", __name__, url_prefix="/documents")


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """Show the form that takes material."""
    return _form([], "", "")


@blueprint.post("")
def create() -> ResponseReturnValue:
    """Take pasted text and files; each becomes a document with a job."""
    key, text, title = form_id(), request.form.get("text", ""), request.form.get("title", "")
    if banks := imports.banks_sent():
        return imports.take(key, banks)
    taken = intake.taken(key, text, title.strip())
    if not taken.read and not taken.slow:
        return _form(taken.errors, text, title), 422
    moment = now()
    database().write(lambda session: intake.keep(session, learner_id(), taken, moment))
    for error in taken.errors:
        flash(error)
    if len(taken.slow) + len(taken.read) == 1:
        return redirect(_only_place(taken), code=303)
    if taken.read:
        number = len(taken.read)
        flash(_("%(number)s documents added. Their questions are being made.", number=number))
    if taken.slow:
        flash(
            ngettext(
                "%(num)s file is being read.", "%(num)s files are being read.", len(taken.slow)
            )
        )
    return redirect(url_for("library.show"), code=303)


def _only_place(taken: intake.Taken) -> str:
    """Return where the one thing that was given is shown."""
    if taken.slow:
        return url_for("uploads.show", upload_id=next(iter(taken.slow)))
    return url_for("documents.show", document_id=next(iter(taken.read)))


@blueprint.get("/<id:document_id>")
def show(document_id: str) -> ResponseReturnValue:
    """Show a document with its marks, and how far its questions are."""
    with database().reading() as session:
        document = documents.get(session, learner_id(), document_id)
        view = text_view(session, document, part=part_shown(), place=_place())
        return render_template(
            "documents/show.html",
            document=heading_of(document),
            view=view,
            part=view.part,
            progress_query=str(Term("source", document.title, literal=True)),
            generation=view_of(session, learner_id(), document_id),
        )


def _place() -> int | None:
    """Return the place in the text that a link leads to."""
    wanted = request.args.get("at", "")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 10 else None


@blueprint.post("/<id:document_id>/removal")
def removal(document_id: str) -> ResponseReturnValue:
    """Put a document away."""
    moment = now()
    database().write(lambda session: documents.remove(session, learner_id(), document_id, moment))
    flash(_("The document is deleted. Undo brings it back."))
    return redirect(url_for("library.show"), code=303)


def _form(errors: list[str], text: str, title: str) -> str:
    with database().reading() as session:
        waiting = [
            SimpleNamespace(id=one.id, name=one.name, failed=job is None or job.state == "failed")
            for one, job in uploads.all_of(session, learner_id())
        ]
    return render_template(
        "documents/new.html",
        errors=errors,
        values=SimpleNamespace(text=text, title=title),
        limit_mb=state().settings.max_upload_mb,
        uploads=waiting,
        recent=[],
    )
