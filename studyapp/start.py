"""The first start: the one learner, with a deck to try."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import available_timezones

from sqlmodel import Session

from studyapp import banks, learners
from studyapp.db import Database
from studyapp.ids import derived_id

NAME = "Learner"
# Always the same, so that of many first requests at once only one can make the learner.
_FIRST = derived_id("0" * 32, "first learner")


def first_learner(database: Database, now: datetime) -> str:
    """Return the id of the single learner; make it, with the demo deck, if there is none."""
    with database.reading() as session:
        found = learners.single(session)
        if found:
            return found.id
    bank, texts = banks.demo()
    zone = server_zone()

    def action(session: Session) -> str:
        known = learners.single(session)
        if known:
            return known.id
        learner = learners.add(session, NAME, zone, now, key=_FIRST)
        clock = learners.clock_of(learner, now)
        banks.bring_in(session, learner.id, bank, texts, clock, is_demo=True)
        return learner.id

    return database.write(action)


def server_zone() -> str:
    """Return the IANA name of this machine's time zone; UTC where it cannot be told."""
    known = available_timezones()
    candidates = (os.environ.get("TZ", ""), _zone_link(), _zone_file())
    return next((name for name in candidates if name in known), "UTC")


def _zone_link() -> str:
    _, found, name = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return name if found else ""


def _zone_file() -> str:
    file = Path("/etc/timezone")
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""
