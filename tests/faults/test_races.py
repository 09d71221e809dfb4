"""What many ask for at the same moment happens once, and all of them are told the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, select

from questions.extract import extract
from studyapp import documents, generation
from studyapp.db import Database
from studyapp.ids import derived_id, new_id
from studyapp.start import first_learner
from studyapp.tables import Card, Change, Deck, Document, Draft, Job, Learner, StoredQuestion
from tests.makers import NOW, TEXT, a_document, a_draft, clock_of, made

pytestmark = pytest.mark.faults
CROWD = 8


def test_the_first_requests_of_an_install_make_one_learner(database: Database):
    ids = at_once(lambda: first_learner(database, NOW))
    assert rows(database, Learner) == 1
    assert len(set(ids)) == 1
    with database.reading() as session:
        assert len(session.exec(select(Deck)).all()) == 1


def test_a_document_that_arrives_many_times_at_once_is_one_document(database: Database, amina: str):
    given, key = extract(TEXT, "Rivers"), new_id()

    def add(session: Session) -> None:
        document, is_new = documents.keep(session, amina, key, given, NOW)
        if is_new:
            generation.request(session, document, given.blocks, derived_id(key, "generate"), NOW)

    at_once(lambda: database.write(add))
    assert rows(database, Document) == rows(database, Job) == 1


def test_a_draft_that_is_kept_many_times_at_once_becomes_one_question(
    database: Database, amina: str
):
    draft_id = made(database, a_draft, amina, made(database, a_document, amina))

    def keep(session: Session) -> None:
        draft = session.get_one(Draft, (amina, draft_id))
        generation.keep(session, amina, [draft], clock_of(session, amina))

    at_once(lambda: database.write(keep))
    assert rows(database, StoredQuestion) == rows(database, Card) == rows(database, Change) == 1


def at_once(action: Callable[[], object]) -> list[object]:
    """Do *action* in many threads that begin together; whatever one raises is raised here."""
    gate = threading.Barrier(CROWD)

    def run(_number: int) -> object:
        gate.wait()
        return action()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(run, range(CROWD)))


def rows(database: Database, table: type) -> int:
    with database.reading() as session:
        return len(session.exec(select(table)).all())
