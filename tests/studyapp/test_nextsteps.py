"""The one next step: what is due before what could be better, and no step out of bad luck."""

from __future__ import annotations

from datetime import timedelta

from studyapp import figures, nextsteps
from studyapp.db import Database
from studyapp.nextsteps import next_step
from studyapp.progress import today
from studyapp.tables import Card, Learner
from tests.makers import NOW, a_card, a_document, a_draft, a_learner, a_review_card, made
from tests.parity import figures_rows
from tests.parity.figures_rows import drawn
from tests.studyapp.test_figures import CLOCK
from tests.studyapp.test_figures_of_things import log
from tests.studyapp.test_queue import steps

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


def test_what_decks_kept_is_told_alike_from_what_is_kept_and_from_the_log(database, amina):
    collection = drawn(5, 60, 900)
    made(database, figures_rows.for_us, amina, collection)
    clock = collection.clock
    first = clock.today - timedelta(days=29)
    with database.reading() as session:
        assert figures.waited_by_deck(session, amina, clock, first) is None
        counted = nextsteps._waited(session, amina, clock, first)
    assert sum(number for number, _passed in counted.values()) > 5
    made(database, figures.rebuild, amina, clock)
    with database.reading() as session:
        kept = figures.waited_by_deck(session, amina, clock, first)
    assert {deck_id: one for deck_id, one in kept.items() if one[0]} == counted


def test_counting_leeches_looks_at_no_card_that_never_lapsed(sqlite_url):
    def walked(number):
        database = Database(sqlite_url)
        learner_id = made(database, a_learner, f"Amina {number}")
        for _card in range(number):
            made(database, a_review_card, learner_id)
        made(database, a_review_card, learner_id, lapses=8)
        with database.reading() as session:
            return steps(session, nextsteps._LEECHES, {"learner_id": learner_id})

    assert walked(2) == walked(40)


def step(database, learner_id):
    with database.reading() as session:
        waiting = today(session, session.get_one(Learner, learner_id), CLOCK)
        return next_step(session, learner_id, waiting, CLOCK)
