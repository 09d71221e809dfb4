"""Files that are damaged, mislabelled, joined, huge or contradictory: a report, never a half."""

from __future__ import annotations

import pytest
from sqlmodel import func, select

from questions import formats
from questions.formats import Options
from studyapp import changes, worker
from studyapp.ids import derived_id, new_id
from studyapp.importing import bringing, imports
from studyapp.importing.incoming import Delivery, Wanted
from studyapp.messages import unpacked
from studyapp.tables import Card, Deck, StoredQuestion
from tests.makers import NOW

GIFT = b"::One::Which river?{=The Volga ~The Danube}\n\nHow long?{#3530:50}\n"
XML = (
    b'<?xml version="1.0"?><quiz><question type="truefalse"><name><text>T</text></name>'
    b"<questiontext><text>Is it?</text></questiontext>"
    b'<answer fraction="100"><text>true</text></answer>'
    b'<answer fraction="0"><text>false</text></answer></question></quiz>'
)
TWICE = b"// [id:x]\nOne{=a ~b}\n\n// [id:x]\nTwo{=a ~b}\n"
CYCLE = (
    b"$CATEGORY: A/B\n\nOne{=a ~b}\n\n$CATEGORY: B/A\n\nTwo{=a ~b}\n\n$CATEGORY: A\n\nThree{T}\n"
)


@pytest.mark.parametrize(
    ("data", "name", "format", "reason"),
    [
        (XML[:-60], "cut.xml", "moodle-xml", "line 1"),
        (GIFT, "quiz.xml", "moodle-xml", "not sound XML"),
        (XML + GIFT, "both.xml", "moodle-xml", "line 1"),
        (b"--- Mnemosyne Data Base ---\ncos\nsystem\n(tR.", "default.mem", None, "os.system"),
    ],
)
def test_what_cannot_be_read_says_why_and_stores_nothing(
    database, amina, tmp_path, monkeypatch, data, name, format, reason
):
    monkeypatch.setenv("STUDYAPP_DATA_DIR", str(tmp_path))
    row = imported(database, amina, data, name, format)
    assert row.state == imports.REFUSED
    assert row.error
    assert reason in str(unpacked(row.error))
    assert stored(database) == (0, 0, 0)


@pytest.mark.parametrize(
    ("data", "name", "questions", "reason"),
    [
        (GIFT[: GIFT.index(b"Danube")], "cut.gift", 0, "no pair of braces"),
        (GIFT + b"\nHow many?{#3:1", "cut.gift", 2, "no pair of braces"),
        (GIFT + b"\n" + XML, "both.gift", 3, "another format"),
        (TWICE, "twice.gift", 2, "another question has its id"),
        (CYCLE, "cycle.gift", 3, ""),
        (b"", "nothing.gift", 0, "no question was found"),
        (b"<quiz></quiz>", "nothing.xml", 0, "no question was found"),
    ],
)
def test_what_is_sound_comes_in_and_the_rest_is_told(
    database, amina, tmp_path, monkeypatch, data, name, questions, reason
):
    monkeypatch.setenv("STUDYAPP_DATA_DIR", str(tmp_path))
    row = imported(database, amina, data, name, None)
    told = " ".join(str(one) for one in row.preview.get("problems", ())) + str(row.error)
    assert reason in told
    assert stored(database)[0] == questions


def test_a_fault_in_the_middle_leaves_nothing_of_the_file(database, amina, tmp_path, monkeypatch):
    monkeypatch.setenv("STUDYAPP_DATA_DIR", str(tmp_path))
    seen = []

    def fails(_written, session, *_args, **_kwargs):
        seen.append(session.exec(select(func.count()).select_from(StoredQuestion)).one())
        raise MemoryError

    monkeypatch.setattr(bringing.changes.Written, "record", fails)
    row = imported(database, amina, GIFT, "quiz.gift", None)
    assert set(seen) == {2}
    assert row.state != imports.DONE
    assert stored(database) == (0, 0, 0)


def test_a_file_of_many_portions_comes_in_as_one(database, amina, tmp_path, monkeypatch):
    monkeypatch.setenv("STUDYAPP_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("studyapp.packing.PORTION", 2)
    rows = [f"{number}?,{number}\n" for number in range(5)]
    data = "".join(["front,back\n", *rows, "4?,four\n"]).encode()

    told = [imported(database, amina, data, "table.csv", None).result for _ in range(2)]

    assert [(one["added"], one["same"]) for one in told] == [(6, 0), (0, 6)]
    assert stored(database) == (6, 6, 1)
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert stored(database) == (0, 0, 0)


def imported(database, learner_id, data, name, format):
    """Let a worker read a file, as *format* if one is named, and bring in what it can."""
    key = derived_id(new_id(), "import")

    def ask(session):
        imports.keep(session, learner_id, key, data, name, NOW)
        imports.settle(session, learner_id, key, format, Options(), Wanted())
        imports.ask_to_read(session, learner_id, key, new_id(), NOW)

    database.write(ask)
    worker.run_all(database, lambda: NOW)
    database.write(lambda session: imports.ask_to_bring(session, learner_id, key, Wanted(), NOW))
    worker.run_all(database, lambda: NOW)
    with database.reading() as session:
        row = imports.get(session, learner_id, key)
        session.refresh(row)
        session.expunge(row)
        return row


def stored(database):
    """Count the questions, cards and decks."""
    with database.reading() as session:
        return tuple(
            session.exec(select(func.count()).select_from(table)).one()
            for table in (StoredQuestion, Card, Deck)
        )


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """Read files in this process: how one of its own does it is told in test_parsing."""

    def deliver(data, name, format=None, options=None, *, seconds=None, going=None):
        return Delivery.of(formats.read(data, name, format, options or Options()))

    monkeypatch.setattr("studyapp.parsing.deliver", deliver)
