"""Fixtures: a migrated database for each test, once on SQLite and once on PostgreSQL.

- `database`: an empty, migrated `Database`.
- `database_url`: the address of one, for what opens the database itself.
- `empty_database_url`: a database without any table, for tests of the migrations.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from studyapp import migrations
from studyapp.db import Database
from studyapp.tables import Table
from tests.postgres import PostgresMissingError, PostgresServer, postgres_server

# What makes an app of a test's own cheap belongs to what makes its database cheap.
pytest_plugins = ("tests.addresses",)
_BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
_NAME = "studyapp_tests"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    if opened.is_sqlite:
        event.listen(opened.engine, "connect", _trust_the_power)
    yield opened
    opened.close()


def _trust_the_power(connection: Any, _record: object) -> None:
    # No test pulls the plug, so none has to wait for the disk; tests/faults/ open their own.
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(params=_BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=_BOTH)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the address of a fresh copy of the migrated file."""
    shutil.copyfile(sqlite_template, tmp_path / "studyapp.db")
    return f"sqlite:///{tmp_path / 'studyapp.db'}"


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the file that every test on SQLite begins with."""
    path = tmp_path_factory.mktemp("template") / "studyapp.db"
    migrations.upgrade(f"sqlite:///{path}")
    assert not path.with_name("studyapp.db-wal").exists(), "the template is not in one file"
    return path


@pytest.fixture
def postgres_url(migrated_postgres: PostgresServer) -> str:
    """Return the address of the migrated database, with every row removed."""
    tables = ", ".join(f'"{table.name}"' for table in Table.metadata.sorted_tables)
    migrated_postgres.run(f"SET lock_timeout = '10s'; TRUNCATE {tables}", _NAME)
    return migrated_postgres.url(_NAME)


@pytest.fixture
def empty_postgres_url(postgres: PostgresServer) -> Iterator[str]:
    name = f"empty_{uuid4().hex}"
    postgres.run(f"CREATE DATABASE {name}")
    yield postgres.url(name)
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> PostgresServer:
    postgres.run(f"CREATE DATABASE {_NAME}")
    migrations.upgrade(postgres.url(_NAME))
    return postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Start PostgreSQL once for all tests that want it."""
    try:
        starting = postgres_server()
        server = starting.__enter__()
    except PostgresMissingError as error:
        pytest.skip(f"PostgreSQL cannot run here: {error}")
    yield server
    starting.__exit__(None, None, None)
