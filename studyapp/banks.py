"""Banks in and out: a bank becomes a deck of questions, a deck becomes a bank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from questions import banks as shipped
from questions import formats
from questions.bank import Bank, sources_of
from questions.bank import Document as BankDocument
from questions.model import Question, fingerprint
from questions.text import Block, Extracted
from studyapp import changes, decks, documents
from studyapp.changes import Effect
from studyapp.ids import derived_id, is_id, new_id
from studyapp.learners import Clock
from studyapp.tables import Deck, Document, StoredQuestion

_LINE = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True)
class Arrival:
    """What became of the questions of a bank."""

    added: int
    known: int


@dataclass(frozen=True)
class BankText:
    """A document of a bank, read into blocks before any transaction is open."""

    id: str
    extracted: Extracted
    url: str | None = None


def bring_in(
    session: Session,
    learner_id: str,
    bank: Bank,
    texts: Iterable[BankText],
    clock: Clock,
    *,
    title: str | None = None,
    key: str | None = None,
    is_demo: bool = False,
) -> Arrival:
    """Add the questions of *bank* that the learner does not have yet, as one act."""
    key = key or new_id()
    kept, effects = keep_documents(session, learner_id, texts, key, clock.now)
    fresh = _unknown(bank, _fingerprints(session, learner_id))
    for position, question in fresh:
        deck, made = decks.ensure(
            session,
            learner_id,
            title or question.deck or bank.title,
            clock.now,
            key=key,
            language=bank.language,
            is_demo=is_demo,
        )
        effects += made + decks.keep(
            session,
            deck,
            moved(question, kept),
            key=derived_id(key, f"question/{position}"),
            document_id=_document_of(question, kept),
            position=position,
            clock=clock,
            queue=decks.LAST if is_demo else decks.NEW,
        )
    # The demo is there from the first moment on; nobody did it, so nobody can undo it.
    if not is_demo:
        changes.record(session, learner_id, "import", effects, clock.now)
    return Arrival(len(fresh), len(bank.questions) - len(fresh))


def _unknown(bank: Bank, known: set[str]) -> list[tuple[int, Question]]:
    """Return the questions that are new, once each, with their place in the bank."""
    fresh: dict[str, tuple[int, Question]] = {}
    for position, question in enumerate(bank.questions):
        if (mark := fingerprint(question)) not in known:
            fresh.setdefault(mark, (position, question))
    return list(fresh.values())


def _document_of(question: Question, kept: Mapping[str, str]) -> str | None:
    return kept.get(question.sources[0].document) if question.sources else None


def moved(question: Question, places: Mapping[str, str]) -> Question:
    """Let the sources of a question name documents by the ids in *places*."""
    sources = tuple(
        source.model_copy(update={"document": places.get(source.document, source.document)})
        for source in question.sources
    )
    parts = tuple(moved(part, places) for part in question.parts)
    return question.model_copy(update={"sources": sources, "parts": parts})


def keep_documents(
    session: Session, learner_id: str, texts: Iterable[BankText], key: str, now: datetime
) -> tuple[dict[str, str], list[Effect]]:
    """Keep the documents of a bank; return their ids here by their ids there, and the effects."""
    kept, effects = {}, []
    for text in texts:
        if known := documents.with_text(session, learner_id, text.extracted.text):
            kept[text.id] = known
            continue
        document_id = derived_id(key, f"document/{text.id}")
        document, is_new = documents.keep(
            session, learner_id, document_id, text.extracted, now, url=text.url
        )
        kept[text.id] = document_id
        if is_new:
            effects.append(changes.created(document))
    return kept, effects


def _fingerprints(session: Session, learner_id: str) -> set[str]:
    rows = session.exec(
        select(StoredQuestion.fingerprint).where(
            StoredQuestion.learner_id == learner_id, col(StoredQuestion.removed_at).is_(None)
        )
    )
    return set(rows)


def texts_of(bank: Bank) -> list[BankText]:
    """Read the documents of *bank* into blocks, their text kept to the letter."""
    return [
        BankText(document.id, as_it_is(document, bank.language), document.url)
        for document in bank.documents
    ]


def as_it_is(document: BankDocument, language: str | None = None) -> Extracted:
    """Return a document whose text, and so every offset into it, stays exactly as it is."""
    blocks = tuple(
        Block("paragraph", 0, line.start(), line.end(), ())
        for line in _LINE.finditer(document.text)
    )
    return Extracted(document.title, document.text, blocks, language)


def demo() -> tuple[Bank, list[BankText]]:
    """Read the bank that a new learner finds."""
    bank = formats.read(shipped.demo(), "demo.studybank.json").bank
    return bank, texts_of(bank)


def give_out(session: Session, learner_id: str, title: str) -> Bank:
    """Return the questions of the decks called *title*, or below it, with their documents."""
    found = [
        deck
        for deck in decks.all_of(session, learner_id)
        if deck.title == title or deck.title.startswith(f"{title}::")
    ]
    questions = tuple(
        _question(row, deck) for deck in found for row in decks.questions_in(session, deck)
    )
    texts = _texts(session, learner_id, questions)
    language = next((deck.language for deck in found if deck.language), "en")
    return Bank(
        title=title,
        language=language,
        documents=tuple(
            BankDocument(id=text.id, title=text.title, text=text.text, url=text.url)
            for text in texts
        ),
        questions=questions,
    )


def _texts(session: Session, learner_id: str, questions: Iterable[Question]) -> Sequence[Document]:
    """Return the documents that questions point into, without those that the learner removed."""
    named = (source.document for question in questions for source in sources_of(question))
    found = [session.get(Document, (learner_id, key)) for key in dict.fromkeys(named) if is_id(key)]
    return [document for document in found if document and document.removed_at is None]


def _question(row: StoredQuestion, deck: Deck) -> Question:
    question = Question.model_validate(row.body)
    return question.model_copy(update={"id": row.id, "deck": deck.title})


def remove_demo(session: Session, learner_id: str, deck_id: str, now: datetime) -> None:
    """Remove the demo deck with its questions, and its article unless others use it, as one act."""
    deck = decks.even_removed(session, learner_id, deck_id)
    if deck.removed_at:
        return
    questions = decks.questions_in(session, deck)
    effects = decks.removal(session, deck, now)
    for document_id in dict.fromkeys(row.document_id for row in questions if row.document_id):
        document = session.get(Document, (learner_id, document_id))
        if document is None or document.removed_at:
            continue
        if not documents.questions_about(session, learner_id, document.id):
            effects.append(changes.changed(document, removed_at=now))
    changes.record(session, learner_id, "demo-removal", effects, now)
