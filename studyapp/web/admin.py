"""The page of whoever runs the server."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from studyapp import administration, backups
from studyapp.web.state import database, learner, learner_id, state

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
        )
