"""What the worker does when no job waits: checking questions, and emptying the trash of old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from studyapp import indexing, trash
from studyapp.db import Database
from studyapp.tables import Learner

_LOOK_AGAIN = timedelta(seconds=5)
_DAY = timedelta(days=1)
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass
class Upkeep:
    """When each kind of upkeep is to be done next; a worker has one, which begins at once."""

    check_at: datetime = _BEFORE_ALL
    purge_at: datetime = _BEFORE_ALL

    def step(self, database: Database, now: datetime) -> bool:
        """Do a little of what is to be done, and say whether there may be more at once."""
        if now >= self.purge_at:
            self.purge_at = now + _DAY
            purge_all(database, now)
        if now < self.check_at:
            return False
        if indexing.catch_up(database):
            return True
        self.check_at = now + _LOOK_AGAIN
        return False


def purge_all(database: Database, now: datetime) -> int:
    """Delete for good what has lain in anybody's trash for too long; return how many rows."""
    with database.reading() as session:
        learners = list(session.execute(select(col(Learner.id))).scalars())
    return sum(_purge(database, learner_id, now) for learner_id in learners)


def _purge(database: Database, learner_id: str, now: datetime) -> int:
    return database.write(lambda session: trash.purge(session, learner_id, now))
