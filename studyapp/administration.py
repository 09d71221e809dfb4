"""What whoever runs a server needs to see: learners, work, storage, backups."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from studyapp import jobs
from studyapp.settings import Settings
from studyapp.tables import Job, Learner, Review, SignIn, StoredQuestion

_NEWEST_JOBS = 50


@dataclass(frozen=True)
class LearnerRow:
    """One learner, and how much is theirs."""

    id: str
    name: str
    is_admin: bool
    created_at: datetime
    seen_at: datetime | None
    questions: int
    reviews: int


@dataclass(frozen=True)
class JobRow:
    """One job, the newest first; `error` is what its learner was told."""

    learner: str
    kind: str
    state: str
    created_at: datetime
    done: int
    total: int
    attempts: int
    error: str | None


@dataclass(frozen=True)
class Storage:
    """Bytes of the database and of the media, and what the disk has left."""

    database: int
    media: int
    free: int


def all_learners(session: Session) -> list[LearnerRow]:
    """Return every learner with counts, the oldest first."""
    questions = _counts(session, StoredQuestion, col(StoredQuestion.removed_at).is_(None))
    reviews = _counts(session, Review, col(Review.voided_at).is_(None))
    seen = dict(
        session.execute(
            select(col(SignIn.learner_id), func.max(col(SignIn.seen_at))).group_by(
                col(SignIn.learner_id)
            )
        ).all()
    )
    rows = session.exec(select_rows(Learner).order_by(col(Learner.created_at), col(Learner.id)))
    return [
        LearnerRow(
            id=row.id,
            name=row.name,
            is_admin=row.is_admin,
            created_at=row.created_at,
            seen_at=seen.get(row.id),
            questions=questions.get(row.id, 0),
            reviews=reviews.get(row.id, 0),
        )
        for row in rows
    ]


def newest_jobs(session: Session) -> list[JobRow]:
    """Return the jobs that were asked for last, of all learners."""
    found = session.execute(
        select(Job, col(Learner.name))
        .join(Learner, col(Learner.id) == col(Job.learner_id))
        .order_by(col(Job.created_at).desc(), col(Job.id))
        .limit(_NEWEST_JOBS)
    )
    return [
        JobRow(
            learner=name,
            kind=job.kind,
            state=job.state,
            created_at=job.created_at,
            done=job.done,
            total=job.total,
            attempts=job.attempts,
            error=job.error,
        )
        for job, name in found
    ]


def waiting_jobs(session: Session) -> int:
    """Return how many jobs wait for the worker or are being done."""
    number = select(func.count()).select_from(Job).where(col(Job.state).in_(jobs.OPEN))
    return int(session.execute(number).scalar_one())


def storage(session: Session, settings: Settings) -> Storage:
    """Return how much room everything takes."""
    media = settings.data_dir / "media"
    return Storage(
        database=_database_bytes(session, settings),
        media=sum(file.stat().st_size for file in media.rglob("*") if file.is_file()),
        free=shutil.disk_usage(_standing(settings.data_dir)).free,
    )


def _standing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def _database_bytes(session: Session, settings: Settings) -> int:
    file = settings.sqlite_file
    if file is None:
        return int(
            session.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        )
    parts = (file, Path(f"{file}-wal"))
    return sum(part.stat().st_size for part in parts if part.is_file())


def _counts(
    session: Session, table: type[StoredQuestion | Review], which: object
) -> dict[str, int]:
    grouped = (
        select(col(table.learner_id), func.count())
        .where(which)  # type: ignore[arg-type]
        .group_by(col(table.learner_id))
    )
    return {row[0]: row[1] for row in session.execute(grouped)}
