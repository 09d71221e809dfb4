"""Settings of the learner: look and day, keys, data."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import IO
from zoneinfo import available_timezones

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import decisions, learners, looks, moving
from studyapp.errors import RefusedError
from studyapp.web.keys import SHIPPED, groups_to_check, titles
from studyapp.web.state import database, learner, learner_id, now, state
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told, told_why

blueprint = Blueprint("settings", __name__, url_prefix="/settings")
_CHUNK = 256 * 1024
_FIELDS = ("zone", "rollover_hour", "theme", "new_per_day", "desired_retention", "buttons")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show the settings."""
    with database().reading() as session:
        me = learner(session)
        preset = learners.preset_of(session, me.id, learners.default_preset_id(me.id))
        values = {
            "zone": me.zone,
            "rollover_hour": me.rollover_hour,
            "theme": me.theme,
            "new_per_day": me.new_per_day,
            "desired_retention": f"{preset.desired_retention:g}",
            "buttons": "two" if me.two_buttons else "four",
        }
        return _form(values | looks.whole(me.look), [])


@blueprint.post("")
def update() -> ResponseReturnValue:
    """Store the settings."""
    form, moment = request.form, now()
    values = {name: form.get(name, "") for name in (*_FIELDS, *looks.CHOICES)}
    wanted = learners.Wishes(
        zone=values["zone"],
        rollover_hour=form.get("rollover_hour", -1, type=int),
        theme=values["theme"],
        new_per_day=form.get("new_per_day", -1, type=int),
        desired_retention=form.get("desired_retention", -1.0, type=float),
        look={name: form[name] for name in looks.CHOICES if name in form},
        two_buttons=values["buttons"] == "two",
    )
    if problems := [told(one) for one in learners.setting_problems(wanted)]:
        return _form(values, problems), 422

    def action(session: Session) -> None:
        me = learners.load(session, learner_id())
        learners.set_up(session, me, wanted, moment)

    database().write(action)
    flash(_("The settings are saved."))
    return redirect(url_for("settings.show"), code=303)


@blueprint.get("/keys")
def keys() -> ResponseReturnValue:
    """Show every key, to be changed or switched off."""
    with database().reading() as session:
        return _keys(learner(session).keys, [])


@blueprint.post("/keys")
def update_keys() -> ResponseReturnValue:
    """Store the keys."""
    mine = {} if request.form.get("shipped") else _wanted_keys()
    found = (looks.key_problems(mine, group) for group in groups_to_check())
    if problems := list(dict.fromkeys(told(one) for some in found for one in some)):
        return _keys(mine, problems), 422
    moment = now()

    def action(session: Session) -> None:
        learners.set_keys(session, learners.load(session, learner_id()), mine, moment)

    database().write(action)
    flash(_("The keys are saved."))
    return redirect(url_for("settings.keys"), code=303)


@blueprint.get("/data")
def data() -> ResponseReturnValue:
    """Show how to take everything along, bring it back, or delete it."""
    return _data([])


@blueprint.get("/data/export")
def export() -> ResponseReturnValue:
    """Send everything as one zip."""
    here, moment = state(), now()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
    with database().reading() as session:
        moving.write_all(session, learner_id(), here.settings.media_dir, file, moment)
    file.seek(0)
    answer = Response(_sent(file), mimetype="application/zip")
    name = f"studyapp-{moment:%Y-%m-%d}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(_CHUNK), b"")


@blueprint.post("/data")
def bring_back() -> ResponseReturnValue:
    """Bring an export back where nothing is yet."""
    given = request.files.get("file")
    if given is None or not given.filename:
        return _data([_("Choose the zip of an export.")]), 422
    try:
        archive = zipfile.ZipFile(given.stream)
    except zipfile.BadZipFile:
        return _data([_("“%(name)s” is no zip, or is damaged.", name=given.filename)]), 422
    try:
        brought = moving.bring_back(database(), learner_id(), archive, state().settings.media_dir)
    except RefusedError as error:
        return _data([told_why(error)]), 422
    flash(
        _(
            "Everything is back: %(questions)s questions, %(reviews)s reviews.",
            questions=brought.questions,
            reviews=brought.reviews,
        )
    )
    return redirect(url_for("today.show"), code=303)


@blueprint.post("/data/deletion")
def delete_everything() -> ResponseReturnValue:
    """Delete all that the learner keeps."""
    if request.form.get("word", "").strip().casefold() != _word():
        problem = _("Nothing was deleted: write “%(word)s” to confirm.", word=_word())
        return _data([problem], typed=request.form.get("word", "")), 422
    whose = learner_id()
    database().write(lambda session: moving.delete_everything(session, whose))
    flash(_("Everything is deleted."))
    return redirect(url_for("today.show"), code=303)


def _word() -> str:
    return _("delete").casefold()


def _form(values: Mapping[str, object], errors: list[str]) -> str:
    return render_template(
        "settings/show.html",
        values=SimpleNamespace(**values),
        zones=sorted(available_timezones()),
        errors=errors,
    )


def _wanted_keys() -> dict[str, str]:
    """Return the keys that differ from the shipped ones; a key of two groups is one field."""
    wanted = {
        key: " ".join(request.form.get(_field(key), key).split())
        for group in SHIPPED.values()
        for key in group
    }
    return {key: own for key, own in wanted.items() if own != key}


def _field(key: str) -> str:
    return "key-" + "-".join(f"{ord(letter):x}" for letter in key)


def _keys(mine: Mapping[str, str], errors: list[str]) -> str:
    seen: set[str] = set()
    groups = []
    for name, group in SHIPPED.items():
        rows = [
            SimpleNamespace(key=key, words=words, own=mine.get(key, key), field=_field(key))
            for key, words in group.items()
            if key not in seen
        ]
        seen.update(group)
        groups.append(SimpleNamespace(title=titles()[name], rows=rows))
    return render_template("settings/keys.html", groups=groups, errors=errors)


def _data(errors: list[str], typed: str = "") -> str:
    with database().reading() as session:
        is_empty = moving.is_empty(session, learner_id())
        decided = decisions.summary(session, learner_id())
    return render_template(
        "settings/data.html",
        errors=errors,
        decided=decided,
        is_empty=is_empty,
        limit_mb=state().settings.max_upload_mb,
        word=_word(),
        typed=typed,
    )
