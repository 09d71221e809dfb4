"""Finding the next card among few and among many."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from sqlmodel import Session

from studyapp import migrations
from studyapp.db import Database
from studyapp.decks import LEARNING, NEW, REVIEW
from studyapp.queue import NEXT_OF_ALL, NEXT_OF_DECK
from tests.benchmarks.tables import middle, ms, table
from tests.makers import NOW, a_learner, made
from tests.studyapp.test_queue import fill, steps

QUEUES = (LEARNING, REVIEW, NEW)
SIZES = (1_000, 100_000, 1_000_000)
TIMES = 200


def measure(folder: Path) -> None:
    """Print the steps of SQLite's machine, and the time, of each look-up."""
    rows = [row for size in SIZES for row in _rows(folder / f"{size}.db", size)]
    table("The next card", ["cards", "look-up", "most steps", "median"], rows)


def _rows(path: Path, size: int) -> list[list[object]]:
    url = f"sqlite:///{path}"
    migrations.upgrade(url)
    database = Database(url)
    learner_id = made(database, a_learner)
    deck_id = fill(database, learner_id, size)
    lookups = {
        "of all decks": (NEXT_OF_ALL, {}),
        "of one deck": (NEXT_OF_DECK, {"deck_id": deck_id}),
    }
    with database.reading() as session:
        rows = [
            _row(session, size, name, statement, {"learner_id": learner_id, **of})
            for name, (statement, of) in lookups.items()
        ]
    database.close()
    return rows


def _row(
    session: Session, size: int, name: str, statement: Any, wanted: dict[str, str]
) -> list[object]:
    every = [{**wanted, "queue": queue, "moment": NOW} for queue in QUEUES]
    most = max(steps(session, statement, parameters) for parameters in every)
    seconds = []
    for number in range(TIMES):
        begun = time.perf_counter()
        session.execute(statement, every[number % len(every)]).scalar()
        seconds.append(time.perf_counter() - begun)
    return [f"{size:,}", name, most, ms(middle(seconds))]
