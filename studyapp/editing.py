"""Questions written by hand: into a deck, checked, removed, and as they were before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, true
from sqlmodel import Session, col, select

from questions.checks import findings
from questions.model import Question, Source, fingerprint
from studyapp import cards, changes, decks, decktree
from studyapp.changes import Effect
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import derived_id, is_id
from studyapp.indexing import USUAL_LANGUAGE
from studyapp.learners import Clock
from studyapp.messages import say
from studyapp.tables import Deck, Document, QuestionVersion, StoredQuestion

_CONTEXT = 60


def source_at(document: Document, start: int, end: int) -> Source:
    """Return the words at a place of a document as a source."""
    if not 0 <= start < end <= len(document.text):
        raise RefusedError(say("This place is not in the document. Choose the sentence again."))
    return Source(
        document=document.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        prefix=document.text[max(0, start - _CONTEXT) : start],
        suffix=document.text[end : end + _CONTEXT],
    )


def checked(
    session: Session, learner_id: str, question: Question, deck_title: str = ""
) -> Question:
    """Return *question* with what may be wrong with it, in its document and deck's language."""
    deck = decks.titled(session, learner_id, deck_title) if deck_title else None
    language = (deck.language if deck else None) or USUAL_LANGUAGE
    found = findings(question, text_of(session, learner_id, question), language=language)
    return question.model_copy(update={"findings": found})


def text_of(session: Session, learner_id: str, question: Question) -> str | None:
    """Return the text of the document that a question comes from, if it is there."""
    key = _document_of(question)
    document = session.get(Document, (learner_id, key)) if key else None
    return document.text if document and not document.removed_at else None


def same_as(
    session: Session, learner_id: str, question: Question, own_id: str | None
) -> str | None:
    """Return the id of another question that asks the very same, if there is one."""
    another = col(StoredQuestion.id) != own_id if own_id else true()
    return session.exec(
        select(StoredQuestion.id)
        .where(
            StoredQuestion.learner_id == learner_id,
            StoredQuestion.fingerprint == fingerprint(question),
            col(StoredQuestion.removed_at).is_(None),
            another,
        )
        .order_by(col(StoredQuestion.id))
    ).first()


def add(
    session: Session,
    learner_id: str,
    deck_title: str,
    question: Question,
    *,
    key: str,
    clock: Clock,
) -> str:
    """Put a question into the deck called so, made if there is none, and return the deck's id.

    It is one act; the same *key* adds one question.
    """
    known = session.get(StoredQuestion, (learner_id, derived_id(key, "question")))
    if known:
        return known.deck_id
    deck, made = decks.ensure(session, learner_id, deck_title, clock.now, key=key)
    kept = decks.keep(
        session, deck, question, key=key, document_id=_document_of(question), clock=clock
    )
    changes.record(session, learner_id, "question-new", [*made, *kept], clock.now)
    return deck.id


def latest_deck(session: Session, learner_id: str) -> str:
    """Return the title of the deck that was written into last, if any."""
    title = session.exec(
        select(Deck.title)
        .join(
            StoredQuestion,
            and_(
                col(StoredQuestion.learner_id) == col(Deck.learner_id),
                col(StoredQuestion.deck_id) == col(Deck.id),
            ),
        )
        .where(
            Deck.learner_id == learner_id,
            col(Deck.removed_at).is_(None),
            col(Deck.is_demo).is_(False),
        )
        .order_by(col(StoredQuestion.created_at).desc())
        .limit(1)
    ).first()
    return title or ""


def _document_of(question: Question) -> str | None:
    source = question.sources[0] if question.sources else None
    return source.document if source and is_id(source.document) else None


@dataclass(frozen=True)
class Entered:
    """What became of the rows of a quick entry."""

    added: int
    known: int


def add_all(
    session: Session,
    learner_id: str,
    deck_id: str,
    questions: Sequence[Question],
    *,
    key: str,
    clock: Clock,
) -> Entered:
    """Put several questions into a deck as one act; what is there already is not added again."""
    deck = decks.get(session, learner_id, deck_id)
    if changes.known(session, learner_id, key):
        return Entered(0, len(questions))
    known = _known(session, learner_id, map(fingerprint, questions))
    effects: list[Effect] = []
    fresh = {fingerprint(one): one for one in questions if fingerprint(one) not in known}
    for position, question in enumerate(fresh.values()):
        effects += decks.keep(
            session,
            deck,
            question,
            key=derived_id(key, f"row/{position}"),
            document_id=None,
            clock=clock,
            position=position,
        )
    changes.record(session, learner_id, "entry", effects, clock.now, key=key)
    return Entered(len(fresh), len(questions) - len(fresh))


def _known(session: Session, learner_id: str, marks: Iterable[str]) -> set[str]:
    rows = session.exec(
        select(StoredQuestion.fingerprint).where(
            StoredQuestion.learner_id == learner_id,
            col(StoredQuestion.removed_at).is_(None),
            col(StoredQuestion.fingerprint).in_(list(marks)),
        )
    )
    return set(rows)


def remove(session: Session, learner_id: str, question_id: str, now: datetime) -> None:
    """Put a question into the trash."""
    row = session.get(StoredQuestion, (learner_id, question_id))
    if row is None:
        raise NotFoundError("question", question_id)
    if row.removed_at is None:
        chosen = col(StoredQuestion.id) == question_id
        effects = decks.put_away(session, learner_id, chosen, now)
        changes.record(session, learner_id, "deletion", effects, now)


def versions(session: Session, learner_id: str, question_id: str) -> list[QuestionVersion]:
    """Return the wordings that a question had, the latest first."""
    return list(
        session.exec(
            select(QuestionVersion)
            .where(
                QuestionVersion.learner_id == learner_id,
                QuestionVersion.question_id == question_id,
            )
            .order_by(col(QuestionVersion.replaced_at).desc(), col(QuestionVersion.id).desc())
        )
    )


def bring_back(session: Session, learner_id: str, version_id: str, now: datetime) -> str:
    """Let a question say again what it said, and return its id."""
    version = session.get(QuestionVersion, (learner_id, version_id))
    if version is None:
        raise NotFoundError("version", version_id)
    old = Question.model_validate({**version.body, "id": version.question_id})
    cards.edit(session, learner_id, version.question_id, old, now)
    return version.question_id


def moved(
    session: Session, learner_id: str, question_id: str, deck_title: str, now: datetime
) -> list[Effect]:
    """Move a question with its cards into the deck called so, and return the effects."""
    # The same wish made twice makes one deck.
    key = derived_id(question_id, f"move/{now.isoformat()}")
    into, made = decks.ensure(session, learner_id, deck_title, now, key=key)
    chosen = col(StoredQuestion.id) == question_id
    return [*made, *decktree.moved(session, learner_id, chosen, into)]
