"""Everything of a learner as one zip: it comes back whole, or not at all."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from studyapp import changes, learners, moving, progress, reviews
from studyapp.cli.output import print_json
from studyapp.db import Database
from studyapp.errors import RefusedError
from studyapp.scheduling import Rating
from studyapp.tables import Card, Learner, Media
from tests.makers import (
    BO,
    NOW,
    a_card,
    a_document,
    a_draft,
    a_flashcard,
    a_learner,
    a_question,
    a_review_card,
    a_short,
    an_upload,
    clock_of,
    made,
    the_demo,
)
from tests.web.test_owners import everything

NEWER = b"""{"format": "studyapp-export", "version": 9, "schema": "1", "learner": {"id": "x"}}"""


def test_the_figures_are_equal_byte_for_byte_in_an_empty_install(
    database, studied, empty_one, tmp_path, capsys
):
    other, newcomer = empty_one
    packed = export(database, studied, tmp_path)
    moving.bring_back(other, newcomer, zipfile.ZipFile(packed), tmp_path / "there")
    assert printed(other, newcomer, capsys) == printed(database, studied, capsys)


def test_every_row_comes_back_under_its_new_owner(database, studied, empty_one, tmp_path):
    other, newcomer = empty_one
    packed = export(database, studied, tmp_path)
    moving.bring_back(other, newcomer, zipfile.ZipFile(packed), tmp_path / "there")
    again = export(other, newcomer, tmp_path)
    assert rows_in(again) == {
        name: text.replace(studied, newcomer).replace(
            learners.default_preset_id(studied), learners.default_preset_id(newcomer)
        )
        for name, text in rows_in(packed).items()
    }
    assert sum(text.count("\n") for text in rows_in(packed).values()) > 20


def test_what_came_back_can_be_undone_and_gone_on_with(database, studied, empty_one, tmp_path):
    other, newcomer = empty_one
    packed = export(database, studied, tmp_path)
    moving.bring_back(other, newcomer, zipfile.ZipFile(packed), tmp_path / "there")
    later = NOW + timedelta(days=1)
    assert other.write(lambda session: changes.undo(session, newcomer, later)) is not None


def test_a_file_that_waits_to_be_read_holds_up_no_export(database, studied, tmp_path):
    before = rows_in(export(database, studied, tmp_path))
    made(database, an_upload, studied)
    assert rows_in(export(database, studied, tmp_path)) == before


def test_the_files_come_along(database, studied, empty_one, tmp_path):
    other, newcomer = empty_one
    content = b"a picture"
    name = hashlib.sha256(content).hexdigest()
    here = tmp_path / "media"
    here.mkdir(exist_ok=True)
    (here / f"{name}.png").write_bytes(content)
    (here / f"{'0' * 64}.png").write_bytes(b"of somebody else")
    database.write(lambda session: session.add(a_medium(studied, name)))
    packed = export(database, studied, tmp_path)
    moving.bring_back(other, newcomer, zipfile.ZipFile(packed), tmp_path / "there")
    assert [file.name for file in (tmp_path / "there").iterdir()] == [f"{name}.png"]


def test_nothing_of_another_learner_is_in_the_zip(database, studied, bo, tmp_path):
    made(database, a_question, bo, a_flashcard("A secret of Bo"))
    assert all(
        "of Bo" not in text for text in rows_in(export(database, studied, tmp_path)).values()
    )


def test_no_password_and_no_sign_in_is_in_the_zip(database, studied, tmp_path):
    def action(session: Session) -> None:
        session.get_one(Learner, studied).password_hash = "the hash of a password"

    database.write(action)
    with zipfile.ZipFile(export(database, studied, tmp_path)) as archive:
        assert all(b"the hash of a password" not in archive.read(n) for n in archive.namelist())
        assert "rows/sign_in.jsonl" not in archive.namelist()


def test_two_histories_are_not_mixed(database, studied, bo, tmp_path):
    made(database, a_card, bo)
    before = everything(database, bo)
    with pytest.raises(RefusedError, match="cannot be mixed"):
        bring(database, bo, export(database, studied, tmp_path), tmp_path)
    assert everything(database, bo) == before


def test_the_demo_makes_way(database, studied, bo, tmp_path):
    made(database, the_demo, bo)
    bring(database, bo, export(database, studied, tmp_path), tmp_path)
    with database.reading() as session:
        numbers = [
            len(session.exec(select(Card).where(Card.learner_id == whose)).all())
            for whose in (studied, bo)
        ]
    assert numbers[0] == numbers[1] > 3


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("studyapp.json", b"{}", "no export"),
        ("studyapp.json", b"not json", "no export"),
        ("studyapp.json", NEWER, "newer"),
        ("rows/card.jsonl", b'{"id": "broken\n', "line 1"),
        ("rows/card.jsonl", b'{"id": "00"}\n', "do not fit together"),
        ("rows/question.jsonl", b"", "do not fit together"),
    ],
)
def test_a_damaged_export_changes_nothing(database, studied, bo, tmp_path, name, content, says):
    packed = rewritten(export(database, studied, tmp_path), name, content)
    before = everything(database, bo)
    with pytest.raises(RefusedError, match=says):
        bring(database, bo, packed, tmp_path)
    assert everything(database, bo) == before


def test_a_zip_that_unpacks_to_far_too_much_is_refused(database, studied, bo, tmp_path):
    packed = rewritten(
        export(database, studied, tmp_path), "rows/change.jsonl", b" " * (80 * 1024 * 1024)
    )
    with pytest.raises(RefusedError, match="unpacks to far more"):
        bring(database, bo, packed, tmp_path)


def test_a_file_goes_nowhere_else_and_only_under_its_own_hash(database, studied, bo, tmp_path):
    packed = rewritten(export(database, studied, tmp_path), "media/../../evil", b"x")
    packed = rewritten(packed, f"media/{'a' * 64}.png", b"not what its name says")
    bring(database, bo, packed, tmp_path)
    assert not (tmp_path / "there").exists()
    assert not (tmp_path.parent / "evil").exists()


def test_deleting_everything_leaves_the_learner_and_nothing_else(database, studied, bo):
    made(database, a_card, bo)
    others = everything(database, bo)
    database.write(lambda session: moving.delete_everything(session, studied))
    left = {name: rows for name, rows in everything(database, studied).items() if rows}
    assert set(left) == {"learner", "preset"}
    assert everything(database, bo) == others
    made(database, a_card, studied)


def export(database, learner_id, folder):
    file = io.BytesIO()
    with database.reading() as session:
        moving.write_all(session, learner_id, folder / "media", file, NOW)
    return file


def bring(database, learner_id, packed, folder):
    return moving.bring_back(database, learner_id, zipfile.ZipFile(packed), folder / "there")


def rows_in(packed):
    with zipfile.ZipFile(packed) as archive:
        return {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("rows/")
        }


def rewritten(packed, name, content):
    """Return the zip with one entry put in place of what was there."""
    fresh = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return fresh


def printed(database, learner_id, capsys):
    """Return what `stats --json` prints."""
    with database.reading() as session:
        learner = session.get_one(Learner, learner_id)
        print_json(progress.figures(session, learner, clock_of(session, learner_id)))
    return capsys.readouterr().out


def a_medium(learner_id, sha256):
    return Media(
        learner_id=learner_id,
        id="1" * 32,
        sha256=sha256,
        media_type="image/png",
        name="picture.png",
        size=9,
        created_at=NOW,
    )


@pytest.fixture
def studied(database, amina):
    """Return a learner with a little of everything."""
    made(database, the_demo, amina)
    document_id = made(database, a_document, amina)
    made(database, a_draft, amina, document_id)
    made(database, a_question, amina, a_short())
    made(database, a_review_card, amina)
    card_id = made(database, a_question, amina, a_flashcard("Rhine?")).card_id

    def action(session: Session) -> None:
        attempt = reviews.Attempt("9" * 32, card_id, Rating.GOOD, 0, 4000, "flashcard")
        reviews.record(session, amina, attempt, NOW)
        learner = session.get_one(Learner, amina)
        wishes = learners.Wishes("Asia/Kolkata", 3, "dark", 7, 0.85, {"size": "large"})
        learners.set_up(session, learner, wishes, NOW)

    database.write(action)
    return amina


@pytest.fixture
def empty_one(sqlite_template, tmp_path):
    """Return another install, and its learner, who has nothing."""
    shutil.copyfile(sqlite_template, tmp_path / "other.db")
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    yield other, made(other, a_learner, BO)
    other.close()
