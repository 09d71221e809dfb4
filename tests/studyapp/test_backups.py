"""Backups: one file that holds everything but the secret, put back whole or not at all."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing

import pytest
from sqlmodel import select

from studyapp import backups, lock, migrations
from studyapp.db import Database
from studyapp.errors import LockedError, RefusedError
from studyapp.serving import bring_up_to_date
from studyapp.settings import Settings, secret_key
from studyapp.tables import Learner
from tests.makers import NOW, a_card, a_learner, made


def test_a_backup_brings_everything_back(install, tmp_path):
    add(install, "Amina")
    media(install, "ab/cd", b"a picture")
    backups.back_up(install, tmp_path / "backup.zip", NOW)
    add(install, "Bo")
    (install.data_dir / "media" / "ab" / "cd").unlink()
    backups.restore(install, tmp_path / "backup.zip", NOW)
    assert names(install) == ["Amina"]
    assert (install.data_dir / "media" / "ab" / "cd").read_bytes() == b"a picture"


def test_a_backup_is_taken_while_somebody_writes(install, tmp_path):
    add(install, "Amina")
    with closing(sqlite3.connect(install.sqlite_file)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM learner")
        backups.back_up(install, tmp_path / "backup.zip", NOW)
        other.execute("COMMIT")
    backups.restore(install, tmp_path / "backup.zip", NOW)
    assert names(install) == ["Amina"]


def test_a_backup_says_what_it_is_and_keeps_the_secret_out(install, tmp_path):
    add(install, "Amina")
    secret = secret_key(install)
    size = backups.back_up(install, tmp_path / "backup.zip", NOW)
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert archive.namelist() == ["backup.json", "studyapp.db"]
        about = json.loads(archive.read("backup.json"))
        assert about["schema"] == migrations.head()
        assert about["made_at"] == NOW.isoformat()
        assert all(secret.encode() not in archive.read(name) for name in archive.namelist())
    assert size == (tmp_path / "backup.zip").stat().st_size


def test_what_was_there_before_a_restore_is_kept_beside(install, tmp_path):
    add(install, "Amina")
    backups.back_up(install, tmp_path / "backup.zip", NOW)
    add(install, "Bo")
    kept = backups.restore(install, tmp_path / "backup.zip", NOW)
    assert names(install.model_copy(update={"database_url": f"sqlite:///{kept}"})) == [
        "Amina",
        "Bo",
    ]


def test_a_backup_is_restored_where_nothing_was(install, tmp_path):
    add(install, "Amina")
    backups.back_up(install, tmp_path / "backup.zip", NOW)
    fresh = Settings(data_dir=tmp_path / "fresh")
    assert not backups.exists(fresh)
    assert backups.restore(fresh, tmp_path / "backup.zip", NOW) is None
    assert names(fresh) == ["Amina"]


def test_a_damaged_database_can_be_replaced(install, tmp_path):
    add(install, "Amina")
    backups.back_up(install, tmp_path / "backup.zip", NOW)
    install.sqlite_file.write_bytes(b"SQLite format 3\0" + b"nonsense" * 1000)
    kept = backups.restore(install, tmp_path / "backup.zip", NOW)
    assert names(install) == ["Amina"]
    assert b"nonsense" in kept.read_bytes()


def test_nothing_is_overwritten_unasked(install, tmp_path):
    add(install, "Amina")
    (tmp_path / "backup.zip").write_text("mine")
    with pytest.raises(RefusedError, match="exists already"):
        backups.back_up(install, tmp_path / "backup.zip", NOW)
    assert (tmp_path / "backup.zip").read_text() == "mine"


def test_a_folder_that_is_not_there_is_named(install, tmp_path):
    add(install, "Amina")
    with pytest.raises(RefusedError, match="no folder"):
        backups.back_up(install, tmp_path / "none" / "backup.zip", NOW)


def test_without_a_database_there_is_nothing_to_back_up(install, tmp_path):
    install.sqlite_file.unlink()
    with pytest.raises(RefusedError, match="nothing to back up"):
        backups.back_up(install, tmp_path / "backup.zip", NOW)


def text_file(path):
    path.write_text("not a zip")


def other_zip(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "hello")


def damaged_inside(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("backup.json", "{}")
        archive.writestr("studyapp.db", b"SQLite format 3\0" + b"nonsense" * 1000)


def not_a_database(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("backup.json", "{}")
        archive.writestr("studyapp.db", "hello")


BAD = {
    "text": (text_file, "cannot be read as a backup"),
    "another zip": (other_zip, "no backup of Studyapp"),
    "damaged": (damaged_inside, "damaged"),
    "no database": (not_a_database, "damaged"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_backup_changes_nothing(install, tmp_path, kind):
    make, message = BAD[kind]
    add(install, "Amina")
    make(tmp_path / "backup.zip")
    with pytest.raises(RefusedError, match=message):
        backups.restore(install, tmp_path / "backup.zip", NOW)
    assert names(install) == ["Amina"]


def test_a_backup_of_a_newer_version_changes_nothing(install, tmp_path):
    add(install, "Amina")
    backups.back_up(install, tmp_path / "old.zip", NOW)
    write(install, "UPDATE alembic_version SET version_num = '9999'")
    backups.back_up(install, tmp_path / "new.zip", NOW)
    backups.restore(install, tmp_path / "old.zip", NOW)
    with pytest.raises(RefusedError, match="newer Studyapp"):
        backups.restore(install, tmp_path / "new.zip", NOW)
    assert names(install) == ["Amina"]


def test_a_database_of_a_newer_version_is_not_touched(install):
    write(install, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RefusedError, match="newer Studyapp"):
        bring_up_to_date(install, print)


def test_nothing_is_restored_while_the_app_runs(install, tmp_path):
    add(install, "Amina")
    backups.back_up(install, tmp_path / "backup.zip", NOW)
    held = lock.acquire(install.data_dir, "Studyapp at http://127.0.0.1:8000")
    with pytest.raises(LockedError, match=r"127\.0\.0\.1:8000"):
        backups.restore(install, tmp_path / "backup.zip", NOW)
    held.close()
    backups.restore(install, tmp_path / "backup.zip", NOW)


def test_a_backup_leads_nowhere_outside_its_folder(install, tmp_path):
    add(install, "Amina")
    backups.back_up(install, tmp_path / "backup.zip", NOW)
    with zipfile.ZipFile(tmp_path / "backup.zip", "a") as archive:
        archive.writestr("media/../../escaped", "x")
        archive.writestr("/absolute", "x")
        archive.writestr("media/fine", "x")
    backups.restore(install, tmp_path / "backup.zip", NOW)
    assert (install.data_dir / "media" / "fine").is_file()
    assert list(tmp_path.rglob("*escaped*")) == []


def test_postgres_has_tools_of_its_own(settings, database, tmp_path):
    if database.is_sqlite:
        settings = settings.model_copy(update={"database_url": "postgresql://nowhere/none"})
    with pytest.raises(RefusedError, match="pg_dump"):
        backups.back_up(settings, tmp_path / "backup.zip", NOW)


def add(settings, name):
    database = Database(settings.url)
    learner_id = made(database, a_learner, name)
    made(database, a_card, learner_id)
    database.close()


def names(settings):
    database = Database(settings.url)
    with database.reading() as session:
        found = sorted(session.exec(select(Learner.name)))
    database.close()
    return found


def media(settings, name, data):
    path = settings.data_dir / "media" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)


def write(settings, statement):
    with closing(sqlite3.connect(settings.sqlite_file)) as file:
        file.execute(statement)
        file.commit()


@pytest.fixture
def install(tmp_path, sqlite_template):
    """Return the settings of an install with an empty database."""
    settings = Settings(data_dir=tmp_path / "data", database_url="", secret_key="")
    settings.data_dir.mkdir()
    settings.sqlite_file.write_bytes(sqlite_template.read_bytes())
    return settings
