"""Help, and the short answer of /healthz."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from studyapp import health
from studyapp.web.keys import SHIPPED, titles
from studyapp.web.state import database, learner, state
from studyapp.web.texts import gettext as _

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
def keys() -> ResponseReturnValue:
    """Show all keys as this learner has them."""
    with database().reading() as session:
        mine = learner(session).keys
    groups = [
        SimpleNamespace(
            title=titles()[name],
            rows=[
                SimpleNamespace(keys=[own] if (own := mine.get(key, key)) else [], words=words)
                for key, words in group.items()
            ],
        )
        for name, group in SHIPPED.items()
    ]
    fixed = (("Ctrl+Enter", _("send the form you are writing in")), ("Esc", _("leave a field")))
    groups[0].rows += [SimpleNamespace(keys=[key], words=words) for key, words in fixed]
    return render_template("help/keys.html", groups=groups)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say in one line whether the app can work; 503 where it cannot."""
    here = state()
    findings = health.check(here.settings, here.database, brief=True)
    bad = [finding for finding in findings if not finding.fine]
    return jsonify(ok=not bad, problems=[finding.name for finding in bad]), 503 if bad else 200
