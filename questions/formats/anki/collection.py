"""The database inside a package, read as one that a stranger prepared.

It is opened in memory, its schema is not trusted, only plain tables are read, no statement but
SELECT is let through, and a statement that runs on and on is stopped.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

from questions.errors import BankFormatError
from questions.formats.anki import records, wire
from questions.formats.anki.records import Object
from questions.messages import say

OLDEST, JSON_UNTIL, NEWEST = 11, 13, 18
# Steps of SQLite's machine between two looks, and how many looks a collection may cost.
_STEPS, _LOOKS = 1_000_000, 4_000
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
_FUNCTIONS = {"typeof", "coalesce", "length", "count", "max", "min", "substr"}
_MAX_JSON = 64 * 1024 * 1024
_SEPARATOR = "\x1f"
_NO_TEXT = "Could not decode to UTF-8"
# Where the head of a database says how it is written and read.
_JOURNAL = slice(18, 20)


class Collection:
    """An open collection; its tables are asked for by name."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._looks = 0
        self._is_lenient = False
        connection.set_progress_handler(self._look, _STEPS)
        self._tables = self._plain_tables()
        self.version, self.started_at = self._opened()

    def has(self, table: str) -> bool:
        """Say whether the collection has this table."""
        return table in self._tables

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Run a SELECT of ours; damage on the way is a BankFormatError."""
        given = 0
        try:
            # Row by row: closing a generator that hands on another would close the cursor too,
            # and that may be after the connection.
            for row in self._connection.execute(statement):
                yield row
                given += 1
        except sqlite3.OperationalError as error:
            if self._is_lenient or _NO_TEXT not in str(error):
                raise _damaged(error) from None
        except sqlite3.Error as error:
            raise _damaged(error) from None
        else:
            return
        # Reading text by a function of ours costs a third more, so only what needs it gets it.
        self._connection.text_factory = _replaced
        self._is_lenient = True
        yield from islice(self.rows(statement), given, None)

    def note_types(self) -> dict[int, Object]:
        """Return the note types by id, each as the older collections keep it."""
        if self.version <= JSON_UNTIL:
            return _by_id(self._json("models"))
        found = {
            key: {"id": key, "name": str(name), **_message(blob, records.NOTE_TYPE)}
            for key, name, blob in self.rows("SELECT id, name, config FROM notetypes")
        }
        for table, items in (("flds", records.FIELD), ("tmpls", records.TEMPLATE)):
            self._add_parts(found, table, items)
        return found

    def decks(self) -> dict[int, Object]:
        """Return the decks by id; the parts of a title are joined with `::`."""
        if self.version <= JSON_UNTIL:
            return _by_id(self._json("decks"))
        return {
            key: {"id": key, "name": str(name).replace(_SEPARATOR, "::"), **_kind_of_deck(kind)}
            for key, name, kind in self.rows("SELECT id, name, kind FROM decks")
        }

    def presets(self) -> dict[int, Object]:
        """Return the presets by id."""
        if self.version <= JSON_UNTIL:
            return _by_id(self._json("dconf"))
        return {
            key: {"id": key, "name": str(name), **_message(blob, records.PRESET)}
            for key, name, blob in self.rows("SELECT id, name, config FROM deck_config")
        }

    def settings(self) -> Object:
        """Return the settings of the whole collection."""
        if self.version <= JSON_UNTIL:
            return self._json("conf")
        found: Object = {}
        for key, value in self.rows("SELECT key, val FROM config"):
            try:
                found[str(key)] = json.loads(value)
            except (ValueError, TypeError, RecursionError):
                continue
        return found

    def _add_parts(
        self, found: dict[int, Object], table: str, items: Sequence[records.Item]
    ) -> None:
        # A real export keeps parts of note types that are gone.
        for note_type in found.values():
            note_type[table] = []
        for owner, ord_, name, blob in self.rows(_PARTS[table]):
            if owner in found:
                part = {"name": str(name), "ord": ord_, **_message(blob, items)}
                found[owner][table].append(part)
        for note_type in found.values():
            note_type[table].sort(key=_place_of)

    def _json(self, column: str) -> Object:
        text = next(self.rows(_COL), ("",) * len(_JSON))[_JSON.index(column)]
        try:
            value = json.loads(text or "{}")
        except (ValueError, RecursionError, TypeError):
            raise BankFormatError(
                say("the collection's %(column)s are no JSON that can be read", column=column)
            ) from None
        return value if isinstance(value, dict) else {}

    def _plain_tables(self) -> frozenset[str]:
        kinds = dict(
            self.rows("SELECT name, type FROM sqlite_master WHERE type IN ('table','view')")
        )
        missing = [name for name in ("notes", "cards", "col") if name not in kinds]
        if missing:
            raise BankFormatError(say("the collection lacks its table %(table)s", table=missing[0]))
        views = sorted(name for name, kind in kinds.items() if kind == "view")
        if views:
            raise BankFormatError(
                say("the collection has a view (%(view)s) where it has tables", view=views[0][:40])
            )
        return frozenset(kinds)

    def _opened(self) -> tuple[int, int]:
        row = next(self.rows("SELECT ver, crt FROM col"), None)
        if row is None or not all(isinstance(one, int) for one in row):
            raise BankFormatError(say("the collection does not say which version it has"))
        version, started_at = row
        if version < OLDEST:
            raise BankFormatError(
                say("the collection has version %(version)s, from before Anki 2.0", version=version)
            )
        if version > NEWEST:
            raise BankFormatError(
                say(
                    "the collection has version %(version)s; this program reads up to "
                    "%(newest)s: export it with “Support older Anki versions”",
                    version=version,
                    newest=NEWEST,
                )
            )
        return version, started_at

    def _look(self) -> int:
        self._looks += 1
        return int(self._looks > _LOOKS)


@contextmanager
def opened(data: bytearray) -> Iterator[Collection]:
    """Open the collection in *data*, in memory: nothing is written, whatever it holds."""
    if len(data) > _JOURNAL.stop:
        # One in the mode with a log beside it would ask for the file of the log.
        data[_JOURNAL] = b"\x01\x01"
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
        except (sqlite3.Error, MemoryError, OverflowError) as error:
            raise BankFormatError(
                say("the collection inside is no database: %(error)s", error=str(error)[:150])
            ) from None
        data.clear()
        _harden(connection)
        yield Collection(connection)


def _harden(connection: sqlite3.Connection) -> None:
    connection.create_collation("unicase", _unicase)
    try:
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA cache_size = -8000")
    except sqlite3.Error as error:
        raise _damaged(error) from None
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024)
    connection.set_authorizer(_may)


def _may(
    action: int, _first: str | None, second: str | None, _third: str | None, _fourth: str | None
) -> int:
    if action == sqlite3.SQLITE_FUNCTION and second not in _FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _replaced(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _unicase(one: str, other: str) -> int:
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)


def _damaged(error: sqlite3.Error) -> BankFormatError:
    told = str(error)
    if "interrupted" in told:
        return BankFormatError(say("the collection takes too long to read: it was made to do harm"))
    return BankFormatError(
        say("the collection inside is damaged or no database: %(error)s", error=told[:120])
    )


def _by_id(held: Object) -> dict[int, Object]:
    return {
        int(key): value
        for key, value in held.items()
        if isinstance(value, dict) and key.lstrip("-").isdigit() and len(key) < _LONGEST_ID
    }


_LONGEST_ID = 20
_JSON = ("models", "decks", "dconf", "conf")
_COL = "SELECT models, decks, dconf, conf FROM col"
_PARTS = {
    "flds": "SELECT ntid, ord, name, config FROM fields",
    "tmpls": "SELECT ntid, ord, name, config FROM templates",
}


def _message(blob: object, items: Sequence[records.Item]) -> Object:
    return records.unpacked(blob if isinstance(blob, bytes) else b"", items)


def _place_of(part: Object) -> int:
    return part["ord"] if isinstance(part["ord"], int) else 0


def _kind_of_deck(blob: object) -> Object:
    inside = dict(wire.fields(blob if isinstance(blob, bytes) else b""))
    normal = inside.get(1)
    if isinstance(normal, bytes):
        return {"dyn": 0, **records.unpacked(normal, records.DECK)}
    return {"dyn": 1}
