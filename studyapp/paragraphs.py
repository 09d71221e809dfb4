"""One paragraph of a document: what is asked about it, and more of it.

More comes from the spare drafts of the paragraph. Where there are none, a job of its own makes
the whole pool of the windows that hold the paragraph and lets what is new there wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from questions.faces import face, parts_of, plain_stem
from questions.generate import Generated, Generator
from questions.generate.ranking.personal import Taste
from questions.model import Kind, Question
from questions.text import Block
from studyapp import coverage, documents, generation, jobs
from studyapp.coverage import Coverage, Mark
from studyapp.db import Database
from studyapp.tables import Document, Draft, Job, StoredQuestion

KIND = "paragraph"
MOST = 10  # drafts that one job lets wait, the best first
_SAY_LITTLE = frozenset({Kind.MATCHING, Kind.ORDERING})
_SHOWN_STATES = (generation.WAITING, generation.SPARE)


@dataclass(frozen=True, slots=True)
class Known:
    """A question or a draft about a sentence, by its *key*, and what it is *after*."""

    mark: Mark
    key: str
    kind: str
    after: str
    start: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a sentence says, with all that asks for it, the best first."""

    after: str
    known: tuple[Known, ...]

    @property
    def mark(self) -> Mark:
        return self.known[0].mark


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the paragraph with the best that it has and everything it has."""

    start: int
    end: int
    text: str
    mark: Mark
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its sentences; *job* is the last one that looked for more in it."""

    block: Block
    lines: tuple[Line, ...]
    tally: coverage.Tally
    waiting: int
    spare: int
    job: Job | None


def read(session: Session, document: Document, place: int) -> Paragraph:
    """Return the paragraph that holds a place of the text.

    Raises:
        NotFoundError: none does
    """
    covered = coverage.of(session, document)
    block = covered.layout.blocks[covered.layout.block_at(place)]
    known = list(_known(session, document, block))
    lines = _lines(covered, document.text, block, known)
    return Paragraph(
        block,
        tuple(lines),
        covered.within(block.start, block.end),
        _number(known, Mark.DRAFT),
        _number(known, Mark.SPARE),
        latest(session, document, block),
    )


def _number(known: Iterable[tuple[Known, int]], mark: Mark) -> int:
    return len({one.key for one, _end in known if one.mark is mark})


def _lines(
    covered: Coverage, text: str, block: Block, known: Sequence[tuple[Known, int]]
) -> Iterator[Line]:
    for index in covered.layout.inside(block.start, block.end):
        one = covered.layout.sentences[index]
        here = [thing for thing, end in known if thing.start < one.end and one.start < end]
        mark = covered.mark(index)
        yield Line(one.start, one.end, text[one.start : one.end], mark, _facts(here))


def _facts(known: Iterable[Known]) -> tuple[Fact, ...]:
    """Gather what asks for the same; facts that have a question come first."""
    found: dict[str, list[Known]] = {}
    for one in sorted(known, key=lambda one: (-one.mark, one.kind, one.key)):
        found.setdefault(one.after.casefold(), []).append(one)
    facts = [Fact(several[0].after, tuple(several)) for several in found.values()]
    return tuple(sorted(facts, key=lambda fact: (-fact.mark, fact.after.casefold())))


def _known(session: Session, document: Document, block: Block) -> Iterator[tuple[Known, int]]:
    """Yield what is asked about the block, with the end of its source."""
    questions = select(StoredQuestion).where(
        StoredQuestion.learner_id == document.learner_id,
        StoredQuestion.document_id == document.id,
        col(StoredQuestion.removed_at).is_(None),
        _touching(StoredQuestion, block),
    )
    for row in session.exec(questions):
        yield from _told(row.id, row.body, Mark.QUESTION)
    drafts = select(Draft).where(
        Draft.learner_id == document.learner_id,
        Draft.document_id == document.id,
        col(Draft.state).in_(_SHOWN_STATES),
        _touching(Draft, block),
    )
    for draft in session.exec(drafts):
        mark = Mark.DRAFT if draft.state == generation.WAITING else Mark.SPARE
        yield from _told(draft.id, draft.body, mark)


def _touching(model: type[Draft] | type[StoredQuestion], block: Block) -> ColumnElement[bool]:
    """Choose what is made from the block; of several sources the columns know only the first."""
    inside = and_(col(model.source_start) < block.end, col(model.source_end) > block.start)
    return or_(inside, col(model.kind).in_(coverage.OF_SEVERAL))


def _told(key: str, body: dict[str, object], mark: Mark) -> Iterator[tuple[Known, int]]:
    question = Question.model_validate(body)
    after = _after(question)
    for source in question.sources:
        yield Known(mark, key, question.kind.value, after, source.start), source.end


def _after(question: Question) -> str:
    """Name what a question is after: its answer, or its words where the answer says nothing."""
    if question.kind is Kind.TRUEFALSE:
        return f"“{plain_stem(question)}” {question.answers[0].text}"
    if question.kind in _SAY_LITTLE:
        return plain_stem(question)
    return ", ".join(face(question, part).answer for part in parts_of(question))


def latest(session: Session, document: Document, block: Block) -> Job | None:
    """Return the last job that looked for more in a block."""
    return session.exec(
        select(Job)
        .where(
            Job.learner_id == document.learner_id,
            Job.document_id == document.id,
            Job.kind == KIND,
            Job.cursor == block.start,
        )
        .order_by(col(Job.created_at).desc(), col(Job.id).desc())
        .limit(1)
    ).first()


def more(
    session: Session, learner_id: str, document_id: str, place: int, *, job_id: str, now: datetime
) -> int:
    """Let spare drafts of the paragraph wait; without any, ask a worker to look for more.

    Returns how many were brought at once.
    """
    document = documents.get(session, learner_id, document_id)
    layout = coverage.layout_of(document)
    block = layout.blocks[layout.block_at(place)]
    if session.get(Job, (learner_id, job_id)):
        return 0
    brought = generation.more(
        session, learner_id, document_id, now, start=block.start, end=block.end
    )
    last = latest(session, document, block)
    if not brought and (last is None or last.state not in jobs.OPEN):
        job = jobs.enqueue(session, learner_id, job_id, KIND, now, document_id=document_id, total=1)
        # Where the work is, not how far it is: one step does it all.
        job.cursor = block.start
    return brought


def run(
    database: Database, job: jobs.Claim, now: Callable[[], datetime], *, stop: Callable[[], bool]
) -> None:
    """Make the pool around a paragraph and store what is new in it."""
    material = generation.material_of(database, job)
    block = _block(material.blocks, job.cursor) if material else None
    found = list(_pool(material, block)) if material and block else []
    moment = now()
    rows = [
        {**generation.row_of(job, material, one, moment), "state": generation.WAITING}
        for one in found
        if material
    ]
    if stop():
        return

    def action(session: Session) -> None:
        new = _unknown(session, job, rows)[:MOST]
        if jobs.advance(session, job, moment, done=1) and new:
            generation.insert_new(session, new)
        jobs.finish(session, job, moment)

    database.write(action)


def _block(blocks: Iterable[Block], start: int) -> Block | None:
    return next((one for one in blocks if one.start == start), None)


def _pool(material: generation.Material, block: Block) -> Iterator[Generated]:
    """Yield what can be asked about the block, the best first."""
    generator = Generator(
        material.text, material.blocks, document_id=material.document_id, title=material.title
    )
    found = [
        one
        for window in generator.windows
        if window.start < block.end and block.start < window.end
        for one in generator.make(window)
        if _from(one.question, block)
    ]
    yield from sorted(found, key=lambda one: _rank(one, material.taste))


def _from(question: Question, block: Block) -> bool:
    return any(one.start < block.end and block.start < one.end for one in question.sources)


def _rank(made: Generated, taste: Taste) -> tuple[bool, float, str]:
    question, origin = made.question, made.question.origin
    score = origin.score if origin and origin.score else 0.0
    liked = taste.shifted(score, question.kind.value, origin.method if origin else "")
    return bool(question.findings), -liked, question.id


def _unknown(
    session: Session, job: jobs.Claim, rows: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    known = set(
        session.exec(
            select(Draft.fingerprint).where(
                Draft.learner_id == job.learner_id, Draft.document_id == job.document_id
            )
        )
    )
    return [row for row in rows if row["fingerprint"] not in known]
