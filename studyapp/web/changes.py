"""Undo and redo, from every page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from studyapp import changes
from studyapp.web.act_labels import act_label
from studyapp.web.page import safe_next
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("changes", __name__, url_prefix="/changes")


@blueprint.post("/undo")
def undo() -> ResponseReturnValue:
    """Take back the act that the page named, or the last one."""
    moment, named = now(), _named()
    act = database().write(
        lambda session: changes.undo(session, learner_id(), moment, act_id=named)
    )
    if act:
        flash(_("Undone: %(act)s.", act=act_label(act.label)))
    elif not named:
        flash(_("Nothing to undo."))
    return redirect(_place(act, "b"), code=303)


@blueprint.post("/redo")
def redo() -> ResponseReturnValue:
    """Do again the act that the page named, or the last undone one."""
    named = _named()
    act = database().write(lambda session: changes.redo(session, learner_id(), act_id=named))
    if act:
        flash(_("Done again: %(act)s.", act=act_label(act.label)))
    elif not named:
        flash(_("Nothing to do again."))
    return redirect(_place(act, "a"), code=303)


def _place(act: changes.Act | None, side: str) -> str:
    """Return where to go on: the page of what is gone now would only say that it is gone."""
    place = safe_next(url_for("today.show"))
    states = ((effect["k"], effect[side]) for effect in (act.effects if act else ()))
    gone = {key for key, state in states if state is None or state.get("removed_at")}
    return url_for("library.show") if any(key in place for key in gone) else place


def _named() -> str | None:
    """Return the act that the form is about; a second click on it then does nothing more."""
    return request.form.get("act") or None
