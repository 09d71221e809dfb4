"""Bringing an Anki deck in: reading it and storing it, beside Anki's backend and bare floors.

The deck is made by Anki itself, in the process of its own that `./run parity` uses.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import zstandard

from tests.benchmarks.tables import say, table

PYTHON = os.environ.get("ANKI_PYTHON", ".venv-anki/bin/python")
PARITY = Path(__file__).parents[1] / "parity"
NOTES = int(os.environ.get("STUDYAPP_BENCH_NOTES", "50000"))
_OURS = """
import json, resource, sys, time
from pathlib import Path
from questions import formats
data = Path(sys.argv[1]).read_bytes()
begun = time.process_time()
read = formats.read(data, "deck.apkg")
spent = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"cpu": spent, "peak_mb": peak, "notes": len(read.bank.questions)}))
"""


def measure(folder: Path) -> None:
    """Measure a deck without and with its schedule."""
    if not Path(PYTHON).exists():
        say(f"Anki's backend is not here ({PYTHON}): make it with `./run parity` first.")
        return
    rows = []
    for name, flag in (("without schedule", "0"), ("with schedule", "1")):
        deck = folder / f"deck{flag}.apkg"
        maker = str(PARITY / "packages_maker.py")
        subprocess.run([PYTHON, maker, str(NOTES), str(deck), flag], check=True)
        anki = _told([PYTHON, str(PARITY / "packages_oracle.py"), str(deck)], brief=True)
        ours = _told([sys.executable, "-c", _OURS, str(deck)])
        rows.append(_row(f"{name}: Anki's backend, imported", anki))
        rows.append(_row(f"{name}: ours, read into questions and schedule", ours))
        whole = _told([sys.executable, "-m", "tests.benchmarks.bringing", str(deck), str(folder)])
        rows.append(_row(f"{name}: ours, brought into the database", whole))
        rows.append(_row(f"{name}: floor, rows copied by SQL", {"cpu": _floor(deck, folder)}))
    head = ("deck", "CPU s", "notes a CPU second", "peak MB")
    table(f"{NOTES:,} notes of an Anki deck", head, rows)


def _told(command: list[str], *, brief: bool = False) -> dict[str, float]:
    environment = {**os.environ, **({"ORACLE_BRIEF": "1"} if brief else {})}
    answered = subprocess.run(command, capture_output=True, check=True, text=True, env=environment)
    told: dict[str, float] = json.loads(answered.stdout.splitlines()[-1])
    return told


def _row(name: str, told: dict[str, float]) -> tuple[object, ...]:
    cpu = told["cpu"]
    peak = f"{told['peak_mb']:.0f}" if "peak_mb" in told else "–"
    return name, f"{cpu:.2f}", f"{NOTES / cpu:,.0f}", peak


def _floor(deck: Path, folder: Path) -> float:
    """Unpack the collection and copy its rows by SQL into a new database."""
    begun = os.times()
    with zipfile.ZipFile(deck) as zipped:
        packed = BytesIO(zipped.read("collection.anki21b"))
    data = bytearray(zstandard.ZstdDecompressor().stream_reader(packed).read())
    data[18] = data[19] = 1
    source = folder / "floor.anki2"
    source.write_bytes(data)
    with sqlite3.connect(":memory:") as into:
        into.execute("ATTACH ? AS deck", (str(source),))
        for name in ("notes", "cards", "revlog"):
            into.execute(f"CREATE TABLE {name} AS SELECT * FROM deck.{name}")
    ended = os.times()
    return (ended.user + ended.system) - (begun.user + begun.system)
