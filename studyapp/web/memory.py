"""A preset's memory: how well it fits the learner, what retention costs, the year ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import changes, duedates, fitting, forecasts, jobs, learners, presets
from studyapp.scheduling.fitting import FEWEST, is_possible
from studyapp.scheduling.vectors import Floats
from studyapp.tables import Fit, Preset
from studyapp.web import plots
from studyapp.web.fragments import answer, wants_fragment
from studyapp.web.page import day_label, form_id, month_label
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext, told_kept

blueprint = Blueprint("memory", __name__, url_prefix="/presets/<id:preset_id>/memory")
_HIGHEST = 0.97


@blueprint.get("")
def show(preset_id: str) -> ResponseReturnValue:
    """Show the whole page; htmx asks again for the fit while it is under way."""
    with database().reading() as session:
        preset = presets.get(session, learner_id(), preset_id)
        fit = _fit_view(session, preset)
        rest: dict[str, Any] = {}
        if not wants_fragment():
            rest = _costs(session, preset)
        return answer(
            "memory/show.html",
            "memory/_fit.html",
            preset=SimpleNamespace(id=preset.id, name=preset.name),
            fit=fit,
            **rest,
        )


@blueprint.post("/fits")
def fit(preset_id: str) -> ResponseReturnValue:
    """Ask for a fit."""
    job_id, moment = form_id(), now()

    def action(session: Session) -> None:
        fitting.request(session, learner_id(), preset_id, job_id, moment)

    database().write(action)
    return _back(preset_id)


@blueprint.post("/usual")
def usual(preset_id: str) -> ResponseReturnValue:
    """Go back to the published parameters."""
    key, moment = form_id(), now()

    def action(session: Session) -> None:
        preset = presets.get(session, learner_id(), preset_id)
        if not changes.known(session, learner_id(), key):
            fitting.adopt(session, preset, None, moment, "fit-removal", key=key)

    database().write(action)
    flash(_("The usual parameters are back."))
    return _back(preset_id)


@blueprint.post("/retention")
def retention(preset_id: str) -> ResponseReturnValue:
    """Take a level of retention."""
    wanted, moment = request.form.get("retention", type=float) or 0.0, now()

    def action(session: Session) -> None:
        row = presets.get(session, learner_id(), preset_id)
        changed = replace(presets.wanted_of(row), desired_retention=wanted)
        presets.change(session, learner_id(), preset_id, changed, moment)

    database().write(action)
    flash(
        _(
            "From the next answer on you are to remember %(share)s%%. No due date has moved.",
            share=round(wanted * 100),
        )
    )
    return _back(preset_id)


@blueprint.post("/due-dates")
def due_dates(preset_id: str) -> ResponseReturnValue:
    """Move every due date to where memory, as it stands, asks for it."""
    key, moment = form_id(), now()

    def action(session: Session) -> int:
        clock = learners.clock_of(learners.load(session, learner_id()), moment)
        presets.get(session, learner_id(), preset_id)
        if changes.known(session, learner_id(), key):
            return 0
        return duedates.replan(session, learner_id(), preset_id, clock, key)

    number = database().write(action)
    flash(
        ngettext("%(num)s card has a new day.", "%(num)s cards have a new day.", number)
        if number
        else _("Every card stays on its day.")
    )
    return _back(preset_id)


def _back(preset_id: str) -> ResponseReturnValue:
    return redirect(url_for("memory.show", preset_id=preset_id), code=303)


# -- The fit ------------------------------------------------------------------------------


def _fit_view(session: Session, preset: Preset) -> SimpleNamespace:
    job = jobs.latest(session, learner_id(), preset.id, fitting.KIND)
    last = fitting.latest(session, learner_id(), preset.id)
    used = fitting.in_use(session, learner_id(), preset)
    number = fitting.answers_in(session, learner_id(), preset.id)
    return SimpleNamespace(
        under_way=job is not None and job.state in jobs.OPEN,
        error=told_kept(job.error) if job is not None and job.state == jobs.FAILED else "",
        possible=is_possible(),
        answers=number,
        enough=number >= FEWEST,
        fewest=FEWEST,
        own=preset.parameters is not None,
        source=_source(preset, used),
        verdict=_verdict(last, preset),
        rows=_rows(last),
        last=last,
    )


def _source(preset: Preset, used: Fit | None) -> str:
    if used:
        return ngettext(
            "Its parameters were fitted to %(num)s answer of yours on %(day)s.",
            "Its parameters were fitted to %(num)s answers of yours on %(day)s.",
            used.reviews,
            day=day_label(used.made_at.date()),
        )
    if preset.parameters:
        return _("It has parameters of its own that were not fitted here.")
    return _("It has the usual parameters, which fit most people.")


def _verdict(last: Fit | None, preset: Preset) -> str:
    if last is None:
        return ""
    if last.outcome == fitting.TOO_FEW:
        return _("The last fit found too few new answers to tell which parameters are better.")
    if last.outcome == fitting.NO_BETTER:
        return _("The last fit found nothing that predicts better, so nothing was changed.")
    if last.parameters == preset.parameters:
        return _("They predict better what they had not seen, so they are in use.")
    return _("What the last fit found is not in use: it was taken back or replaced.")


def _rows(last: Fit | None) -> list[SimpleNamespace]:
    names = {
        "constant": _("One chance for all"),
        "default": _("Usual"),
        "present": _("In use before"),
        "new": _("Fitted"),
    }
    scores = last.scores if last else {}
    return [
        SimpleNamespace(
            name=words,
            log_loss=f"{scores[name]['log_loss']:.4f}",
            rmse=f"{scores[name]['rmse'] * 100:.1f}%",
            auc=f"{scores[name]['auc']:.3f}",
            is_new=name == "new",
        )
        for name, words in names.items()
        if name in scores
    ]


# -- What it costs ------------------------------------------------------------------------


def _costs(session: Session, preset: Preset) -> dict[str, Any]:
    clock = clock_of(session)
    collection = forecasts.collection_of(session, learner_id(), preset.id, clock)
    habits = forecasts.habits_of(session, learner(session), preset, clock)
    if not len(collection):
        return {"levels": None, "year": None}
    shares = sorted({*forecasts.LEVELS, round(preset.desired_retention, 2)})
    found = forecasts.levels(collection, habits, shares)
    return {
        "levels": _levels_view(found, preset, len(collection)),
        "year": _year_view(forecasts.forecast(collection, habits, clock.today), len(collection)),
    }


def _levels_view(found: list[forecasts.Level], preset: Preset, cards: int) -> SimpleNamespace:
    now_at = round(preset.desired_retention, 2)
    present = next(one for one in found if one.retention == now_at)
    return SimpleNamespace(
        sentence=_(
            "Remembering %(share)s%% costs about %(minutes)s minutes a day over the coming year, "
            "and leaves you knowing about %(known)s of %(cards)s cards.",
            share=round(now_at * 100),
            minutes=_minutes(present.minutes_a_day),
            known=round(present.memorised),
            cards=cards,
        ),
        rows=[
            SimpleNamespace(
                value=one.retention,
                share=f"{round(one.retention * 100)}%",
                minutes=_minutes(one.minutes_a_day),
                known=round(one.memorised),
                is_now=one.retention == now_at,
                can_be_taken=one.retention <= _HIGHEST,
            )
            for one in found
        ],
        plot=plots.line(
            [one.retention for one in found],
            [one.minutes_a_day for one in found],
            mark=found.index(present),
        ),
        most=_minutes(max(one.minutes_a_day for one in found)),
        first=f"{round(found[0].retention * 100)}%",
        last=f"{round(found[-1].retention * 100)}%",
    )


def _minutes(number: float) -> str:
    return f"{number:.1f}" if number < 10 else str(round(number))


def _year_view(found: forecasts.Forecast, cards: int) -> SimpleNamespace:
    week = _weekly(found.reviews)
    return SimpleNamespace(
        sentence=_(
            "About %(reviews)s reviews and %(minutes)s minutes a day in the coming year; in the "
            "busiest week %(most)s a day. At its end you know about %(known)s of %(cards)s cards.",
            reviews=round(found.reviews.mean()),
            minutes=_minutes(float(found.minutes.mean())),
            most=round(max(week)),
            known=round(found.memorised[-1]),
            cards=cards,
        ),
        plot=plots.band(*(_weekly(one) for one in (found.low, found.reviews, found.high))),
        most=round(max(_weekly(found.high))),
        first=month_label(found.first_day),
        last=month_label(found.first_day + timedelta(days=len(found.reviews) - 1)),
        rows=[_month(found, start) for start in range(0, 360, 30)],
    )


def _weekly(days: Floats) -> list[float]:
    """Return the mean day of each week."""
    return [float(days[at : at + 7].mean()) for at in range(0, 364, 7)]


def _month(found: forecasts.Forecast, start: int) -> SimpleNamespace:
    part = slice(start, start + 30)
    return SimpleNamespace(
        day=day_label(found.first_day + timedelta(days=start)),
        reviews=round(found.reviews[part].mean()),
        low=round(found.low[part].mean()),
        high=round(found.high[part].mean()),
        minutes=_minutes(float(found.minutes[part].mean())),
        known=round(found.memorised[part][-1]),
    )
