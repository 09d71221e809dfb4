"""Which card is next, and what finding it costs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from studyapp import changes, decktree, queue, reviews
from studyapp.db import Database
from studyapp.decks import LAST, LEARNING, NEW, REVIEW
from studyapp.ids import new_id
from studyapp.scheduling import Rating
from studyapp.tables import Card
from tests.makers import (
    LONG_AGO,
    NOW,
    a_card,
    a_deck,
    a_flashcard,
    a_learner,
    a_question,
    clock_of,
    made,
    the_demo,
)

MINUTE = timedelta(minutes=1)
MOST_STEPS = 25


def test_learning_comes_before_reviews_and_reviews_before_what_is_new(database, amina):
    new = made(database, a_card, amina)
    review = made(database, a_card, amina, **due("review", NOW - timedelta(days=9)))
    learning = made(database, a_card, amina, **due("learning", NOW - MINUTE))
    assert in_order(database, amina) == [learning, review, new]


def test_a_card_that_is_learned_soon_comes_when_nothing_else_waits(database, amina):
    soon = made(database, a_card, amina, **due("learning", NOW + 19 * MINUTE))
    made(database, a_card, amina, **due("learning", NOW + 21 * MINUTE))
    new = made(database, a_card, amina)
    assert in_order(database, amina) == [new, soon]


def test_what_was_due_first_comes_first(database, amina):
    late = made(database, a_card, amina, **due("review", NOW - 2 * MINUTE))
    early = made(database, a_card, amina, **due("review", NOW - timedelta(days=3)))
    assert in_order(database, amina) == [early, late]


def test_nothing_comes_before_its_time(database, amina):
    made(database, a_card, amina, **due("review", NOW + MINUTE))
    assert next_card(database, amina) is None


@pytest.mark.parametrize("state", ["learning", "review", "new"])
def test_what_is_set_aside_does_not_come(database, amina, state):
    made(database, a_card, amina, **{**due(state, LONG_AGO), "available_at": None})
    assert next_card(database, amina) is None


def test_new_cards_of_the_demo_stand_behind_all_others(database, amina):
    demo = made(database, the_demo, amina)
    own = made(database, a_card, amina)
    assert next_card(database, amina) == own
    with database.reading() as session:
        assert session.get_one(Card, (amina, next_card(database, amina, demo))).deck_id == demo
    answer(database, amina, own)
    with database.reading() as session:
        assert session.get_one(Card, (amina, next_card(database, amina))).deck_id == demo


def test_a_card_of_the_demo_that_goes_to_another_deck_stands_among_its_own(database, amina):
    into = made(database, a_deck, amina)
    demo = made(database, the_demo, amina)
    assert queues(database, amina) == {LAST}
    database.write(lambda session: decktree.merge(session, amina, demo, into, NOW))
    assert queues(database, amina) == {NEW}
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert queues(database, amina) == {LAST}


def test_one_deck_gives_its_own_cards_only(database, amina):
    made(database, a_card, amina, deck_title="Rivers")
    kept = made(database, a_question, amina, deck_title="Cities")
    assert next_card(database, amina, kept.deck_id) == kept.card_id


def test_nobody_gets_the_card_of_another(database, amina, bo):
    made(database, a_card, bo)
    assert next_card(database, amina) is None


def test_new_cards_come_in_the_order_in_which_they_were_made(database, amina):
    question = a_flashcard(reverse=True)
    kept = made(database, a_question, amina, question)
    assert next_card(database, amina) == kept.card_ids[0]


def test_the_share_of_new_cards_is_for_a_day(database, amina):
    card_ids = [made(database, a_card, amina) for _ in range(3)]
    assert new_left(database, amina) == 2
    for card_id in card_ids[:2]:
        answer(database, amina, card_id)
    assert new_left(database, amina) == 0
    assert next_card(database, amina) not in card_ids[2:]
    assert new_left(database, amina, NOW + timedelta(days=1)) == 2


def test_an_answer_that_is_undone_gives_its_share_back(database, amina):
    answer(database, amina, made(database, a_card, amina))
    assert new_left(database, amina) == 1
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert new_left(database, amina) == 2


def test_a_second_answer_to_the_same_new_card_takes_no_share(database, amina):
    card_id = made(database, a_card, amina)
    answer(database, amina, card_id)
    answer(database, amina, card_id, version=1)
    assert new_left(database, amina) == 1


def test_more_seen_than_today_allows_leaves_none(database, amina):
    for _ in range(2):
        answer(database, amina, made(database, a_card, amina))
    with database.reading() as session:
        assert queue.new_left(session, amina, clock_of(session, amina), 1) == 0


SIZES = [1_000, pytest.param(1_000_000, marks=pytest.mark.slow)]
LOOKUPS = {"all": (queue.NEXT_OF_ALL, False), "deck": (queue.NEXT_OF_DECK, True)}


@pytest.mark.parametrize("size", SIZES)
def test_finding_the_next_card_costs_the_same_in_any_collection(sqlite_database, amina_alone, size):
    deck_id = fill(sqlite_database, amina_alone, size)
    with sqlite_database.reading() as session:
        for statement, of_deck in LOOKUPS.values():
            for number in (LEARNING, REVIEW, NEW, LAST):
                for moment in (LONG_AGO - timedelta(days=400), NOW, NOW + timedelta(days=9)):
                    wanted = {"learner_id": amina_alone, "queue": number, "moment": moment}
                    wanted |= {"deck_id": deck_id} if of_deck else {}
                    assert steps(session, statement, wanted) <= MOST_STEPS


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_the_next_card_is_found_by_an_index_alone(sqlite_database, amina_alone, lookup):
    statement, of_deck = LOOKUPS[lookup]
    deck_id = fill(sqlite_database, amina_alone, 1_000)
    wanted = {"learner_id": amina_alone, "queue": REVIEW, "moment": NOW}
    wanted |= {"deck_id": deck_id} if of_deck else {}
    plan = explained(sqlite_database, statement, wanted)
    assert "SEARCH card USING COVERING INDEX" in plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan


def test_the_counter_of_steps_notices_a_scan(sqlite_database, amina_alone):
    fill(sqlite_database, amina_alone, 1_000)
    with sqlite_database.reading() as session:
        assert steps(session, text("SELECT count(*) FROM card WHERE reps = 7"), {}) > 1_000


def due(state, moment):
    number = {"learning": LEARNING, "review": REVIEW, "new": NEW}[state]
    return {
        "state": state,
        "queue": number,
        "due_at": moment,
        "due_day": moment.date(),
        "available_at": moment,
    }


def next_card(database, learner_id, deck_id=None, left=20):
    with database.reading() as session:
        clock = clock_of(session, learner_id)
        share = queue.share(session, learner_id, clock, min(left, 2))
        scope = queue.Scope((deck_id,)) if deck_id else queue.EVERYTHING
        return queue.next_card(session, learner_id, clock, share, scope)


def queues(database, learner_id):
    with database.reading() as session:
        return set(session.exec(select(Card.queue).where(Card.learner_id == learner_id)))


def in_order(database, learner_id):
    """Return the cards in the order in which they come, each set aside once it came."""
    found = []
    while (card_id := next_card(database, learner_id)) is not None:
        found.append(card_id)
        database.write(lambda session: aside(session, learner_id, found[-1]))
    return found


def aside(session, learner_id, card_id):
    session.get_one(Card, (learner_id, card_id)).available_at = None


def answer(database, learner_id, card_id, version=0):
    sent = reviews.Attempt(
        id=new_id(), card_id=card_id, rating=Rating.GOOD, version=version, ms=1, format="flip"
    )
    database.write(lambda session: reviews.record(session, learner_id, sent, NOW))


def new_left(database, learner_id, now=NOW):
    with database.reading() as session:
        return queue.new_left(session, learner_id, clock_of(session, learner_id, now), 2)


def fill(database, learner_id, size):
    """Give a learner *size* cards of all kinds, as quickly as SQLite takes them."""
    kept = made(database, a_question, learner_id)
    database.engine.dispose()
    with closing(sqlite3.connect(database.url.removeprefix("sqlite:///"))) as file:
        indexes = file.execute(_INDEXES).fetchall()
        file.execute("PRAGMA synchronous=OFF")
        for name, _sql in indexes:
            file.execute(f"DROP INDEX {name}")
        file.execute(_copies(), {"size": size, "one": bytes.fromhex(kept.card_id)})
        for _name, sql in indexes:
            file.execute(sql)
        file.commit()
    return kept.deck_id


_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name GLOB 'ix_card*'"


def _copies():
    """Copy one card many times: a third of each kind, due at many moments."""
    moment = "datetime('2026-03-02 12:00:00', printf('-%d seconds', n % 9000000)) || '.000000'"
    changed = {
        "id": "CAST(printf('%016d', n) AS BLOB)",
        "question_id": "CAST(printf('%016d', n) AS BLOB)",
        "queue": "n % 3",
        "available_at": moment,
    }
    columns = [column.name for column in Card.__table__.columns]
    picked = ", ".join(changed.get(name, f'card."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return (
        "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < :size) "
        f"INSERT INTO card ({names}) SELECT {picked} FROM many, card WHERE card.id = :one"
    )


def steps(session, statement, parameters):
    """Return how many steps SQLite's machine takes to answer."""
    connection = session.connection().connection.driver_connection
    taken = 0

    def note():
        nonlocal taken
        taken += 1

    session.execute(statement, parameters).scalar()
    connection.set_progress_handler(note, 1)
    session.execute(statement, parameters).scalar()
    connection.set_progress_handler(None, 0)
    return taken


def test_what_undo_looks_up_is_no_walk_through_an_imported_log(sqlite_database):
    plan = explained(sqlite_database, changes.HEADS, {})
    assert plan.count("ix_review_acts") == 2
    assert "SCAN review" not in plan


def explained(database, statement, parameters):
    """Return how SQLite would look for the answer."""
    compiled = statement.compile(database.engine)
    # What is looked for may be anything: a plan knows no values.
    values = tuple(str(parameters.get(name, 1)) for name in compiled.positiontup)
    with database.reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
        return "\n".join(row[-1] for row in plan)


@pytest.fixture
def sqlite_database(sqlite_url):
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def amina_alone(sqlite_database):
    return made(sqlite_database, a_learner)
