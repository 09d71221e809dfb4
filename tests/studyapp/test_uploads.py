"""Files that a worker reads: documents in the end, or a reason why not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from questions.text import Extracted
from studyapp import documents, extraction, jobs, uploads, worker
from studyapp.errors import NotFoundError
from studyapp.ids import new_id
from studyapp.jobs import LEASE
from studyapp.messages import unpacked
from studyapp.tables import Document, Upload
from studyapp.uploads import Given
from tests.makers import NOW, made
from tests.questions.papers import a_pdf, a_scan, lines

TEXT = "The Volga is the longest river of Europe. It flows into the Caspian Sea."
PDF = a_pdf([lines(TEXT, 60, 700, width=90)])


def test_a_worker_makes_a_document_of_a_file_and_asks_for_its_questions(database, amina):
    key = kept(database, amina, Given(PDF, "rivers.pdf", "application/pdf", "My rivers"))

    work(database)

    with database.reading() as session:
        document = documents.get(session, amina, key)
        assert (document.title, document.text, document.language) == ("My rivers", TEXT, "en")
        assert [block.page for block in documents.blocks_of(document)] == [1]
        assert jobs.latest(session, amina, key).state == jobs.WAITING
        assert session.get(Upload, (amina, key)) is None


def test_a_file_sent_twice_is_read_once(database, amina):
    key = kept(database, amina)
    kept(database, amina, key=key)
    work(database)

    kept(database, amina, key=key)

    assert database.write(lambda session: jobs.claim(session, "w", NOW)).kind != uploads.KIND
    assert waiting(database, amina) == []


def test_why_a_file_could_not_be_read_is_kept_without_its_bytes(database, amina):
    key = kept(database, amina, Given(a_scan(), "letters.pdf"))

    work(database)

    with database.reading() as session:
        assert session.get(Document, (amina, key)) is None
        assert session.get_one(Upload, (amina, key)).data == b""
    [(upload, job)] = waiting(database, amina)
    assert (upload.name, job.state) == ("letters.pdf", jobs.FAILED)
    assert "“letters.pdf” is scanned" in str(unpacked(job.error))


def test_a_forgotten_file_is_neither_read_nor_kept(database, amina):
    key = kept(database, amina)
    database.write(lambda session: uploads.remove(session, amina, key, NOW))

    work(database)

    assert waiting(database, amina) == []
    with database.reading() as session, pytest.raises(NotFoundError):
        documents.get(session, amina, key)


def test_a_file_forgotten_while_it_is_read_makes_no_document(database, amina, monkeypatch):
    key = kept(database, amina)

    def forgotten(_data, _name, _type, _most, going):
        database.write(lambda session: uploads.remove(session, amina, key, NOW))
        assert not later(going)
        return Extracted("x", TEXT, ())

    clock = read_by(monkeypatch, forgotten)
    worker.run_one(database, "w", clock, lambda: False)

    with database.reading() as session:
        assert session.get(Document, (amina, key)) is None


def test_the_job_of_a_long_reading_stays_with_its_worker(database, amina, monkeypatch):
    kept(database, amina)
    taken = []

    def slow(_data, _name, _type, _most, going):
        for _ in range(10):
            assert later(going)
            taken.append(database.write(lambda session: jobs.claim(session, "other", clock())))
        return Extracted("x", TEXT, ())

    clock = read_by(monkeypatch, slow)
    worker.run_one(database, "w", clock, lambda: False)

    assert clock() - NOW > LEASE
    assert taken == [None] * 10


def test_a_worker_that_stops_leaves_the_file_to_the_next(database, amina):
    key = kept(database, amina, Given(PDF, "rivers.pdf"))
    monkey_time = NOW + LEASE + timedelta(seconds=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extraction, "extract_patiently", lambda *given: None)
        worker.run_one(database, "stopped", lambda: NOW, lambda: True)

    worker.run_one(database, "next", lambda: monkey_time, lambda: False)

    with database.reading() as session:
        assert documents.get(session, amina, key).text == TEXT


def kept(database, learner_id, given=None, key=None):
    key = key or new_id()
    made(database, uploads.keep, learner_id, key, given or Given(PDF, "rivers.pdf"), NOW)
    return key


def work(database):
    worker.run_one(database, "w", lambda: NOW, lambda: False)


def waiting(database, learner_id):
    with database.reading() as session:
        return list(uploads.all_of(session, learner_id))


def read_by(monkeypatch, reader):
    """Let *reader* stand for the child; the clock that is returned goes on as `later` is called."""
    monkeypatch.setattr(extraction, "extract_patiently", reader)
    monkeypatch.setattr(extraction, "clock", Clock(), raising=False)
    return extraction.clock


def later(going):
    extraction.clock.moment += timedelta(seconds=6)
    return going()


class Clock:
    def __init__(self):
        self.moment = NOW

    def __call__(self):
        return self.moment
