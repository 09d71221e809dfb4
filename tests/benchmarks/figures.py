"""The progress pages of a learner with a long log, beside Anki's graphs of the same rows.

Anki's graphs are those of two of our pages: what was answered, which comes first, and the cards.

ANKI_PYTHON names a Python that has the package anki; without it only we are measured. The sizes are
STUDYAPP_BENCH_CARDS and STUDYAPP_BENCH_REVIEWS.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from studyapp import figures, migrations, search
from studyapp.db import Database
from studyapp.figures import FIGURES, Source
from studyapp.settings import Settings
from studyapp.web import create_app
from tests.benchmarks.tables import middle, ms, say, table
from tests.makers import a_learner, made
from tests.parity import figures_rows
from tests.parity.figures import HERE, graphs
from tests.parity.figures_rows import Collection, drawn

CARDS = int(os.environ.get("STUDYAPP_BENCH_CARDS", "100000"))
REVIEWS = int(os.environ.get("STUDYAPP_BENCH_REVIEWS", "1000000"))
TIMES = 5
SEARCHES = {"everything": "", "a deck": "deck:Rivers"}


def measure(folder: Path) -> None:
    """Print what the figures and their page cost, all of the log looked at."""
    collection = drawn(1, CARDS, REVIEWS)
    anki = _anki(collection, folder)
    with _filled(collection, folder) as (app, database, learner_id):
        again = _spent(lambda: made(database, figures.rebuild, learner_id, collection.clock))
        rows = [
            _row(name, query, app, database, learner_id, collection, anki.get(query))
            for name, query in SEARCHES.items()
        ]
    head = (
        "what", "Anki's graphs", "the figures", "first page", "the cards", "first / Anki's",
        "both / Anki's",
    )  # fmt: skip
    table(f"{CARDS:,} cards, {REVIEWS:,} answers, CPU", head, rows)
    say(f"\nMaking again all that is kept: {again:.1f} s of CPU.")


def _row(
    name: str,
    query: str,
    app: Flask,
    database: Database,
    learner_id: str,
    collection: Collection,
    anki: float | None,
) -> tuple[object, ...]:
    client = app.test_client()

    def page(path: str) -> Callable[[], Any]:
        return lambda: client.get(path, query_string={"q": query, "range": "all"})

    assert page("/progress")().status_code == page("/progress/cards")().status_code == 200
    own = _often(lambda: _figures(database, learner_id, collection, query))
    first, cards = _often(page("/progress")), _often(page("/progress/cards"))
    told = [f"{one / anki:.3f}" if anki else "–" for one in (first, first + cards)]
    return name, ms(anki) if anki else "–", ms(own), ms(first), ms(cards), *told


def _figures(database: Database, learner_id: str, collection: Collection, query: str) -> None:
    with database.reading() as session:
        condition, deck_ids = None, None
        if query:
            parsed = search.parse(query)
            condition = search.cards_under(session, learner_id, parsed, collection.clock)
            deck_ids = search.decks_under(session, learner_id, parsed, collection.clock)
        source = Source(session, learner_id, collection.clock, "all", condition, deck_ids)
        for make in FIGURES.values():
            make(source.rows)


def _spent(action: Callable[[], object]) -> float:
    begun = time.process_time()
    action()
    return time.process_time() - begun


def _often(action: Callable[[], object]) -> float:
    action()
    return middle([_spent(action) for _turn in range(TIMES)])


def _anki(collection: Collection, folder: Path) -> Mapping[str, float]:
    """Return the CPU seconds of Anki's graphs for each search."""
    python = os.environ.get("ANKI_PYTHON", ".venv-anki/bin/python")
    if not Path(python).exists():
        say(f"Anki's backend is not here ({python}): make it with `./run parity` first.")
        return {}
    clock = folder / "clock.so"
    source = str(HERE / "clock.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(clock), source], check=True)
    told = graphs(python, clock, collection, TIMES)
    return {one["search"]: middle(one["cpu"]) for one in told}


@contextmanager
def _filled(collection: Collection, folder: Path) -> Iterator[tuple[Flask, Database, str]]:
    url = f"sqlite:///{folder / 'studyapp.db'}"
    migrations.upgrade(url)
    database = Database(url)
    learner_id = made(database, a_learner)
    made(database, figures_rows.for_us, learner_id, collection)
    settings = Settings(data_dir=folder, secret_key="x" * 32, database_url=url)
    yield create_app(settings, database, lambda: collection.clock.now), database, learner_id
    database.close()
