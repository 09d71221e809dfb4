"""Find and replace: what to look for, what would change, and the change."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyapp import replacing, search
from studyapp.bulk import Chosen
from studyapp.errors import RefusedError
from studyapp.ids import new_id
from studyapp.replacing import PLACES, Plan, Wish
from studyapp.web.page import form_id, safe_next
from studyapp.web.search import chosen_sent, refuse_too_many
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext, told_why
from studyapp.wording import Piece, pieces

blueprint = Blueprint("replacement", __name__, url_prefix="/search/replacement")
_MOST_SHOWN = 50


@dataclass(frozen=True)
class DifferenceView:
    """One question that would change: its texts with what goes and what comes."""

    id: str
    texts: list[tuple[Piece, ...]]


@blueprint.post("")
def show() -> ResponseReturnValue:
    """Ask what to replace, show what would change, or change it."""
    chosen, query = chosen_sent()
    if not chosen.ids and chosen.query is None:
        raise RefusedError(_("Nothing was chosen. Tick some questions, or choose all found."))
    step, wish = request.form.get("step", ""), _wish_sent()
    if not step:
        return _page(chosen, query, Wish("", "", places=()), None, [])
    try:
        plan = _plan(chosen, wish)
    except RefusedError as error:
        return _page(chosen, query, wish, None, [told_why(error)]), 422
    return _done(plan) if step == "do" else _page(chosen, query, wish, plan, [])


def _wish_sent() -> Wish:
    form = request.form
    return Wish(
        find=form.get("find", "")[: replacing.LONGEST],
        replace=form.get("replace", "")[: replacing.LONGEST],
        places=tuple(place for place in PLACES if place in form.getlist("place")),
        is_pattern=form.get("pattern") == "1",
        any_case=form.get("any_case") == "1",
    )


def _plan(chosen: Chosen, wish: Wish) -> Plan:
    with database().reading() as session:
        clock = clock_of(session)
        refuse_too_many(session, chosen, clock)
        return replacing.plan(session, learner_id(), chosen, clock, wish)


def _done(plan: Plan) -> ResponseReturnValue:
    key, moment = form_id(), now()
    number = database().write(
        lambda session: replacing.apply(session, learner_id(), plan, moment, key)
    )
    if number:
        flash(ngettext("%(num)s question changed.", "%(num)s questions changed.", number))
    else:
        flash(_("Nothing had to be changed."))
    return redirect(safe_next(url_for("search.show")), code=303)


def _page(chosen: Chosen, query: str, wish: Wish, plan: Plan | None, errors: list[str]) -> str:
    shown = plan.differences[:_MOST_SHOWN] if plan else ()
    return render_template(
        "search/replacement.html",
        query=query,
        ids=chosen.ids,
        wish=wish,
        plan=plan,
        rows=[
            DifferenceView(one.question_id, [pieces(old, new) for old, new in one.texts])
            for one in shown
        ],
        places=_place_names(),
        errors=errors,
        act_id=new_id(),
        next=safe_next(url_for("search.show", q=query or None)),
        most=search.MOST_ROWS,
    )


def _place_names() -> dict[str, str]:
    return {
        replacing.STEM: _("the question"),
        replacing.ANSWERS: _("answers and options"),
        replacing.EXPLANATION: _("the explanation"),
        replacing.TAGS: _("tags"),
    }
