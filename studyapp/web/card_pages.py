"""The page of one card: why it is due, how it was answered, how it fades."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlmodel import Session, col

from questions.faces import plain_stem
from studyapp import cards
from studyapp.figures.card import CARD_FIGURES, Past, past_of
from studyapp.tables import Card
from studyapp.web import show as shown
from studyapp.web.figure_words import cell, percent, spent
from studyapp.web.page import day_label, moment_label
from studyapp.web.progress import FORMS, file_of, view_of
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner_id
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

blueprint = Blueprint("card_pages", __name__)


@blueprint.get("/cards/<id:card_id>")
def show(card_id: str) -> ResponseReturnValue:
    """Show all that is known of a card."""
    with database().reading() as session:
        past = past_of(session, learner_id(), card_id, clock_of(session))
        figures = [_view(past, name) for name in CARD_FIGURES]
        return render_template(
            "cards/show.html",
            card=_card(past),
            why=why(past),
            facts=_facts(past),
            figures=figures,
            siblings=_siblings(session, past),
        )


@blueprint.get("/cards/<id:card_id>/table")
def table(card_id: str) -> ResponseReturnValue:
    """Give one figure of the card as a file."""
    name, form = request.args.get("figure", "history"), request.args.get("as", "csv")
    if name not in CARD_FIGURES or form not in FORMS:
        abort(404)
    with database().reading() as session:
        past = past_of(session, learner_id(), card_id, clock_of(session))
        return file_of(CARD_FIGURES[name](past), form)


@blueprint.get("/questions/<id:question_id>/card")
def of_question(question_id: str) -> ResponseReturnValue:
    """Lead to the first card of a question."""
    with database().reading() as session:
        cards.question_row(session, learner_id(), question_id)
        found = _ids(session, question_id)
    if not found:
        # Nothing is asked of it, so there is nothing to remember.
        return redirect(url_for("questions.edit", question_id=question_id), code=303)
    return redirect(url_for("card_pages.show", card_id=found[0]), code=303)


def _ids(session: Session, question_id: str) -> list[str]:
    statement = select(col(Card.id)).where(
        col(Card.learner_id) == learner_id(), col(Card.question_id) == question_id
    )
    return list(session.execute(statement.order_by(col(Card.part))).scalars())


def _view(past: Past, name: str) -> SimpleNamespace:
    about: dict[str, Any] = {"card_id": past.card.id, "figure": name}
    files = {form: url_for("card_pages.table", **about | {"as": form}) for form in FORMS}
    return view_of(CARD_FIGURES[name](past), past.goal, files)


def _card(past: Past) -> SimpleNamespace:
    return SimpleNamespace(
        id=past.card.id,
        question_id=past.card.question_id,
        stem=plain_stem(past.question),
        language=past.deck.language or "",
        deck_id=past.deck.id,
        deck_title=past.deck.title,
        marker=past.deck.marker,
        preset_id=past.preset.id,
        preset_name=past.preset.name,
        lapses=past.card.lapses,
    )


def _siblings(session: Session, past: Past) -> list[SimpleNamespace]:
    """Return the other cards of the question, by number."""
    found = _ids(session, past.card.question_id)
    return [
        SimpleNamespace(id=key, number=at + 1, here=key == past.card.id)
        for at, key in enumerate(found)
    ]


def why(past: Past) -> str:
    """Say why the card is due when it is."""
    card, clock = past.card, past.clock
    if card.suspended:
        return _("It is set aside: it does not come until you bring it back.")
    if card.buried_until and card.buried_until > clock.now:
        return _("It was put off: it comes back on %(day)s.", day=_day(card.buried_until, past))
    if card.state == "new":
        return _("It is new: it comes when today's share of new cards reaches it.")
    if card.state in {"learning", "relearning"}:
        return _learning(past)
    return _faded(past)


def _learning(past: Past) -> str:
    again = past.card.state == "relearning"
    begun = _("It was forgotten and is learned again") if again else _("It is being learned")
    if past.card.due_at <= past.clock.now:
        return _("%(begun)s: its next step is now.", begun=begun)
    return _(
        "%(begun)s: its next step is at %(moment)s.",
        begun=begun,
        moment=moment_label(past.card.due_at),
    )


def _faded(past: Past) -> str:
    """Say when recall falls to what is wanted, and on which day the card comes."""
    days = past.ideal_days
    if days is None or past.card.last_review_at is None:
        return _("It comes on %(day)s, which was set by hand.", day=day_label(past.card.due_day))
    fades = ngettext(
        "%(num)s day after its last answer, the chance that you recall it falls to %(goal)s.",
        "%(num)s days after its last answer, the chance that you recall it falls to %(goal)s.",
        max(1, round(days)),
        goal=percent(past.goal),
    )
    return f"{fades} {_comes(past)} {_moved(past, days)}".strip()


def _comes(past: Past) -> str:
    late = (past.clock.today - past.card.due_day).days
    if late == 0:
        return _("That is why it is due today.")
    if late > 0:
        return ngettext(
            "It has been due for %(num)s day.", "It has been due for %(num)s days.", late
        )
    return _("So it comes on %(day)s.", day=day_label(past.card.due_day))


def _moved(past: Past, days: float) -> str:
    """Say that the day is another than the one that memory asks for."""
    away = past.card.interval - days
    if abs(away) < 1:
        return ""
    if abs(away) <= _SPREAD * days + 1:
        return _("It was moved a little, so that days stay even and cards do not come in a herd.")
    return _("The day was set by hand, or under other settings.")


_SPREAD = 0.25


def _day(moment: datetime, past: Past) -> str:
    return day_label(moment.astimezone(past.clock.zone).date())


def _facts(past: Past) -> list[tuple[str, str]]:
    card, chance = past.card, past.chance
    found = [(_("Stands"), shown.state_label(card))]
    if chance is not None and card.stability is not None and card.difficulty is not None:
        found += [
            (_("Chance of recall now"), percent(chance)),
            (_("Stability"), _days(card.stability)),
            (_("Difficulty"), percent((card.difficulty - 1) / 9)),
            (_("Interval"), _days(card.interval)),
        ]
    minutes = sum(row.ms for row in past.answers) / 60_000
    found += [
        (_("Answers"), str(len(past.answers))),
        (_("Lapses"), str(card.lapses)),
        (_("Time"), spent(minutes)),
        (_("Added"), cell("day", card.created_at.astimezone(past.clock.zone).date().isoformat())),
    ]
    return found


def _days(number: float) -> str:
    return ngettext("%(num)s day", "%(num)s days", round(number))
