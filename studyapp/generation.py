"""Making drafts from a document, as a job: window by window, each safe to repeat.

What a window gives depends on nothing but the text, so its drafts are the same whenever it is
done. A step writes a window's drafts, the job's cursor and its lease in one transaction; a killed
worker therefore loses at most the window it was in, and makes no draft twice (their ids, and a
unique index, see to that).

Of the pool of a window the chosen drafts wait for the learner; some of the others are stored as
spare ones, which "more" turns into waiting ones. What the learner decided before moves the order,
and holds back for "more" what they keep rejecting (studyapp/decisions.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, func, or_, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from questions.generate import Generated, Generator, Window
from questions.generate.ranking.personal import Taste
from questions.model import Question, fingerprint
from questions.text import Block, sentences
from studyapp import changes, decisions, decks, documents, jobs
from studyapp.changes import Effect
from studyapp.db import Database
from studyapp.learners import Clock
from studyapp.tables import Document, Draft, Job

KIND = "generate"
WAITING, SPARE, KEPT, REJECTED = "waiting", "spare", "kept", "rejected"
MORE = 10  # drafts that one "more" brings, the best first
TURN = timedelta(seconds=15)  # of one job, after which others that wait come in between
Now = Callable[[], datetime]


@dataclass(frozen=True)
class Material:
    """What a window is made from: plain values, read once for a job."""

    document_id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    taste: Taste = field(default_factory=Taste)


@dataclass(frozen=True)
class Tally:
    """How many drafts of a document are in which state; *clean* wait without findings."""

    waiting: int = 0
    spare: int = 0
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
    material = material_of(database, job)
    if material is None:
        database.write(lambda session: jobs.finish(session, job, now()))
        return
    generator = Generator(
        material.text, material.blocks, document_id=material.document_id, title=material.title
    )
    until = now() + TURN
    for window in generator.windows[job.cursor :]:
        made = generator.make(window)
        if stop() or not _store(database, job, material, window, made, now, until):
            return
    database.write(lambda session: jobs.finish(session, job, now()))


def material_of(database: Database, job: jobs.Claim) -> Material | None:
    """Read the document that a job is about; None when it is gone."""
    if job.document_id is None:
        return None
    with database.reading() as session:
        document = session.get(Document, (job.learner_id, job.document_id))
        if document is None or document.removed_at:
            return None
        blocks = documents.blocks_of(document)
        taste = decisions.taste(session, job.learner_id)
        return Material(document.id, document.title, document.text, blocks, taste)


def _store(
    database: Database,
    job: jobs.Claim,
    material: Material,
    window: Window,
    made: Sequence[Generated],
    now: Now,
    until: datetime,
) -> bool:
    """Store a window's drafts; False where the job ends here, for this worker or for its turn."""
    moment = now()
    rows = [row_of(job, material, one, moment) for one in made if one.is_stored]
    done = window.first_sentence + window.sentence_count

    def action(session: Session) -> bool:
        held = jobs.advance(session, job, moment, cursor=window.number + 1, done=done)
        if held and rows:
            insert_new(session, rows)
        if held and moment >= until and jobs.give_way(session, job, moment):
            return False
        return held

    return database.write(action)


def row_of(
    job: jobs.Claim, material: Material, made: Generated, now: datetime
) -> dict[str, object]:
    """Return a generated question as the columns of its draft."""
    draft = made.question
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
        "state": SPARE if not made.kept or _held_back(draft, material.taste) else WAITING,
        "features": dict(made.features) or None,
        "created_at": now,
    }


def _held_back(draft: Question, taste: Taste) -> bool:
    origin = draft.origin
    if origin is None or origin.score is None:
        return False
    return taste.holds_back(origin.score, draft.kind.value, origin.method)


def insert_new(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Store the drafts that are not there yet."""
    dialect = session.get_bind().dialect.name
    insert = postgres_insert if dialect == "postgresql" else sqlite_insert
    session.execute(insert(Draft).values(list(rows)).on_conflict_do_nothing())


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
        spare=by.get(SPARE, (0, 0))[0],
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
    decider = decisions.decider(session, document, waiting, clock.now)
    together = len(waiting) > 1
    effects: list[Effect] = []
    for position, draft in enumerate(waiting):
        effects += decider.note(draft, decisions.KEEP, together=together, reason=None)
        effects += _kept(session, document, draft, position, clock)
    changes.record(session, learner_id, "keep-all" if together else "keep", effects, clock.now)
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
    effects = _decided_by_edit(session, draft, edited, now)
    effects.append(changes.changed(draft, body=body, findings=0))
    changes.record(session, learner_id, "edit", effects, now)


def _decided_by_edit(
    session: Session, draft: Draft, edited: Question, now: datetime
) -> list[Effect]:
    """Note that the words were changed; another deck alone is no reading of the draft."""
    if draft.state != WAITING or not (told := decisions.edited(draft, edited)):
        return []
    document = documents.get(session, draft.learner_id, draft.document_id)
    return decisions.decider(session, document, [draft], now).note(draft, decisions.EDIT, **told)


def reject(
    session: Session, learner_id: str, draft: Draft, now: datetime, *, reason: str | None = None
) -> None:
    """Put a draft aside, for a *reason* of `decisions.REASONS` or none; undo brings it back."""
    document = documents.get(session, learner_id, draft.document_id)
    decider = decisions.decider(session, document, [draft], now)
    effects = decider.note(draft, decisions.REJECT, reason=reason)
    effects.append(changes.changed(draft, state=REJECTED))
    changes.record(session, learner_id, "reject", effects, now)


def _waiting(learner_id: str, document_id: str) -> Any:
    return select_rows(Draft).where(
        Draft.learner_id == learner_id,
        Draft.document_id == document_id,
        Draft.state == WAITING,
    )


_BY_PLACE = (col(Draft.source_start), col(Draft.id))


def next_waiting(session: Session, learner_id: str, document_id: str) -> Draft | None:
    """Return the first draft of a document that waits for a decision."""
    return next(iter(first_waiting(session, learner_id, document_id, 1)), None)


def first_waiting(session: Session, learner_id: str, document_id: str, number: int) -> list[Draft]:
    """Return the first *number* drafts of a document that wait for a decision.

    They come in the order of the text; what the learner seldom keeps comes after all others.
    """
    late = [_is_late(*sort) for sort in sorted(decisions.taste(session, learner_id).late)]
    order = (case((or_(*late), 1), else_=0), *_BY_PLACE) if late else _BY_PLACE
    return list(session.exec(_waiting(learner_id, document_id).order_by(*order).limit(number)))


def _is_late(kind: str, method: str) -> ColumnElement[bool]:
    made_by = col(Draft.body)["origin"]["method"].as_string()
    return and_(col(Draft.kind) == kind, made_by == method)


def clean_waiting(session: Session, learner_id: str, document_id: str) -> list[Draft]:
    """Return the waiting drafts of a document that have no findings."""
    clean = _waiting(learner_id, document_id).where(col(Draft.findings) == 0)
    return list(session.exec(clean.order_by(*_BY_PLACE)))


def more(
    session: Session,
    learner_id: str,
    document_id: str,
    now: datetime,
    *,
    start: int = 0,
    end: int | None = None,
    count: int = MORE,
    seen: int | None = None,
) -> int:
    """Let the *count* best spare drafts wait, too, as one act; return how many there were.

    With *start* and *end* only those whose source touches that stretch of the document. *seen*
    is how many spare drafts the page knew of: a form that is sent twice brings no more twice.
    """
    documents.get(session, learner_id, document_id)
    found = _best_spare(session, learner_id, document_id, start, end)
    chosen = found[:count] if seen in {None, len(found)} else []
    if chosen:
        effects = [changes.changed(draft, state=WAITING) for draft in chosen]
        changes.record(session, learner_id, "more", effects, now)
    return len(chosen)


def is_plain(draft: Draft) -> bool:
    """Tell whether a draft was made without the parser, because the model could not be used."""
    return str(draft.body.get("origin", {}).get("method", "")).startswith("plain-")


def _best_spare(
    session: Session, learner_id: str, document_id: str, start: int, end: int | None
) -> list[Draft]:
    wanted = select_rows(Draft).where(
        Draft.learner_id == learner_id,
        Draft.document_id == document_id,
        Draft.state == SPARE,
        Draft.source_end > start,
    )
    if end is not None:
        wanted = wanted.where(Draft.source_start < end)
    found = session.exec(wanted.order_by(col(Draft.findings), col(Draft.id))).all()
    taste = decisions.taste(session, learner_id)
    return sorted(found, key=lambda draft: _rank(draft, taste))


def _rank(draft: Draft, taste: Taste) -> tuple[bool, float, int, str]:
    """Put what has no findings first, then the best score, then the order of the text."""
    origin = draft.body.get("origin", {})
    score = taste.shifted(origin.get("score") or 0.0, draft.kind, origin.get("method", ""))
    return draft.findings > 0, -score, draft.source_start, draft.id
