"""Backup and restore of a SQLite install: one zip of database, media and settings."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from studyapp import __version__, lock, migrations
from studyapp.errors import RefusedError
from studyapp.settings import Settings, prepare_data_dir

_DATABASE = "studyapp.db"
_ABOUT = "backup.json"
_MEDIA = "media"


_HISTORY = "backups.json"
_REMEMBERED = 20


@dataclass(frozen=True)
class Kept:
    """One backup that was made; `tried_at` is when it was last restored on trial."""

    made_at: datetime
    file: str
    bytes: int
    tried_at: datetime | None


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite file that may be in use, as one consistent moment."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def damage(database: Path) -> str | None:
    """Say what is wrong with a SQLite file, if anything."""
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        try:
            answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        except sqlite3.OperationalError:
            # Locked or out of reach: that says nothing about what is in the file.
            raise
        except sqlite3.DatabaseError as error:
            return str(error)
    return None if answer == "ok" else " ".join(answer.split())


def refuse_newer(revision: str | None) -> None:
    """Touch no database that a newer version wrote: it may hold what we would lose."""
    if revision is not None and not migrations.knows(revision):
        raise RefusedError(
            f"The database is from a newer Studyapp (revision {revision}). Install that version."
        )


def back_up(settings: Settings, target: Path, now: datetime) -> int:
    """Write a backup to *target* and return its size in bytes. The app may be running."""
    source = _sqlite_file(settings)
    if not source.is_file():
        raise RefusedError(f"There is nothing to back up yet: {source} does not exist.")
    if target.exists():
        raise RefusedError(f"{target} exists already. Choose another name.")
    if not target.parent.is_dir():
        raise RefusedError(f"There is no folder {target.parent}. Make it first.")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy, packed = Path(folder) / _DATABASE, Path(folder) / "backup.zip"
        copy_database(source, copy)
        _pack(settings, copy, packed, now)
        _try_out(packed, Path(folder))
        # The name appears only when the file is whole.
        packed.replace(target)
    size = target.stat().st_size
    _remember(settings, Kept(now, str(target.resolve()), size, now))
    return size


def _try_out(packed: Path, folder: Path) -> None:
    """Restore a backup beside it and look at it: one that cannot be read back is none."""
    trial = folder / "trial"
    trial.mkdir()
    with _unpacked(packed, trial / _DATABASE) as unpacked:
        if reason := damage(Path(unpacked) / _DATABASE):
            raise RefusedError(f"The backup came out damaged ({reason}), so it was not kept.")


def history(settings: Settings) -> list[Kept]:
    """Return the backups that were made here, the newest first."""
    file = settings.data_dir / _HISTORY
    if not file.is_file():
        return []
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [
        Kept(
            datetime.fromisoformat(row["made_at"]),
            row["file"],
            row["bytes"],
            datetime.fromisoformat(row["tried_at"]) if row["tried_at"] else None,
        )
        for row in rows
    ]


def _remember(settings: Settings, made: Kept) -> None:
    rows = [
        asdict(row)
        | {
            "made_at": row.made_at.isoformat(),
            "tried_at": row.tried_at and row.tried_at.isoformat(),
        }
        for row in [made, *history(settings)][:_REMEMBERED]
    ]
    fresh = settings.data_dir / f"{_HISTORY}.new"
    fresh.write_text(json.dumps(rows, indent=2), encoding="utf-8")
    fresh.replace(settings.data_dir / _HISTORY)


def _pack(settings: Settings, database: Path, packed: Path, now: datetime) -> None:
    about = {
        "version": __version__,
        "schema": migrations.current(f"sqlite:///{database}"),
        "made_at": now.isoformat(),
    }
    media = settings.data_dir / _MEDIA
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_ABOUT, json.dumps(about, indent=2))
        archive.write(database, _DATABASE)
        for file in sorted(media.rglob("*")) if media.is_dir() else ():
            if file.is_file():
                archive.write(file, f"{_MEDIA}/{file.relative_to(media).as_posix()}")


def restore(settings: Settings, source: Path, now: datetime) -> Path | None:
    """Put a backup in place; return where the former database was moved to, if there was one."""
    target = _sqlite_file(settings)
    prepare_data_dir(settings)
    with lock.acquire(settings.data_dir, "studyapp restore"), _unpacked(source, target) as folder:
        if reason := damage(Path(folder) / _DATABASE):
            raise RefusedError(f"The database in the backup is damaged: {reason}.")
        refuse_newer(migrations.current(f"sqlite:///{Path(folder) / _DATABASE}"))
        kept = _put_aside(target, now)
        (Path(folder) / _DATABASE).replace(target)
        if (Path(folder) / _MEDIA).is_dir():
            shutil.copytree(Path(folder) / _MEDIA, settings.data_dir / _MEDIA, dirs_exist_ok=True)
        migrations.upgrade(settings.url)
    return kept


def exists(settings: Settings) -> bool:
    """Say whether a restore would replace something."""
    return _sqlite_file(settings).exists()


def _sqlite_file(settings: Settings) -> Path:
    if settings.sqlite_file is None:
        raise RefusedError("The database is PostgreSQL: use pg_dump and pg_restore for it.")
    return settings.sqlite_file


def _unpacked(source: Path, target: Path) -> tempfile.TemporaryDirectory[str]:
    """Unpack a backup beside *target*, so that one rename puts it there, whole or not at all."""
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise RefusedError(f"{source} cannot be read as a backup: {error}") from error
    with archive:
        names = set(archive.namelist())
        if not {_ABOUT, _DATABASE} <= names:
            raise RefusedError(f"{source} is a zip, but no backup of Studyapp.")
        folder = tempfile.TemporaryDirectory(dir=target.parent)
        for name in sorted(names):
            if name == _DATABASE or (name.startswith(f"{_MEDIA}/") and ".." not in name):
                archive.extract(name, folder.name)
    return folder


def _put_aside(target: Path, now: datetime) -> Path | None:
    if not target.exists():
        return None
    kept = target.with_name(f"{target.name}.before-restore-{now:%Y%m%dT%H%M%S}")
    if damage(target) is None:
        copy_database(target, kept)
        for part in ("-wal", "-shm"):
            target.with_name(f"{target.name}{part}").unlink(missing_ok=True)
        return kept
    # What is damaged cannot be copied, so it is kept as it lies.
    for part in ("-wal", "-shm", ""):
        file = target.with_name(f"{target.name}{part}")
        if file.exists():
            file.replace(f"{kept}{part}")
    return kept
