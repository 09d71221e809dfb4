"""Settings of the learner."""

from __future__ import annotations

from types import SimpleNamespace
from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import learners
from studyapp.web.state import database, learner, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show the settings."""
    with database().reading() as session:
        me = learner(session)
        preset = learners.preset_of(session, me.id, learners.default_preset_id(me.id))
        return _form(
            SimpleNamespace(
                zone=me.zone,
                rollover_hour=me.rollover_hour,
                theme=me.theme,
                new_per_day=me.new_per_day,
                desired_retention=f"{preset.desired_retention:g}",
            ),
            [],
        )


@blueprint.post("")
def update() -> ResponseReturnValue:
    """Store the settings."""
    form, moment = request.form, now()
    values = SimpleNamespace(
        zone=form.get("zone", ""),
        rollover_hour=form.get("rollover_hour", ""),
        theme=form.get("theme", ""),
        new_per_day=form.get("new_per_day", ""),
        desired_retention=form.get("desired_retention", ""),
    )
    wanted = {
        "zone": values.zone,
        "rollover_hour": form.get("rollover_hour", -1, type=int),
        "theme": values.theme,
        "new_per_day": form.get("new_per_day", -1, type=int),
        "desired_retention": form.get("desired_retention", -1.0, type=float),
    }
    problems = learners.setting_problems(**wanted)
    if problems:
        return _form(values, problems), 422

    def action(session: Session) -> None:
        me = learners.load(session, learner_id())
        learners.set_up(session, me, now=moment, **wanted)

    database().write(action)
    flash(_("The settings are saved."))
    return redirect(url_for("settings.show"), code=303)


def _form(values: SimpleNamespace, errors: list[str]) -> str:
    return render_template(
        "settings/show.html", values=values, zones=sorted(available_timezones()), errors=errors
    )
