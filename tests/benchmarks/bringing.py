"""Brings one bank file into an empty database, as the worker does, and says what it cost.

`python -m tests.benchmarks.bringing FILE FOLDER` prints a line of JSON: processor seconds of this
process and of the one that reads the file, from the file's bytes to the commit, and the most
memory that either took.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from studyapp import learners, migrations, parsing
from studyapp.db import Database
from studyapp.ids import new_id
from studyapp.importing.bringing import Brought, bring
from studyapp.importing.incoming import Wanted
from studyapp.importing.reading import cargo_of
from studyapp.start import first_learner

_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def main() -> None:
    """Measure one file."""
    file, folder = Path(sys.argv[1]), Path(sys.argv[2])
    url = f"sqlite:///{folder / file.stem}.db"
    migrations.upgrade(url)
    database = Database(url)
    learner_id = first_learner(database, datetime.now(UTC))
    begun = _spent()
    brought = _bring(database, learner_id, file, folder)
    spent = _spent() - begun
    database.close()
    told = {"cpu": spent, "peak_mb": _peak(), "notes": brought.added}
    sys.stdout.write(f"{json.dumps(told)}\n")


def _bring(database: Database, learner_id: str, file: Path, folder: Path) -> Brought:
    delivery = parsing.deliver(file.read_bytes(), file.name)
    if delivery is None:
        raise RuntimeError("nobody said that reading is to end")
    cargo = cargo_of(delivery, Wanted(), folder / "media")
    key = new_id()

    def action(session: Session) -> Brought:
        clock = learners.clock_of(learners.load(session, learner_id), datetime.now(UTC))
        return bring(session, learner_id, cargo, clock, key=key)

    return database.write(action)


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak() -> float:
    return max(resource.getrusage(who).ru_maxrss for who in _WHO) / 1024


if __name__ == "__main__":
    main()
