"""Undo and redo, from every page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyapp import changes
from studyapp.web.page import act_label, safe_next
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("changes", __name__, url_prefix="/changes")


@blueprint.post("/undo")
def undo() -> ResponseReturnValue:
    """Take the last act back."""
    moment = now()
    label = database().write(lambda session: _label(changes.undo(session, learner_id(), moment)))
    flash(_("Undone: %(act)s.", act=act_label(label)) if label else _("Nothing to undo."))
    return redirect(safe_next(url_for("today.show")), code=303)


@blueprint.post("/redo")
def redo() -> ResponseReturnValue:
    """Do the last undone act again."""
    label = database().write(lambda session: _label(changes.redo(session, learner_id())))
    flash(_("Done again: %(act)s.", act=act_label(label)) if label else _("Nothing to do again."))
    return redirect(safe_next(url_for("today.show")), code=303)


def _label(act: changes.Act | None) -> str:
    return act.label if act else ""
