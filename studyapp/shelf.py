"""The documents of a learner as a list: figures for all of them by a few statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from studyapp import documents, generation
from studyapp.tables import Document, Draft, Job, StoredQuestion


@dataclass(frozen=True)
class Shelved:
    """A document, how many questions and waiting drafts it has, and how its last work stands."""

    document: Document
    questions: int
    drafts: int
    state: str


def shelf(session: Session, learner_id: str) -> list[Shelved]:
    """Return a learner's documents, the newest first, without their text."""
    found = documents.all_of(session, learner_id)
    if not found:
        return []
    questions = _numbers(
        session, StoredQuestion, learner_id, col(StoredQuestion.removed_at).is_(None)
    )
    drafts = waiting_drafts(session, learner_id)
    states = _states(session, learner_id)
    return [
        Shelved(one, questions.get(one.id, 0), drafts.get(one.id, 0), states.get(one.id, "none"))
        for one in found
    ]


def waiting_drafts(session: Session, learner_id: str) -> Mapping[str, int]:
    """Return by document how many of its drafts wait, where any does."""
    return _numbers(session, Draft, learner_id, col(Draft.state) == generation.WAITING)


def _numbers(
    session: Session, model: Any, learner_id: str, counted: ColumnElement[bool]
) -> Mapping[str, int]:
    rows = session.execute(
        select(col(model.document_id), func.count())
        .where(col(model.learner_id) == learner_id, col(model.document_id).is_not(None), counted)
        .group_by(col(model.document_id))
    )
    return {row[0]: row[1] for row in rows}


def _states(session: Session, learner_id: str) -> Mapping[str, str]:
    """Return by document the state of its latest job."""
    rows = session.execute(
        select(col(Job.document_id), col(Job.state))
        .where(col(Job.learner_id) == learner_id, col(Job.document_id).is_not(None))
        .order_by(col(Job.created_at), col(Job.id))
    )
    return {row[0]: row[1] for row in rows}
