"""Figures: what waits today, how long it takes, what is coming."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from studyapp import cards, changes, decks, decktree, progress, reviews
from studyapp.ids import new_id
from studyapp.scheduling import Rating
from studyapp.tables import Card, Learner
from tests.makers import (
    NOW,
    a_card,
    a_flashcard,
    a_question,
    a_review_card,
    clock_of,
    made,
)

TODAY = NOW.date()


def test_nothing_is_there_at_first(database, amina):
    found = figures(database, amina)
    assert [found[name] for name in ("due", "learning", "new", "minutes", "reviews")] == [0] * 5
    assert found["decks"] == []
    assert {day["count"] for day in found["coming"]} == {0}


def test_what_waits_is_counted_by_deck_and_kind(database, amina):
    made(database, a_card, amina, deck_title="Rivers")
    made(database, a_review_card, amina, deck_title="Rivers")
    made(database, a_review_card, amina, deck_title="Cities")
    later = NOW + timedelta(hours=3)
    made(database, a_card, amina, state="learning", queue=decks.LEARNING, available_at=later)
    found = {deck["title"]: deck for deck in figures(database, amina)["decks"]}
    assert [found["Rivers"][name] for name in ("due", "new", "learning")] == [1, 1, 0]
    assert found["Cities"]["due"] == 1
    assert found["Geography"]["learning"] == 1, "it comes back today"


def test_what_comes_tomorrow_does_not_wait_today(database, amina):
    tomorrow = NOW.replace(hour=4) + timedelta(days=1)
    made(database, a_review_card, amina, available_at=tomorrow)
    assert figures(database, amina)["due"] == 0


def test_new_cards_are_one_share_for_all_decks(database, amina):
    database.write(lambda session: set_share(session, amina, 3))
    for number in range(4):
        made(database, a_card, amina, deck_title=f"Deck {number % 2}")
    found = figures(database, amina)
    assert found["new"] == 3
    assert [deck["new"] for deck in found["decks"]] == [2, 2]


def test_the_share_shrinks_with_every_new_card_seen(database, amina):
    database.write(lambda session: set_share(session, amina, 2))
    first, _second, _third = (made(database, a_card, amina) for _ in range(3))
    answer(database, amina, first)
    assert figures(database, amina)["new"] == 1


def test_time_is_told_from_the_learners_own_answers(database, amina):
    assert seconds(database, amina) == progress.SECONDS_PER_ANSWER
    for _ in range(30):
        answer(database, amina, made(database, a_card, amina), ms=20_000)
    assert seconds(database, amina) == 20


def test_one_slow_answer_says_nothing(database, amina):
    answer(database, amina, made(database, a_card, amina), ms=60_000)
    assert seconds(database, amina) == progress.SECONDS_PER_ANSWER


def test_today_holds_what_is_overdue(database, amina):
    for days in (0, -9, 3, 99):
        moment = NOW.replace(hour=4) + timedelta(days=days)
        place = {"due_day": moment.date(), "due_at": moment, "available_at": moment}
        made(database, a_review_card, amina, **place)
    coming = {day["day"]: day["count"] for day in figures(database, amina)["coming"]}
    assert len(coming) == progress.DAYS_SHOWN
    assert coming[str(TODAY)] == 2
    assert coming[str(TODAY + timedelta(days=3))] == 1
    assert sum(coming.values()) == 3


def test_what_is_set_aside_is_not_coming(database, amina):
    card_id = made(database, a_review_card, amina)
    database.write(lambda session: cards.suspend(session, amina, card_id, True, NOW))
    assert sum(day["count"] for day in figures(database, amina)["coming"]) == 0


def test_answers_are_counted_for_their_day(database, amina):
    answer(database, amina, made(database, a_card, amina), Rating.AGAIN)
    answer(database, amina, made(database, a_review_card, amina), Rating.GOOD)
    assert answered(database, amina, TODAY) == progress.Answered(
        answers=2, right=1, milliseconds=8000, new=1
    )
    assert answered(database, amina, TODAY - timedelta(days=1)).answers == 0


def test_an_answer_that_was_undone_counts_nowhere(database, amina):
    answer(database, amina, made(database, a_card, amina))
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert answered(database, amina, TODAY).answers == 0
    assert figures(database, amina)["reviews"] == 0


def test_what_was_removed_is_in_no_figure(database, amina):
    kept = made(database, a_question, amina, a_flashcard(reverse=True))
    assert (figures(database, amina)["questions"], figures(database, amina)["cards"]) == (1, 2)
    database.write(lambda session: decktree.remove(session, amina, kept.deck_id, NOW))
    found = figures(database, amina)
    assert (found["questions"], found["cards"], found["new"]) == (0, 0, 0)


def test_figures_are_each_learners_own(database, amina, bo):
    before = figures(database, amina)
    answer(database, bo, made(database, a_card, bo))
    made(database, a_review_card, bo)
    assert figures(database, amina) == before


def test_figures_can_be_written_as_json(database, amina):
    made(database, a_card, amina)
    assert json.loads(json.dumps(figures(database, amina)))["new"] == 1


@pytest.mark.parametrize(
    ("counts", "minutes"),
    [(decks.Counts(), 0), (decks.Counts(due=1), 1), (decks.Counts(new=20), 8)],
)
def test_minutes_are_rounded_up(counts, minutes):
    today = progress.Today({}, decks.Counts(), seconds_per_answer=9.0, share=decks.Share(20))
    assert today.minutes(counts) == minutes


def set_share(session, learner_id, number):
    session.get_one(Learner, learner_id).new_per_day = number


def answer(database, learner_id, card_id, rating=Rating.GOOD, ms=4000):
    with database.reading() as session:
        version = session.get_one(Card, (learner_id, card_id)).version
    sent = reviews.Attempt(new_id(), card_id, rating, version, ms, "flip")
    database.write(lambda session: reviews.record(session, learner_id, sent, NOW))


def figures(database, learner_id):
    with database.reading() as session:
        learner = session.get_one(Learner, learner_id)
        return progress.figures(session, learner, clock_of(session, learner_id))


def seconds(database, learner_id):
    with database.reading() as session:
        return progress.seconds_per_answer(session, learner_id)


def answered(database, learner_id, day: date):
    with database.reading() as session:
        return progress.answered(session, learner_id, day)
