"""Files that a worker reads: how far one is, and forgetting it."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import documents, uploads
from studyapp.errors import NotFoundError
from studyapp.web.fragments import wants_fragment
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told_kept

blueprint = Blueprint("uploads", __name__, url_prefix="/documents/uploads/<id:upload_id>")


def view_of(session: Session, upload_id: str) -> SimpleNamespace:
    """Return what templates show of an upload: its name, and how far its reading is."""
    upload = uploads.get(session, learner_id(), upload_id)
    job = uploads.job_of(session, learner_id(), upload_id)
    state = job.state if job else "failed"
    error = told_kept(job.error) if job else ""
    return SimpleNamespace(id=upload.id, name=upload.name, state=state, error=error)


@blueprint.get("")
def show(upload_id: str) -> ResponseReturnValue:
    """Show how far the reading of a file is; once it is read, go on to its document."""
    with database().reading() as session:
        try:
            upload = view_of(session, upload_id)
        except NotFoundError:
            document = documents.get(session, learner_id(), upload_id)
            return _onward(url_for("documents.show", document_id=document.id))
    page = "uploads/_progress.html" if wants_fragment() else "uploads/show.html"
    return render_template(page, upload=upload)


@blueprint.post("/removal")
def removal(upload_id: str) -> ResponseReturnValue:
    """Stop reading a file and forget it."""
    moment = now()
    database().write(lambda session: uploads.remove(session, learner_id(), upload_id, moment))
    flash(_("The file is forgotten. You can add it again."))
    return redirect(url_for("documents.new"), code=303)


def _onward(url: str) -> ResponseReturnValue:
    """Lead a whole page by a redirect, and htmx, which would put it into this page, by a header."""
    if not wants_fragment():
        return redirect(url, code=303)
    response = make_response("")
    response.headers["HX-Redirect"] = url
    return response
