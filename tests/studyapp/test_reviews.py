"""Answers: counted once, stored as the button promised, in three statements."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from studyapp import changes, cramming, learners, progress, queue, reviews
from studyapp.decks import Share
from studyapp.errors import BusyError, NotFoundError, StaleCardError
from studyapp.ids import new_id
from studyapp.scheduling import Rating
from studyapp.spreading import spread_for
from studyapp.tables import Card, Deck, Learner, Review
from tests.makers import (
    NOW,
    a_card,
    a_flashcard,
    a_question,
    a_review_card,
    clock_of,
    made,
)

MAKERS = {"new": a_card, "review": a_review_card}


def test_an_answer_moves_its_card(database, amina):
    card_id = made(database, a_review_card, amina)
    answer(database, amina, attempt(card_id, Rating.GOOD))
    card = card_of(database, amina, card_id)
    assert (card.reps, card.version, card.last_review_at) == (4, 1, NOW)
    assert card.due_day > NOW.date()
    assert card.available_at == card.due_at


def test_the_same_answer_sent_twice_counts_once(database, amina):
    sent = attempt(made(database, a_card, amina))
    answers = [answer(database, amina, sent) for _ in range(2)]
    assert [one.again for one in answers] == [False, True]
    assert len(reviews_of(database, amina)) == 1
    assert card_of(database, amina, sent.card_id).reps == 1


def test_the_same_answer_sent_at_once_by_many_counts_once(database, amina):
    sent = attempt(made(database, a_card, amina))

    def send(_number):
        try:
            return answer(database, amina, sent).again
        except (StaleCardError, BusyError):
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(8))) == [False] + [True] * 7
    assert len(reviews_of(database, amina)) == 1


def test_an_answer_to_a_card_that_changed_since_is_refused(database, amina):
    card_id = made(database, a_card, amina)
    answer(database, amina, attempt(card_id))
    before = card_of(database, amina, card_id)
    with pytest.raises(StaleCardError):
        answer(database, amina, attempt(card_id, version=0))
    assert card_of(database, amina, card_id) == before
    assert len(reviews_of(database, amina)) == 1


def test_an_answer_to_a_card_that_is_set_aside_is_refused(database, amina):
    card_id = made(database, a_card, amina, suspended=True, available_at=None)
    with pytest.raises(StaleCardError):
        answer(database, amina, attempt(card_id))


def test_an_answer_that_was_undone_stores_nothing_when_it_comes_again(database, amina):
    sent = attempt(made(database, a_card, amina))
    answer(database, amina, sent)
    database.write(lambda session: changes.undo(session, amina, NOW))
    before = card_of(database, amina, sent.card_id)
    assert answer(database, amina, sent).again
    assert card_of(database, amina, sent.card_id) == before
    (review,) = reviews_of(database, amina)
    assert review.voided_at == NOW


def test_undo_voids_an_answer_and_deletes_none(database, amina):
    sent = attempt(made(database, a_review_card, amina))
    before = card_of(database, amina, sent.card_id)
    answer(database, amina, sent)
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert card_of(database, amina, sent.card_id) == before
    assert [review.id for review in reviews_of(database, amina)] == [sent.id]


def test_figures_do_not_count_what_was_undone(database, amina):
    sent = attempt(made(database, a_card, amina))
    before = figures(database, amina)
    answer(database, amina, sent)
    assert figures(database, amina) != before
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert figures(database, amina) == before


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("rating", Rating)
def test_what_the_button_says_is_what_is_stored(database, amina, kind, rating):
    card_id = made(database, MAKERS[kind], amina)
    promised = buttons(database, amina, card_id)[rating]
    answer(database, amina, attempt(card_id, rating))
    card = card_of(database, amina, card_id)
    (review,) = reviews_of(database, amina)
    assert (card.due_at, card.due_day) == (promised.due_at, promised.due_day)
    assert card.interval == review.interval == promised.memory_after.interval
    assert card.stability == review.stability == promised.memory_after.stability
    assert review.delay == (promised.delay.total_seconds() if promised.delay else None)


def test_the_buttons_of_a_card_say_the_same_each_time_it_is_shown(database, amina):
    card_id = made(database, a_review_card, amina)
    assert buttons(database, amina, card_id) == buttons(database, amina, card_id)


def test_a_cards_own_retention_goes_before_that_of_its_deck(database, amina):
    usual = made(database, a_review_card, amina)
    careful = made(database, a_review_card, amina, desired_retention=0.97)
    assert days(database, amina, careful) < days(database, amina, usual)


def test_a_review_tells_all_that_was_known(database, amina):
    made(database, set_zone, amina, "Asia/Kolkata")
    card_id = made(database, a_review_card, amina)
    sent = replace(attempt(card_id, Rating.HARD), typed="Lma", correct=False, format="typed")
    answer(database, amina, sent)
    (review,) = reviews_of(database, amina)
    assert (review.kind, review.state, review.rating) == ("review", "review", 2)
    assert (review.last_interval, review.zone_offset) == (12, 330)
    assert (review.typed, review.correct, review.format) == ("Lma", False, "typed")
    assert (review.day, review.ms, review.reviewed_at) == (NOW.date(), 4000, NOW)
    assert review.rating_rule > 0


def test_an_answer_before_the_day_turns_counts_for_the_day_before(database, amina):
    night = NOW.replace(hour=3, minute=59)
    card_id = made(database, a_card, amina)
    database.write(lambda session: reviews.record(session, amina, attempt(card_id), night))
    (review,) = reviews_of(database, amina)
    assert review.day == date(2026, 3, 1)


@pytest.mark.parametrize(("ms", "stored"), [(-5, 0), (4000, 4000), (86_400_000, 60_000)])
def test_time_away_from_the_page_is_not_counted(database, amina, ms, stored):
    answer(database, amina, replace(attempt(made(database, a_card, amina)), ms=ms))
    assert reviews_of(database, amina)[0].ms == stored


def test_the_other_card_of_a_question_waits_until_tomorrow(database, amina):
    first, second = two_cards(database, amina)
    answer(database, amina, attempt(first))
    tomorrow = NOW.replace(hour=4) + timedelta(days=1)
    assert card_of(database, amina, second).available_at == tomorrow
    assert next_card(database, amina) is None or next_card(database, amina) == first
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert card_of(database, amina, second).available_at < NOW


def test_a_card_of_the_same_question_that_is_being_learned_stays(database, amina):
    first, second = two_cards(database, amina)
    database.write(lambda session: put(session, amina, second, state="learning", queue=0))
    before = card_of(database, amina, second)
    answer(database, amina, attempt(first))
    assert card_of(database, amina, second) == before


def test_a_card_that_comes_later_anyway_is_not_moved(database, amina):
    first, second = two_cards(database, amina)
    later = NOW + timedelta(days=9)
    database.write(
        lambda session: put(session, amina, second, state="review", queue=1, available_at=later)
    )
    answer(database, amina, attempt(first))
    assert card_of(database, amina, second).available_at == later


def test_an_answer_takes_three_statements(database, amina):
    card_id = made(database, a_review_card, amina)
    sent = replace(attempt(card_id), promised=promises(database, amina, card_id))
    with counted(database) as statements:
        answer(database, amina, sent)
    assert len(statements) <= 3, statements


def test_an_answer_puts_siblings_off_with_two_statements_more(database, amina):
    first, _second = two_cards(database, amina)
    sent = replace(attempt(first), promised=promises(database, amina, first))
    with counted(database) as statements:
        answer(database, amina, sent)
    assert len(statements) <= 5, statements


def test_nobody_answers_the_card_of_another(database, amina, bo):
    card_id = made(database, a_card, bo)
    with pytest.raises(NotFoundError):
        answer(database, amina, attempt(card_id))
    assert reviews_of(database, bo) == []


def test_one_learners_answer_does_not_hide_anothers_of_the_same_id(database, amina, bo):
    sent = attempt(made(database, a_card, amina))
    answer(database, amina, sent)
    answer(database, bo, replace(sent, card_id=made(database, a_card, bo)))
    assert [len(reviews_of(database, one)) for one in (amina, bo)] == [1, 1]


def test_the_last_ratings_of_today_come_oldest_first_without_cram_and_what_was_undone(
    database, amina
):
    moments = [NOW - timedelta(days=1), *(NOW + timedelta(minutes=number) for number in range(5))]
    ratings = (Rating.EASY, Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY, Rating.AGAIN)
    for moment, rating in zip(moments, ratings, strict=True):
        answer(database, amina, attempt(made(database, a_card, amina), rating), moment)
    database.write(lambda session: changes.undo(session, amina, moments[-1]) and None)
    sent = attempt(made(database, a_card, amina), Rating.AGAIN)
    database.write(lambda session: cramming.record(session, amina, sent, moments[-1]))
    with database.reading() as session:
        clock = clock_of(session, amina, moments[-1])
        assert reviews.last_ratings(session, amina, clock, 9) == [1, 2, 3, 4]
        assert reviews.last_ratings(session, amina, clock, 2) == [3, 4]


def attempt(card_id, rating=Rating.GOOD, version=0):
    return reviews.Attempt(
        id=new_id(), card_id=card_id, rating=rating, version=version, ms=4000, format="flip"
    )


def answer(database, learner_id, sent, now=NOW):
    return database.write(lambda session: reviews.record(session, learner_id, sent, now))


def promises(database, learner_id, card_id):
    """Return the days on each button, as the page sends them back."""
    found = buttons(database, learner_id, card_id)
    return {rating: schedule.memory_after.interval for rating, schedule in found.items()}


def two_cards(database, learner_id):
    """Return the ids of the two cards of one question."""
    question = a_flashcard(reverse=True)
    return made(database, a_question, learner_id, question).card_ids


def put(session, learner_id, card_id, **columns):
    card = session.get_one(Card, (learner_id, card_id))
    for name, value in columns.items():
        setattr(card, name, value)


def set_zone(session, learner_id, zone):
    session.get_one(Learner, learner_id).zone = zone


def buttons(database, learner_id, card_id):
    with database.reading() as session:
        card = session.get_one(Card, (learner_id, card_id))
        deck = session.get_one(Deck, (learner_id, card.deck_id))
        preset = learners.preset_of(session, learner_id, deck.preset_id)
        clock = clock_of(session, learner_id)
        spread = spread_for(session, card, preset, clock, has_siblings=False)
        return reviews.schedules(card, preset, clock, spread=spread)


def days(database, learner_id, card_id):
    return buttons(database, learner_id, card_id)[Rating.GOOD].interval_days


def figures(database, learner_id):
    with database.reading() as session:
        learner = session.get_one(Learner, learner_id)
        return progress.figures(session, learner, clock_of(session, learner_id))


def next_card(database, learner_id):
    with database.reading() as session:
        return queue.next_card(session, learner_id, clock_of(session, learner_id), Share(20))


@contextmanager
def counted(database):
    """Write down every statement that is sent."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def card_of(database, learner_id, card_id):
    with database.reading() as session:
        return Card(**session.get_one(Card, (learner_id, card_id)).model_dump())


def reviews_of(database, learner_id):
    with database.reading() as session:
        rows = session.exec(select(Review).where(Review.learner_id == learner_id))
        return [Review(**row.model_dump()) for row in rows]
