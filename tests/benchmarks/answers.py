"""An answer and the next card through HTTP, beside a bare page and a bare write."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles

from studyapp.ids import new_id
from tests.benchmarks.visits import Visitor
from tests.servers import Server, free_port, running_server

_REPOSITORY = Path(__file__).parents[2]
_CARDS = 3000
_ANSWERS = 300
_BARE = """
from flask import Flask, render_template_string
from granian.constants import Interfaces
from granian.server import Server
app = Flask(__name__)
@app.get("/")
def page():
    return render_template_string("<!doctype html><title>Page</title><h1>{{ n }}</h1>", n=1)
if __name__ == "__main__":
    Server("bare:app", port=PORT, interface=Interfaces.WSGI, workers=1, blocking_threads=8,
           backlog=8192, backpressure=8192, log_enabled=False).serve()
"""


def report(folder: Path) -> Iterator[str]:
    """Yield the lines of this part."""
    page, write = median(_bare_pages(folder)), median(_bare_writes(folder))
    program = [sys.executable, "-m", "studyapp"]
    with running_server(program, folder, cwd=_REPOSITORY, settings={}) as server:
        visitor = _prepared(server, folder)
        idle = [visitor.answer() for _ in range(_ANSWERS)]
        busy = _while_generating(visitor)
    yield f"answer + next card over HTTP, {_CARDS} cards, SQLite with synchronous=FULL"
    yield f"  bare Flask page, same server    {page * 1000:8.2f} ms"
    yield f"  bare SQLite write, same disk    {write * 1000:8.2f} ms"
    yield _line("answer + next card", idle)
    yield f"    = {median(idle) / page:.1f} bare pages, {median(idle) / write:.1f} bare writes"
    yield _line("the same while generating", busy)
    yield f"    p99 {_p99(busy) / _p99(idle):.1f} times that without generating"


def _line(name: str, times: list[float]) -> str:
    return f"  {name:31} {median(times) * 1000:8.2f} ms   p99 {_p99(times) * 1000:.2f} ms"


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


def _prepared(server: Server, folder: Path) -> Visitor:
    visitor = Visitor(server.url)
    bank = {
        "format": "studyapp-bank",
        "version": 1,
        "title": "Benchmark",
        "questions": [
            {
                "id": f"q{number}",
                "kind": "flashcard",
                "stem": f"Question {number}",
                "answers": [{"text": f"Answer {number}"}],
            }
            for number in range(_CARDS)
        ],
    }
    file = folder / "bench.studybank.json"
    file.write_text(json.dumps(bank), encoding="utf-8")
    command = [sys.executable, "-m", "studyapp", "import", str(file)]
    environment = {"STUDYAPP_DATA_DIR": str(server.data_dir), "PATH": "", "HOME": str(folder)}
    subprocess.run(command, cwd=_REPOSITORY, env=environment, check=True, capture_output=True)
    visitor.send(
        "/settings",
        zone="UTC",
        rollover_hour="4",
        theme="auto",
        new_per_day="9999",
        desired_retention="0.9",
    )
    return visitor


def _while_generating(visitor: Visitor) -> list[float]:
    towns = (
        "Ada Miller founded the town of Newtown {} in {} with {} families.",
        "The river near Newtown {} is {} kilometres long and has {} bridges.",
    )
    lines = [towns[n % 2].format(n, 1500 + n % 400, 7 + n) for n in range(9000)]
    text = "\n".join(" ".join(lines[n : n + 8]) for n in range(0, len(lines), 8))
    visitor.send("/documents", id=new_id(), title="Towns", text=text)
    time.sleep(4)
    return [visitor.answer() for _ in range(_ANSWERS)]


def _bare_writes(folder: Path) -> list[float]:
    times = []
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE review (id INTEGER PRIMARY KEY, note TEXT)")
        for number in range(_ANSWERS):
            begun = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO review VALUES (?, ?)", (number, "x" * 500))
            connection.execute("COMMIT")
            times.append(time.perf_counter() - begun)
    return times


def _bare_pages(folder: Path) -> list[float]:
    with _bare_server(folder) as url:
        visitor, times = Visitor(url), []
        for _ in range(_ANSWERS):
            begun = time.perf_counter()
            visitor.ask("GET", "/")
            times.append(time.perf_counter() - begun)
    return times


@contextmanager
def _bare_server(folder: Path) -> Iterator[str]:
    port = free_port()
    (folder / "bare.py").write_text(_BARE.replace("PORT", str(port)), encoding="utf-8")
    process = subprocess.Popen([sys.executable, "bare.py"], cwd=folder)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                Visitor(url).ask("GET", "/")
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()
