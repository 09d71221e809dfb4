"""A learner's decisions about drafts: giving them away as a file, and forgetting them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import decisions
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("decisions", __name__, url_prefix="/settings/decisions")
_CHUNK = 256 * 1024
_WORDLESS = (
    "What one learner did with drafts of questions: kept, edited or rejected, and why. Each row "
    "has the kind and method of the draft, the figures of its score, and where it lies by a hash "
    "of the text and an offset. No words of any document, title, question or name are in it."
)
_WORDED = (
    "What one learner did with drafts of questions: kept, edited or rejected, and why. Each row "
    "has the kind and method of the draft, the figures of its score, where it lies, and the words "
    "of the draft with its source sentence, as the learner chose."
)


@blueprint.post("")
def agree() -> ResponseReturnValue:
    """Store whether the decisions may be taken along as a file."""
    gives, moment = request.form.get("gives") == "yes", now()
    database().write(
        lambda session: decisions.agree(session, learner_id(), gives=gives, now=moment)
    )
    flash(_("The settings are saved."))
    return _back()


@blueprint.get("/export")
def export() -> ResponseReturnValue:
    """Send the decisions as one JSON file; the rest of the app offers it only after consent."""
    moment, with_words = now(), request.args.get("words") == "yes"
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
    with database().reading() as session:
        if not decisions.summary(session, learner_id()).gives:
            file.close()
            flash(_("Nothing was exported: you have not agreed to it."))
            return _back()
        for part in _written(session, moment, with_words=with_words):
            file.write(part.encode())
    file.seek(0)
    answer = Response(_sent(file), mimetype="application/json")
    name = f"studyapp-decisions-{moment:%Y-%m-%d}.json"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.post("/deletion")
def forget() -> ResponseReturnValue:
    """Delete every decision; drafts then come in the order of the ranker alone."""
    database().write(lambda session: decisions.forget(session, learner_id()))
    flash(_("Your decisions are forgotten."))
    return _back()


def _written(session: Session, moment: datetime, *, with_words: bool) -> Iterator[str]:
    about: dict[str, Any] = {
        "format": decisions.FORMAT,
        "version": decisions.VERSION,
        "made_at": moment.isoformat(),
        "about": _WORDED if with_words else _WORDLESS,
    }
    yield json.dumps(about, indent=1)[:-2] + ',\n "rows": ['
    between = "\n"
    for row in decisions.rows(session, learner_id(), with_words=with_words):
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(_CHUNK), b"")


def _back() -> ResponseReturnValue:
    return redirect(url_for("settings.data") + "#decisions", code=303)
