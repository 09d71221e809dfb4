"""Decks out: the choice of a format, what it leaves out, and the file."""

from __future__ import annotations

import re
from types import SimpleNamespace

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from questions import formats
from questions.formats import Format
from studyapp import decks, exporting
from studyapp.exporting import Shipment
from studyapp.web.state import database, learner_id, state
from studyapp.web.texts import gettext as _

blueprint = Blueprint("exports", __name__, url_prefix="/decks/<id:deck_id>/export")
_USUAL = "json"
_UNFIT = re.compile(r"[^\w\- ]+")


@blueprint.get("")
def show(deck_id: str) -> ResponseReturnValue:
    """Show the formats, and what the chosen one leaves out of this deck."""
    form = _chosen()
    shipment, title = _shipment(deck_id)
    lost = exporting.left_out(shipment, form.name)
    refused = sum(one.number for one in lost if one.outcome == "refused")
    return render_template(
        "decks/export.html",
        deck=SimpleNamespace(id=deck_id, title=title),
        formats=[
            SimpleNamespace(name=one.name, title=one.title, about=_about(one.name))
            for one in formats.FORMATS
            if one.write
        ],
        chosen=form,
        lost=lost,
        total=len(shipment.bank.questions),
        kept=len(shipment.bank.questions) - refused,
    )


@blueprint.get("/file")
def file(deck_id: str) -> ResponseReturnValue:
    """Send the deck as a file."""
    form = _chosen()
    shipment, title = _shipment(deck_id)
    written = exporting.written(shipment, form.name, state().settings.media_dir)
    packed = "application/zip" if written.suffix else form.media_type
    answer = Response(written.data, mimetype=packed)
    plain = _UNFIT.sub(" ", title.replace("::", " - ")).strip() or "deck"
    name = f"{plain}{written.suffix or form.suffixes[0]}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _chosen() -> Format:
    found = formats.BY_NAME.get(request.args.get("to", _USUAL))
    if found is None or found.write is None:
        abort(404)
    return found


def _shipment(deck_id: str) -> tuple[Shipment, str]:
    with database().reading() as session:
        title = decks.get(session, learner_id(), deck_id).title
        return exporting.gather(session, learner_id(), title), title


def _about(name: str) -> str:
    """Say what a format is good for."""
    words = {
        "json": _("everything, for another Studyapp"),
        "apkg": _("for Anki and AnkiDroid, with the schedule"),
        "apkg-legacy": _("for older versions of Anki"),
        "colpkg": _("for Anki, in the place of a whole collection"),
        "anki-text": _("for Anki, as text that you can edit"),
        "csv": _("for any spreadsheet"),
        "tsv": _("to paste into a spreadsheet"),
        "xlsx": _("for Excel and other spreadsheets"),
        "quizlet": _("to paste into Quizlet"),
        "kahoot": _("for a quiz in class"),
        "opentdb": _("for programs that read its questions"),
        "markdown": _("for notes"),
        "gift": _("for Moodle, as text"),
        "aiken": _("for Moodle, choice questions only"),
        "moodle-xml": _("for Moodle, with most of what it knows"),
    }
    return words.get(name, "")
