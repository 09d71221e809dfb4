"""What the commands share: settings, an open database, a learner, the clock."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from studyapp import learners, migrations
from studyapp.cli.output import note
from studyapp.db import Database
from studyapp.errors import RefusedError
from studyapp.serving import bring_up_to_date
from studyapp.settings import Settings, prepare_data_dir
from studyapp.start import first_learner
from studyapp.tables import Learner


def now() -> datetime:
    """Return the moment."""
    return datetime.now(UTC)


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Database]:
    """Open the database with its schema at head."""
    settings = settings or Settings()
    prepare_data_dir(settings)
    if migrations.current(settings.url) != migrations.head():
        bring_up_to_date(settings, note)
    database = Database(settings.url)
    try:
        yield database
    finally:
        database.close()


def learner_of(database: Database, name: str | None) -> str:
    """Return the id of the learner called *name*, or of the single one."""
    if name is None:
        return first_learner(database, now())
    with database.reading() as session:
        return learners.by_name(session, name).id


def loaded(session: Session, learner_id: str) -> tuple[Learner, learners.Clock]:
    """Return a learner with the clock at this moment."""
    learner = learners.load(session, learner_id)
    return learner, learners.clock_of(learner, now())


def read_bytes(path: str) -> bytes:
    """Read a file, or standard input for `-`."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}") from error


def write_bytes(path: str | None, data: bytes) -> None:
    """Write a file, or standard output."""
    if path in (None, "-"):
        sys.stdout.buffer.write(data)
        return
    try:
        Path(str(path)).write_bytes(data)
    except OSError as error:
        raise RefusedError(f"{path} cannot be written: {error.strerror}") from error
