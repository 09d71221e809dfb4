"""Documents: texts that a learner gave, with their passages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from questions.text import Block, Extracted
from studyapp import changes
from studyapp.errors import NotFoundError
from studyapp.tables import Document, Draft, StoredQuestion


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
        passages=[list(astuple(block)) for block in extracted.blocks],
        language=fitting(extracted.language, 35),
        sha256=_sha256(extracted.text),
        url=fitting(url, 2000),
        words=len(extracted.text.split()),
        created_at=now,
    )
    session.add(document)
    session.flush()
    return document, True


def fitting(text: str | None, most: int) -> str | None:
    """Return *text* if its column can hold it: half an address or half a tag is none."""
    return text if text and len(text) <= most else None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def with_text(session: Session, learner_id: str, text: str) -> str | None:
    """Return the id of a document with this very text, if the learner has one."""
    return session.exec(
        select(Document.id)
        .where(
            Document.learner_id == learner_id,
            Document.sha256 == _sha256(text),
            col(Document.removed_at).is_(None),
        )
        .order_by(col(Document.id))
    ).first()


def get(session: Session, learner_id: str, document_id: str) -> Document:
    """Return a document that is not removed."""
    document = session.get(Document, (learner_id, document_id))
    if document is None or document.removed_at:
        raise NotFoundError("document", document_id)
    return document


def all_of(session: Session, learner_id: str) -> list[Document]:
    """Return the documents of a learner without their text, the newest first."""
    # A list of books must not read the books.
    light = (defer(cast(Any, Document.text)), defer(cast(Any, Document.passages)))
    rows = select(Document).where(
        Document.learner_id == learner_id, col(Document.removed_at).is_(None)
    )
    ordered = rows.order_by(col(Document.created_at).desc(), col(Document.id))
    return list(session.exec(ordered.options(*light)))


def blocks_of(document: Document) -> tuple[Block, ...]:
    """Return the blocks of a document as they were extracted."""
    return tuple(map(Block.from_row, document.passages))


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


def drafts_about(
    session: Session, learner_id: str, document_id: str, *, most: int | None = None
) -> Sequence[Draft]:
    """Return the drafts of a document that the learner has or had to sort, in its order.

    With *most* only the first so many: a book has thousands.
    """
    return session.exec(
        select(Draft)
        .where(
            Draft.learner_id == learner_id,
            Draft.document_id == document_id,
            Draft.state != "spare",
        )
        .order_by(col(Draft.source_start), col(Draft.id))
        .limit(most)
    ).all()


def arrival(document: Document, now: datetime) -> changes.Effect:
    """Return the effect of a document's having come: taken back, it lies in the trash."""
    document.removed_at = now
    return changes.changed(document, removed_at=None)


def remove(session: Session, learner_id: str, document_id: str, now: datetime) -> None:
    """Put a document away; its kept questions stay, with the quoted words in them."""
    document = session.get(Document, (learner_id, document_id))
    if document is None:
        raise NotFoundError("document", document_id)
    # Asked twice, it is answered twice: a second click finds the document gone already.
    if document.removed_at is None:
        effect = changes.changed(document, removed_at=now)
        changes.record(session, learner_id, "document-removal", [effect], now)
