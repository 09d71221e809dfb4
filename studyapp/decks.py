"""Decks: where questions are kept, and what waits in each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from questions.faces import parts_of
from questions.model import Question, fingerprint
from studyapp import changes, indexing, presets
from studyapp.changes import Effect
from studyapp.errors import NotFoundError
from studyapp.ids import derived_id, new_id
from studyapp.learners import Clock, default_preset_id, next_marker
from studyapp.tables import Card, Deck, StoredQuestion
from studyapp.waiting import LAST as LAST
from studyapp.waiting import LEARN_AHEAD as LEARN_AHEAD
from studyapp.waiting import LEARNING as LEARNING
from studyapp.waiting import NEW as NEW
from studyapp.waiting import NEW_ONES as NEW_ONES
from studyapp.waiting import OF_QUESTION as OF_QUESTION
from studyapp.waiting import REVIEW as REVIEW
from studyapp.waiting import Counts as Counts
from studyapp.waiting import Share as Share
from studyapp.waiting import Waiting as Waiting
from studyapp.waiting import cards_under as cards_under
from studyapp.waiting import counts as counts
from studyapp.waiting import counts_under as counts_under
from studyapp.waiting import shared as shared
from studyapp.waiting import together as together
from studyapp.waiting import waiting as waiting

NESTED = "::"
LONGEST_LANGUAGE = 35


def get(session: Session, learner_id: str, deck_id: str) -> Deck:
    """Return a deck that is not removed."""
    deck = even_removed(session, learner_id, deck_id)
    if deck.removed_at:
        raise NotFoundError("deck", deck_id)
    return deck


def even_removed(session: Session, learner_id: str, deck_id: str) -> Deck:
    """Return a deck, also one that is put away: what is asked twice is answered twice."""
    deck = session.get(Deck, (learner_id, deck_id))
    if deck is None:
        raise NotFoundError("deck", deck_id)
    return deck


def all_of(session: Session, learner_id: str) -> list[Deck]:
    """Return the decks of a learner, by title."""
    return list(
        session.exec(
            select_rows(Deck)
            .where(Deck.learner_id == learner_id, col(Deck.removed_at).is_(None))
            .order_by(col(Deck.is_demo), col(Deck.title), col(Deck.id))
        )
    )


def ensure(
    session: Session,
    learner_id: str,
    title: str,
    now: datetime,
    *,
    key: str,
    language: str | None = None,
    is_demo: bool = False,
) -> tuple[Deck, list[Effect]]:
    """Return the deck called *title*, made with the id derived from *key* if there is none."""
    found = titled(session, learner_id, title)
    if found:
        return found, []
    deck_id = derived_id(key, f"deck/{title}")
    if session.get(Deck, (learner_id, deck_id)):
        # The one made before was removed or renamed, and undo may bring it back.
        deck_id = new_id()
    deck = Deck(
        learner_id=learner_id,
        id=deck_id,
        preset_id=default_preset_id(learner_id),
        title=title[:300],
        marker=next_marker(session, learner_id),
        language=language if language and len(language) <= LONGEST_LANGUAGE else None,
        is_demo=is_demo,
        created_at=now,
    )
    session.add(deck)
    session.flush()
    return deck, [changes.created(deck)]


def keep(
    session: Session,
    deck: Deck,
    question: Question,
    *,
    key: str,
    document_id: str | None,
    clock: Clock,
    position: int = 0,
    queue: int = NEW,
) -> list[Effect]:
    """Put *question* into *deck* with a new card for each of its parts; return the effects."""
    now = clock.now
    stored = stored_row(deck, question, key=key, document_id=document_id, now=now)
    session.add(stored)
    session.flush()
    place = presets.place_in_deck(session, deck.learner_id, deck.id)
    cards = [
        new_card(stored, part, now + timedelta(microseconds=position * 10 + number), clock)
        for number, part in enumerate(parts_of(question))
    ]
    for card in cards:
        card.available_at, card.queue = place(card.id, card.due_at), queue
    session.add_all(cards)
    session.flush()
    return [changes.created(row) for row in (stored, *cards)]


def stored_row(
    deck: Deck, question: Question, *, key: str, document_id: str | None, now: datetime
) -> StoredQuestion:
    source = question.sources[0] if question.sources else None
    return StoredQuestion(
        learner_id=deck.learner_id,
        id=derived_id(key, "question"),
        deck_id=deck.id,
        kind=question.kind.value,
        body=question.model_dump(mode="json", exclude_defaults=True),
        fingerprint=fingerprint(question),
        document_id=document_id,
        source_start=source.start if source else None,
        source_end=source.end if source else None,
        created_at=now,
        updated_at=now,
        **indexing.values_of(question),
    )


def new_card(stored: StoredQuestion, part: str, moment: datetime, clock: Clock) -> Card:
    # The moment orders new cards: those made together stay in the order of the document.
    return Card(
        learner_id=stored.learner_id,
        id=derived_id(stored.id, f"card/{part}"),
        question_id=stored.id,
        deck_id=stored.deck_id,
        part=part,
        due_at=moment,
        due_day=clock.today,
        available_at=moment,
        created_at=stored.created_at,
    )


def family(session: Session, deck: Deck) -> list[str]:
    """Return the ids of a deck and of those below it."""
    below = session.execute(
        select(col(Deck.id)).where(
            col(Deck.learner_id) == deck.learner_id,
            col(Deck.removed_at).is_(None),
            col(Deck.title).startswith(f"{deck.title}{NESTED}", autoescape=True),
        )
    ).scalars()
    return [deck.id, *below]


def question_numbers(session: Session, learner_id: str) -> dict[str, int]:
    """Return by deck id how many questions it holds."""
    rows = session.execute(
        select(StoredQuestion.deck_id, func.count())  # type: ignore[call-overload]
        .where(
            col(StoredQuestion.learner_id) == learner_id,
            col(StoredQuestion.removed_at).is_(None),
        )
        .group_by(col(StoredQuestion.deck_id))
    )
    return {row[0]: row[1] for row in rows}


def cards_in(session: Session, learner_id: str, deck_id: str) -> list[tuple[Card, StoredQuestion]]:
    """Return the cards of a deck with their questions, in the order in which they were made."""
    rows: Any = session.exec(
        select_rows(Card, StoredQuestion)
        .join(StoredQuestion, OF_QUESTION)
        .where(
            Card.learner_id == learner_id,
            Card.deck_id == deck_id,
            col(StoredQuestion.removed_at).is_(None),
        )
        .order_by(col(Card.id))
    )
    return [(card, question) for card, question in rows]


def removal(session: Session, deck: Deck, now: datetime) -> list[Effect]:
    """Put a deck and its questions away and return the effects."""
    effects = [changes.changed(deck, removed_at=now)]
    session.flush()
    return effects + put_away(
        session,
        deck.learner_id,
        and_(col(StoredQuestion.deck_id) == deck.id, col(StoredQuestion.removed_at).is_(None)),
        now,
    )


def put_away(
    session: Session, learner_id: str, chosen: ColumnElement[bool], now: datetime
) -> list[Effect]:
    """Put the *chosen* questions into the trash, with their cards, and return the effects."""
    wanted = and_(col(StoredQuestion.learner_id) == learner_id, chosen)
    cards = session.execute(
        select(col(Card.id), col(Card.available_at), col(Card.version))
        .join(StoredQuestion, OF_QUESTION)
        .where(wanted)
        .order_by(col(Card.id))
    ).all()
    keys = session.execute(
        select(col(StoredQuestion.id)).where(wanted).order_by(col(StoredQuestion.id))
    ).scalars()
    resting = [
        (key, {"available_at": at, "version": version}, _rested(version))
        for key, at, version in cards
    ]
    # Some questions have no card: what a format brought that cannot be asked.
    removed = [(key, {"removed_at": None}, {"removed_at": now}) for key in keys]
    return [
        *changes.changed_many(session, Card, learner_id, resting),
        *changes.changed_many(session, StoredQuestion, learner_id, removed),
    ]


def _rested(version: int) -> dict[str, Any]:
    return {"available_at": None, "version": version + 1}


def questions_in(session: Session, deck: Deck) -> list[StoredQuestion]:
    """Return the questions of a deck, in the order in which they were made."""
    return list(
        session.exec(
            select_rows(StoredQuestion)
            .where(
                StoredQuestion.learner_id == deck.learner_id,
                StoredQuestion.deck_id == deck.id,
                col(StoredQuestion.removed_at).is_(None),
            )
            .order_by(col(StoredQuestion.id))
        )
    )


def titled(session: Session, learner_id: str, title: str) -> Deck | None:
    """Return the deck called *title*, if there is one."""
    return session.exec(
        select_rows(Deck).where(
            Deck.learner_id == learner_id,
            Deck.title == title[:300],
            col(Deck.removed_at).is_(None),
        )
    ).first()
