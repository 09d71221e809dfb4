"""Help, and the short answer of /healthz."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from studyapp import health
from studyapp.web.state import state

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
def keys() -> ResponseReturnValue:
    """Show all keys."""
    return render_template("help/keys.html")


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say in one line whether the app can work; 503 where it cannot."""
    here = state()
    findings = health.check(here.settings, here.database, brief=True)
    bad = [finding for finding in findings if not finding.fine]
    return jsonify(ok=not bad, problems=[finding.name for finding in bad]), 503 if bad else 200
