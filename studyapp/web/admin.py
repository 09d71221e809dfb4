"""The page of whoever runs the server."""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from jinja2.filters import do_filesizeformat

from studyapp import administration, backups
from studyapp.web.state import database, learner, learner_id, state
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told_kept

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.before_request
def only_for_admins() -> None:
    """Hide these pages from everybody else."""
    with database().reading() as session:
        if state().settings.has_accounts and not learner(session).is_admin:
            abort(404)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show learners, work, storage, backups and version."""
    here = state()
    with database().reading() as session:
        return render_template(
            "admin/show.html",
            learners=administration.all_learners(session),
            jobs=administration.newest_jobs(session),
            waiting=administration.waiting_jobs(session),
            storage=administration.storage(session, here.settings),
            backups=backups.history(here.settings),
            me=learner_id(),
            kind="SQLite" if here.database.is_sqlite else "PostgreSQL",
            data_dir=str(here.settings.data_dir),
            sign_up=here.settings.sign_up,
            names=_job_words(),
            told=told_kept,
            size=_size,
        )


def _job_words() -> defaultdict[str, str]:
    """Return what kinds and states of work are called; one that is new here keeps its own name."""
    words = {
        "generate": _("making questions"),
        "paragraph": _("looking at a paragraph again"),
        "upload": _("reading a file"),
        "fit": _("fitting the memory model"),
        "import-read": _("looking into a bank"),
        "import": _("bringing a bank in"),
        "waiting": _("waits"),
        "running": _("running"),
        "done": _("done"),
        "failed": _("failed"),
        "cancelled": _("stopped"),
    }
    return defaultdict(str, words)


def _size(number: int) -> str:
    """Write a number of bytes for people."""
    amount, _blank, unit = do_filesizeformat(number).partition(" ")
    units = {"Byte": _("byte"), "Bytes": _("bytes"), "kB": _("kB"), "MB": _("MB"), "GB": _("GB")}
    return f"{amount}\N{NO-BREAK SPACE}{units.get(unit, unit)}"
