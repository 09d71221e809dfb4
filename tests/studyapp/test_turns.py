"""Long work lets other work in between, whoever it belongs to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from questions.generate import Generator
from studyapp import generation, jobs, worker
from studyapp.tables import Job
from tests.makers import NOW, a_document, a_job, long_text, made


def test_a_long_document_lets_others_in_between(database, amina, bo, turns):
    book = made(database, a_document, amina, long_text(60), title="Towns")
    article = made(database, a_document, bo)
    made(database, a_job, amina, book)
    made(database, a_job, bo, article, NOW + timedelta(seconds=1))
    worker.run_all(database, turns.clock)
    assert turns.made == [book, article, book, book]
    assert (state(database, amina), state(database, bo)) == (jobs.DONE, jobs.DONE)


def state(database, learner_id):
    with database.reading() as session:
        return session.exec(select(Job.state).where(Job.learner_id == learner_id)).one()


class Turns:
    """A clock that a turn is over by at each look, and which documents had theirs."""

    def __init__(self):
        self.moment, self.made = NOW, []

    def clock(self):
        self.moment += generation.TURN
        return self.moment


@pytest.fixture
def turns(monkeypatch):
    """Let windows be made in no time, and note whose."""
    turns = Turns()

    def make(generator, _window):
        turns.made.append(generator._document_id)
        return ()

    monkeypatch.setattr(Generator, "make", make)
    return turns
