"""What the form of a review sends: what was given to a card, and the grade."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from sqlmodel import Session

from studyapp import cards, decks, reviews
from studyapp.errors import RefusedError, StaleCardError
from studyapp.messages import say
from studyapp.scheduling import Hint, Rating
from studyapp.tables import Card
from studyapp.web import asking
from studyapp.web.answering import pairs_sent
from studyapp.web.asking import Given
from studyapp.web.page import form_id
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _

LONGEST_TYPED = 2000
_MOST_OPTIONS = 100
_MOST_HINTS = 20


def hints_sent() -> int:
    """Return how many hints were shown before."""
    return min(max(request.values.get("hints", 0, type=int), 0), _MOST_HINTS)


def shown_at_sent() -> int:
    """Return when the card was first shown, in milliseconds; now, if nobody says."""
    return request.values.get("shown_at", type=int) or int(now().timestamp() * 1000)


def given_sent() -> Given:
    """Return what was typed, picked and filled in."""
    typed = request.values.get("typed", "")[:LONGEST_TYPED]
    chosen = tuple(request.values.getlist("chosen")[:_MOST_OPTIONS])
    return Given(typed, chosen, pairs_sent(request.values))


def attempt_sent(card_id: str) -> reviews.Attempt:
    """Return the answer that the form sends.

    Raises RefusedError for half an answer, StaleCardError for one to words that have changed.
    """
    form = request.form
    rating, version = form.get("rating", type=int), form.get("version", type=int)
    if rating not in set(Rating) or version is None:
        raise RefusedError(_("This answer was not complete. Load the page again."))
    begun = form.get("shown_at", type=int)
    attempt = reviews.Attempt(
        id=form_id(),
        card_id=card_id,
        rating=Rating(rating),
        version=version,
        ms=int(now().timestamp() * 1000) - begun if begun else 0,
        format="flip",
        certainty=asking.GUESS if form.get("guessed") == "1" else None,
        promised=_promised(form.get("promised", "")),
        hint=Hint(form["hint"]) if form.get("hint") in set(Hint) else Hint.NONE,
    )
    facts = _picked(card_id) if "wording" in form else _typed()
    return replace(attempt, **facts)


def _promised(text: str) -> dict[Rating, int]:
    """Read the days that the page showed, "1:1 2:8 3:12"; what is no promise is none."""
    pairs = (word.partition(":") for word in text[:100].split())
    return {
        Rating(int(rating)): int(days)
        for rating, _colon, days in pairs
        if rating in {"1", "2", "3", "4"} and days.isdecimal() and days.isascii()
    }


def _typed() -> dict[str, Any]:
    typed, correct = request.form.get("typed"), request.form.get("correct", "")
    return {
        "format": "typed" if typed else "flip",
        "typed": typed[:LONGEST_TYPED] if typed else None,
        "correct": {"1": True, "0": False}.get(correct),
    }


def _picked(card_id: str) -> dict[str, Any]:
    """Return what was shown and picked; an answer to words that have changed is stale."""
    with database().reading() as session:
        card, row = cards.get(session, learner_id(), card_id)
        question = cards.question_of(row)
        if asking.wording(question) != request.form["wording"]:
            raise StaleCardError(say("The question was edited since."))
        return asking.facts(card, question, given_sent(), _language(session, card))


def _language(session: Session, card: Card) -> str:
    return decks.get(session, learner_id(), card.deck_id).language or "en"
