"""What search knows of a question, kept in step with its words.

The words and tags are written with the question, in its transaction. Finding flaws takes longer,
so the worker does it afterwards, also again whenever the checks have changed since: every row
whose `index_version` is not today's is read anew.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, select, update
from sqlmodel import Session, col

from questions.checks import findings
from questions.model import Question
from questions.search_words import listed, words_of
from studyapp.db import Database
from studyapp.tables import Deck, Document, StoredQuestion

# To be raised when the checks, or what is read of a question, change.
VERSION = 1
USUAL_LANGUAGE = "en"
_BATCH = 200
_COLUMNS = ("search_text", "tag_list", "finding_list")
_LOG = logging.getLogger("studyapp")
_TABLE: Any = StoredQuestion.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class _Read:
    learner_id: str
    id: str
    body: dict[str, Any]
    document_id: str | None
    updated_at: Any
    search_text: str
    tag_list: str
    finding_list: str
    language: str | None


def values_of(question: Question, *, checked: bool = False) -> dict[str, Any]:
    """Return the columns that search reads; *checked*: the question carries today's findings."""
    return {
        "search_text": words_of(question),
        "tag_list": listed(question.tags),
        "finding_list": listed(one.name for one in question.findings),
        "index_version": VERSION if checked else 0,
    }


def unchecked(session: Session, learner_id: str) -> int:
    """Return how many of a learner's questions wait to be checked."""
    number: int = session.execute(
        select(func.count())
        .select_from(StoredQuestion)
        .where(
            col(StoredQuestion.learner_id) == learner_id,
            col(StoredQuestion.removed_at).is_(None),
            col(StoredQuestion.index_version) < VERSION,
        )
    ).scalar_one()
    return number


def catch_up(database: Database) -> int:
    """Check some of the questions that wait for it, and return how many there were."""
    with database.reading() as session:
        rows = _waiting(session)
        texts = _texts(session, rows)
    values = [_checked(row, texts.get((row.learner_id, row.document_id or ""))) for row in rows]
    if values:
        database.write(lambda session: _store(session, values))
    return len(rows)


def _waiting(session: Session) -> list[_Read]:
    names = ("learner_id", "id", "body", "document_id", "updated_at", *_COLUMNS)
    of_deck = and_(col(Deck.learner_id) == _TABLE.c.learner_id, col(Deck.id) == _TABLE.c.deck_id)
    rows = session.execute(
        select(*(_TABLE.c[name] for name in names), col(Deck.language))
        .join(Deck, of_deck)
        .where(_TABLE.c.index_version < VERSION)
        .limit(_BATCH)
    )
    return [_Read(*row) for row in rows]


def _texts(session: Session, rows: Sequence[_Read]) -> dict[tuple[str, str], str]:
    wanted = {(row.learner_id, row.document_id) for row in rows if row.document_id}
    found = (session.get(Document, key) for key in wanted)
    return {(one.learner_id, one.id): one.text for one in found if one and not one.removed_at}


def _checked(row: _Read, text: str | None) -> dict[str, Any]:
    named = {"whose": row.learner_id, "which": row.id, "seen": row.updated_at}
    try:
        question = Question.model_validate({**row.body, "id": row.id})
        found = findings(question, text, language=row.language or USUAL_LANGUAGE)
        known = question.model_copy(update={"findings": found})
    except Exception:  # noqa: BLE001 - one odd question must not keep all others from being checked
        _LOG.exception("question %s could not be checked", row.id)
        kept = {name: getattr(row, name) for name in _COLUMNS}
        return {**named, **kept, "index_version": VERSION}
    return {**named, **values_of(known, checked=True)}


def _store(session: Session, values: list[dict[str, Any]]) -> None:
    session.execute(_STORE, values)


# A question that was edited meanwhile is left for the next time.
_STORE = update(_TABLE).where(
    _TABLE.c.learner_id == bindparam("whose"),
    _TABLE.c.id == bindparam("which"),
    _TABLE.c.updated_at == bindparam("seen"),
)
