"""The schema's history: one numbered revision a step, in a straight line."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool


def config(url: str) -> Config:
    """Return Alembic's settings for the database at *url*."""
    settings = Config()
    settings.set_main_option("script_location", "studyapp:migrations")
    settings.attributes["url"] = url
    return settings


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at *url* to *revision*."""
    command.upgrade(config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database at *url* back to *revision*."""
    command.downgrade(config(url), revision)


def head() -> str:
    """Return the newest revision."""
    return ScriptDirectory.from_config(config("")).get_current_head() or ""


def knows(revision: str) -> bool:
    """Say whether *revision* is one of this version's; a newer one has others."""
    script = ScriptDirectory.from_config(config(""))
    return revision in {one.revision for one in script.walk_revisions()}


def current(url: str) -> str | None:
    """Return the revision of the database at *url*; None where there is no schema yet."""
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
