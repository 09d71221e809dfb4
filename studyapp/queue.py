"""Which card comes next. One short index look-up for each kind of card.

Learning cards that are due come first, then reviews, then today's share of new ones, those of the
deck to try behind all others, and at the end learning cards that would be due within the next
twenty minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, true, union_all
from sqlmodel import Session, col

from studyapp.decks import LEARN_AHEAD, LEARNING, NEW_ONES, REVIEW, Share
from studyapp.learners import Clock
from studyapp.tables import Card, Deck, Preset, Review, StoredQuestion

_CARD: Any = Card.__table__  # type: ignore[attr-defined]
_DECK: Any = Deck.__table__  # type: ignore[attr-defined]
_PRESET: Any = Preset.__table__  # type: ignore[attr-defined]
_REVIEW: Any = Review.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Scope:
    """What a sitting is about: some decks, or the cards under a condition; all without either.

    The *condition* speaks of `card` and of its `question`.
    """

    deck_ids: tuple[str, ...] = ()
    condition: ColumnElement[bool] | None = None


EVERYTHING = Scope()


def _next(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(_CARD.c.id)
        .where(
            _CARD.c.learner_id == bindparam("learner_id"),
            *conditions,
            _CARD.c.queue == bindparam("queue"),
            _CARD.c.available_at <= bindparam("moment"),
        )
        .order_by(_CARD.c.available_at)
        # Not `.limit(1)`, which SQLAlchemy writes for SQLite with an offset to count down, too.
        .suffix_with("LIMIT 1")
    )


def _first_moments() -> Select[str, datetime | None]:
    """Return by deck when its first card of a kind could be shown: one look-up for each deck."""
    moment = (
        select(func.min(col(Card.available_at)))
        .where(
            col(Card.learner_id) == bindparam("learner_id"),
            col(Card.deck_id) == col(Deck.id),
            col(Card.queue) == bindparam("queue"),
        )
        .correlate(Deck)
        .scalar_subquery()
    )
    return select(col(Deck.id), moment).where(
        col(Deck.learner_id) == bindparam("learner_id"), col(Deck.removed_at).is_(None)
    )


NEXT_OF_ALL = _next()
NEXT_OF_DECK = _next(_CARD.c.deck_id == bindparam("deck_id"))
_FIRST_MOMENTS = _first_moments()


def new_left(session: Session, learner_id: str, clock: Clock, new_per_day: int) -> int:
    """Return how many new cards may still be shown today."""
    return share(session, learner_id, clock, new_per_day).new_left


def share(session: Session, learner_id: str, clock: Clock, new_per_day: int) -> Share:
    """Return what is left of today's new cards, in all and in decks with a limit of their own."""
    limits: dict[str, int] = dict(session.execute(_LIMITS, {"learner_id": learner_id}).all())
    return share_of(session, learner_id, clock, new_per_day, limits)


def share_of(
    session: Session, learner_id: str, clock: Clock, new_per_day: int, limits: Mapping[str, int]
) -> Share:
    """Return what `share` does, where the limits of the decks that have one are known."""
    seen = _seen_today(session, learner_id, clock)
    return Share(
        max(0, new_per_day - sum(seen.values())),
        {deck_id: max(0, limit - seen[deck_id]) for deck_id, limit in limits.items()},
    )


def _seen_today(session: Session, learner_id: str, clock: Clock) -> Counter[str | None]:
    """Count today's first answers by deck; those of a card that is gone still count in all."""
    rows = session.execute(_SEEN, {"learner_id": learner_id, "today": clock.today})
    return Counter(dict(rows.all()))


def _seen() -> Select[Any]:
    whose = bindparam("learner_id", type_=_REVIEW.c.learner_id.type)
    of_review = and_(_CARD.c.learner_id == whose, _CARD.c.id == _REVIEW.c.card_id)
    return (
        select(_CARD.c.deck_id, func.count())
        .select_from(_REVIEW.outerjoin(_CARD, of_review))
        .where(
            _REVIEW.c.learner_id == whose,
            _REVIEW.c.day == bindparam("today", type_=_REVIEW.c.day.type),
            _REVIEW.c.state == "new",
            # A new card that was crammed is still to be introduced.
            _REVIEW.c.kind == "learn",
            _REVIEW.c.voided_at.is_(None),
        )
        .group_by(_CARD.c.deck_id)
    )


def _limits() -> Select[Any]:
    return select(_DECK.c.id, _PRESET.c.new_per_day).where(
        _DECK.c.learner_id == bindparam("learner_id", type_=_DECK.c.learner_id.type),
        _PRESET.c.learner_id == _DECK.c.learner_id,
        _PRESET.c.id == _DECK.c.preset_id,
        _DECK.c.removed_at.is_(None),
        _PRESET.c.new_per_day.is_not(None),
    )


# Made once: an answer's page asks for them each time.
_SEEN, _LIMITS = _seen(), _limits()


def next_card(
    session: Session, learner_id: str, clock: Clock, share: Share, scope: Scope = EVERYTHING
) -> str | None:
    """Return the id of the card to show now, if any."""
    for queue, moment in _order(clock, share):
        wanted = {"learner_id": learner_id, "queue": queue, "moment": moment}
        closed = frozenset(share.closed) if queue in NEW_ONES else frozenset()
        if found := _first(session, scope, closed, wanted):
            return found
    return None


def next_moment(session: Session, learner_id: str, now: datetime) -> datetime | None:
    """Return when the next card comes that cannot be shown yet."""
    wanted = {"learner_id": learner_id, "now": now}
    found: datetime | None = session.execute(_NEXT_MOMENT, wanted).scalar()
    return found


def _next_moment() -> Select[Any]:
    """Look for the first moment of each kind of card, by its index, and take the first of these."""
    firsts = [
        select(func.min(_CARD.c.available_at).label("moment")).where(
            _CARD.c.learner_id == bindparam("learner_id"),
            _CARD.c.queue == kind,
            _CARD.c.available_at > bindparam("now"),
        )
        for kind in (LEARNING, REVIEW, *NEW_ONES)
    ]
    return select(func.min(union_all(*firsts).subquery().c.moment))


_NEXT_MOMENT = _next_moment()


def _order(clock: Clock, share: Share) -> Iterator[tuple[int, datetime]]:
    yield LEARNING, clock.now
    yield REVIEW, clock.now
    if share.new_left > 0:
        yield from ((queue, clock.now) for queue in NEW_ONES)
    yield LEARNING, clock.now + LEARN_AHEAD


def _first(
    session: Session, scope: Scope, closed: frozenset[str], wanted: dict[str, object]
) -> str | None:
    if scope.condition is not None:
        return _first_under(session, scope.condition, closed, wanted)
    if not scope.deck_ids and not closed:
        return _id(session, NEXT_OF_ALL, wanted)
    deck_ids = [deck_id for deck_id in scope.deck_ids if deck_id not in closed]
    if scope.deck_ids and len(deck_ids) < 2:
        return _id(session, NEXT_OF_DECK, wanted | {"deck_id": deck_ids[0]}) if deck_ids else None
    return _first_of_many(session, deck_ids, closed, wanted)


def _first_under(
    session: Session,
    condition: ColumnElement[bool],
    closed: frozenset[str],
    wanted: dict[str, object],
) -> str | None:
    is_open = col(Card.deck_id).not_in(closed) if closed else true()
    of_question = and_(
        col(StoredQuestion.learner_id) == col(Card.learner_id),
        col(StoredQuestion.id) == col(Card.question_id),
    )
    statement = _next(condition, is_open).join(StoredQuestion, of_question)
    return _id(session, statement, wanted)


def _first_of_many(
    session: Session, deck_ids: list[str], closed: frozenset[str], wanted: dict[str, object]
) -> str | None:
    """Look into each deck for its first card, and take the one that waits longest."""
    among = col(Deck.id).in_(deck_ids) if deck_ids else col(Deck.id).not_in(closed)
    rows = session.execute(_FIRST_MOMENTS.where(among), wanted)
    waiting = [(moment, deck_id) for deck_id, moment in rows if moment is not None]
    if not waiting:
        return None
    return _id(session, NEXT_OF_DECK, wanted | {"deck_id": min(waiting)[1]})


def _id(session: Session, statement: Select[Any], wanted: dict[str, object]) -> str | None:
    found: str | None = session.execute(statement, wanted).scalar()
    return found
