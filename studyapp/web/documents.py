"""Documents: material in, the text with its marks, removal."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.errors import DocumentError
from questions.extract import extract
from questions.text import Extracted
from studyapp import documents, generation
from studyapp.ids import derived_id
from studyapp.web.generations import view_of
from studyapp.web.marks import heading_of, marked_blocks
from studyapp.web.page import form_id
from studyapp.web.state import database, learner_id, now, state
from studyapp.web.texts import gettext as _

blueprint = Blueprint("documents", __name__, url_prefix="/documents")
_MOST_FILES = 50


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """Show the form that takes material."""
    return _form([], "", "")


@blueprint.post("")
def create() -> ResponseReturnValue:
    """Take pasted text and files; each becomes a document with a job."""
    key, text, title = form_id(), request.form.get("text", ""), request.form.get("title", "")
    found, errors = _extracted(text, title.strip())
    if not found:
        return _form(errors, text, title), 422
    ids = [derived_id(key, f"document/{number}") for number in range(len(found))]

    def action(session: Session) -> None:
        for document_id, extracted in zip(ids, found, strict=True):
            document, is_new = documents.keep(session, learner_id(), document_id, extracted, moment)
            if is_new:
                job = derived_id(document_id, "generate")
                generation.request(session, document, extracted.blocks, job, moment)

    moment = now()
    database().write(action)
    for error in errors:
        flash(error)
    if len(ids) == 1:
        return redirect(url_for("documents.show", document_id=ids[0]), code=303)
    flash(_("%(number)s documents added. Their questions are being made.", number=len(ids)))
    return redirect(url_for("library.show"), code=303)


@blueprint.get("/<id:document_id>")
def show(document_id: str) -> ResponseReturnValue:
    """Show a document with its marks, and how far its questions are."""
    with database().reading() as session:
        document = documents.get(session, learner_id(), document_id)
        return render_template(
            "documents/show.html",
            document=heading_of(document),
            blocks=marked_blocks(session, document),
            with_text=False,
            generation=view_of(session, learner_id(), document_id),
        )


@blueprint.post("/<id:document_id>/removal")
def removal(document_id: str) -> ResponseReturnValue:
    """Put a document away."""
    moment = now()
    database().write(lambda session: documents.remove(session, learner_id(), document_id, moment))
    flash(_("The document is deleted. Undo brings it back."))
    return redirect(url_for("library.show"), code=303)


def _form(errors: list[str], text: str, title: str) -> str:
    return render_template(
        "documents/new.html",
        errors=errors,
        values=SimpleNamespace(text=text, title=title),
        limit_mb=state().settings.max_upload_mb,
        recent=[],
    )


def _extracted(text: str, title: str) -> tuple[list[Extracted], list[str]]:
    """Read everything that was given; what cannot be read is told by name."""
    found, errors = [], []
    files = [file for file in request.files.getlist("files") if file.filename]
    if len(files) > _MOST_FILES:
        return [], [_("At most %(most)s files at once. Choose fewer.", most=_MOST_FILES)]
    given: list[tuple[bytes | str, str, str | None]] = [
        (file.read(), file.filename or "", file.mimetype) for file in files
    ]
    if text.strip() or not given:
        given.insert(0, (text, title, "text/plain"))
    for data, name, media_type in given:
        try:
            one = extract(data, name, media_type, max_bytes=state().settings.max_upload_bytes)
        except DocumentError as error:
            errors.append(f"{name}: {error}" if name and not isinstance(data, str) else str(error))
            continue
        found.append(_titled(one, title) if title and len(given) == 1 else one)
    return found, errors


def _titled(one: Extracted, title: str) -> Extracted:
    return Extracted(title, one.text, one.blocks, one.language)
