"""A file comes in as one act: the same again changes nothing, and undo leaves nothing of it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from questions import formats
from questions.bank import Bank
from studyapp import changes, decks, learners, worker
from studyapp.errors import NotFoundError
from studyapp.ids import derived_id, new_id
from studyapp.importing import imports
from studyapp.importing.bringing import bring
from studyapp.importing.incoming import Wanted
from studyapp.importing.reading import Given, cargo_of, preview
from studyapp.parsing import Parsed
from studyapp.tables import Card, Deck, StoredQuestion, Table
from tests.makers import NOW, a_flashcard

TABLE = b"guid,question,answer,tags\nkey-one-1,One?,1,a\nkey-two-2,Two?,2,b\n"
LATER = NOW + timedelta(minutes=1)
LEFT_BEHIND = {"change", "job", "bank_import"}


def test_the_same_file_again_changes_no_row(database, amina, tmp_path):
    assert counts(bring_in(database, amina, TABLE, tmp_path)) == (2, 0, 0)
    before = everything(database)

    assert counts(bring_in(database, amina, TABLE, tmp_path)) == (0, 0, 2)
    assert everything(database) == before


def test_undo_leaves_the_database_as_it_was(database, amina, tmp_path):
    bring_in(database, amina, b"question,answer\nKnown?,yes\n", tmp_path, name="known.csv")
    before = everything(database)

    bring_in(database, amina, TABLE, tmp_path, at=LATER)
    database.write(lambda session: changes.undo(session, amina, LATER))

    assert everything(database) == before


def test_an_edited_file_changes_the_words_and_keeps_the_cards(database, amina, tmp_path):
    bring_in(database, amina, TABLE, tmp_path)
    old = cards(database)
    edited = TABLE.replace(b"Two?,2", b"How much is 1 + 1?,two")

    assert counts(bring_in(database, amina, edited, tmp_path)) == (0, 1, 1)
    assert cards(database) == old
    assert {one.body["stem"] for one in questions(database)} == {"One?", "How much is 1 + 1?"}


def test_without_a_name_in_the_file_the_front_says_which_question_changed(
    database, amina, tmp_path
):
    bring_in(database, amina, b"Hund\thound\nKatze\tcat\n", tmp_path)
    again = bring_in(database, amina, b"Hund\tdog\nKatze\tcat\n", tmp_path)

    assert counts(again) == (0, 1, 1)
    assert sorted(one.body["answers"][0]["text"] for one in questions(database)) == ["cat", "dog"]


def test_what_the_learner_edited_stays_while_the_file_says_what_it_said(database, amina, tmp_path):
    bring_in(database, amina, TABLE, tmp_path)

    def edit(session):
        row = session.exec(select(StoredQuestion)).first()
        row.body = {**row.body, "stem": "Mine?"}

    database.write(edit)

    assert counts(bring_in(database, amina, TABLE, tmp_path)) == (0, 0, 2)
    assert "Mine?" in {one.body["stem"] for one in questions(database)}


@pytest.mark.parametrize(("policy", "expected"), [("skip", (0, 0, 2)), ("add", (1, 0, 1))])
def test_a_changed_question_may_be_left_or_added(database, amina, tmp_path, policy, expected):
    bring_in(database, amina, TABLE, tmp_path)
    edited = TABLE.replace(b"Two?,2", b"Two?,zwei")

    brought = bring_in(database, amina, edited, tmp_path, Wanted(changed=policy))

    assert counts(brought) == expected


def test_the_same_names_of_two_files_are_two_questions(database, amina, tmp_path):
    bring_in(database, amina, b"id,front,back\n1,a,b\n", tmp_path, name="one.csv")
    bring_in(database, amina, b"id,front,back\n1,c,d\n", tmp_path, name="two.csv")

    assert {one.body["stem"] for one in questions(database)} == {"a", "c"}


def test_the_same_front_twice_in_a_file_is_two_questions(database, amina, tmp_path):
    data = b"front,back\na,1\na,2\n"

    assert counts(bring_in(database, amina, data, tmp_path)) == (2, 0, 0)
    assert counts(bring_in(database, amina, data, tmp_path)) == (0, 0, 2)


def test_questions_go_into_the_decks_of_the_file_with_the_tags_that_were_wanted(
    database, amina, tmp_path
):
    data = b"front,back,deck\na,1,A::B\nb,2,C\n"
    bring_in(database, amina, data, tmp_path, Wanted(tags=("exam",)))

    with database.reading() as session:
        assert {deck.title for deck in decks.all_of(session, amina)} == {"A::B", "C"}
    assert {tuple(one.body["tags"]) for one in questions(database)} == {("exam",)}


def test_a_licence_stays_with_its_questions(database, amina, tmp_path):
    bank = Bank(title="T", licence="CC-BY-4.0", questions=(a_flashcard(),))
    bring_in(database, amina, formats.write(bank, "json").data, tmp_path, name="t.json")

    assert [one.body["extra"]["licence"] for one in questions(database)] == ["CC-BY-4.0"]


def test_a_worker_reads_and_brings_in_what_was_left_to_it(database, amina, tmp_path, monkeypatch):
    monkeypatch.setenv("STUDYAPP_DATA_DIR", str(tmp_path))
    key = kept(database, amina, TABLE)
    database.write(lambda session: imports.ask_to_read(session, amina, key, new_id(), NOW))
    worker.run_all(database, lambda: NOW)
    assert row_of(database, amina, key).preview["counts"] == {"new": 2, "changed": 0, "same": 0}

    for _ in range(2):
        database.write(lambda session: imports.ask_to_bring(session, amina, key, Wanted(), NOW))
    worker.run_all(database, lambda: NOW)

    row = row_of(database, amina, key)
    assert (row.state, row.result["added"]) == (imports.DONE, 2)
    assert len(questions(database)) == 2


def test_a_file_that_no_worker_can_read_says_why(database, amina):
    key = kept(database, amina, b"Prose that asks nothing.")
    database.write(lambda session: imports.ask_to_read(session, amina, key, new_id(), NOW))
    worker.run_all(database, lambda: NOW)

    row = row_of(database, amina, key)
    assert row.state == imports.REFUSED
    assert "no row is a question" in row.error


def test_an_import_that_something_builds_on_is_put_into_the_trash(database, amina, tmp_path):
    key = kept(database, amina, TABLE)
    brought = bring_in(database, amina, TABLE, tmp_path, key=key)
    database.write(lambda session: imports.done(session, amina, key, brought))
    database.write(lambda session: rename_its_deck(session, amina))

    assert not database.write(lambda session: imports.take_back(session, amina, key, NOW))
    assert all(one.removed_at for one in questions(database))
    assert database.write(lambda session: imports.take_back(session, amina, key, NOW))


def test_an_import_that_is_forgotten_is_gone(database, amina):
    key = kept(database, amina, TABLE)
    database.write(lambda session: imports.remove(session, amina, key, NOW))

    with pytest.raises(NotFoundError):
        row_of(database, amina, key)


def test_a_preview_counts_and_shows_without_writing(database, amina, tmp_path):
    bring_in(database, amina, TABLE, tmp_path)
    before = everything(database)
    edited = TABLE.replace(b"Two?,2", b"Two?,zwei") + b"key-three,Three?,3,c\n,,4,\n"

    told = preview(database, amina, Given(edited, "table.csv", None, formats.Options(), Wanted()))

    assert told["counts"] == {"new": 1, "changed": 1, "same": 1}
    assert [one["status"] for one in told["shown"]] == ["same", "changed", "new"]
    assert [one["line"] for one in told["problems"]] == [5]
    assert everything(database) == before


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """Read files in this process: how one of its own does it is told in test_parsing."""

    def parse(data, name, format=None, options=None, *, seconds=None, going=None):
        return Parsed(formats.read(data, name, format, options or formats.Options()), ())

    monkeypatch.setattr("studyapp.parsing.parse", parse)


def bring_in(
    database, learner_id, data, folder, wanted=None, *, name="table.csv", key=None, at=NOW
):
    reading = formats.read(data, name)
    cargo = cargo_of(reading, wanted or Wanted(), folder)
    own = key or new_id()

    def action(session):
        clock = learners.clock_of(learners.load(session, learner_id), at)
        return bring(session, learner_id, cargo, clock, key=own)

    return database.write(action)


def rename_its_deck(session, learner_id):
    deck = session.exec(select(Deck)).one()
    changes.record(session, learner_id, "deck", [changes.changed(deck, title="New")], LATER)


def kept(database, learner_id, data):
    key = derived_id(new_id(), "import")
    database.write(lambda session: imports.keep(session, learner_id, key, data, "table.csv", NOW))
    return key


def row_of(database, learner_id, key):
    with database.reading() as session:
        row = imports.get(session, learner_id, key)
        session.expunge(row)
        return row


def counts(brought):
    return brought.added, brought.changed, brought.same


def questions(database):
    with Session(database.engine, expire_on_commit=False) as session:
        return session.exec(select(StoredQuestion)).all()


def cards(database):
    with Session(database.engine) as session:
        return sorted((one.id, one.due_at, one.version) for one in session.exec(select(Card)))


def everything(database):
    with Session(database.engine) as session:
        return {
            table.name: sorted(str(tuple(row)) for row in session.execute(table.select()))
            for table in Table.metadata.sorted_tables
            if table.name not in LEFT_BEHIND
        }
