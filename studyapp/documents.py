"""Documents: texts that a learner gave, with their passages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from questions.text import Block, Extracted
from studyapp import changes
from studyapp.changes import Effect
from studyapp.errors import NotFoundError
from studyapp.tables import Document, Draft, Passage, StoredQuestion


def keep(
    session: Session,
    learner_id: str,
    document_id: str,
    extracted: Extracted,
    now: datetime,
    url: str | None = None,
) -> tuple[Document, bool]:
    """Keep a document under *document_id*; the same id sent again changes nothing.

    Returns the document and whether it is new.
    """
    known = session.get(Document, (learner_id, document_id))
    if known:
        return known, False
    document = Document(
        learner_id=learner_id,
        id=document_id,
        title=extracted.title[:300],
        text=extracted.text,
        language=extracted.language,
        sha256=hashlib.sha256(extracted.text.encode()).hexdigest(),
        url=url,
        words=len(extracted.text.split()),
        created_at=now,
    )
    session.add(document)
    session.flush()
    session.add_all(
        _passage(document, number, block) for number, block in enumerate(extracted.blocks)
    )
    return document, True


def _passage(document: Document, number: int, block: Block) -> Passage:
    return Passage(
        learner_id=document.learner_id,
        document_id=document.id,
        number=number,
        kind=block.kind,
        level=block.level,
        start=block.start,
        end=block.end,
        section=list(block.section),
    )


def get(session: Session, learner_id: str, document_id: str) -> Document:
    """Return a document that is not removed."""
    document = session.get(Document, (learner_id, document_id))
    if document is None or document.removed_at:
        raise NotFoundError("document", document_id)
    return document


def all_of(session: Session, learner_id: str) -> list[Document]:
    """Return the documents of a learner, the newest first."""
    rows = select(Document).where(
        Document.learner_id == learner_id, col(Document.removed_at).is_(None)
    )
    return list(session.exec(rows.order_by(col(Document.created_at).desc(), col(Document.id))))


def blocks_of(session: Session, document: Document) -> tuple[Block, ...]:
    """Return the blocks of a document as they were extracted."""
    rows = session.exec(
        select(Passage)
        .where(Passage.learner_id == document.learner_id, Passage.document_id == document.id)
        .order_by(col(Passage.number))
    )
    return tuple(
        Block(row.kind, row.level, row.start, row.end, tuple(row.section))  # type: ignore[arg-type]
        for row in rows
    )


def questions_about(
    session: Session, learner_id: str, document_id: str
) -> Sequence[StoredQuestion]:
    """Return the kept questions whose source lies in a document, in its order."""
    return session.exec(
        select(StoredQuestion)
        .where(
            StoredQuestion.learner_id == learner_id,
            StoredQuestion.document_id == document_id,
            col(StoredQuestion.removed_at).is_(None),
        )
        .order_by(col(StoredQuestion.source_start), col(StoredQuestion.id))
    ).all()


def drafts_about(session: Session, learner_id: str, document_id: str) -> Sequence[Draft]:
    """Return all drafts of a document, in its order."""
    return session.exec(
        select(Draft)
        .where(Draft.learner_id == learner_id, Draft.document_id == document_id)
        .order_by(col(Draft.source_start), col(Draft.id))
    ).all()


def removal(session: Session, learner_id: str, document_id: str, now: datetime) -> list[Effect]:
    """Put a document away; its kept questions stay, with the quoted words in them."""
    document = get(session, learner_id, document_id)
    return [changes.changed(document, removed_at=now)]


def remove(session: Session, learner_id: str, document_id: str, now: datetime) -> None:
    """Remove a document; undo brings it back."""
    effects = removal(session, learner_id, document_id, now)
    changes.record(session, learner_id, "document-removal", effects, now)
