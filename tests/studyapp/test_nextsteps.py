"""The one next step: what is due before what could be better, and no step out of bad luck."""

from __future__ import annotations

from datetime import timedelta

from studyapp.nextsteps import next_step
from studyapp.progress import today
from studyapp.tables import Card, Learner
from tests.makers import NOW, a_card, a_document, a_draft, a_review_card, made
from tests.studyapp.test_figures import CLOCK
from tests.studyapp.test_figures_of_things import log

DANUBE = "The Danube flows into the Black Sea."


def test_what_is_due_comes_first(database, amina):
    made(database, a_review_card, amina)
    made(database, a_card, amina, lapses=9)
    assert step(database, amina).name == "review"


def test_leeches_come_before_a_weak_deck_and_that_before_drafts(database, amina):
    document_id = made(database, a_document, amina)
    made(database, a_draft, amina, document_id, DANUBE)
    assert step(database, amina).name == "drafts"
    later = {"due_at": NOW + timedelta(days=9), "available_at": NOW + timedelta(days=9)}
    weak = made(database, a_review_card, amina, deck_title="Weak", **later)
    log(database, amina, weak, right=10, wrong=12)
    found = step(database, amina)
    assert (found.name, found.title, found.number) == ("deck", "Weak", 22)
    leech = made(database, a_review_card, amina, lapses=8, **later)
    assert step(database, amina).name == "leeches"
    database.write(lambda session: setattr(session.get_one(Card, (amina, leech)), "lapses", 7))
    assert step(database, amina).name == "deck"


def test_bad_luck_makes_no_deck_weak(database, amina):
    later = {"due_at": NOW + timedelta(days=9), "available_at": NOW + timedelta(days=9)}
    card_id = made(database, a_review_card, amina, **later)
    log(database, amina, card_id, right=17, wrong=3)
    assert step(database, amina).name == "rest"


def test_new_cards_follow_and_a_new_learner_is_asked_to_add(database, amina):
    assert step(database, amina).name == "add"
    made(database, a_card, amina)
    assert step(database, amina).name == "new"


def step(database, learner_id):
    with database.reading() as session:
        waiting = today(session, session.get_one(Learner, learner_id), CLOCK)
        return next_step(session, learner_id, waiting, CLOCK)
