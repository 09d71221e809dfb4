"""The next card in SQLite VM steps: the same number on every machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.dialects import sqlite

from studyapp import migrations
from studyapp.queue import NEXT_OF_ALL

_NOW = "2026-03-02 12:00:00.000000"
_SIZES = (1_000, 100_000, 1_000_000)
_ROWS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO card (learner_id, id, question_id, deck_id, part, state, queue, step, due_at, due_day,
                  available_at, interval, reps, lapses, suspended, marked, version, created_at)
SELECT x'00', randomblob(16), randomblob(16), randomblob(16), 'c1', 'review', 1, 0, DUE,
       '2026-01-01',
       datetime('2026-01-01', '+' || i || ' seconds') || '.000000', 9, 3, 0, 0, 0, 3, '2026-01-01'
FROM n
"""


def report(folder: Path) -> Iterator[str]:
    """Yield the lines of this part."""
    yield "next card, SQLite VM steps (look-up of learning cards, then of reviews)"
    for size in _SIZES:
        learning, review = _steps(folder / f"{size}.db", size)
        yield f"  {size:9,} cards   {learning:3} + {review:3}"


def _steps(path: Path, size: int) -> tuple[int, int]:
    migrations.upgrade(f"sqlite:///{path}")
    statement = str(NEXT_OF_ALL.compile(dialect=sqlite.dialect(paramstyle="named")))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(_ROWS.replace("DUE", f"'{_NOW}'"), (size,))
        return _counted(connection, statement, 0), _counted(connection, statement, 1)


def _counted(connection: sqlite3.Connection, statement: str, queue: int) -> int:
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    moment = datetime(2026, 3, 2, 12, tzinfo=UTC).strftime("%Y-%m-%d %H:%M:%S.000000")
    values = {"learner_id": b"\0", "queue": queue, "moment": moment}
    connection.set_progress_handler(step, 1)
    connection.execute(statement, values).fetchone()
    connection.set_progress_handler(None, 0)
    return steps
