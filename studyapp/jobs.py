"""Jobs: long work as rows, claimed by one statement and kept by a lease.

A worker that dies keeps its job only until the lease ends; another then goes on at the job's
cursor. Every write of a step names the worker that holds the lease, so that one that was thought
dead and comes back can change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from studyapp.tables import Job

LEASE = timedelta(seconds=20)
MAX_ATTEMPTS = 3
WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OPEN = (WAITING, RUNNING)


@dataclass(frozen=True)
class Claim:
    """A job that this worker holds."""

    learner_id: str
    id: str
    kind: str
    document_id: str | None
    cursor: int
    attempts: int
    worker: str


def enqueue(
    session: Session,
    learner_id: str,
    job_id: str,
    kind: str,
    now: datetime,
    *,
    document_id: str | None = None,
    total: int = 0,
) -> Job:
    """Add a job, in the transaction of what it is about; the same id twice is one job."""
    known = session.get(Job, (learner_id, job_id))
    if known:
        return known
    job = Job(
        learner_id=learner_id,
        id=job_id,
        kind=kind,
        document_id=document_id,
        run_at=now,
        total=total,
        created_at=now,
    )
    session.add(job)
    return job


def claim(session: Session, worker: str, now: datetime) -> Claim | None:
    """Take the oldest job that waits, or whose worker went silent."""
    waiting = (col(Job.state) == WAITING) & (col(Job.run_at) <= now)
    silent = (col(Job.state) == RUNNING) & (col(Job.lease_until) < now)
    oldest = (
        select(col(Job.id))
        .where(or_(waiting, silent))
        .order_by(col(Job.run_at), col(Job.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(Job)
        .where(col(Job.id) == oldest.scalar_subquery())
        .values(
            state=RUNNING, worker=worker, lease_until=now + LEASE, attempts=col(Job.attempts) + 1
        )
        .returning(
            col(Job.learner_id),
            col(Job.id),
            col(Job.kind),
            col(Job.document_id),
            col(Job.cursor),
            col(Job.attempts),
        )
        .execution_options(synchronize_session=False)
    )
    row = session.execute(taken).first()
    return Claim(**row._mapping, worker=worker) if row else None


def advance(session: Session, job: Claim, now: datetime, **values: Any) -> bool:
    """Note progress and renew the lease; False when the job is no longer this worker's.

    A job that got further is not to blame for the next failure, so its attempts start anew.
    """
    return _held(session, job, lease_until=now + LEASE, attempts=1, **values)


def renew(session: Session, job: Claim, now: datetime) -> bool:
    """Keep a job whose one long step goes on; False when it is no longer this worker's."""
    return _held(session, job, lease_until=now + LEASE)


def give_way(session: Session, job: Claim, now: datetime) -> bool:
    """Put a job behind those that wait, if any does; whoever takes it goes on at its cursor.

    So a book lets an article in between, whoever they belong to.
    """
    waiting = (col(Job.state) == WAITING) & (col(Job.run_at) <= now)
    if session.execute(select(col(Job.id)).where(waiting).limit(1)).first() is None:
        return False
    return _held(session, job, state=WAITING, lease_until=None, run_at=now)


def finish(session: Session, job: Claim, now: datetime) -> bool:
    """Mark a job as done."""
    return _held(session, job, state=DONE, lease_until=None, finished_at=now, error=None)


def fail(session: Session, job: Claim, message: str, now: datetime) -> bool:
    """Put a job off after an error; after some attempts, give up and keep the message."""
    # Not the claim's own number: a step that succeeded since has set it back.
    row = session.get(Job, (job.learner_id, job.id))
    attempts = row.attempts if row else job.attempts
    if attempts >= MAX_ATTEMPTS:
        return give_up(session, job, message, now)
    again = now + timedelta(seconds=5 * attempts)
    return _held(session, job, state=WAITING, lease_until=None, run_at=again, error=message)


def give_up(session: Session, job: Claim, message: str, now: datetime) -> bool:
    """End a job with a message for the learner."""
    return _held(session, job, state=FAILED, lease_until=None, finished_at=now, error=message)


def release_all(session: Session) -> None:
    """Let every running job be taken at once; only for a worker that knows it is alone."""
    session.execute(
        update(Job)
        .where(col(Job.state) == RUNNING)
        .values(state=WAITING, lease_until=None, worker=None)
        .execution_options(synchronize_session=False)
    )


def cancel(session: Session, learner_id: str, job_id: str, now: datetime) -> None:
    """End a job that is not finished; what it made stays."""
    session.execute(
        update(Job)
        .where(col(Job.learner_id) == learner_id, col(Job.id) == job_id, col(Job.state).in_(OPEN))
        .values(state=CANCELLED, lease_until=None, finished_at=now)
        .execution_options(synchronize_session=False)
    )


def latest(
    session: Session, learner_id: str, document_id: str, kind: str = "generate"
) -> Job | None:
    """Return the newest job of one kind about a document."""
    return session.exec(
        select_rows(Job)
        .where(Job.learner_id == learner_id, Job.document_id == document_id, Job.kind == kind)
        .order_by(col(Job.created_at).desc(), col(Job.id).desc())
        .limit(1)
    ).first()


def latest_by_document(
    session: Session, learner_id: str, kind: str = "generate"
) -> dict[str, tuple[str, str | None]]:
    """Return by document the state and the error of its newest job of one kind."""
    rows = session.execute(
        select(col(Job.document_id), col(Job.state), col(Job.error))
        .where(
            col(Job.learner_id) == learner_id,
            col(Job.document_id).is_not(None),
            col(Job.kind) == kind,
        )
        .order_by(col(Job.created_at), col(Job.id))
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def in_states(session: Session, learner_id: str, *states: str) -> list[Job]:
    """Return a learner's jobs in any of *states*, the oldest first."""
    return list(
        session.exec(
            select_rows(Job)
            .where(Job.learner_id == learner_id, col(Job.state).in_(states))
            .order_by(col(Job.created_at), col(Job.id))
        )
    )


def _held(session: Session, job: Claim, **values: Any) -> bool:
    result = session.execute(
        update(Job)
        .where(
            col(Job.learner_id) == job.learner_id,
            col(Job.id) == job.id,
            col(Job.worker) == job.worker,
            col(Job.state) == RUNNING,
        )
        .values(**values)
        .returning(col(Job.id))
        .execution_options(synchronize_session=False)
    )
    return result.first() is not None
