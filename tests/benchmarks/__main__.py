"""`./run bench [PART …]`: what things cost, beside a floor.

Everything that is compared is measured in the same run, by turns, because machines differ and
even one machine is not the same in two minutes. Nothing here passes or fails.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from tests.benchmarks import (
    answers,
    beside_anki,
    courses,
    decks,
    figures,
    load,
    next_card,
    pages,
    phone,
    scheduling,
    start,
    tables_in,
)
from tests.benchmarks.tables import say

PARTS: dict[str, Callable[[Path], None]] = {
    "start": start.measure,
    "pages": pages.measure,
    "phone": phone.measure,
    "answers": answers.measure,
    "anki": beside_anki.measure,
    "load": load.measure,
    "next": next_card.measure,
    "scheduling": scheduling.measure,
    "decks": decks.measure,
    "figures": figures.measure,
    "tables": tables_in.measure,
    "courses": courses.measure,
}


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(list(PARTS)))
def bench(parts: Sequence[str]) -> None:
    """Measure PARTS; all of them without any."""
    say(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the run, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )
    for name in parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="studyapp-bench-") as folder:
            PARTS[name](Path(folder))


if __name__ == "__main__":
    bench(prog_name="./run bench")
