"""What `studyapp doctor` and `/healthz` look at, each with a remedy."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from studyapp import accounts, backups, migrations
from studyapp.db import Database
from studyapp.settings import Settings

_LEAST_FREE = 100 * 1024 * 1024
_NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `remedy` says what to do where it is not fine."""

    name: str
    fine: bool
    detail: str
    remedy: str = ""


def check(settings: Settings, database: Database, *, brief: bool = False) -> list[Finding]:
    """Look at database, files and settings; *brief* asks only whether the app can work."""
    checks: list[Callable[[], Iterator[Finding]]] = [
        lambda: _database(settings, database),
        lambda: _folder(settings.data_dir),
        lambda: _secret(settings),
    ]
    if not brief:
        # Advice about passwords is for a person: a server that needs it works all the same.
        checks += [lambda: _accounts(settings, database), lambda: _sqlite(settings)]
    return [finding for one in checks for finding in one()]


def _database(settings: Settings, database: Database) -> Iterator[Finding]:
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        revision = migrations.current(settings.url)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        yield Finding("database", False, reason, "Check STUDYAPP_DATABASE_URL and the server.")
        return
    yield Finding("database", True, "SQLite" if database.is_sqlite else "PostgreSQL")
    head = migrations.head()
    remedy = "Run: studyapp migrate"
    if revision is not None and not migrations.knows(revision):
        remedy = "It is from a newer Studyapp: install that, or put the copy from before it back"
    yield Finding("schema", revision == head, f"at {revision}, newest {head}", remedy)


def _accounts(settings: Settings, database: Database) -> Iterator[Finding]:
    if not settings.has_accounts:
        yield Finding("accounts", True, "off: one learner, this machine only")
        return
    try:
        with database.reading() as session:
            begun = accounts.there_are_any(session)
    except SQLAlchemyError:
        return  # the finding about the database says why
    yield Finding(
        "accounts",
        begun,
        f"on, sign-up {settings.sign_up}" if begun else "on, but nobody has one yet",
        "Make the first one before a stranger does: studyapp learner add NAME",
    )
    yield Finding(
        "https",
        settings.proxies > 0,
        f"{settings.proxies} proxies are trusted to say whether a request came over https",
        "Passwords can be read on the way over plain http: put a proxy that speaks https before "
        "Studyapp and set STUDYAPP_PROXIES=1.",
    )


def _folder(folder: Path) -> Iterator[Finding]:
    writable = folder.is_dir() and os.access(folder, os.W_OK)
    yield Finding(
        "data folder", writable, str(folder), "Make the folder, or set STUDYAPP_DATA_DIR."
    )
    if writable:
        free = shutil.disk_usage(folder).free
        detail = f"{free // 1024**2} MB free"
        yield Finding("disk", free > _LEAST_FREE, detail, "Free some space.")
        kind = _file_system(folder)
        yield Finding(
            "file system",
            kind not in _NETWORK_FILE_SYSTEMS,
            kind,
            "SQLite needs a local disk: move STUDYAPP_DATA_DIR there, or use PostgreSQL.",
        )


def _file_system(folder: Path) -> str:
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return "unknown"
    best = ("", "unknown")
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _device, place, kind = line.split()[:3]
        if folder.resolve().is_relative_to(place) and len(place) >= len(best[0]):
            best = (place, kind)
    return best[1]


def _secret(settings: Settings) -> Iterator[Finding]:
    path = settings.data_dir / "secret_key"
    if settings.secret_key or not path.is_file():
        return
    private = not stat.S_IMODE(path.stat().st_mode) & 0o077
    yield Finding(
        "secret key", private, "private" if private else "readable by others", f"chmod 600 {path}"
    )


def _sqlite(settings: Settings) -> Iterator[Finding]:
    file = settings.sqlite_file
    if file is None or not file.is_file():
        return
    reason = backups.damage(file)
    yield Finding(
        "database file",
        reason is None,
        reason or "ok",
        "Stop the app and run: studyapp restore BACKUP",
    )
