"""Acts on the card that is being reviewed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import cards, learners
from studyapp.web.page import safe_next
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("cards", __name__, url_prefix="/cards/<id:card_id>")


def _acted(action: Callable[[Session], None]) -> ResponseReturnValue:
    database().write(action)
    return redirect(url_for("reviews.show", deck=request.form.get("deck") or None), code=303)


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


@blueprint.post("/resumption")
def resumption(card_id: str) -> ResponseReturnValue:
    """Bring a card back that was set aside."""
    moment = now()
    database().write(lambda session: cards.suspend(session, learner_id(), card_id, False, moment))
    return redirect(safe_next(url_for("library.show")), code=303)


@blueprint.post("/report")
def report(card_id: str) -> ResponseReturnValue:
    """Note that the question is bad, and set it aside until it is mended."""
    moment, reason = now(), request.form.get("reason", "")
    answer = _acted(lambda session: cards.report(session, learner_id(), card_id, reason, moment))
    flash(_("Reported. Its cards rest until you edit the question."))
    return answer
