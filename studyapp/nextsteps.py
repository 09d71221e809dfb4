"""The one thing that is worth doing next, with the numbers that are its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, literal_column, select
from sqlmodel import Session, col

from studyapp import generation
from studyapp.decks import OF_QUESTION, Counts
from studyapp.figures import ENOUGH, waited_by_deck, wilson
from studyapp.learners import Clock
from studyapp.progress import Today
from studyapp.tables import Card, Deck, Document, Draft, Preset, Review, StoredQuestion

_MONTH = timedelta(days=30)
_OF_PRESET = and_(
    col(Preset.learner_id) == col(Deck.learner_id), col(Preset.id) == col(Deck.preset_id)
)
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
    number: int = session.execute(_LEECHES, {"learner_id": learner_id}).scalar_one()
    return Step("leeches", number) if number else None


def _leech_number() -> Select[int]:
    whose: Any = bindparam("learner_id")
    # Looked up from the lowest threshold on: most cards never come near it.
    lowest = (
        select(func.min(col(Preset.leech_threshold)))
        .where(col(Preset.learner_id) == whose, col(Preset.leech_threshold) > 0)
        .scalar_subquery()
    )
    return (
        select(func.count())
        .select_from(Card)
        .join(StoredQuestion, OF_QUESTION)
        .join(Deck, _OF_DECK)
        .join(Preset, _OF_PRESET)
        .where(
            col(Card.learner_id) == whose,
            # The 0 is written out, for the index of lapses serves no other wording.
            col(Card.lapses) > literal_column("0"),
            col(Card.lapses) >= lowest,
            col(Card.lapses) >= col(Preset.leech_threshold),
            col(Preset.leech_threshold) > 0,
            col(Card.suspended).is_(False),
            col(StoredQuestion.removed_at).is_(None),
        )
    )


_LEECHES = _leech_number()


def _weak_deck(session: Session, learner_id: str, clock: Clock) -> Step | None:
    """Return the deck that is furthest below its goal in 30 days, if chance does not explain it."""
    first = clock.today - _MONTH + timedelta(days=1)
    kept = waited_by_deck(session, learner_id, clock, first)
    waited = _waited(session, learner_id, clock, first) if kept is None else kept
    weak = [
        (goal - passed / number, key, title, passed / number, goal, number)
        for key, title, goal in session.execute(_GOALS, {"learner_id": learner_id}).all()
        for number, passed in [waited.get(key, (0, 0))]
        if number >= ENOUGH and (wilson(passed, number)[1] or 1.0) < goal
    ]
    if not weak:
        return None
    _gap, key, title, part, goal, number = max(weak)
    return Step("deck", number, key=key, title=title, part=round(part, 4), goal=goal)


_GOALS = (
    select(col(Deck.id), col(Deck.title), col(Preset.desired_retention))
    .join(Preset, _OF_PRESET)
    .where(col(Deck.learner_id) == bindparam("learner_id"), col(Deck.removed_at).is_(None))
)


def _waited(
    session: Session, learner_id: str, clock: Clock, first: date
) -> dict[str, tuple[int, int]]:
    """Count what `waited_by_deck` tells in the log itself, where that is short."""
    number = func.count()
    rows = session.execute(
        select(col(Card.deck_id), number, func.sum(case((col(Review.rating) > 1, 1), else_=0)))
        .select_from(Review)
        .join(Card, and_(col(Card.learner_id) == learner_id, col(Card.id) == Review.card_id))
        .join(StoredQuestion, OF_QUESTION)
        .where(
            col(Review.learner_id) == learner_id,
            col(Review.day) >= first,
            col(Review.reviewed_at) <= clock.now,
            col(Review.voided_at).is_(None),
            # An answer aside from the schedule that moved its card, as Anki's early ones do.
            (col(Review.kind) != "cram") | (col(Review.effects) != []),
            (col(Review.kind) == "review")
            | (col(Review.last_interval) >= 1)
            | (col(Review.last_interval) <= -86_400),
            col(StoredQuestion.removed_at).is_(None),
        )
        .group_by(col(Card.deck_id))
    )
    return {deck_id: (int(every), int(passed)) for deck_id, every, passed in rows}


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
