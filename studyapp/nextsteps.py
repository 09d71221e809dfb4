"""The one thing that is worth doing next, with the numbers that are its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlmodel import Session, col

from studyapp import generation
from studyapp.decks import OF_QUESTION, Counts
from studyapp.figures.shares import ENOUGH, wilson
from studyapp.learners import Clock
from studyapp.progress import Today
from studyapp.tables import Card, Deck, Document, Draft, Preset, Review, StoredQuestion

_MONTH = timedelta(days=30)
_OF_DECK = and_(col(Deck.learner_id) == col(Card.learner_id), col(Deck.id) == col(Card.deck_id))


@dataclass(frozen=True)
class Step:
    """What to do: `name` is review, deck, leeches, drafts, new, add or rest.

    `key` and `title` are of the deck or document that it is about; `number` counts cards or
    drafts, `part` is the share of right answers of a deck, `goal` the one that is wanted.
    """

    name: str
    number: int = 0
    minutes: int = 0
    key: str = ""
    title: str = ""
    part: float | None = None
    goal: float | None = None


def next_step(session: Session, learner_id: str, waiting: Today, clock: Clock) -> Step:
    """Return the first step that applies: what is due comes before what could be better."""
    if step := _due(waiting):
        return step
    rest: tuple[Callable[[], Step | None], ...] = (
        lambda: _leeches(session, learner_id),
        lambda: _weak_deck(session, learner_id, clock),
        lambda: _drafts(session, learner_id),
        lambda: _new(waiting),
    )
    return next((step for make in rest if (step := make())), _none(session, learner_id))


def _due(waiting: Today) -> Step | None:
    total = waiting.total
    number = total.due + total.learning
    if not number:
        return None
    return Step("review", number, waiting.minutes(Counts(due=total.due, learning=total.learning)))


def _new(waiting: Today) -> Step | None:
    total = waiting.total
    return Step("new", total.new, waiting.minutes(Counts(new=total.new))) if total.new else None


def _leeches(session: Session, learner_id: str) -> Step | None:
    """Count what lapses again and again and was not yet mended, set aside or dropped."""
    number: int = session.execute(
        select(func.count())
        .select_from(Card)
        .join(StoredQuestion, OF_QUESTION)
        .join(Deck, _OF_DECK)
        .join(
            Preset,
            and_(
                col(Preset.learner_id) == col(Deck.learner_id),
                col(Preset.id) == col(Deck.preset_id),
            ),
        )
        .where(
            col(Card.learner_id) == learner_id,
            col(Card.lapses) > 0,
            col(Card.lapses) >= col(Preset.leech_threshold),
            col(Preset.leech_threshold) > 0,
            col(Card.suspended).is_(False),
            col(StoredQuestion.removed_at).is_(None),
        )
    ).scalar_one()
    return Step("leeches", number) if number else None


def _weak_deck(session: Session, learner_id: str, clock: Clock) -> Step | None:
    """Return the deck that is furthest below its goal in 30 days, if chance does not explain it."""
    rows = session.execute(_retention(learner_id, clock)).all()
    weak = [
        (goal - passed / number, key, title, passed / number, goal, number)
        for key, title, goal, number, passed in rows
        if number >= ENOUGH and (wilson(passed, number)[1] or 1.0) < goal
    ]
    if not weak:
        return None
    _gap, key, title, part, goal, number = max(weak)
    return Step("deck", number, key=key, title=title, part=round(part, 4), goal=goal)


def _retention(learner_id: str, clock: Clock) -> Any:
    """Select reviews and passed ones of the last 30 days by deck: cards that waited a day."""
    return (
        select(
            col(Deck.id),
            col(Deck.title),
            col(Preset.desired_retention),
            func.count(),
            func.sum(case((col(Review.rating) > 1, 1), else_=0)),
        )
        .select_from(Review)
        .join(Card, and_(col(Card.learner_id) == learner_id, col(Card.id) == Review.card_id))
        .join(Deck, _OF_DECK)
        .join(
            Preset,
            and_(col(Preset.learner_id) == learner_id, col(Preset.id) == col(Deck.preset_id)),
        )
        .where(
            col(Review.learner_id) == learner_id,
            col(Review.day) > clock.today - _MONTH,
            col(Review.reviewed_at) <= clock.now,
            col(Review.voided_at).is_(None),
            col(Review.kind) != "cram",
            (col(Review.kind) == "review") | (col(Review.last_interval) >= 1),
            col(Deck.removed_at).is_(None),
        )
        .group_by(col(Deck.id), col(Deck.title), col(Preset.desired_retention))
    )


def _drafts(session: Session, learner_id: str) -> Step | None:
    """Return the document with the most drafts that wait."""
    number = func.count()
    row = session.execute(
        select(col(Document.id), col(Document.title), number)
        .join(
            Draft,
            and_(col(Draft.learner_id) == learner_id, col(Draft.document_id) == col(Document.id)),
        )
        .where(
            col(Document.learner_id) == learner_id,
            col(Document.removed_at).is_(None),
            col(Draft.state) == generation.WAITING,
        )
        .group_by(col(Document.id), col(Document.title))
        .order_by(number.desc(), col(Document.id))
        .limit(1)
    ).first()
    return Step("drafts", row[2], key=row[0], title=row[1]) if row else None


def _none(session: Session, learner_id: str) -> Step:
    """Nothing waits: either all is done, or there is nothing yet."""
    any_card = session.execute(
        select(col(Card.id)).where(col(Card.learner_id) == learner_id).limit(1)
    ).first()
    return Step("rest" if any_card else "add")
