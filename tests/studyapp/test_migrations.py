"""The schema's history: one straight line, from nothing to here and back."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, pool

from studyapp import migrations
from studyapp.db import Database
from studyapp.tables import Table
from tests.makers import a_card, a_learner, made

FOLDER = Path(migrations.__file__).parent


def test_the_history_has_one_beginning_and_one_end():
    script = ScriptDirectory.from_config(migrations.config(""))
    assert script.get_heads() == [migrations.head()]
    assert len(script.get_bases()) == 1
    assert migrations.knows(migrations.head())
    assert not migrations.knows("9999")


def test_each_revision_is_named_by_its_number():
    numbers = [path.name[:4] for path in sorted(FOLDER.glob("versions/[0-9]*.py"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_an_empty_database_gets_every_table(empty_database_url):
    assert migrations.current(empty_database_url) is None
    migrations.upgrade(empty_database_url)
    assert migrations.current(empty_database_url) == migrations.head()
    assert tables(empty_database_url) == set(Table.metadata.tables)


def test_the_migrations_make_what_the_tables_say(empty_database_url):
    migrations.upgrade(empty_database_url)
    command.check(migrations.config(empty_database_url))


def test_the_check_notices_a_column_that_has_no_migration(empty_database_url):
    migrations.upgrade(empty_database_url)
    run(empty_database_url, "ALTER TABLE learner DROP COLUMN theme")
    with pytest.raises(Exception, match="New upgrade operations detected"):
        command.check(migrations.config(empty_database_url))


def test_the_way_back_leads_to_nothing(empty_database_url):
    migrations.upgrade(empty_database_url)
    migrations.downgrade(empty_database_url, "base")
    assert tables(empty_database_url) == set()
    migrations.upgrade(empty_database_url)
    assert tables(empty_database_url) == set(Table.metadata.tables)


def test_bringing_up_to_date_what_is_up_to_date_changes_nothing(database_url):
    database = Database(database_url)
    card_id = made(database, a_card, made(database, a_learner))
    migrations.upgrade(database_url)
    with database.reading() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM card").scalar()
    database.close()
    assert (found, len(card_id)) == (1, 32)


def test_a_migration_that_fails_leaves_nothing_behind(empty_database_url, failing_history):
    with pytest.raises(Exception, match="no_such_table"), failing_history(empty_database_url):
        migrations.upgrade(empty_database_url)
    assert tables(empty_database_url) == set()
    assert migrations.current(empty_database_url) is None


def test_a_migration_that_leaves_orphans_leaves_nothing_behind(empty_sqlite_url, orphaning_history):
    with pytest.raises(RuntimeError, match="without their parents"):
        orphaning_history(empty_sqlite_url)
    assert tables(empty_sqlite_url) == set()


FAILING = '''
"""Fails half-way."""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO no_such_table VALUES (1)")
'''
ORPHANING = '''
"""Leaves a child without its parent."""
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    op.execute("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))")
    op.execute("INSERT INTO child VALUES (7)")
'''


def test_a_migration_imports_types_alone():
    for path in FOLDER.glob("versions/[0-9]*.py"):
        found = re.findall(r"^(?:from|import) (studyapp\S*)", path.read_text(), re.MULTILINE)
        assert set(found) <= {"studyapp.ids", "studyapp.tables"}, path.name


def tables(url):
    engine = create_engine(url, poolclass=pool.NullPool)
    found = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    return found


def run(url, statement):
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def history(folder, source):
    """Write a history of one revision, run by the app's own env.py."""
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((FOLDER / "env.py").read_text())
    (folder / "versions" / "0001_one.py").write_text(source)
    settings = Config()
    settings.set_main_option("script_location", str(folder))
    return settings


@pytest.fixture
def failing_history(tmp_path, monkeypatch):
    settings = history(tmp_path / "history", FAILING)

    @contextmanager
    def used(url):
        settings.attributes["url"] = url
        monkeypatch.setattr(migrations, "config", lambda _url: settings)
        try:
            yield
        finally:
            monkeypatch.undo()

    return used


@pytest.fixture
def orphaning_history(tmp_path):
    settings = history(tmp_path / "history", ORPHANING)

    def upgrade(url):
        settings.attributes["url"] = url
        command.upgrade(settings, "head")

    return upgrade
