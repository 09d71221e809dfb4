"""Cards whose answer is picked: asked sooner, because a guess may hit, and told in full."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from questions.choices import alternatives
from questions.model import Choice
from studyapp import learners, reviews
from studyapp.ids import new_id
from studyapp.scheduling import Rating, retention_for
from studyapp.spreading import spread_for
from studyapp.tables import Card, Deck, Review
from tests.kinds import a_choice, a_several, a_statement
from tests.makers import NOW, a_question, a_review_card, clock_of, made


@pytest.mark.parametrize(
    ("number", "retention"), [(0, 0.9), (1, 0.9), (2, 0.94), (3, 0.93), (4, 0.92), (15, 0.92)]
)
def test_a_card_that_can_be_guessed_is_scheduled_at_a_higher_retention(number, retention):
    assert retention_for(0.9, number) == pytest.approx(retention)


@given(desired=st.floats(0.7, 0.97), number=st.integers(2, 40))
def test_the_higher_retention_stays_one(desired, number):
    assert desired < retention_for(desired, number) < 1


@pytest.mark.parametrize("question", [a_choice(), a_several(), a_statement()])
def test_the_button_says_what_is_stored_for_a_card_that_can_be_guessed(database, amina, question):
    card_id = made(database, a_review_card, amina, question=question)
    promised = buttons(database, amina, card_id, alternatives(question))[Rating.GOOD]
    without_guessing = buttons(database, amina, card_id, 0)[Rating.GOOD]
    record(database, amina, card_id)
    (review,) = reviews_of(database)
    assert review.interval == promised.interval_days
    assert review.interval < without_guessing.interval_days


def test_fewer_options_come_back_sooner(database, amina):
    three = a_choice(choices=(Choice(text="a", fraction=1), Choice(text="b"), Choice(text="c")))
    found = [days(database, amina, question) for question in (a_statement(), three, a_choice())]
    assert found == sorted(found)
    assert len(set(found)) == 3


def test_a_cards_own_retention_is_taken_as_it_is(database, amina):
    card_id = made(database, a_review_card, amina, question=a_choice(), desired_retention=0.9)
    assert buttons(database, amina, card_id, 4) == buttons(database, amina, card_id, 0)


def test_a_review_keeps_what_was_shown_and_chosen(database, amina):
    card_id = made(database, a_question, amina, a_choice()).card_id
    record(
        database, amina, card_id,
        format="choice", options=("The Rhine", "The Volga"), chosen=("The Volga",),
        correct=True, certainty=1,
    )  # fmt: skip
    (review,) = reviews_of(database)
    assert (review.options, review.chosen) == (["The Rhine", "The Volga"], ["The Volga"])
    assert (review.format, review.correct, review.certainty) == ("choice", True, 1)


def test_a_review_of_a_typed_answer_keeps_no_options(database, amina):
    card_id = made(database, a_question, amina).card_id
    record(database, amina, card_id)
    with database.reading() as session:
        none = select(Review).where(Review.options.is_(None), Review.chosen.is_(None))
        assert len(session.exec(none).all()) == 1


def record(database, learner_id, card_id, **values):
    fields = {"format": "flip"} | values
    attempt = reviews.Attempt(
        id=new_id(), card_id=card_id, rating=Rating.GOOD, version=0, ms=3000, **fields
    )
    database.write(lambda session: reviews.record(session, learner_id, attempt, NOW))


def buttons(database, learner_id, card_id, number=0):
    with database.reading() as session:
        card = session.get_one(Card, (learner_id, card_id))
        deck = session.get_one(Deck, (learner_id, card.deck_id))
        preset = learners.preset_of(session, learner_id, deck.preset_id)
        clock = clock_of(session, learner_id)
        spread = spread_for(session, card, preset, clock, has_siblings=False)
        return reviews.schedules(card, preset, clock, number, spread)


def days(database, learner_id, question):
    card_id = made(
        database, a_review_card, learner_id, question=question, stability=400.0, interval=400
    )
    found = buttons(database, learner_id, card_id, alternatives(question))
    return found[Rating.GOOD].interval_days


def reviews_of(database):
    with database.reading() as session:
        return [Review(**row.model_dump()) for row in session.exec(select(Review))]
