"""Making drafts from a document, as a job: window by window, each safe to repeat.

A window is a stretch of the document that is understood by itself, so its drafts are the same
whenever it is done. A step writes a window's drafts, the job's cursor and its lease in one
transaction; a killed worker therefore loses at most the window it was in, and makes no draft
twice (their ids, and a unique index, see to that).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, func, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from questions.generate import Window, generate_window, windows
from questions.model import Question, fingerprint
from questions.text import Block, sentences
from studyapp import changes, decks, documents, jobs
from studyapp.changes import Effect
from studyapp.db import Database
from studyapp.learners import Clock
from studyapp.tables import Document, Draft, Job

KIND = "generate"
WAITING, KEPT, REJECTED = "waiting", "kept", "rejected"
Now = Callable[[], datetime]


@dataclass(frozen=True)
class Material:
    """What a window is made from: plain values, read once for a job."""

    document_id: str
    title: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Tally:
    """How many drafts of a document are in which state; *clean* wait without findings."""

    waiting: int = 0
    clean: int = 0
    kept: int = 0
    rejected: int = 0


def request(
    session: Session, document: Document, blocks: Sequence[Block], job_id: str, now: datetime
) -> Job:
    """Ask for drafts of *document*, in the caller's transaction."""
    return jobs.enqueue(
        session,
        document.learner_id,
        job_id,
        KIND,
        now,
        document_id=document.id,
        total=len(sentences(document.text, tuple(blocks))),
    )


def resume(session: Session, learner_id: str, document_id: str, job_id: str, now: datetime) -> None:
    """Go on with a document whose last job ended early, where it ended."""
    document = documents.get(session, learner_id, document_id)
    last = jobs.latest(session, learner_id, document_id)
    if last and last.state in jobs.OPEN:
        return
    job = request(session, document, documents.blocks_of(document), job_id, now)
    if last and last.state != jobs.DONE and last.id != job.id:
        job.cursor, job.done = last.cursor, last.done


def run(database: Database, job: jobs.Claim, now: Now, *, stop: Callable[[], bool]) -> None:
    """Do the job until it is done, cancelled, taken away, or *stop* says so."""
    material = _material(database, job)
    if material is None:
        database.write(lambda session: jobs.finish(session, job, now()))
        return
    for window in windows(material.text, material.blocks)[job.cursor :]:
        drafts = _drafts(material, window)
        if stop() or not _store(database, job, material, window, drafts, now):
            return
    database.write(lambda session: jobs.finish(session, job, now()))


def _material(database: Database, job: jobs.Claim) -> Material | None:
    if job.document_id is None:
        return None
    with database.reading() as session:
        document = session.get(Document, (job.learner_id, job.document_id))
        if document is None or document.removed_at:
            return None
        blocks = documents.blocks_of(document)
        return Material(document.id, document.title, document.text, blocks)


def _drafts(material: Material, window: Window) -> tuple[Question, ...]:
    return generate_window(
        material.text,
        material.blocks,
        window,
        document_id=material.document_id,
        title=material.title,
        seed=0,
    )


def _store(
    database: Database,
    job: jobs.Claim,
    material: Material,
    window: Window,
    drafts: Sequence[Question],
    now: Now,
) -> bool:
    moment = now()
    rows = [_row(job, material, draft, moment) for draft in drafts]
    done = window.first_sentence + window.sentence_count

    def action(session: Session) -> bool:
        held = jobs.advance(session, job, moment, cursor=window.number + 1, done=done)
        if held and rows:
            _insert_new(session, rows)
        return held

    return database.write(action)


def _row(job: jobs.Claim, material: Material, draft: Question, now: datetime) -> dict[str, object]:
    source = draft.sources[0]
    return {
        "learner_id": job.learner_id,
        "id": draft.id,
        "document_id": material.document_id,
        "kind": draft.kind.value,
        "body": draft.model_dump(mode="json", exclude_defaults=True),
        "fingerprint": fingerprint(draft),
        "source_start": source.start,
        "source_end": source.end,
        "findings": len(draft.findings),
        "state": WAITING,
        "created_at": now,
    }


def _insert_new(session: Session, rows: list[dict[str, object]]) -> None:
    dialect = session.get_bind().dialect.name
    insert = postgres_insert if dialect == "postgresql" else sqlite_insert
    session.execute(insert(Draft).values(rows).on_conflict_do_nothing())


def tally(session: Session, learner_id: str, document_id: str) -> Tally:
    """Count the drafts of a document."""
    clean = func.sum((col(Draft.findings) == 0).cast(Integer))
    rows = session.execute(
        select(Draft.state, func.count(), clean)  # type: ignore[call-overload]
        .where(col(Draft.learner_id) == learner_id, col(Draft.document_id) == document_id)
        .group_by(col(Draft.state))
    )
    by = {state: (number, without) for state, number, without in rows}
    return Tally(
        waiting=by.get(WAITING, (0, 0))[0],
        clean=int(by.get(WAITING, (0, 0))[1] or 0),
        kept=by.get(KEPT, (0, 0))[0],
        rejected=by.get(REJECTED, (0, 0))[0],
    )


def deck_title(document: Document) -> str:
    """Return the title of the deck into which a document's questions go."""
    return document.title.replace("::", ":")


def keep(session: Session, learner_id: str, drafts: Sequence[Draft], clock: Clock) -> int:
    """Turn *drafts* into questions with cards, as one act; return how many were new."""
    waiting = [draft for draft in drafts if draft.state != KEPT]
    if not waiting:
        return 0
    document = documents.get(session, learner_id, waiting[0].document_id)
    effects: list[Effect] = []
    for position, draft in enumerate(waiting):
        effects += _kept(session, document, draft, position, clock)
    label = "keep" if len(waiting) == 1 else "keep-all"
    changes.record(session, learner_id, label, effects, clock.now)
    return len(waiting)


def _kept(
    session: Session, document: Document, draft: Draft, position: int, clock: Clock
) -> list[Effect]:
    question = Question.model_validate(draft.body)
    deck, new_deck = decks.ensure(
        session,
        document.learner_id,
        question.deck or deck_title(document),
        clock.now,
        key=document.id,
        language=document.language,
    )
    made = decks.keep(
        session,
        deck,
        question,
        key=draft.id,
        document_id=document.id,
        position=position,
        clock=clock,
    )
    return [*new_deck, *made, changes.changed(draft, state=KEPT, question_id=made[0]["k"])]


def edit(session: Session, learner_id: str, draft: Draft, edited: Question, now: datetime) -> None:
    """Replace the words of a draft; what was found wrong with the old ones is no longer so."""
    body = edited.model_copy(update={"findings": ()}).model_dump(mode="json", exclude_defaults=True)
    effect = changes.changed(draft, body=body, findings=0)
    changes.record(session, learner_id, "edit", [effect], now)


def reject(session: Session, learner_id: str, draft: Draft, now: datetime) -> None:
    """Put a draft aside; undo brings it back."""
    effect = changes.changed(draft, state=REJECTED)
    changes.record(session, learner_id, "reject", [effect], now)


def _waiting(learner_id: str, document_id: str) -> Any:
    return (
        select_rows(Draft)
        .where(
            Draft.learner_id == learner_id,
            Draft.document_id == document_id,
            Draft.state == WAITING,
        )
        .order_by(col(Draft.source_start), col(Draft.id))
    )


def next_waiting(session: Session, learner_id: str, document_id: str) -> Draft | None:
    """Return the first draft of a document that waits for a decision."""
    found: Draft | None = session.exec(_waiting(learner_id, document_id).limit(1)).first()
    return found


def clean_waiting(session: Session, learner_id: str, document_id: str) -> list[Draft]:
    """Return the waiting drafts of a document that have no findings."""
    return list(session.exec(_waiting(learner_id, document_id).where(col(Draft.findings) == 0)))
