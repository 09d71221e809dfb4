"""From the command to the first page, and what the processes then hold in memory."""

from __future__ import annotations

import time
from pathlib import Path

from tests.benchmarks.bare import bare_server
from tests.benchmarks.browser import Browser
from tests.benchmarks.processes import child_of, memory
from tests.benchmarks.tables import middle, ratio, table
from tests.faults.install import Install, until

TIMES = 5


def measure(folder: Path) -> None:
    """Print how long a start takes."""
    first, again, bare = [], [], []
    for number in range(TIMES):
        place = folder / str(number)
        place.mkdir()
        install = Install(place)
        first.append(_start(install))
        again.append(_start(install))
        bare.append(_bare(place))
    floor = middle(bare)
    rows = [("first start: schema, demo", first), ("later start", again), ("bare Flask", bare)]
    table(
        f"From `./run` to the first page (median of {TIMES})",
        ["what", "seconds", "as many bare ones"],
        [[name, f"{middle(all_):.2f}", ratio(middle(all_), floor)] for name, all_ in rows],
    )
    _print_memory(Install(folder / "0"), folder)


def _start(install: Install) -> float:
    begun = time.perf_counter()
    install.start()
    browser = Browser(install.url)
    while not browser.answers("/"):
        time.sleep(0.005)
    seconds = time.perf_counter() - begun
    # The worker begins at the same time; the next start is not to run beside it.
    until(install.worker)
    install.stop()
    return seconds


def _bare(folder: Path) -> float:
    begun = time.perf_counter()
    with bare_server(folder):
        return time.perf_counter() - begun


def _print_memory(install: Install, folder: Path) -> None:
    install.start()
    install.wait_until_it_answers()
    worker, web = until(install.worker), until(install.web_child)
    time.sleep(3)
    rows = [
        ["supervisor", _megabytes(install.running.pid)],
        ["web process", _megabytes(web.pid)],
        ["worker, before its first document", _megabytes(worker.pid)],
    ]
    install.end()
    with bare_server(folder) as (bare, _url):
        rows.append(["bare Flask: supervisor", _megabytes(bare.pid)])
        rows.append(["bare Flask: web process", _megabytes(child_of(bare.pid))])
    table("Memory (proportional set size)", ["process", "MB"], rows)


def _megabytes(pid: int) -> str:
    return f"{memory(pid) / 1024**2:.0f}"
