"""Presets: the settings that decks take, by name."""

from __future__ import annotations

from types import SimpleNamespace

from babel.dates import get_day_names
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlmodel import Session

from studyapp import presets
from studyapp.errors import RefusedError
from studyapp.ids import new_id
from studyapp.learners import default_preset_id
from studyapp.presets import Wanted
from studyapp.web.page import form_id, safe_next
from studyapp.web.state import database, learner, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told, told_why

blueprint = Blueprint("presets", __name__, url_prefix="/presets")
_FIELDS = (
    "name",
    "new_per_day",
    "new_order",
    "bury_siblings",
    "learning_steps",
    "relearning_steps",
    "desired_retention",
    "maximum_interval",
    "leech_threshold",
    "leech_action",
    "spread",
    "parameters",
)
WEEKDAYS = tuple(f"day_{number}" for number in range(7))


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show all presets."""
    with database().reading() as session:
        rows = presets.all_of(session, learner_id())
    return render_template(
        "presets/index.html",
        rows=[(row.id, _values(presets.wanted_of(row)), number) for row, number in rows],
    )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """Show the form for a new preset, filled as the default is."""
    with database().reading() as session:
        row = presets.get(session, learner_id(), default_preset_id(learner_id()))
        values = _values(presets.wanted_of(row))
        values.name = ""
        return _form(session, new_id(), values, {}, is_new=True)


@blueprint.post("")
def create() -> ResponseReturnValue:
    """Make a preset."""
    return _saved(form_id(), is_new=True)


@blueprint.get("/<id:preset_id>")
def edit(preset_id: str) -> ResponseReturnValue:
    """Show what a preset says."""
    with database().reading() as session:
        row = presets.get(session, learner_id(), preset_id)
        return _form(session, preset_id, _values(presets.wanted_of(row)), {}, is_new=False)


@blueprint.post("/<id:preset_id>")
def update(preset_id: str) -> ResponseReturnValue:
    """Change a preset."""
    with database().reading() as session:
        presets.get(session, learner_id(), preset_id)
    return _saved(preset_id, is_new=False)


@blueprint.post("/<id:preset_id>/removal")
def removal(preset_id: str) -> ResponseReturnValue:
    """Remove a preset; its decks take the default."""
    moment = now()

    def action(session: Session) -> None:
        presets.get(session, learner_id(), preset_id)
        presets.remove(session, learner_id(), preset_id, moment)

    database().write(action)
    flash(_("The preset is removed. Its decks take the default."))
    return redirect(url_for("presets.index"), code=303)


def _saved(preset_id: str, *, is_new: bool) -> ResponseReturnValue:
    names = (*_FIELDS, *WEEKDAYS)
    sent = SimpleNamespace(**{name: request.form.get(name, "").strip() for name in names})
    moment, save = now(), presets.add if is_new else presets.change
    try:
        wanted, problems = _wanted(sent)
        if not problems:
            database().write(lambda session: save(session, learner_id(), preset_id, wanted, moment))
    except RefusedError as error:
        problems = {"name": told_why(error)}
    if problems:
        with database().reading() as session:
            return _form(session, preset_id, sent, problems, is_new=is_new), 422
    flash(_("Saved."))
    return redirect(safe_next(url_for("presets.index")), code=303)


def _wanted(sent: SimpleNamespace) -> tuple[Wanted, dict[str, str]]:
    """Read the form; what cannot be read is told by field."""
    problems: dict[str, str] = {}
    steps = {}
    for name in ("learning_steps", "relearning_steps"):
        try:
            steps[name] = presets.steps_of(getattr(sent, name))
        except RefusedError as error:
            problems[name] = told_why(error)
    try:
        parameters = presets.parameters_of(sent.parameters)
    except RefusedError as error:
        parameters, problems["parameters"] = (), told_why(error)
    wanted = Wanted(
        name=sent.name,
        desired_retention=_fraction(sent.desired_retention),
        learning_steps=steps.get("learning_steps", ()),
        relearning_steps=steps.get("relearning_steps", ()),
        maximum_interval=_number(sent.maximum_interval),
        new_per_day=_number(sent.new_per_day) if sent.new_per_day else None,
        new_order=sent.new_order,
        bury_siblings=sent.bury_siblings == "1",
        leech_threshold=_number(sent.leech_threshold),
        leech_action=sent.leech_action,
        spread=sent.spread == "1",
        easy_days=tuple(getattr(sent, name) or "normal" for name in WEEKDAYS),
        parameters=parameters,
    )
    found = {name: told(one) for name, one in presets.problems(wanted).items()}
    return wanted, found | problems


def _number(text: str) -> int:
    """Read a whole number; what is none becomes one that is refused."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _fraction(text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return -1.0
    return number / 100 if number > 1 else number


def _values(wanted: Wanted) -> SimpleNamespace:
    return SimpleNamespace(
        name=wanted.name,
        new_per_day="" if wanted.new_per_day is None else str(wanted.new_per_day),
        new_order=wanted.new_order,
        bury_siblings="1" if wanted.bury_siblings else "",
        learning_steps=presets.words_of(wanted.learning_steps),
        relearning_steps=presets.words_of(wanted.relearning_steps),
        desired_retention=f"{wanted.desired_retention:.2f}",
        maximum_interval=str(wanted.maximum_interval),
        leech_threshold=str(wanted.leech_threshold),
        leech_action=wanted.leech_action,
        spread="1" if wanted.spread else "",
        parameters=" ".join(f"{number:g}" for number in wanted.parameters),
        **dict(zip(WEEKDAYS, wanted.easy_days or ("normal",) * 7, strict=True)),
    )


def _weekdays(values: SimpleNamespace) -> list[SimpleNamespace]:
    """Return each weekday with its name, its field and what is chosen for it."""
    names = get_day_names("wide", locale=get_locale())
    return [
        SimpleNamespace(field=field, name=names[number], value=getattr(values, field))
        for number, field in enumerate(WEEKDAYS)
    ]


def _form(
    session: Session,
    preset_id: str,
    values: SimpleNamespace,
    problems: dict[str, str],
    *,
    is_new: bool,
) -> str:
    used = next(
        (number for row, number in presets.all_of(session, learner_id()) if row.id == preset_id), 0
    )
    return render_template(
        "presets/edit.html",
        preset_id=preset_id,
        values=values,
        problems=problems,
        is_new=is_new,
        is_default=preset_id == default_preset_id(learner_id()),
        used=used,
        whole_share=learner(session).new_per_day,
        weekdays=_weekdays(values),
        next=safe_next(url_for("presets.index")),
    )
