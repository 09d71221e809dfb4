"""What waits today: counted deck by deck, with the day's share of new cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
)
from sqlmodel import Session, col

from studyapp.learners import Clock
from studyapp.tables import Card, Deck, Preset, StoredQuestion

LEARNING, REVIEW, NEW, LAST = 0, 1, 2, 3
# What is there to be tried stands behind all that a learner wants to know.
NEW_ONES = (NEW, LAST)
LEARN_AHEAD = timedelta(minutes=20)
OF_QUESTION = and_(
    col(StoredQuestion.learner_id) == col(Card.learner_id),
    col(StoredQuestion.id) == col(Card.question_id),
)
_CARD: Any = Card.__table__  # type: ignore[attr-defined]
_DECK: Any = Deck.__table__  # type: ignore[attr-defined]
_PRESET: Any = Preset.__table__  # type: ignore[attr-defined]


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
class Waiting:
    """What waits in a deck before shares of new cards are taken, and its own limit of these."""

    counts: Counts
    limit: int | None


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


def counts(session: Session, learner_id: str, clock: Clock, share: Share) -> dict[str, Counts]:
    """Return by deck id what waits today; new cards as far as today's share allows."""
    return shared(waiting(session, learner_id, clock, share.new_left), share)


def waiting(session: Session, learner_id: str, clock: Clock, most: int) -> dict[str, Waiting]:
    """Return by deck id what waits today, at most *most* new cards counted in each."""
    wanted = {"learner_id": learner_id, "tomorrow": _tomorrow(clock), "most": most}
    return {
        deck_id: Waiting(Counts(learning, due, new), limit)
        for deck_id, learning, due, new, limit in session.execute(_BY_DECK, wanted).all()
    }


def shared(waiting: Mapping[str, Waiting], share: Share) -> dict[str, Counts]:
    """Return what waits with no more new cards than the share of the day, where any waits."""
    found = {
        deck_id: replace(one.counts, new=min(one.counts.new, share.of(deck_id)))
        for deck_id, one in waiting.items()
    }
    return {deck_id: counts for deck_id, counts in found.items() if counts.cards}


def _by_deck() -> Select[Any]:
    """Count in each deck with look-ups of its own: so nothing is read that does not wait."""
    of_deck = and_(_PRESET.c.learner_id == _DECK.c.learner_id, _PRESET.c.id == _DECK.c.preset_id)
    return (
        select(
            _DECK.c.id,
            _number(_waits_in_deck(LEARNING)),
            _number(_waits_in_deck(REVIEW)),
            # There may be thousands of new cards; more than can be shown need no count.
            _number(_waits_in_deck(*NEW_ONES).limit(bindparam("most", type_=Integer))),
            case((_DECK.c.removed_at.is_(None), _PRESET.c.new_per_day)),
        )
        .select_from(_DECK.outerjoin(_PRESET, of_deck))
        .where(_DECK.c.learner_id == bindparam("learner_id"))
    )


def _waits_in_deck(*queues: int) -> Select[Any]:
    return (
        select(literal(1).label("one"))
        .select_from(_CARD)
        .where(
            _CARD.c.learner_id == _DECK.c.learner_id,
            _CARD.c.deck_id == _DECK.c.id,
            _CARD.c.queue.in_(queues),
            _CARD.c.available_at < bindparam("tomorrow"),
        )
        .correlate(_DECK)
    )


def _number(cards: Select[Any]) -> Any:
    found = cards.subquery()
    return select(func.count()).select_from(found).correlate(_DECK).scalar_subquery()


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
    return {deck_id: _counted(by, share.of(deck_id)) for deck_id, by in found.items()}


def _counted(by: Mapping[int, int], most_new: int) -> Counts:
    new = sum(by.get(queue, 0) for queue in NEW_ONES)
    return Counts(by.get(LEARNING, 0), by.get(REVIEW, 0), min(new, most_new))


def together(several: Iterable[Counts], share: Share) -> Counts:
    """Return what waits in several decks; their new cards are taken from the one share."""
    total = sum(several, Counts())
    return replace(total, new=min(total.new, share.new_left))
