"""The schema's history: forward from nothing, back to nothing, and true to the tables."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from studyapp import migrations
from studyapp.tables import Table


def test_every_table_is_there_after_an_upgrade_from_nothing(empty_database_url):
    assert migrations.current(empty_database_url) is None
    migrations.upgrade(empty_database_url)
    assert migrations.current(empty_database_url) == migrations.head()
    assert tables_of(empty_database_url) == {*Table.metadata.tables, "alembic_version"}


def test_the_schema_is_what_the_tables_say(empty_database_url):
    migrations.upgrade(empty_database_url)
    command.check(migrations.config(empty_database_url))


def test_a_table_that_nobody_migrated_is_noticed(empty_database_url):
    migrations.upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql('DROP TABLE "change"')
    engine.dispose()
    with pytest.raises(command.util.CommandError):
        command.check(migrations.config(empty_database_url))


def test_every_step_goes_back(empty_database_url):
    migrations.upgrade(empty_database_url)
    migrations.downgrade(empty_database_url, "base")
    assert tables_of(empty_database_url) == {"alembic_version"}


def test_upgrading_twice_changes_nothing(empty_database_url):
    for _ in range(2):
        migrations.upgrade(empty_database_url)
    assert migrations.current(empty_database_url) == migrations.head()


def test_the_history_is_one_line():
    history = ScriptDirectory.from_config(migrations.config("sqlite://"))
    assert len(history.get_heads()) == 1
    numbers = [revision.revision for revision in history.walk_revisions()]
    assert numbers == sorted(numbers, reverse=True)


def test_the_learner_comes_first_in_every_key_and_index():
    for table in Table.metadata.sorted_tables:
        if table.name == "learner":
            continue
        assert table.primary_key.columns.keys()[:2] == ["learner_id", "id"], table.name
        for index in table.indexes:
            # The worker looks for jobs of all learners.
            if index.name != "ix_job_claim":
                assert index.columns.keys()[0] == "learner_id", index.name


def tables_of(url):
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names
