"""Everything of one learner as one zip, and back: to move house, to look inside, to be safe.

The zip holds `studyapp.json` (what it is, and the settings), `rows/<table>.jsonl` (a row a line,
parents before children), `media/` (files by SHA-256), and for other programs `banks/` with each
deck as a bank file. Only the rows are read back. An id that is drawn from the learner's own id is
written anew where they come to another learner; every other id stays.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import CompileError, IntegrityError, StatementError
from sqlmodel import Session, col

from studyapp import learners, migrations
from studyapp.changes import decoded, encoded
from studyapp.db import Database
from studyapp.errors import RefusedError
from studyapp.messages import say
from studyapp.tables import Deck, Learner, StoredQuestion, Table

FORMAT, VERSION = "studyapp-export", 1
_ABOUT = "studyapp.json"
# How a learner signs in, and what the worker was at or still has to read, belong to the server and
# not to the data; what is kept of figures is made again.
_STAY = {"learner", "sign_in", "job", "upload", "bank_import"}
_STAY |= {"kept_cards", "touched_card", "study_day", "day_answers"}
_OWN_COLUMNS = {"id", "name_key", "password_hash", "is_admin", "name"}
_AT_ONCE = 500
# A row holds a text of a learner's at most; what claims to be larger was not written here.
_LONGEST_LINE = 64 * 1024 * 1024
_MOST_EXPANSION = 100


@dataclass(frozen=True)
class Brought:
    """What came back: how many rows of each table."""

    rows: dict[str, int]

    @property
    def questions(self) -> int:
        """Return how many questions came."""
        return self.rows.get("question", 0)

    @property
    def reviews(self) -> int:
        """Return how many reviews came."""
        return self.rows.get("review", 0)


def own_tables() -> list[Any]:
    """Return the tables whose rows go with a learner, parents first."""
    return [
        table
        for table in Table.metadata.sorted_tables
        if "learner_id" in table.c and table.name not in _STAY
    ]


def write_all(
    session: Session, learner_id: str, media: Path, file: IO[bytes], now: datetime
) -> None:
    """Write everything of a learner into *file* as a zip; *media* is the folder of their files."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_ABOUT, json.dumps(_about(session, learner_id, now), indent=1))
        for table in own_tables():
            with archive.open(f"rows/{table.name}.jsonl", "w", force_zip64=True) as part:
                for line in _lines(session, table, learner_id):
                    part.write(line)
        for path in _media_of(session, learner_id, media):
            archive.write(path, f"media/{path.relative_to(media).as_posix()}")


def is_export(archive: zipfile.ZipFile) -> bool:
    """Say whether a zip is one of these."""
    return _ABOUT in archive.namelist()


def opened(file: Path) -> zipfile.ZipFile | None:
    """Return the export that *file* is, or None where it is something else."""
    if not zipfile.is_zipfile(file):
        return None
    archive = zipfile.ZipFile(file)
    if is_export(archive):
        return archive
    archive.close()
    return None


def is_empty(session: Session, learner_id: str) -> bool:
    """Say whether a learner keeps nothing but the demo, so that nothing can be mixed up."""
    own = (
        select(func.count())
        .select_from(StoredQuestion)
        .join(Deck, (col(Deck.learner_id) == learner_id) & (col(Deck.id) == StoredQuestion.deck_id))
        .where(col(StoredQuestion.learner_id) == learner_id, col(Deck.is_demo).is_(False))
    )
    return int(session.execute(own).scalar_one()) == 0


def read_all(session: Session, learner_id: str, archive: zipfile.ZipFile) -> Brought:
    """Bring everything back to a learner who keeps nothing yet.

    Raises RefusedError for a zip that is none of ours, comes from a newer version or is damaged,
    and where there is something already.
    """
    about = _read_about(archive)
    if not is_empty(session, learner_id):
        raise RefusedError(
            say(
                "There are questions here already, and two histories cannot be mixed. Bring "
                "the export back where nothing is yet, or delete everything here first."
            )
        )
    delete_rows(session, learner_id)
    anew = _renamer(about["learner"]["id"], learner_id)
    counts = {
        table.name: _insert(session, table, learner_id, _rows(archive, table, anew))
        for table in own_tables()
    }
    settings = json.loads(anew(json.dumps(about["learner"])))
    _take_settings(session, learner_id, settings)
    return Brought(counts)


def bring_back(
    database: Database, learner_id: str, archive: zipfile.ZipFile, media: Path
) -> Brought:
    """Bring an export back in one transaction, and then its files; see `read_all`."""
    _refuse_a_bomb(archive)
    try:
        brought = database.write(lambda session: read_all(session, learner_id, archive))
    except (CompileError, IntegrityError, StatementError) as error:
        raise RefusedError(
            say(
                "The rows of this export do not fit together, so nothing was taken. Make it "
                "anew where it comes from."
            )
        ) from error
    for name, info in media_in(archive):
        _keep_file(media / name, archive.read(info))
    return brought


def media_in(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Yield the files of an export by their place in the media folder."""
    for info in archive.infolist():
        name = info.filename.removeprefix("media/")
        if info.filename.startswith("media/") and not info.is_dir() and _is_inside(name):
            yield name, info


def delete_everything(session: Session, learner_id: str) -> None:
    """Delete all that a learner keeps, for good; the account and its sign-ins stay."""
    delete_rows(session, learner_id)
    session.add(learners.default_preset(learner_id))


def delete_rows(session: Session, learner_id: str) -> None:
    """Delete a learner's rows of every table, children first."""
    for table in reversed(Table.metadata.sorted_tables):
        if "learner_id" in table.c and table.name != "sign_in":
            session.execute(delete(table).where(table.c.learner_id == learner_id))


def _about(session: Session, learner_id: str, now: datetime) -> dict[str, Any]:
    learner = learners.load(session, learner_id)
    kept = [c.name for c in Table.metadata.tables["learner"].columns if c.name not in _OWN_COLUMNS]
    settings = {name: encoded(getattr(learner, name)) for name in kept}
    return {
        "format": FORMAT,
        "version": VERSION,
        "schema": migrations.head(),
        "made_at": now.isoformat(),
        "learner": {"id": learner_id} | settings,
    }


def _lines(session: Session, table: Any, learner_id: str) -> Iterator[bytes]:
    rows = session.execute(
        select(table).where(table.c.learner_id == learner_id).order_by(table.c.id),
        execution_options={"yield_per": _AT_ONCE},
    )
    for row in rows.mappings():
        yield json.dumps(_plain(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(row: RowMapping) -> dict[str, Any]:
    return {name: encoded(value) for name, value in row.items() if name != "learner_id"}


def _media_of(session: Session, learner_id: str, folder: Path) -> Iterator[Path]:
    table = Table.metadata.tables["media"]
    found = session.execute(select(table.c.sha256).where(table.c.learner_id == learner_id))
    wanted = {sha256 for (sha256,) in found}
    for path in sorted(folder.rglob("*")) if wanted else ():
        if path.is_file() and path.name.partition(".")[0] in wanted:
            yield path


def _read_about(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads(archive.read(_ABOUT))
        known = about["format"] == FORMAT and isinstance(about["learner"]["id"], str)
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise RefusedError(say("This zip is no export of everything from Studyapp.")) from error
    if not known:
        raise RefusedError(say("This zip is no export of everything from Studyapp."))
    if about["version"] != VERSION or not migrations.knows(str(about["schema"])):
        raise RefusedError(
            say("This export comes from a newer Studyapp. Install that version first.")
        )
    return about


def _renamer(before: str, after: str) -> Callable[[str], str]:
    """Return what writes a row for another learner; ids are too long to be met by chance."""
    pairs = (
        (before, after),
        (learners.default_preset_id(before), learners.default_preset_id(after)),
    )

    def anew(line: str) -> str:
        for old, new in pairs:
            line = line.replace(old, new)
        return line

    return anew


def _rows(
    archive: zipfile.ZipFile, table: Any, anew: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    name = f"rows/{table.name}.jsonl"
    if name not in archive.namelist():
        return
    with archive.open(name) as part:
        for number, line in enumerate(iter(lambda: part.readline(_LONGEST_LINE), b""), start=1):
            try:
                yield json.loads(anew(line.decode()))
            except ValueError as error:
                told = say(
                    "%(file)s, line %(number)s, is damaged; nothing was taken.",
                    file=name,
                    number=number,
                )
                raise RefusedError(told) from error


def _insert(session: Session, table: Any, learner_id: str, rows: Iterator[dict[str, Any]]) -> int:
    number = 0
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(
            {"learner_id": learner_id}
            | {
                name: decoded(table.c[name], value)
                for name, value in row.items()
                if name in table.c
            }
        )
        number += 1
        if len(batch) == _AT_ONCE:
            session.execute(insert(table), batch)
            batch = []
    if batch:
        session.execute(insert(table), batch)
    return number


def _take_settings(session: Session, learner_id: str, settings: dict[str, Any]) -> None:
    columns = Table.metadata.tables["learner"].c
    learner = session.get_one(Learner, learner_id)
    for name, value in settings.items():
        if name in columns and name not in _OWN_COLUMNS:
            setattr(learner, name, decoded(columns[name], value))
    session.add(learner)


def _refuse_a_bomb(archive: zipfile.ZipFile) -> None:
    unpacked = sum(info.file_size for info in archive.infolist())
    packed = sum(info.compress_size for info in archive.infolist())
    if unpacked > _MOST_EXPANSION * packed + _LONGEST_LINE:
        raise RefusedError(
            say("This zip unpacks to far more than an export does; nothing was taken.")
        )


def _keep_file(path: Path, content: bytes) -> None:
    """Keep a file under the SHA-256 that its name says, and no other."""
    if path.exists() or hashlib.sha256(content).hexdigest() != path.name.partition(".")[0]:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)


def _is_inside(name: str) -> bool:
    return bool(name) and ".." not in Path(name).parts and not Path(name).is_absolute()
