"""What must be true of a database after anything that was done to it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlalchemy import func
from sqlmodel import Session, col, select

from questions.extract import extract
from questions.generate import Generator
from studyapp import documents, jobs
from studyapp.tables import Card, Document, Draft, Job, Review, StoredQuestion
from tests.faults.clients import Ledger


def check_reviews(session: Session, ledger: Ledger) -> None:
    """Fail unless every acknowledged review is there once, and no other; so with undoing."""
    rows = session.exec(select(Review)).all()
    stored = {row.id: (row.card_id, row.rating) for row in rows}
    assert len(stored) == len(rows)
    assert stored == ledger.reviews
    assert {row.id for row in rows if row.voided_at} == ledger.voided


def check_cards(session: Session) -> None:
    """Fail unless each card has been moved by its reviews, each of them once."""
    counted = session.exec(
        select(Review.card_id, func.count())
        .where(col(Review.voided_at).is_(None))
        .group_by(col(Review.card_id))
    ).all()
    cards = session.exec(select(Card.id, Card.reps, Card.interval).where(Card.reps > 0)).all()
    assert {key: reps for key, reps, _interval in cards} == dict(counted)
    newest = {
        review.card_id: review.interval
        for review in session.exec(
            select(Review).where(col(Review.voided_at).is_(None)).order_by(col(Review.reviewed_at))
        )
    }
    assert {key: interval for key, _reps, interval in cards} == newest


def check_documents(session: Session, ledger: Ledger) -> None:
    """Fail unless every acknowledged document is there once, whole, with one job."""
    ids = [job.document_id for job in session.exec(select(Job))]
    stored = {
        row.id: row for row in session.exec(select(Document)) if row.id in {*ids, *ledger.documents}
    }
    assert set(stored) == set(ledger.documents)
    assert Counter(ids) == Counter(ledger.documents.keys())
    for key, text in ledger.documents.items():
        assert stored[key].text == extract(text, "").text


def check_drafts(session: Session, ledger: Ledger) -> None:
    """Fail unless each document has the drafts that an undisturbed run makes of it."""
    for row in session.exec(select(Document).where(col(Document.id).in_(ledger.documents))):
        blocks = documents.blocks_of(row)
        generator = Generator(row.text, blocks, document_id=row.id, title=row.title)
        made = (one for window in generator.windows for one in generator.make(window))
        wanted = sorted((one.question.id, one.question.stem) for one in made if one.is_stored)
        drafts = session.exec(select(Draft).where(Draft.document_id == row.id)).all()
        assert sorted((one.id, one.body["stem"]) for one in drafts) == wanted


def check_jobs(session: Session) -> None:
    """Fail unless all work is done."""
    ended = Counter((job.state, job.error) for job in session.exec(select(Job)))
    assert set(ended) <= {(jobs.DONE, None)}, ended


def check_sorting(session: Session, ledger: Ledger) -> None:
    """Fail unless each kept draft is one question with cards, and each rejected one is none."""
    states = dict(session.exec(select(Draft.id, Draft.state)).all())
    assert {key for key, state in states.items() if state == "kept"} == ledger.kept
    assert {key for key, state in states.items() if state == "rejected"} == ledger.rejected
    made = session.exec(
        select(StoredQuestion.id).where(col(StoredQuestion.document_id).in_(ledger.documents))
    ).all()
    linked = session.exec(select(Draft.question_id).where(Draft.state == "kept")).all()
    assert sorted(made) == sorted(key for key in linked if key)
    with_cards = session.exec(select(Card.question_id).where(col(Card.question_id).in_(made)))
    assert set(with_cards) == set(made)


def check_file(database: Path) -> None:
    """Fail unless the SQLite file is whole and every row has its parents."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
