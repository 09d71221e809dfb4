"""What many ask for at the same moment happens once, and all of them are told the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, select

from questions.extract import extract
from questions.generate import generate
from questions.model import Question, fingerprint
from studyapp import documents, generation
from studyapp.db import Database
from studyapp.ids import derived_id, new_id
from studyapp.start import first_learner
from studyapp.tables import Card, Deck, Document, Draft, Job, Learner, StoredQuestion
from tests.faults.prose import prose
from tests.makers import NOW, clock_of

pytestmark = pytest.mark.faults
CROWD = 8


def test_the_first_requests_of_an_install_make_one_learner(database: Database):
    ids = at_once(lambda: first_learner(database, NOW))
    assert rows(database, Learner) == 1
    assert len(set(ids)) == 1
    with database.reading() as session:
        assert len(session.exec(select(Deck)).all()) == 1


def test_a_document_that_arrives_many_times_at_once_is_one_document(
    database: Database, amina: str
):
    given, key = extract(prose(300, 1), "A town"), new_id()

    def add(session: Session) -> None:
        document, is_new = documents.keep(session, amina, key, given, NOW)
        if is_new:
            generation.request(session, document, given.blocks, derived_id(key, "generate"), NOW)

    at_once(lambda: database.write(add))
    assert rows(database, Document) == rows(database, Job) == 1


def test_a_draft_that_is_kept_many_times_at_once_becomes_one_question(
    database: Database, amina: str
):
    draft_id = a_draft(database, amina)

    def keep(session: Session) -> None:
        draft = session.get(Draft, (amina, draft_id))
        assert draft is not None
        generation.keep(session, amina, [draft], clock_of(session, amina))

    at_once(lambda: database.write(keep))
    assert rows(database, StoredQuestion) == rows(database, Card) == 1


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


def a_draft(database: Database, learner_id: str) -> str:
    """Keep a document with one of its drafts; return the draft's id."""
    given, key = extract(prose(60, 1), "A town"), new_id()
    made = next(
        generate(given.text, given.blocks, document_id=key, title=given.title, seed=0)
    )

    def action(session: Session) -> str:
        document, _is_new = documents.keep(session, learner_id, key, given, NOW)
        session.add(row_of(document, made))
        return made.id

    return database.write(action)


def row_of(document: Document, made: Question) -> Draft:
    return Draft(
        learner_id=document.learner_id,
        id=made.id,
        document_id=document.id,
        kind=made.kind.value,
        body=made.model_dump(mode="json", exclude_defaults=True),
        fingerprint=fingerprint(made),
        source_start=made.sources[0].start,
        source_end=made.sources[0].end,
        findings=0,
        created_at=NOW,
    )
