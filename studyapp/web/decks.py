"""One deck: its questions, and its removal."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.faces import parts_of, plain_stem
from studyapp import banks, cards, decks, progress
from studyapp.learners import Clock
from studyapp.tables import Card, StoredQuestion
from studyapp.web import show as shown
from studyapp.web.page import safe_next
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("decks", __name__, url_prefix="/decks/<id:deck_id>")


@dataclass(frozen=True)
class QuestionRow:
    """A card of a deck in its list."""

    id: str
    card_id: str
    stem_text: str
    answer: str
    kind: str
    due_label: str
    state_label: str
    suspended: bool
    marked: bool


@blueprint.get("")
def show(deck_id: str) -> ResponseReturnValue:
    """Show a deck with its questions."""
    with database().reading() as session:
        deck = decks.get(session, learner_id(), deck_id)
        clock = clock_of(session)
        waiting = progress.today(session, learner(session), clock)
        rows = [
            _row(card, question, clock)
            for card, question in decks.cards_in(session, learner_id(), deck_id)
        ]
        number = decks.question_numbers(session, learner_id()).get(deck_id, 0)
        return render_template(
            "decks/show.html", deck=shown.deck_row(deck, waiting, number), rows=rows
        )


def _row(card: Card, stored: StoredQuestion, clock: Clock) -> QuestionRow:
    question = cards.question_of(stored)
    known = card.part in parts_of(question)
    return QuestionRow(
        id=stored.id,
        card_id=card.id,
        stem_text=plain_stem(question),
        answer=shown.asked(question, card.part)[1] if known else "",
        kind=stored.kind,
        due_label=shown.due_label(card, clock),
        state_label=shown.state_label(card),
        suspended=card.suspended,
        marked=card.marked,
    )


@blueprint.post("/removal")
def removal(deck_id: str) -> ResponseReturnValue:
    """Remove a deck; the demo goes with its article."""
    moment = now()

    def action(session: Session) -> None:
        if decks.even_removed(session, learner_id(), deck_id).is_demo:
            banks.remove_demo(session, learner_id(), deck_id, moment)
        else:
            decks.remove(session, learner_id(), deck_id, moment)

    database().write(action)
    flash(_("The deck is removed. Undo brings it back."))
    return redirect(safe_next(url_for("library.show")), code=303)
