"""Acts on the card that is being reviewed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.faces import plain_stem
from studyapp import advice, bulk, cards, changes, duedates, learners
from studyapp.bulk import Bulk, Chosen
from studyapp.web.figure_words import spent
from studyapp.web.page import form_id
from studyapp.web.search import says_due
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("cards", __name__, url_prefix="/cards/<id:card_id>")


def _acted(action: Callable[[Session], None]) -> ResponseReturnValue:
    database().write(action)
    return _back()


@blueprint.post("/mark")
def mark(card_id: str) -> ResponseReturnValue:
    """Mark the card, or take the mark away."""
    moment = now()

    def action(session: Session) -> None:
        card, _question = cards.get(session, learner_id(), card_id)
        # A click sent twice must not take back what it did: it names the version it saw.
        wanted = not card.marked if _seen(card.version) else card.marked
        cards.mark(session, learner_id(), card_id, wanted, moment)

    return _acted(action)


def _seen(version: int) -> bool:
    return request.form.get("version", type=int) == version


def _whole() -> bool:
    """Say whether the act is meant for all cards of the question."""
    return request.form.get("whole") == "1"


@blueprint.post("/burial")
def burial(card_id: str) -> ResponseReturnValue:
    """Put the card off until tomorrow."""
    moment = now()

    def action(session: Session) -> None:
        card, _question = cards.get(session, learner_id(), card_id)
        clock = learners.clock_of(learners.load(session, learner_id()), moment)
        if _seen(card.version):
            cards.bury(session, learner_id(), card_id, clock, whole_question=_whole())

    return _acted(action)


@blueprint.post("/suspension")
def suspension(card_id: str) -> ResponseReturnValue:
    """Take the card out of study."""
    moment = now()

    def action(session: Session) -> None:
        card, _question = cards.get(session, learner_id(), card_id)
        if _seen(card.version):
            cards.suspend(session, learner_id(), card_id, True, moment, whole_question=_whole())

    return _acted(action)


@blueprint.get("/advice")
def show_advice(card_id: str) -> ResponseReturnValue:
    """Say why a card may be forgotten so often, and what can be done."""
    with database().reading() as session:
        found = advice.of(session, learner_id(), card_id)
    return render_template(
        "cards/advice.html",
        stem=plain_stem(found.question),
        found=found,
        time=spent(found.seconds / 60),
        here=url_for("cards.show_advice", card_id=card_id),
    )


@blueprint.post("/due")
def due(card_id: str) -> ResponseReturnValue:
    """Let the card come in so many days."""
    days = duedates.days_of(request.form.get("days", "").strip())
    number = _alone(card_id, lambda one: duedates.set_due(one, days))
    flash(says_due(1, days) if number else _("Nothing had to be changed."))
    return _back()


@blueprint.post("/forgetting")
def forgetting(card_id: str) -> ResponseReturnValue:
    """Let the card be new again."""
    number = _alone(card_id, bulk.reset)
    flash(_("The card is new again.") if number else _("Nothing had to be changed."))
    return _back()


def _alone(card_id: str, act: Callable[[Bulk], int]) -> int:
    """Do what can be done to many cards to this one, once for the id that the form carries."""
    key, moment = form_id(), now()

    def action(session: Session) -> int:
        card, question = cards.get(session, learner_id(), card_id)
        clock = learners.clock_of(learners.load(session, learner_id()), moment)
        chosen = Chosen(ids=(question.id,), card_ids=(card.id,))
        if changes.known(session, learner_id(), key) or not _seen(card.version):
            return 0
        return act(Bulk(session, learner_id(), chosen, clock, key))

    return database().write(action)


def _back() -> ResponseReturnValue:
    return redirect(url_for("reviews.show", deck=request.form.get("deck") or None), code=303)


@blueprint.post("/report")
def report(card_id: str) -> ResponseReturnValue:
    """Note that the question is bad, and set it aside until it is mended."""
    moment, reason = now(), request.form.get("reason", "")
    answer = _acted(lambda session: cards.report(session, learner_id(), card_id, reason, moment))
    flash(_("Reported. Its cards rest until you edit the question."))
    return answer
