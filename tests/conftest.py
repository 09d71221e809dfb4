"""What every test may ask for; the modules named here hold the rest."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from studyapp.db import Database
from studyapp.settings import Settings
from tests.client import PageClient

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("studyapp", deadline=None)
hypothesis.settings.load_profile("studyapp")

# A run that is told to end, as by a time limit, ends the servers that it started.
signal.signal(signal.SIGTERM, signal.default_int_handler)

pytest_plugins = (
    "pytester",
    "tests.databases",
    "tests.makers",
    "tests.network",
    "tests.order",
    "tests.skipped",
)


@dataclass
class HandClock:
    """A clock that only the test moves; call it for the moment it shows."""

    moment: datetime = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> datetime:
        """Move on by so many `days`, `hours`, `minutes` or `seconds`."""
        self.moment += timedelta(**span)
        return self.moment


@pytest.fixture
def client(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture
def app(settings: Settings, database: Database, clock: HandClock, compiled: BytecodeCache) -> Flask:
    from studyapp.web import create_app

    made = create_app(settings, database, clock)
    made.jinja_env.bytecode_cache = compiled
    made.testing = True
    made.test_client_class = PageClient
    return made


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Keep the compiled templates, or every test would compile them again."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Return settings for a data folder of the test's own."""
    return Settings(
        data_dir=tmp_path / "data", database_url=database_url, secret_key="not-a-secret-in-tests"
    )


@pytest.fixture
def clock() -> HandClock:
    return HandClock()
