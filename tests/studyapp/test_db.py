"""One door to write: what is written together, what fails alone, and what is tried again."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg.errors
import pytest
from sqlalchemy import event, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from studyapp.db import Database
from studyapp.errors import BusyError
from studyapp.tables import Deck, Learner
from tests.makers import a_deck, a_learner, made

THREADS = 8


def test_an_action_gives_back_what_it_returns(database, amina):
    assert database.write(lambda session: a_deck(session, amina)) in decks(database)


def test_what_an_action_wrote_before_it_failed_is_not_there(database, amina):
    def action(session):
        a_deck(session, amina)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        database.write(action)
    assert decks(database) == []


def test_what_is_changed_while_reading_is_thrown_away(database, amina):
    with database.reading() as session:
        a_deck(session, amina)
        session.flush()
    assert decks(database) == []


def test_threads_that_count_lose_nothing(database, amina):
    together(lambda _: [database.write(counted(amina)) for _ in range(25)])
    assert count(database, amina) == THREADS * 25


def test_threads_that_read_and_then_write_lose_nothing(database, amina):
    def action(session):
        learner = session.get_one(Learner, amina)
        learner.new_per_day += 1

    together(lambda _: [patiently(database, action) for _ in range(5)])
    assert count(database, amina) == THREADS * 5


def test_threads_that_make_the_same_row_make_it_once(database, amina):
    def action(session):
        known = session.get(Deck, (amina, amina))
        if known is None:
            deck = session.get_one(Deck, (amina, template))
            session.add(Deck(**{**deck.model_dump(), "id": amina}))
            session.flush()
        return known is None

    template = made(database, a_deck, amina)
    assert together(lambda _: database.write(action)).count(True) == 1


def test_one_failing_action_of_a_group_does_not_hurt_the_others(database, amina):
    failed = as_one_group(database, [counted(amina), failing(amina), counted(amina)])
    assert [type(error) for error in failed] == [type(None), ZeroDivisionError, type(None)]
    assert count(database, amina) == 2


def test_a_broken_rule_of_the_database_does_not_hurt_the_others_of_a_group(database, amina):
    def doubled(session):
        learner = session.get_one(Learner, amina)
        session.add(Learner(**learner.model_dump()))

    failed = as_one_group(database, [counted(amina), doubled, counted(amina)])
    assert [type(error) for error in failed] == [type(None), IntegrityError, type(None)]
    assert count(database, amina) == 2


def test_rows_of_one_action_of_a_group_are_unknown_to_the_next(database, amina):
    def new_rows(session):
        return len(session.new) + len(session.identity_map)

    seen = []
    actions = [counted(amina), lambda session: seen.append(new_rows(session)), counted(amina)]
    as_one_group(database, [lambda session: a_learner(session, "Cleo"), *actions])
    assert seen == [0]


def test_all_actions_that_wait_share_one_commit(sqlite_database):
    amina = made(sqlite_database, a_learner)
    commits = []
    with watched(sqlite_database, commits):
        as_one_group(sqlite_database, [counted(amina)] * 20)
    assert len(commits) == 2, "the one that held the door, and all that waited behind it"
    assert count(sqlite_database, amina) == 20


def test_a_database_that_stays_locked_is_told_as_busy(sqlite_database):
    amina = made(sqlite_database, a_learner)
    sqlite_database.engine.dispose()
    with impatient(sqlite_database), closing(sqlite_database.engine.raw_connection()) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match="Nothing was lost"):
            sqlite_database.write(counted(amina))
        other.execute("ROLLBACK")
        sqlite_database.write(counted(amina))
    assert count(sqlite_database, amina) == 1


def test_a_whole_group_is_told_that_the_database_stayed_locked(sqlite_database):
    amina = made(sqlite_database, a_learner)
    sqlite_database.engine.dispose()
    with impatient(sqlite_database), closing(sqlite_database.engine.raw_connection()) as other:
        other.execute("BEGIN IMMEDIATE")
        failed = as_one_group(sqlite_database, [counted(amina)] * 3)
        other.execute("ROLLBACK")
    assert [type(error) for error in failed] == [BusyError] * 3
    assert count(sqlite_database, amina) == 0


@pytest.mark.postgres
def test_an_action_that_postgres_could_not_serialise_runs_again(postgres_database):
    tries = []

    def action(session):
        tries.append(session)
        if len(tries) < 3:
            session.execute(text("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))
        return "stored"

    assert postgres_database.write(action) == "stored"
    assert len(tries) == 3


@pytest.mark.postgres
def test_two_that_wait_for_each_other_both_get_through(postgres_database):
    first, second = (made(postgres_database, a_learner, name) for name in ("Amina", "Bo"))
    met = threading.Barrier(2, timeout=5)

    def action(one, other):
        def run(session):
            touch(session, one)
            if len(tries) < 2:
                tries.append(one)
                met.wait()
            touch(session, other)

        return run

    tries = []
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(postgres_database.write, [action(first, second), action(second, first)]))
    assert [count(postgres_database, one) for one in (first, second)] == [2, 2]


@pytest.mark.postgres
def test_one_that_never_gets_through_is_told_that_the_database_is_busy(postgres_database):
    def action(session):
        session.execute(text("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))

    with pytest.raises(BusyError, match="Nothing was lost"):
        postgres_database.write(action)


@pytest.mark.postgres
def test_a_mistake_in_a_statement_is_not_tried_again(postgres_database):
    tries = []

    def action(session):
        tries.append(session)
        session.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(Exception, match="nowhere") as caught:
        postgres_database.write(action)
    assert isinstance(caught.value.orig, psycopg.errors.UndefinedTable)
    assert len(tries) == 1


def test_a_closed_database_opens_again(database, amina):
    database.close()
    database.write(counted(amina))
    assert count(database, amina) == 1


def test_foreign_keys_hold(database, amina):
    with pytest.raises(IntegrityError):
        database.write(lambda session: session.execute(text(ORPHAN)))


ORPHAN = """
    INSERT INTO change (learner_id, id, changed_at, label, effects)
    SELECT preset.id, preset.id, learner.created_at, 'edit', '[]' FROM preset, learner
"""


def touch(session, learner_id):
    statement = update(Learner).where(col(Learner.id) == learner_id)
    session.execute(statement.values(new_per_day=col(Learner.new_per_day) + 1))


def counted(learner_id):
    """Return an action that counts one more in a row of *learner_id*."""
    return lambda session: touch(session, learner_id)


def failing(learner_id):
    """Return an action that writes and then fails."""

    def action(session):
        touch(session, learner_id)
        return 1 // 0

    return action


def patiently(database, action):
    """Write, and again where the database was busy, as a person would."""
    for _ in range(20):
        try:
            return database.write(action)
        except BusyError:
            continue
    raise AssertionError("never got through")


def together(work):
    """Run *work* on all threads at once."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, range(THREADS)))


def as_one_group(database, actions):
    """Let *actions* wait for the writer together; return the error of each, or None."""
    held, entered = threading.Event(), threading.Event()

    def holding(session):
        # It only asks for the moment, so that it opens a transaction like the others.
        entered.set()
        held.wait(5)
        session.execute(text("SELECT 1"))

    with ThreadPoolExecutor(len(actions) + 1) as pool:
        first = pool.submit(database.write, holding)
        entered.wait(5)
        waiting = []
        for action in actions:
            waiting.append(pool.submit(database.write, action))
            wait_until(lambda: not database.is_sqlite or orders(database) == len(waiting))
        held.set()
        first.exception()
        return [one.exception() for one in waiting]


def orders(database):
    return database._writer._orders.qsize()


def wait_until(condition):
    for _ in range(500):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never happened")


@contextmanager
def watched(database, commits):
    """Write down every commit of *database*."""

    def note(connection):
        if not connection.get_execution_options().get("reads_only"):
            commits.append(connection)

    event.listen(database.engine, "commit", note)
    yield
    event.remove(database.engine, "commit", note)


@contextmanager
def impatient(database):
    """Let new connections wait for a lock for a moment only."""

    def hurry(connection, _record):
        connection.execute("PRAGMA busy_timeout=20")

    event.listen(database.engine, "connect", hurry)
    yield
    event.remove(database.engine, "connect", hurry)


def count(database, learner_id):
    """Return how often it was counted; a new learner begins at 20."""
    with database.reading() as session:
        return session.get_one(Learner, learner_id).new_per_day - 20


def decks(database):
    with database.reading() as session:
        return list(session.exec(select(Deck.id)))


@pytest.fixture
def sqlite_database(sqlite_url):
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def postgres_database(postgres_url):
    opened = Database(postgres_url)
    yield opened
    opened.close()
