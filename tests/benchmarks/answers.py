"""An answer with the next card, beside a bare page and a bare write."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.benchmarks.bare import bare_server
from tests.benchmarks.browser import Browser
from tests.benchmarks.learner import Learner
from tests.benchmarks.places import install_with_cards
from tests.benchmarks.processes import child_of, cpu_seconds
from tests.benchmarks.tables import middle, ms, ratio, table

ROUNDS, ANSWERS, PAGES, WRITES = 10, 30, 60, 100


def measure(folder: Path) -> None:
    """Print what an answer costs."""
    with (
        install_with_cards(folder, decks=1, cards=ROUNDS * ANSWERS + 50) as (install, decks),
        bare_server(folder) as (bare, url),
        closing(_table(folder / "bare.db")) as database,
    ):
        child = install.web_child()
        assert child is not None
        app = Meter(child.pid, Learner(install.url, decks[0]).turn)
        page = Meter(child_of(bare.pid), lambda: Browser.get(browser, "/"))
        browser = Browser(url)
        write = Meter(os.getpid(), lambda: _write(database))
        for _ in range(ROUNDS):
            app.run(ANSWERS)
            page.run(PAGES)
            write.run(WRITES)
    _print(app, page, write)


class Meter:
    """Does one thing many times; keeps how long each took, and the server's CPU time."""

    def __init__(self, pid: int, action: Callable[[], object]) -> None:
        self._pid = pid
        self._action = action
        self.seconds: list[float] = []
        self.cpu = 0.0

    def run(self, times: int) -> None:
        before = cpu_seconds(self._pid)
        for _ in range(times):
            begun = time.perf_counter()
            done = self._action()
            # What the client does with an answer is not the server's time.
            self.seconds.append(getattr(done, "seconds", time.perf_counter() - begun))
        self.cpu += cpu_seconds(self._pid) - before

    @property
    def middle(self) -> float:
        return middle(self.seconds)

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.seconds)


def _print(app: Meter, page: Meter, write: Meter) -> None:
    floor = 2 * page.middle + write.middle
    table(
        "Answer and next card (two requests), SQLite with synchronous=FULL",
        ["what", "median", "server CPU", "as many floors"],
        [
            ["answer + next card", ms(app.middle), ms(app.cpu_each), ratio(app.middle, floor)],
            ["bare Flask page", ms(page.middle), ms(page.cpu_each), ""],
            ["bare SQLite write", ms(write.middle), "", ""],
            ["floor: two bare pages + a bare write", ms(floor), ms(2 * page.cpu_each), "1.0×"],
        ],
    )


def _table(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE review (id BLOB PRIMARY KEY, body TEXT) WITHOUT ROWID")
    return database


def _write(database: sqlite3.Connection) -> None:
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO review VALUES (?, ?)", (os.urandom(16), "x" * 300))
    database.execute("COMMIT")
