"""Files that take longer to read than somebody waits for a page: a worker reads them as a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from questions.errors import DocumentError
from questions.extract import MAX_BYTES
from questions.text import Extracted
from studyapp import documents, extraction, generation, jobs
from studyapp.db import Database
from studyapp.errors import NotFoundError
from studyapp.ids import derived_id
from studyapp.messages import packed
from studyapp.tables import Document, Job, Upload

KIND = "upload"
_RENEWED = timedelta(seconds=5)
Now = Callable[[], datetime]


@dataclass(frozen=True)
class Given:
    """A file as its learner gave it; *title* is what they want it to be called, if anything."""

    data: bytes
    name: str
    media_type: str | None = None
    title: str = ""


def keep(session: Session, learner_id: str, upload_id: str, given: Given, now: datetime) -> None:
    """Keep a file until a worker has read it; the same id sent again changes nothing."""
    key = (learner_id, upload_id)
    if session.get(Upload, key) or session.get(Document, key):
        return
    session.add(
        Upload(
            learner_id=learner_id,
            id=upload_id,
            name=given.name[:300],
            media_type=documents.fitting(given.media_type, 255),
            title=given.title[:300],
            data=given.data,
            created_at=now,
        )
    )
    jobs.enqueue(session, learner_id, derived_id(upload_id, KIND), KIND, now, document_id=upload_id)


def get(session: Session, learner_id: str, upload_id: str) -> Upload:
    """Return an upload without its bytes."""
    light = (defer(cast(Any, Upload.data)),)
    found = session.get(Upload, (learner_id, upload_id), options=light)
    if found is None:
        raise NotFoundError("upload", upload_id)
    return found


def all_of(session: Session, learner_id: str) -> Sequence[tuple[Upload, Job | None]]:
    """Return what a learner's uploads wait for, the oldest first, each with its job."""
    rows = select(Upload).where(Upload.learner_id == learner_id)
    ordered = rows.order_by(col(Upload.created_at), col(Upload.name), col(Upload.id))
    found = session.exec(ordered.options(defer(cast(Any, Upload.data)))).all()
    return [(one, job_of(session, learner_id, one.id)) for one in found]


def job_of(session: Session, learner_id: str, upload_id: str) -> Job | None:
    """Return the job that reads an upload."""
    return jobs.latest(session, learner_id, upload_id, KIND)


def remove(session: Session, learner_id: str, upload_id: str, now: datetime) -> None:
    """Stop reading a file and forget it; its learner has it still."""
    upload = session.get(Upload, (learner_id, upload_id))
    if upload is None:
        # Sent twice, or read meanwhile: a stranger's id finds neither.
        documents.get(session, learner_id, upload_id)
        return
    jobs.cancel(session, learner_id, derived_id(upload_id, KIND), now)
    session.delete(upload)


def run(database: Database, job: jobs.Claim, now: Now, *, stop: Callable[[], bool]) -> None:
    """Read the file and make the document of it; a file that cannot be read is told why."""
    given = _given(database, job)
    if given is None:
        database.write(lambda session: jobs.finish(session, job, now()))
        return
    try:
        found = extraction.extract_patiently(
            given.data, given.name, given.media_type, MAX_BYTES, _keeper(database, job, now, stop)
        )
    except DocumentError as error:
        message = packed(error.told)
        database.write(lambda session: _refuse(session, job, message, now()))
        return
    if found:
        titled = replace(found, title=given.title) if given.title else found
        database.write(lambda session: _take(session, job, titled, now()))


def _given(database: Database, job: jobs.Claim) -> Given | None:
    with database.reading() as session:
        row = session.get(Upload, (job.learner_id, job.document_id))
        return Given(row.data, row.name, row.media_type, row.title) if row else None


def _keeper(
    database: Database, job: jobs.Claim, now: Now, stop: Callable[[], bool]
) -> Callable[[], bool]:
    """Return what keeps the job while it is asked again and again, and says whether to go on."""
    renewed = now()

    def going() -> bool:
        nonlocal renewed
        if stop():
            return False
        moment = now()
        if moment - renewed < _RENEWED:
            return True
        renewed = moment
        return database.write(lambda session: jobs.renew(session, job, moment))

    return going


def _refuse(session: Session, job: jobs.Claim, message: str, now: datetime) -> None:
    upload = session.get(Upload, (job.learner_id, job.document_id))
    if jobs.give_up(session, job, message, now) and upload:
        upload.data = b""


def _take(session: Session, job: jobs.Claim, found: Extracted, now: datetime) -> None:
    """Put the document in the place of the upload, if the job is still this worker's."""
    upload = session.get(Upload, (job.learner_id, job.document_id))
    if not jobs.finish(session, job, now) or upload is None:
        return
    document, is_new = documents.keep(session, job.learner_id, upload.id, found, now)
    if is_new:
        key = derived_id(document.id, "generate")
        generation.request(session, document, found.blocks, key, now)
    session.delete(upload)
