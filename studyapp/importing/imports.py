"""Imports as rows: a file is kept, looked into, settled, brought in, taken back or forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from questions.formats import Options
from studyapp import jobs
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import derived_id
from studyapp.importing.bringing import Brought
from studyapp.importing.incoming import Wanted
from studyapp.messages import say
from studyapp.tables import BankImport, Change, Job

READ, WRITE = "import-read", "import"
READING, READY, REFUSED = "reading", "ready", "refused"
WRITING, DONE, UNDONE = "writing", "done", "undone"
_SHOWN = 20


def keep(
    session: Session, learner_id: str, import_id: str, data: bytes, name: str, now: datetime
) -> None:
    """Keep a file until it is settled what becomes of it; the same id twice is one file."""
    if session.get(BankImport, (learner_id, import_id)):
        return
    session.add(
        BankImport(
            learner_id=learner_id,
            id=import_id,
            name=name[:300],
            data=data,
            state=READING,
            options={},
            wanted={},
            created_at=now,
        )
    )


def get(session: Session, learner_id: str, import_id: str) -> BankImport:
    """Return an import without the bytes of its file."""
    light = (defer(cast(Any, BankImport.data)),)
    found = session.get(BankImport, (learner_id, import_id), options=light)
    if found is None:
        raise NotFoundError("import", import_id)
    return found


def latest(session: Session, learner_id: str) -> Sequence[BankImport]:
    """Return the imports of late, the newest first."""
    rows = select(BankImport).where(BankImport.learner_id == learner_id)
    ordered = rows.order_by(col(BankImport.created_at).desc(), col(BankImport.id).desc())
    light = (defer(cast(Any, BankImport.data)), defer(cast(Any, BankImport.preview)))
    return session.exec(ordered.options(*light).limit(_SHOWN)).all()


def ask_to_read(session: Session, learner_id: str, import_id: str, key: str, now: datetime) -> None:
    """Leave the reading of a file to a worker; *key* names the wish."""
    row = get(session, learner_id, import_id)
    row.state, row.error = READING, None
    job_id = derived_id(key, READ)
    jobs.enqueue(session, learner_id, job_id, READ, now, document_id=import_id)


def take_preview(
    session: Session, learner_id: str, import_id: str, preview: dict[str, Any]
) -> None:
    """Note what a file holds."""
    row = get(session, learner_id, import_id)
    if row.state in {READING, READY, REFUSED}:
        row.preview, row.error, row.state = preview, None, READY


def refuse(session: Session, learner_id: str, import_id: str, reason: str) -> None:
    """Note why a file cannot be read; it stays, to be read in another way."""
    row = get(session, learner_id, import_id)
    if row.state in {READING, READY, REFUSED, WRITING}:
        row.error, row.state, row.preview = reason[:2000], REFUSED, None


def settle(
    session: Session,
    learner_id: str,
    import_id: str,
    format: str | None,
    options: Options,
    wanted: Wanted,
) -> None:
    """Keep how a file is to be read and what is wanted of it."""
    row = get(session, learner_id, import_id)
    if row.state in {READING, READY, REFUSED}:
        held = {name: value for name, value in asdict(options).items() if value is not None}
        row.options = {"format": format, **held}
        row.wanted = asdict(wanted)


def ask_to_bring(
    session: Session, learner_id: str, import_id: str, wanted: Wanted, now: datetime
) -> None:
    """Ask a worker to bring a file in; asked twice, it is done once."""
    row = get(session, learner_id, import_id)
    if row.state != READY:
        return
    row.state, row.wanted = WRITING, asdict(wanted)
    total = int((row.preview or {}).get("total", 0))
    jobs.enqueue(
        session, learner_id, derived_id(import_id, WRITE), WRITE, now,
        document_id=import_id, total=total,
    )  # fmt: skip


def done(session: Session, learner_id: str, import_id: str, brought: Brought) -> None:
    """Note what became of a file; its bytes are not needed any more."""
    row = get(session, learner_id, import_id)
    row.state, row.change_id, row.data = DONE, brought.change_id, b""
    row.result = asdict(brought)
    # Its pictures are stored with its questions now.
    row.preview = {name: told for name, told in (row.preview or {}).items() if name != "files"}


def job_of(session: Session, row: BankImport) -> Job | None:
    """Return the job that reads a file or brings it in."""
    kind = WRITE if row.state in {WRITING, DONE} else READ
    return jobs.latest(session, row.learner_id, row.id, kind)


def standing(session: Session, row: BankImport) -> str:
    """Return the state of an import, with what undo and redo made of it since."""
    if row.state != DONE or not row.result:
        return row.state
    back_id = row.result.get("back_id")
    if back_id and _undone_at(session, row.learner_id, back_id) is None:
        return UNDONE
    is_undone = row.change_id and _undone_at(session, row.learner_id, row.change_id)
    return UNDONE if is_undone else DONE


def _undone_at(session: Session, learner_id: str, change_id: str) -> datetime | None:
    """Say when an act was taken back; an act that was forgotten stands."""
    mine = (col(Change.learner_id) == learner_id) & (col(Change.id) == change_id)
    return session.exec(select(Change.undone_at).where(mine)).first()


def remove(session: Session, learner_id: str, import_id: str, now: datetime) -> None:
    """Forget a file; what was brought in stays."""
    row = session.get(BankImport, (learner_id, import_id))
    if row is None:
        raise NotFoundError("import", import_id)
    if row.state == WRITING:
        raise RefusedError(say("The questions are being brought in. Wait for it, then undo it."))
    for job in jobs.in_states(session, learner_id, *jobs.OPEN):
        if job.document_id == import_id:
            jobs.cancel(session, learner_id, job.id, now)
    session.delete(row)
