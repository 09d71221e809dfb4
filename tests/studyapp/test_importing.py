"""A file comes in as one act: the same again changes nothing, and undo leaves nothing of it."""

import hashlib
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from questions import formats
from questions.bank import Bank
from studyapp import changes, decks, indexing, learners, worker
from studyapp.cards import edit
from studyapp.errors import NotFoundError
from studyapp.ids import derived_id, new_id
from studyapp.importing import imports, taking_back
from studyapp.importing.bringing import bring
from studyapp.importing.incoming import Delivery, Wanted
from studyapp.importing.reading import Given, cargo_of, preview
from studyapp.importing.taking_back import TakenBack
from studyapp.tables import Card, Change, Deck, Review, StoredQuestion, Table
from tests.makers import NOW, a_flashcard
from tests.samples import sample

TABLE = b"guid,question,answer,tags\nkey-one-1,One?,1,a\nkey-two-2,Two?,2,b\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
MINUTE = timedelta(minutes=1)
LATER = NOW + MINUTE
MUCH_LATER = LATER + MINUTE
AFTER_ALL = MUCH_LATER + 2 * MINUTE
# What figures keep is only a shorter way to the same numbers.
KEPT = {"kept_cards", "study_day", "touched_card", "day_answers"}
LEFT_BEHIND = {"change", "job", "bank_import"} | KEPT


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


def test_an_import_done_again_is_as_it_was_with_what_was_found_out_since(database, amina, tmp_path):
    bring_in(database, amina, TABLE, tmp_path)
    while indexing.catch_up(database):
        pass
    whole = everything(database)

    for _ in range(2):
        database.write(lambda session: changes.undo(session, amina, LATER))
        assert questions(database) == []
        database.write(lambda session: changes.redo(session, amina))
        assert everything(database) == whole


def test_the_act_of_an_import_does_not_hold_its_questions_as_well(database, amina, tmp_path):
    bring_in(database, amina, TABLE, tmp_path)

    with database.reading() as session:
        (act,) = session.exec(select(Change).where(Change.label == "import")).all()
    added = [one for one in act.effects if one["t"] in {"question", "card"}]
    assert [(one["t"], one["b"], one["a"]) for one in added] == [
        ("question", None, {}), ("question", None, {}), ("card", None, {}), ("card", None, {}),
    ]  # fmt: skip


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


def test_an_import_that_nothing_follows_is_taken_back_wholly(database, amina, tmp_path):
    key = done(database, amina, TABLE, tmp_path)

    assert take_back(database, amina, key).whole
    assert (questions(database), cards(database)) == ([], [])
    assert standing(database, amina, key) == imports.UNDONE
    database.write(lambda session: changes.redo(session, amina))
    assert standing(database, amina, key) == imports.DONE


def test_an_import_that_something_follows_goes_into_the_trash_with_its_deck(
    database, amina, tmp_path
):
    old = b"guid,question,answer\nkey-old-0,Known?,yes\n"
    bring_in(database, amina, old, tmp_path, name="known.csv")
    edited = TABLE + b"key-old-0,Known?,of course,b\n"
    key = done(database, amina, edited, tmp_path, at=LATER)
    database.write(lambda session: rename_a_deck(session, amina, "known", "Known"))

    back = take_back(database, amina, key)

    assert back == TakenBack(whole=False, removed=2, restored=1, edited=0)
    (old,) = [one for one in questions(database) if one.removed_at is None]
    assert old.body["answers"] == [{"text": "yes"}]
    with database.reading() as session:
        assert [deck.title for deck in decks.all_of(session, amina)] == ["Known"]
    assert take_back(database, amina, key) == back


def test_a_question_that_was_edited_after_an_import_keeps_its_words(database, amina, tmp_path):
    bring_in(database, amina, TABLE, tmp_path)
    key = done(database, amina, TABLE.replace(b"Two?,2", b"Two?,zwei"), tmp_path, at=LATER)
    (changed,) = [one for one in questions(database) if one.body["stem"] == "Two?"]
    mine = a_flashcard("Two?", "dos").model_copy(update={"id": changed.id})
    database.write(lambda session: edit(session, amina, changed.id, mine, MUCH_LATER))

    back = take_back(database, amina, key)

    assert (back.restored, back.edited, back.removed) == (0, 1, 0)
    assert "dos" in {one.body["answers"][0]["text"] for one in questions(database)}


def test_the_log_of_a_deck_that_goes_into_the_trash_counts_no_more(database, amina, tmp_path):
    data = sample("banks/samples/anki/zakivx__ankitest/Regrouping Masks.apkg").read_bytes()
    key = done(database, amina, data, tmp_path, name="masks.apkg")
    counted = answers(database)
    database.write(lambda session: make_a_deck(session, amina))

    assert not take_back(database, amina, key).whole
    assert (counted > 0, answers(database)) == (True, 0)
    database.write(lambda session: changes.undo(session, amina, AFTER_ALL))
    assert answers(database) == counted


def test_taking_an_import_back_can_itself_be_taken_back(database, amina, tmp_path):
    key = done(database, amina, TABLE, tmp_path)
    database.write(lambda session: rename_a_deck(session, amina, "table", "Mine"))
    before = everything(database)

    take_back(database, amina, key)
    assert standing(database, amina, key) == imports.UNDONE
    database.write(lambda session: changes.undo(session, amina, AFTER_ALL))

    assert everything(database) == before
    assert standing(database, amina, key) == imports.DONE


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


def test_an_edited_file_with_another_name_still_means_the_deck_that_it_came_to(
    database, amina, tmp_path
):
    words = b"front,back\nHund,hound\nKatze,cat\nKuh,cow\n"
    bring_in(database, amina, words, tmp_path, name="animals.csv")
    edited = words.replace(b"hound", b"dog")

    told = looked_into(database, amina, edited, "animals (1).csv")
    elsewhere = looked_into(database, amina, edited, "x.csv", Wanted(deck="Mine"))

    assert (told["deck"], told["counts"]) == ("animals", {"new": 0, "changed": 1, "same": 2})
    assert (elsewhere["deck"], elsewhere["counts"]["changed"]) == (None, 0)


def test_a_preview_keeps_the_pictures_it_shows_and_names_what_no_page_can_show(database, amina):
    told = looked_into(database, amina, packed(), "bank.apkg")

    assert [one["type"] for one in told["files"].values()] == ["image/png"]
    assert [(one["where"], one["outcome"]) for one in told["problems"]] == [("a.svg", "reduced")]


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """Read files in this process: how one of its own does it is told in test_parsing."""

    def deliver(data, name, format=None, options=None, *, seconds=None, going=None):
        return Delivery.of(formats.read(data, name, format, options or formats.Options()))

    monkeypatch.setattr("studyapp.parsing.deliver", deliver)


def looked_into(database, learner_id, data, name, wanted=None):
    given = Given(data, name, None, formats.Options(), wanted or Wanted())
    return preview(database, learner_id, given)


def packed():
    """Pack a bank that shows a picture and a drawing, which could carry programs."""
    files = {
        hashlib.sha256(data).hexdigest(): formats.MediaFile(name, data, kind)
        for name, data, kind in (("a.png", PNG, "image/png"), ("a.svg", b"<svg/>", "image/svg+xml"))
    }
    card = a_flashcard("Map?", "Lima", media=tuple(files))
    return formats.write(Bank(title="T", questions=(card,)), "apkg", files).data


def answers(database):
    with Session(database.engine) as session:
        return len(session.exec(select(Review).where(col(Review.voided_at).is_(None))).all())


def make_a_deck(session, learner_id):
    _deck, effects = decks.ensure(session, learner_id, "Mine", MUCH_LATER, key=new_id())
    changes.record(session, learner_id, "deck-new", effects, MUCH_LATER)


def done(database, learner_id, data, folder, *, at=NOW, name="table.csv"):
    """Bring a file in as the worker does, and return the id of the import."""
    key = kept(database, learner_id, data)
    brought = bring_in(database, learner_id, data, folder, key=key, at=at, name=name)
    database.write(lambda session: imports.done(session, learner_id, key, brought))
    return key


def take_back(database, learner_id, key):
    return database.write(
        lambda session: taking_back.take_back(session, learner_id, key, MUCH_LATER + MINUTE)
    )


def standing(database, learner_id, key):
    with database.reading() as session:
        return imports.standing(session, imports.get(session, learner_id, key))


def bring_in(
    database, learner_id, data, folder, wanted=None, *, name="table.csv", key=None, at=NOW
):
    reading = formats.read(data, name)
    cargo = cargo_of(Delivery.of(reading), wanted or Wanted(), folder)
    own = key or new_id()

    def action(session):
        clock = learners.clock_of(learners.load(session, learner_id), at)
        return bring(session, learner_id, cargo, clock, key=own)

    return database.write(action)


def rename_a_deck(session, learner_id, old, new):
    deck = session.exec(select(Deck).where(Deck.title == old)).one()
    changes.record(session, learner_id, "deck", [changes.changed(deck, title=new)], MUCH_LATER)


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
