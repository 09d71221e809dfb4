"""Write the database of a package: the older kind with JSON, or today's with a table for each."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from questions.formats.anki import filters, records, wire
from questions.formats.anki.records import Object

OLD, NEW = 11, 18
_SEPARATOR = "\x1f"
_COMMON = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL,
 scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL,
 ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL,
 dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL,
 mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL,
 sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL,
 ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL,
 queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL,
 reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
 odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
 ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL,
 time integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
_OLD_ONLY = (
    "CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);"
)
_NEW_ONLY = """
CREATE TABLE deck_config (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase,
 mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL);
CREATE TABLE config (KEY text NOT NULL PRIMARY KEY, usn integer NOT NULL,
 mtime_secs integer NOT NULL, val blob NOT NULL) without rowid;
CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL,
 name text NOT NULL COLLATE unicase, config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
CREATE TABLE templates (ntid integer NOT NULL, ord integer NOT NULL,
 name text NOT NULL COLLATE unicase, mtime_secs integer NOT NULL, usn integer NOT NULL,
 config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
CREATE UNIQUE INDEX idx_templates_name_ntid ON templates (name, ntid);
CREATE INDEX idx_templates_usn ON templates (usn);
CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase,
 mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL);
CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
CREATE INDEX idx_notetypes_usn ON notetypes (usn);
CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase,
 mtime_secs integer NOT NULL, usn integer NOT NULL, common blob NOT NULL, kind blob NOT NULL);
CREATE UNIQUE INDEX idx_decks_name ON decks (name);
CREATE INDEX idx_notes_mid ON notes (mid);
CREATE INDEX idx_cards_odid ON cards (odid) WHERE odid != 0;
CREATE TABLE tags (tag text NOT NULL PRIMARY KEY COLLATE unicase, usn integer NOT NULL,
 collapsed boolean NOT NULL, config blob NULL) without rowid;
CREATE TABLE graves (oid integer NOT NULL, type integer NOT NULL, usn integer NOT NULL,
 PRIMARY KEY (oid, type)) WITHOUT ROWID;
CREATE INDEX idx_graves_pending ON graves (usn);
"""


_COLUMNS = {"col": 13, "notes": 11, "cards": 18, "revlog": 9, "config": 4, "deck_config": 5,
            "notetypes": 5, "fields": 4, "templates": 6, "decks": 6}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as it is written."""

    id: int
    guid: str
    type: int
    changed_at: int
    tags: Sequence[str]
    fields: Sequence[str]
    sort_field: int = 0


@dataclass(slots=True)
class Contents:
    """All that a collection is made of; note types, decks and presets as older ones keep them.

    A card is the values of its columns from `id` to `data`, a review those of `revlog`.
    """

    started_at: int
    changed_at: int
    settings: Object
    note_types: dict[int, Object] = field(default_factory=dict)
    decks: dict[int, Object] = field(default_factory=dict)
    presets: dict[int, Object] = field(default_factory=dict)
    notes: list[NoteRow] = field(default_factory=list)
    cards: list[tuple[Any, ...]] = field(default_factory=list)
    reviews: list[tuple[Any, ...]] = field(default_factory=list)


def write(path: Path, contents: Contents, version: int) -> None:
    """Write a collection of schema *version*, 11 or 18, to a new file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.create_collation("unicase", _unicase)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_COMMON + (_OLD_ONLY if version == OLD else _NEW_ONLY))
        _put(connection, "col", [_col(contents, version)])
        if version == NEW:
            _new_tables(connection, contents)
        _put(connection, "notes", (_note(one) for one in contents.notes))
        _put(connection, "cards", contents.cards)
        _put(connection, "revlog", contents.reviews)
        connection.commit()


def _put(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ",".join("?" * _COLUMNS[table])
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our names


def _col(contents: Contents, version: int) -> tuple[Any, ...]:
    changed = contents.changed_at * 1000
    head = (1, contents.started_at, changed, changed, version, 0, 0, 0)
    if version == NEW:
        return (*head, "", "", "", "", "")
    held: tuple[Mapping[Any, Any], ...] = (
        contents.settings,
        contents.note_types,
        contents.decks,
        contents.presets,
        {},
    )
    return (*head, *(_json(one) for one in held))


def _json(value: Mapping[Any, Any]) -> str:
    return json.dumps(
        {str(key): one for key, one in value.items()}, ensure_ascii=False, separators=(",", ":")
    )


def _note(note: NoteRow) -> tuple[Any, ...]:
    texts = [filters.words(one) for one in note.fields]
    sort_field = texts[note.sort_field] if note.sort_field < len(texts) else ""
    check = int(hashlib.sha1(texts[0].encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags = f" {' '.join(note.tags)} " if note.tags else ""
    joined = _SEPARATOR.join(note.fields)
    return (
        note.id,
        note.guid,
        note.type,
        note.changed_at,
        -1,
        tags,
        joined,
        sort_field,
        check,
        0,
        "",
    )


def _new_tables(connection: sqlite3.Connection, contents: Contents) -> None:
    now = contents.changed_at
    _put(
        connection,
        "config",
        ((k, 0, now, json.dumps(v).encode()) for k, v in contents.settings.items()),
    )
    _put(
        connection,
        "deck_config",
        (
            (key, str(one["name"]), now, 0, records.packed(one, records.PRESET))
            for key, one in contents.presets.items()
        ),
    )
    for key, one in contents.note_types.items():
        _put(
            connection,
            "notetypes",
            [(key, str(one["name"]), now, -1, records.packed(one, records.NOTE_TYPE))],
        )
        _put(connection, "fields", _named(one["flds"], key, records.FIELD, ()))
        _put(connection, "templates", _named(one["tmpls"], key, records.TEMPLATE, (now, -1)))
    _put(connection, "decks", (_deck(key, one, now) for key, one in contents.decks.items()))


def _named(
    parts: Iterable[Object], owner: int, items: Sequence[records.Item], between: tuple[int, ...]
) -> Iterable[tuple[Any, ...]]:
    for ordinal, one in enumerate(parts):
        name = str(one.get("name") or ordinal + 1)
        yield (owner, ordinal, name, *between, records.packed(one, items))


def _deck(key: int, held: Object, now: int) -> tuple[Any, ...]:
    kind = wire.octets(1, records.packed(held, records.DECK))
    return key, str(held["name"]).replace("::", _SEPARATOR), now, -1, b"\x08\x01\x10\x01", kind


def _unicase(one: str, other: str) -> int:
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)
