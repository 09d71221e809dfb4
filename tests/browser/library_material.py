"""What the library's pages show besides decks: a history, a trash, decks that nest."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, select

from questions.model import Answer, Kind, Question
from studyapp import cards, decks, decktree, editing, indexing
from studyapp.ids import new_id
from studyapp.learners import default_preset_id
from studyapp.tables import StoredQuestion
from tests.browser import material
from tests.browser.states import Desk, days_ago

_EDITED = "What are the tides at new and full moon called?"
_GONE = "How many turbines has the tidal power station?"


def add(here: Desk) -> dict[str, str]:
    """Change and remove a little, and return the ids of what the places name."""
    here.add_deck("Languages::Spanish::The kitchen")
    here.write(lambda session: _remove_a_deck(session, here))
    edited = here.write(lambda session: _edit(session, here))
    here.write(lambda session: _remove(session, here))
    # Otherwise it would depend on the worker's pace what the pages say.
    while indexing.catch_up(here.database):
        pass
    return {"edited": edited, "preset": default_preset_id(here.learner_id)}


def _edit(session: Session, here: Desk) -> str:
    row = _titled(session, here, _EDITED)
    for day, stem in ((3, "How are the tides at full moon called?"), (2, _EDITED)):
        edited = cards.question_of(row).model_copy(update={"stem": stem})
        cards.edit(session, here.learner_id, row.id, edited, days_ago(day))
    return row.id


def _remove(session: Session, here: Desk) -> None:
    # Not today: what undo names first would hang on whether that evening hour has come.
    row = _titled(session, here, _GONE)
    editing.remove(session, here.learner_id, row.id, days_ago(1))


def _remove_a_deck(session: Session, here: Desk) -> None:
    moment = days_ago(1)
    deck, _made = decks.ensure(session, here.learner_id, "Old notes", moment, key=new_id())
    question = Question(
        id="old", kind=Kind.FLASHCARD, stem="An old word", answers=(Answer(text="its meaning"),)
    )
    clock = here.clock(moment)
    editing.add_all(session, here.learner_id, deck.id, [question], key=new_id(), clock=clock)
    decktree.remove(session, here.learner_id, deck.id, moment + timedelta(hours=1))


def _titled(session: Session, here: Desk, stem: str) -> StoredQuestion:
    deck = decks.titled(session, here.learner_id, material.TITLE)
    assert deck is not None
    rows = session.exec(select(StoredQuestion).where(StoredQuestion.deck_id == deck.id))
    return next(row for row in rows if row.body["stem"] == stem)
