"""An answer with the next card over HTTP, beside Anki's backend over as many cards.

ANKI_PYTHON names a Python that has the package anki; without it only we are measured. Anki's
backend speaks no HTTP, so two bare pages of our own server are added to its time. The cards
are simulated ones, copied until there are enough. Then answers are given while a fit runs.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from pathlib import Path

from studyapp.ids import derived_id, new_id
from tests.benchmarks.answers import Meter
from tests.benchmarks.bare import bare_server
from tests.benchmarks.browser import Browser
from tests.benchmarks.learner import Learner
from tests.benchmarks.processes import child_of
from tests.benchmarks.tables import at, ms, ratio, table
from tests.faults.install import Install, until

HERE = Path(__file__).parent
SIZES = (20_000, 100_000)
CARDS, REVIEWS = 1_000, 5_000
ROUNDS, ANSWERS = 10, 20
EVERY, MOST = 0.15, 200
_COPIED = {"question": ("id",), "card": ("id", "question_id"), "review": ("id", "card_id")}


def measure(folder: Path) -> None:
    """Print what an answer costs here and there, and how long it takes beside a fit."""
    rows: list[list[object]] = []
    paced: dict[str, list[float]] = {}
    for size in SIZES:
        place = folder / str(size)
        place.mkdir()
        with _served(place, size) as install:
            rows += _side_by_side(place, install, size)
            if size == SIZES[0]:
                paced = _while_a_fit_runs(install)
    table(
        "Answer and next card, server CPU; Anki's backend with two bare pages stands for HTTP",
        ["cards", "Anki's backend", "with HTTP and question", "ours", "times", "ours, median"],
        rows,
    )
    table(
        f"Answers, one each {EVERY:.2f} s, {SIZES[0] * REVIEWS // CARDS:,} answers in the log",
        ["worker", "answers", "p50", "p99"],
        [[name, len(one), ms(at(50, one)), ms(at(99, one))] for name, one in paced.items()],
    )


@contextmanager
def _served(folder: Path, size: int) -> Iterator[Install]:
    """Serve a simulated learner whose cards were copied until there are so many."""
    install = Install(folder)
    install.done("demo", "--cards", str(CARDS), "--reviews", str(REVIEWS), "--seed", "5")
    multiply(install.data_dir / "studyapp.db", size // CARDS)
    try:
        install.start()
        install.wait_until_it_answers()
        yield install
    finally:
        install.end()


def multiply(path: Path, times: int) -> None:
    """Copy the questions, cards and reviews of a database until there are *times* as many."""
    with closing(sqlite3.connect(path)) as database, database:
        for name, keys in _COPIED.items():
            rows = database.execute(f"SELECT * FROM {name}")
            columns = [column[0] for column in rows.description]
            places = [columns.index(key) for key in keys]
            copies = _copies(rows.fetchall(), places, times)
            marks = ", ".join("?" * len(columns))
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", copies)


def _copies(
    rows: list[tuple[object, ...]], places: list[int], times: int
) -> Iterator[tuple[object, ...]]:
    for number in range(1, times):
        for row in rows:
            copy = list(row)
            for place in places:
                key = row[place]
                assert isinstance(key, bytes)
                copy[place] = bytes.fromhex(derived_id(key.hex(), str(number)))
            yield tuple(copy)


def _side_by_side(folder: Path, install: Install, size: int) -> list[list[object]]:
    with ExitStack() as stack:
        bare, url = stack.enter_context(bare_server(folder))
        anki = stack.enter_context(_anki(size))
        # Its collection is made now, and not while our connection waits and is closed.
        _asked(anki)
        child = install.web_child()
        assert child is not None
        browser = Browser(url)
        ours = Meter(child.pid, Learner(install.url, "").turn)
        page = Meter(child_of(bare.pid), lambda: browser.get("/"))
        spent = {"answer": 0.0, "render": 0.0}
        for _ in range(ROUNDS):
            ours.run(ANSWERS)
            page.run(2 * ANSWERS)
            for name, seconds in _asked(anki).items():
                spent[name] += seconds / (ROUNDS * ANSWERS)
    whole = sum(spent.values()) + 2 * page.cpu_each
    known = anki is not None
    return [
        [
            f"{size:,}",
            ms(spent["answer"]) if known else "",
            ms(whole) if known else "",
            ms(ours.cpu_each),
            ratio(ours.cpu_each, whole) if known else "",
            ms(ours.middle),
        ]
    ]


@contextmanager
def _anki(size: int) -> Iterator[subprocess.Popen[str] | None]:
    """Start Anki's backend, if there is one; it answers as many cards as it is told to."""
    python = os.environ.get("ANKI_PYTHON")
    process = python and subprocess.Popen(
        [python, HERE / "anki_answers.py", str(size)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process or nullcontext() as anki:
        yield anki


def _asked(anki: subprocess.Popen[str] | None) -> dict[str, float]:
    if anki is None:
        return {}
    assert anki.stdin is not None
    assert anki.stdout is not None
    anki.stdin.write(f"{ANSWERS}\n")
    anki.stdin.flush()
    spent: dict[str, float] = json.loads(anki.stdout.readline())
    return spent


def _while_a_fit_runs(install: Install) -> dict[str, list[float]]:
    """Return how long answers took before a fit, and during it."""
    learner = Learner(install.url, "")
    idle = [_turn(learner, time.perf_counter() + EVERY) for _ in range(MOST // 2)]
    memory = _memory_page(learner.browser)
    fields = {"csrf_token": learner.token, "id": new_id()}
    assert learner.browser.post(f"{memory}/fits", fields).status == 303
    until(lambda: install.unfinished() > 0, patience=60)
    busy: list[float] = []
    while install.unfinished() and len(busy) < MOST:
        busy.append(_turn(learner, time.perf_counter() + EVERY))
    return {"idle": idle, "fitting to all answers": busy}


def _memory_page(browser: Browser) -> str:
    preset = browser.get("/presets").page.select_one("main a.name[href^='/presets/']")
    assert preset is not None
    return f"{preset['href']}/memory"


def _turn(learner: Learner, due: float) -> float:
    time.sleep(max(0.0, due - time.perf_counter()))
    return learner.turn().ended - due
