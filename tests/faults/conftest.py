"""Installs of the app in folders of their own; nothing of them is left after the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.install import Install
from tests.postgres import PostgresServer


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """Return an install that was never started."""
    made = Install(tmp_path)
    yield made
    made.end()


@pytest.fixture
def serving(install: Install) -> Install:
    """Return an install that answers."""
    install.start()
    install.wait_until_it_answers()
    return install


@pytest.fixture
def on_postgres(
    tmp_path: Path, postgres: PostgresServer, empty_postgres_url: str
) -> Iterator[Install]:
    """Return an install whose database is an empty one of PostgreSQL."""
    made = Install(tmp_path, STUDYAPP_DATABASE_URL=empty_postgres_url)
    yield made
    made.end()
