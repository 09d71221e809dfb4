"""Decks: where questions are kept, and what waits in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, literal, select
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

LEARNING, REVIEW, NEW = 0, 1, 2
LEARN_AHEAD = timedelta(minutes=20)
NESTED = "::"
LONGEST_LANGUAGE = 35
OF_QUESTION = and_(
    col(StoredQuestion.learner_id) == col(Card.learner_id),
    col(StoredQuestion.id) == col(Card.question_id),
)


@dataclass(frozen=True)
class Counts:
    """What can be studied in a deck today."""

    learning: int = 0
    due: int = 0
    new: int = 0

    @property
    def cards(self) -> int:
        """Return how many cards wait in all."""
        return self.learning + self.due + self.new

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.learning + other.learning, self.due + other.due, self.new + other.new)


@dataclass(frozen=True)
class Share:
    """What is left of today's new cards: in all, and in each deck that has a limit of its own."""

    new_left: int
    by_deck: Mapping[str, int] = field(default_factory=dict)

    def of(self, deck_id: str) -> int:
        """Return how many new cards one deck may still show today."""
        return min(self.new_left, self.by_deck.get(deck_id, self.new_left))

    @property
    def closed(self) -> list[str]:
        """Return the decks that have shown their share."""
        return [deck_id for deck_id, left in self.by_deck.items() if left <= 0]


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
        card.available_at = place(card.id, card.due_at)
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


def counts(session: Session, learner_id: str, clock: Clock, share: Share) -> dict[str, Counts]:
    """Return by deck id what waits today; new cards as far as today's share allows."""
    wanted = {"learner_id": learner_id, "tomorrow": _tomorrow(clock), "most": share.new_left}
    found = {
        deck_id: Counts(learning, due, min(new, share.of(deck_id)))
        for deck_id, learning, due, new in session.execute(_BY_DECK, wanted)
    }
    return {deck_id: waiting for deck_id, waiting in found.items() if waiting.cards}


def _by_deck() -> Select[str, int, int, int]:
    """Count in each deck with look-ups of its own: so nothing is read that does not wait."""
    return select(
        col(Deck.id),
        _number(_waits_in_deck(LEARNING)),
        _number(_waits_in_deck(REVIEW)),
        # There may be thousands of new cards; more than can be shown need no count.
        _number(_waits_in_deck(NEW).limit(bindparam("most", type_=Integer))),
    ).where(col(Deck.learner_id) == bindparam("learner_id"))


def _waits_in_deck(queue: int) -> Select[int]:
    return (
        select(literal(1).label("one"))
        .select_from(Card)
        .where(
            col(Card.learner_id) == col(Deck.learner_id),
            col(Card.deck_id) == col(Deck.id),
            col(Card.queue) == queue,
            col(Card.available_at) < bindparam("tomorrow"),
        )
        .correlate(Deck)
    )


def _number(cards: Select[int]) -> Any:
    found = cards.subquery()
    return select(func.count()).select_from(found).correlate(Deck).scalar_subquery()


_BY_DECK = _by_deck()


def counts_under(
    session: Session,
    learner_id: str,
    clock: Clock,
    share: Share,
    condition: ColumnElement[bool],
) -> Counts:
    """Return what waits today of the cards under a *condition* on card and question."""
    statement = _waiting(learner_id, clock).join(StoredQuestion, OF_QUESTION).where(condition)
    return together(_counts(session.execute(statement), share).values(), share)


def cards_under(
    session: Session, learner_id: str, clock: Clock, condition: ColumnElement[bool]
) -> int:
    """Return how many cards under a *condition* could be shown today, whatever the share."""
    rows = session.execute(
        _waiting(learner_id, clock).join(StoredQuestion, OF_QUESTION).where(condition)
    )
    return sum(number for _deck_id, _queue, number in rows)


def _waiting(learner_id: str, clock: Clock) -> Select[str, int, int]:
    return (
        select(col(Card.deck_id), col(Card.queue), func.count())
        .select_from(Card)
        .where(col(Card.learner_id) == learner_id, col(Card.available_at) < _tomorrow(clock))
        .group_by(col(Card.deck_id), col(Card.queue))
    )


def _tomorrow(clock: Clock) -> datetime:
    return clock.starts_at(clock.today + timedelta(days=1))


def _counts(rows: Iterable[Any], share: Share) -> dict[str, Counts]:
    found: dict[str, dict[int, int]] = {}
    for deck_id, queue, number in rows:
        found.setdefault(deck_id, {})[queue] = number
    return {
        deck_id: Counts(
            by.get(LEARNING, 0), by.get(REVIEW, 0), min(by.get(NEW, 0), share.of(deck_id))
        )
        for deck_id, by in found.items()
    }


def together(several: Iterable[Counts], share: Share) -> Counts:
    """Return what waits in several decks; their new cards are taken from the one share."""
    total = sum(several, Counts())
    return replace(total, new=min(total.new, share.new_left))


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
