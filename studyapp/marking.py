"""Questions that a learner makes of a sentence, with the exact place it stands in."""

from __future__ import annotations

from sqlmodel import Session

from questions.model import Question, Source
from studyapp import changes, coverage, decks, documents, generation
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import derived_id
from studyapp.learners import Clock
from studyapp.messages import say
from studyapp.tables import Document, StoredQuestion

LONGEST = 2_000
ENGINE = "learner"
_CONTEXT = 32


def source_of(document: Document, start: int, end: int | None = None) -> Source:
    """Return the sentence at *start* as a source, or all sentences from there to *end*.

    Raises:
        NotFoundError: no sentence stands there
        RefusedError: there are too many words for one question
    """
    layout = coverage.layout_of(document)
    numbers = layout.inside(start, max(start + 1, end or 0))
    if not numbers:
        raise NotFoundError("sentence", str(start))
    first, last = layout.sentences[numbers[0]].start, layout.sentences[numbers[-1]].end
    if last - first > LONGEST:
        raise RefusedError(say("That is too much for one question. Select a sentence or two."))
    return Source(
        document=document.id,
        start=first,
        end=last,
        quote=document.text[first:last],
        prefix=document.text[max(0, first - _CONTEXT) : first],
        suffix=document.text[last : last + _CONTEXT],
    )


def keep(
    session: Session,
    learner_id: str,
    document_id: str,
    question: Question,
    *,
    key: str,
    deck_title: str,
    clock: Clock,
) -> str:
    """Store a question about a document, as one act; the same *key* sent again stores nothing."""
    known = session.get(StoredQuestion, (learner_id, derived_id(key, "question")))
    if known:
        return known.id
    document = documents.get(session, learner_id, document_id)
    deck, new_deck = decks.ensure(
        session,
        learner_id,
        deck_title or generation.deck_title(document),
        clock.now,
        key=document.id,
        language=document.language,
    )
    made = decks.keep(session, deck, question, key=key, document_id=document.id, clock=clock)
    changes.record(session, learner_id, "question", [*new_deck, *made], clock.now)
    return derived_id(key, "question")
