"""The simulated learner: so many answers, the same for the same seed, coherent with the log."""

from __future__ import annotations

import pytest
from sqlmodel import select

from studyapp import changes, demo
from studyapp.errors import RefusedError
from studyapp.tables import Card, Deck, Review, StoredQuestion
from tests.makers import NOW, clock_of


def test_the_log_ends_yesterday_and_agrees_with_the_cards(database):
    made = demo.make(database, NOW, "Europe/Berlin", cards=60, answers=400, seed=2, name="Sim")
    with database.reading() as session:
        reviews = session.exec(select(Review).where(Review.learner_id == made.learner_id)).all()
        cards = session.exec(select(Card).where(Card.learner_id == made.learner_id)).all()
        titles = session.exec(select(Deck.title).where(Deck.learner_id == made.learner_id)).all()
        kinds = session.exec(
            select(StoredQuestion.kind).where(StoredQuestion.learner_id == made.learner_id)
        ).all()
        today = clock_of(session, made.learner_id).today
    assert (len(cards), len(reviews)) == (60, made.reviews)
    assert made.reviews == 400
    assert max(one.day for one in reviews) < today
    assert len(titles) == 3
    assert set(kinds) == {"flashcard", "short", "choice", "truefalse"}
    latest = {one.card_id: one for one in sorted(reviews, key=lambda one: one.reviewed_at)}
    assert sum(card.reps for card in cards) == 400
    for card in cards:
        if card.id in latest:
            assert card.stability == latest[card.id].stability
            assert card.last_review_at == latest[card.id].reviewed_at


def test_its_last_answer_can_be_undone(database):
    made = demo.make(database, NOW, "UTC", cards=10, answers=40, seed=3, name="Sim")
    with database.reading() as session:
        last = changes.last_done(session, made.learner_id)
        (effect,) = last.effects
    database.write(lambda session: changes.undo(session, made.learner_id, NOW) and None)
    with database.reading() as session:
        card = session.get_one(Card, (made.learner_id, effect["k"]))
        assert card.reps == effect["b"]["reps"]


def test_the_same_seed_makes_the_same_answers_and_another_one_others():
    assert demo.true_parameters(1) == demo.true_parameters(1) != demo.true_parameters(2)


def test_a_name_that_is_taken_is_refused(database, amina):
    with pytest.raises(RefusedError, match="Amina"):
        demo.make(database, NOW, "UTC", cards=5, answers=5, seed=1, name="Amina")
    with pytest.raises(RefusedError, match="cards"):
        demo.make(database, NOW, "UTC", cards=0, answers=5, seed=1, name="New")
