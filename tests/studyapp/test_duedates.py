"""Cards are moved to another day by hand, as one act, and memory is not touched."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from studyapp import changes, duedates
from studyapp.bulk import Bulk, Chosen
from studyapp.errors import RefusedError
from studyapp.ids import new_id
from studyapp.tables import Card
from tests.makers import NOW, a_flashcard, a_question, a_review_card, clock_of, made

TODAY = NOW.date()


def test_a_card_comes_in_so_many_days(database, amina):
    card_id = made(database, a_review_card, amina)
    assert act(database, amina, duedates.set_due, 5) == 1
    card = card_of(database, amina, card_id)
    assert card.due_day == TODAY + timedelta(days=5)
    assert card.available_at == card.due_at
    assert (card.stability, card.interval, card.reps) == (12.5, 12, 3)


def test_a_card_never_answered_stays_new_and_comes_that_day(database, amina):
    kept = made(database, a_question, amina, a_flashcard("one", "x"))
    before = card_of(database, amina, kept.card_id)
    act(database, amina, duedates.set_due, 2)
    card = card_of(database, amina, kept.card_id)
    assert card.state == "new"
    assert card.available_at.date() == TODAY + timedelta(days=2)
    assert card.due_at == before.due_at


def test_what_is_not_due_comes_today_and_what_is_due_stays(database, amina):
    due = made(database, a_review_card, amina)
    later = made(database, a_review_card, amina, **due_in(9))
    assert act(database, amina, lambda one, _days: duedates.advance(one)) == 1
    assert card_of(database, amina, later).due_day == TODAY
    assert card_of(database, amina, due).version == 0


def test_what_is_due_is_put_off_and_what_is_not_stays(database, amina):
    due = made(database, a_review_card, amina)
    later = made(database, a_review_card, amina, **due_in(9))
    assert act(database, amina, duedates.postpone, 3) == 1
    assert card_of(database, amina, due).due_day == TODAY + timedelta(days=3)
    assert card_of(database, amina, later).due_day == TODAY + timedelta(days=9)


def test_cards_that_were_set_aside_stay_aside(database, amina):
    card_id = made(database, a_review_card, amina, suspended=True, available_at=None)
    assert act(database, amina, duedates.set_due, 4) == 0
    assert card_of(database, amina, card_id).available_at is None


def test_a_move_is_done_once_and_taken_back_whole(database, amina):
    made(database, a_review_card, amina)
    made(database, a_question, amina, a_flashcard("one", "x"))
    before, key = all_cards(database, amina), new_id()
    assert act(database, amina, duedates.set_due, 5, key) == 2
    after = all_cards(database, amina)
    assert act(database, amina, duedates.set_due, 5, key) == 0
    assert all_cards(database, amina) == after
    database.write(lambda session: changes.undo(session, amina, NOW) and None)
    assert all_cards(database, amina) == before


@pytest.mark.parametrize("text", ["", "-1", "3651", "2.5", "soon", "٣", "9" * 40])
def test_days_that_are_none_are_refused(text):
    with pytest.raises(RefusedError):
        duedates.days_of(text)


def due_in(days):
    moment = NOW.replace(hour=4) + timedelta(days=days)
    return {"due_at": moment, "available_at": moment, "due_day": moment.date()}


def act(database, learner_id, move, days=0, key=None):
    def action(session):
        rows = session.exec(select(Card.question_id).where(Card.learner_id == learner_id)).all()
        clock = clock_of(session, learner_id)
        chosen = Chosen(ids=tuple(rows))
        return move(Bulk(session, learner_id, chosen, clock, key or new_id()), days)

    return database.write(action)


def card_of(database, learner_id, card_id):
    with database.reading() as session:
        return session.get_one(Card, (learner_id, card_id))


def all_cards(database, learner_id):
    with database.reading() as session:
        rows = session.exec(select(Card).where(Card.learner_id == learner_id).order_by(Card.id))
        return [row.model_dump() for row in rows]
