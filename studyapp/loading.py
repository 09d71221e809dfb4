"""Many rows into one table, as fast as the database takes them.

A statement of SQLAlchemy spends more on each row than SQLite does, and the driver of SQLite more on
each value than SQLite on the row. So rows go to that driver as they are, a column at a time made
ready by its type, and what is the same in many rows stands in the statement. A statement takes many
rows: of a table with triggers SQLite keeps, for each statement anew, every page that it changes as
it was before. Other databases get statements of many rows from SQLAlchemy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Date, DateTime, insert
from sqlalchemy.engine import Dialect
from sqlmodel import Session

from studyapp.ids import Id

_AT_ONCE = 1_000
# Rows in a statement of SQLite: more of them gain nothing, and of few sizes each is prepared once.
_TOGETHER = (100, 10, 1)
# In kibibytes, below nought.
_ROOM = -8_192
# A text that can stand in a statement as it is: names of ours, days, moments.
_PLAIN = re.compile(r"[\w:.,\[\]{}\" -]{0,40}", re.ASCII)
_UTC = "+00:00"

_Maker = Callable[[Any], Any]


def load(
    session: Session,
    model: type[Any],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    written: Collection[str] = (),
) -> None:
    """Insert *rows*, values in the order of *names*, a part at a time; *model* is their table.

    Columns without a name stay at what the database gives them; JSON in the columns *written* is
    text already. Rows that the session holds do not notice.
    """
    table: Any = model.__table__
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        for some in _portions(rows):
            connection.execute(insert(table), [_named(names, row, written) for row in some])
        return
    makers = [
        None if name in written else _maker(table.c[name].type, connection.dialect)
        for name in names
    ]
    for some in _portions(rows):
        _insert(connection, table.name, names, makers, some)


@contextmanager
def roomy(session: Session) -> Iterator[None]:
    """Give SQLite more room for pages: rows of many tables and indexes turn out each other's.

    With its usual two megabytes it writes and reads the same pages again and again.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = {_ROOM}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {int(usual)}")


def _named(names: Sequence[str], row: Sequence[Any], written: Collection[str]) -> dict[str, Any]:
    told = dict(zip(names, row, strict=True))
    return told | {name: json.loads(told[name]) for name in written}


def _portions(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    source = iter(rows)
    while some := list(islice(source, _AT_ONCE)):
        yield some


def _insert(
    connection: Connection,
    table: str,
    names: Sequence[str],
    makers: Sequence[_Maker | None],
    rows: list[Sequence[Any]],
) -> None:
    told: list[str] = []
    given: dict[str, Iterable[Any]] = {}
    for name, maker, column in zip(names, makers, zip(*rows, strict=True), strict=True):
        same = _literal(column, maker) if len(rows) > 1 else None
        told.append(same or f'"{name}"')
        if same is None:
            given[f'"{name}"'] = map(maker, column) if maker else column
    values = zip(*given.values(), strict=True)
    left = len(rows)
    for number in _TOGETHER:
        statement = _statement(table, names, told, list(given), number)
        for _ in range(left // number):
            some = chain.from_iterable(islice(values, number))
            connection.exec_driver_sql(statement, tuple(some))
        left %= number


def _statement(
    table: str, names: Sequence[str], told: Sequence[str], given: Sequence[str], number: int
) -> str:
    """Write the statement that inserts *number* rows: *told* are given names and values of all."""
    marks = ", ".join([f"({', '.join('?' * len(given))})"] * number)
    columns = ", ".join(f'"{name}"' for name in names)
    # Names of our tables and values that _literal wrote: nothing else stands in it.
    return (
        f"WITH given ({', '.join(given)}) AS (VALUES {marks}) "  # noqa: S608
        f'INSERT INTO "{table}" ({columns}) SELECT {", ".join(told)} FROM given'
    )


def _literal(column: Sequence[Any], maker: _Maker | None) -> str | None:
    """Write the value that all rows have in a column; None where there is none that is plain."""
    first = column[0]
    if column[-1] != first or column.count(first) < len(column):
        return None
    value = maker(first) if maker and first is not None else first
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    if isinstance(value, str):
        return f"'{value}'" if _PLAIN.fullmatch(value) else None
    return repr(int(value)) if isinstance(value, int) else None


def _maker(kind: Any, dialect: Dialect) -> _Maker | None:
    """Return what makes a value what the driver takes."""
    maker: _Maker | None = kind.dialect_impl(dialect).bind_processor(dialect)
    impl = getattr(kind, "impl_instance", kind)
    if maker and isinstance(kind, Id):
        return _binary
    if maker and isinstance(impl, DateTime):
        return partial(_moment, maker)
    return _day if isinstance(impl, Date) else maker


def _moment(maker: _Maker, value: datetime | None) -> str | None:
    """Write a moment as *maker* does, on the short way where it is one of UTC, as most are."""
    if value is None:
        return None
    text = value.isoformat(" ", "microseconds")
    written: str = text[: -len(_UTC)] if text.endswith(_UTC) else maker(value)
    return written


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _binary(value: str | None) -> bytes | None:
    return None if value is None else bytes.fromhex(value)
