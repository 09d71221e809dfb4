"""Bank files in: given, looked into, corrected, brought in, taken back."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import dataclass

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.errors import BankFormatError
from questions.formats.tables.writing import guarded
from studyapp import decks, parsing
from studyapp.ids import derived_id, new_id
from studyapp.importing import imports, reading, showing, taking_back
from studyapp.messages import packed
from studyapp.tables import BankImport
from studyapp.web import import_forms, import_views
from studyapp.web.fragments import wants_fragment
from studyapp.web.media import harmless
from studyapp.web.page import form_id
from studyapp.web.session import visitor
from studyapp.web.state import database, learner_id, now, state
from studyapp.web.texts import gettext as _

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
_MOST_FILES = 20
_LONGEST_NAME = 300
# No text to make questions of has such a name.
_BANK_SUFFIXES = (
    ".apkg", ".colpkg", ".anki2", ".xlsx", ".csv", ".tsv", ".studybank.json", ".studybank.zip",
    ".gift",
)  # fmt: skip


@dataclass(frozen=True)
class BankFile:
    """A file, or a text that was pasted."""

    data: bytes
    name: str


def install(app: Flask) -> None:
    """Let decks with pictures be larger than other things that are sent; before they are read.

    A deck may be dropped where texts go, too: what is no deck there has its own limit.
    """

    @app.before_request
    def allow_large() -> None:
        if request.endpoint not in {"imports.create", "documents.create"}:
            return
        if state().settings.has_accounts and visitor() is None:
            return
        if request.endpoint == "documents.create" and request.mimetype != "multipart/form-data":
            return
        request.max_content_length = state().settings.max_import_bytes + 1024 * 1024
        if request.endpoint == "imports.create":
            request.max_form_memory_size = request.max_content_length


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """Show the form that takes bank files, and what became of those before."""
    return _form([])


@blueprint.post("")
def create() -> ResponseReturnValue:
    """Take files and pasted text; what is read quickly is shown at once."""
    key, given = form_id(), _given()
    if not given:
        return _form([_("There is no file and no text here. Choose a file, or paste one.")]), 422
    if len(given) > _MOST_FILES:
        return _form([_("At most %(most)s files at once.", most=_MOST_FILES)]), 422
    return take(key, given)


def banks_sent() -> list[BankFile]:
    """Return the files of a form for material, if all of them are banks by their names.

    Whoever drops a deck where texts go means the questions in it.
    """
    given = [] if request.form.get("text", "").strip() else _given()
    is_all = all(file.name.casefold().endswith(_BANK_SUFFIXES) for file in given)
    if not given or not is_all or len(given) > _MOST_FILES:
        for file in request.files.getlist("files"):
            file.seek(0)
        return []
    return given


def take(key: str, given: list[BankFile]) -> ResponseReturnValue:
    """Keep bank files and look into them as far as somebody waits; lead to where they are shown."""
    until = time.monotonic() + reading.PATIENCE
    for number, file in enumerate(given):
        _take(derived_id(key, f"import/{number}"), file, until)
    if len(given) == 1:
        return redirect(url_for("imports.show", import_id=derived_id(key, "import/0")), code=303)
    flash(_("%(number)s files are here. Look into each, then bring it in.", number=len(given)))
    return redirect(url_for("imports.new"), code=303)


def _given() -> list[BankFile]:
    text = request.form.get("text", "")
    pasted = [BankFile(text.encode("utf-8", "replace"), _("Pasted text"))] if text.strip() else []
    files = [file for file in request.files.getlist("files") if file.filename]
    return pasted + [BankFile(file.read(), (file.filename or "")[:_LONGEST_NAME]) for file in files]


def _take(import_id: str, file: BankFile, until: float) -> None:
    moment = now()

    def keep(session: Session) -> bool:
        imports.keep(session, learner_id(), import_id, file.data, file.name, moment)
        return imports.get(session, learner_id(), import_id).state == imports.READING

    if database().write(keep):
        _look(import_id, until - time.monotonic(), derived_id(import_id, "first"))


def _look(import_id: str, seconds: float, key: str) -> None:
    """Look into a file while somebody waits; what takes longer is left to the worker."""
    with database().reading() as session:
        row = session.get(BankImport, (learner_id(), import_id))
        given = reading.given_of(row) if row else None
    if given is None:
        return
    moment = now()
    try:
        if seconds <= 0:
            raise parsing.TooSlowError
        told = reading.preview(database(), learner_id(), given, seconds=seconds)
    except parsing.TooSlowError:
        database().write(
            lambda session: imports.ask_to_read(session, learner_id(), import_id, key, moment)
        )
    except BankFormatError as error:
        reason = packed(error.told)
        database().write(lambda session: imports.refuse(session, learner_id(), import_id, reason))
    else:
        if told is not None:
            database().write(
                lambda session: imports.take_preview(session, learner_id(), import_id, told)
            )


@blueprint.get("/<id:import_id>")
def show(import_id: str) -> ResponseReturnValue:
    """Show what a file holds, how far its work is, or what became of it."""
    with database().reading() as session:
        row = imports.get(session, learner_id(), import_id)
        view = import_views.view_of(session, row)
        titles = [deck.title for deck in decks.all_of(session, learner_id())]
        is_fragment = wants_fragment() and row.state in {imports.READING, imports.WRITING}
        page = "imports/_work.html" if is_fragment else "imports/show.html"
        answer = Response(render_template(page, view=view, decks=titles))
    if wants_fragment() and not is_fragment:
        # The work is over: the whole page is another one now.
        answer = Response("")
        answer.headers["HX-Redirect"] = url_for("imports.show", import_id=import_id)
    return answer


@blueprint.post("/<id:import_id>")
def update(import_id: str) -> ResponseReturnValue:
    """Read the file again in the way that was chosen, or bring it in."""
    with database().reading() as session:
        row = imports.get(session, learner_id(), import_id)
        sent = import_forms.sent(row)
    moment = now()
    if request.form.get("do") == "commit":
        database().write(
            lambda session: imports.ask_to_bring(
                session, learner_id(), import_id, sent.wanted, moment
            )
        )
        return redirect(url_for("imports.show", import_id=import_id), code=303)
    database().write(
        lambda session: imports.settle(
            session, learner_id(), import_id, sent.format, sent.options, sent.wanted
        )
    )
    if row.state in {imports.READING, imports.READY, imports.REFUSED}:
        _look(import_id, reading.PATIENCE, new_id())
    return redirect(url_for("imports.show", import_id=import_id), code=303)


@blueprint.get("/<id:import_id>/problems.csv")
def problems(import_id: str) -> ResponseReturnValue:
    """Send the rows that did not go in, or not whole, as a table."""
    with database().reading() as session:
        row = imports.get(session, learner_id(), import_id)
        found = (row.preview or {}).get("problems", [])
        name = f"{row.name.rpartition('.')[0] or row.name} problems.csv"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_("Where"), _("What became of it"), _("Why"), _("As it stood")])
    for one in found:
        cells = (one["where"], import_views.outcome(one["outcome"]), one["reason"], one["raw"])
        writer.writerow([guarded(cell) for cell in cells])
    answer = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers.set(
        "Content-Disposition", "attachment", filename=name.encode("ascii", "replace").decode()
    )
    return answer


@blueprint.get("/<id:import_id>/files/<id:media_id>")
def file(import_id: str, media_id: str) -> ResponseReturnValue:
    """Send a picture or a sound that the preview shows."""
    with database().reading() as session:
        found = showing.opened(imports.get(session, learner_id(), import_id).preview, media_id)
    if found is None:
        abort(404)
    data, media_type = found
    return harmless(Response(data, mimetype=media_type))


@blueprint.post("/<id:import_id>/undoing")
def undoing(import_id: str) -> ResponseReturnValue:
    """Take an import back."""
    moment = now()
    back = database().write(
        lambda session: taking_back.take_back(session, learner_id(), import_id, moment)
    )
    if back.whole:
        flash(_("The import is taken back."))
    else:
        flash(_("The import is taken back. What you did since stays."))
    return redirect(url_for("imports.show", import_id=import_id), code=303)


@blueprint.post("/<id:import_id>/removal")
def removal(import_id: str) -> ResponseReturnValue:
    """Forget a file; its learner has it still."""
    moment = now()
    database().write(lambda session: imports.remove(session, learner_id(), import_id, moment))
    flash(_("The file is forgotten. What was brought in of it stays."))
    return redirect(url_for("imports.new"), code=303)


def _form(errors: list[str]) -> str:
    with database().reading() as session:
        rows = [import_views.line_of(session, row) for row in imports.latest(session, learner_id())]
    return render_template(
        "imports/new.html",
        errors=errors,
        text=request.form.get("text", ""),
        rows=rows,
        limit_mb=state().settings.max_import_mb,
    )
