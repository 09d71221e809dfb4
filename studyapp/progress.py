"""Figures for one learner, read-only: what waits today and what is coming."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select
from sqlmodel import Session, col

from studyapp import decks, queue
from studyapp.decks import LEARNING, REVIEW, Counts, Share
from studyapp.learners import Clock
from studyapp.tables import Card, Learner, Review, StoredQuestion

DAYS_SHOWN = 14
# Before a learner has answered anything; the field's usual figure for short cards.
SECONDS_PER_ANSWER = 9.0
# A new card is seen about this often before it leaves its learning steps.
ANSWERS_PER_NEW_CARD = 2.5
_SAMPLE = 200
# Fewer answers than this are filled up with the usual time, so that one slip says nothing.
_FEWEST = 20
_CARD: Any = Card.__table__  # type: ignore[attr-defined]
_REVIEW: Any = Review.__table__  # type: ignore[attr-defined]
_LAST_TIMES = (
    select(_REVIEW.c.ms)
    .where(_REVIEW.c.learner_id == bindparam("learner_id"), _REVIEW.c.voided_at.is_(None))
    .order_by(_REVIEW.c.reviewed_at.desc())
    .limit(_SAMPLE)
)


@dataclass(frozen=True)
class Coming:
    """How many cards fall due on a day; today holds what is overdue too."""

    day: date
    count: int


@dataclass(frozen=True)
class Today:
    """What waits today, by deck and in all."""

    by_deck: Mapping[str, Counts]
    total: Counts
    seconds_per_answer: float
    share: Share

    def minutes(self, counts: Counts | None = None) -> int:
        """Return about how long *counts* (all, if None) will take."""
        of = counts or self.total
        answers = of.due + of.learning + of.new * ANSWERS_PER_NEW_CARD
        return math.ceil(answers * self.seconds_per_answer / 60)


@dataclass(frozen=True)
class Answered:
    """What was answered on a day."""

    answers: int
    right: int
    milliseconds: int
    new: int


def today(session: Session, learner: Learner, clock: Clock) -> Today:
    """Return what waits today. New cards are one share for the learner; a deck may have less."""
    waiting = decks.waiting(session, learner.id, clock, learner.new_per_day)
    limits = {key: one.limit for key, one in waiting.items() if one.limit is not None}
    share = queue.share_of(session, learner.id, clock, learner.new_per_day, limits)
    by_deck = decks.shared(waiting, share)
    total = decks.together(by_deck.values(), share)
    return Today(by_deck, total, seconds_per_answer(session, learner.id), share)


def seconds_per_answer(session: Session, learner_id: str) -> float:
    """Return the median time of the learner's last answers, the usual time until there are some."""
    rows = session.execute(_LAST_TIMES, {"learner_id": learner_id}).all()
    times = [ms / 1000 for (ms,) in rows if ms > 0]
    return float(median(times + [SECONDS_PER_ANSWER] * (_FEWEST - len(times))))


def coming(session: Session, learner_id: str, clock: Clock) -> list[Coming]:
    """Return how many cards wait for each of the next days; one put off waits for its new day."""
    days = [clock.today + timedelta(days=number) for number in range(DAYS_SHOWN + 1)]
    starts = [clock.starts_at(day) for day in days]
    rows = session.execute(_COMING, {"learner_id": learner_id, "end": starts[-1]}).all()
    counts = [0] * DAYS_SHOWN
    for moment, number in rows:
        counts[max(0, bisect_right(starts, moment) - 1)] += number
    return [Coming(day, number) for day, number in zip(days, counts, strict=False)]


_COMING = (
    select(_CARD.c.available_at, func.count())
    .where(
        _CARD.c.learner_id == bindparam("learner_id"),
        _CARD.c.queue.in_((LEARNING, REVIEW)),
        _CARD.c.available_at < bindparam("end"),
    )
    .group_by(_CARD.c.queue, _CARD.c.available_at)
)


def answered(session: Session, learner_id: str, day: date) -> Answered:
    """Return what was answered on *day*."""
    rows = session.execute(
        select(
            col(Review.rating),
            col(Review.ms),
            and_(col(Review.state) == "new", col(Review.kind) == "learn"),
        ).where(
            col(Review.learner_id) == learner_id,
            col(Review.day) == day,
            col(Review.voided_at).is_(None),
        )
    ).all()
    return Answered(
        answers=len(rows),
        right=sum(rating > 1 for rating, _ms, _is_new in rows),
        milliseconds=sum(ms for _rating, ms, _is_new in rows),
        new=sum(is_new for _rating, _ms, is_new in rows),
    )


def figures(session: Session, learner: Learner, clock: Clock) -> dict[str, Any]:
    """Return every figure that the pages show, ready for JSON."""
    waiting = today(session, learner, clock)
    titles = {deck.id: deck.title for deck in decks.all_of(session, learner.id)}
    return {
        "day": clock.today.isoformat(),
        "due": waiting.total.due,
        "learning": waiting.total.learning,
        "new": waiting.total.new,
        "minutes": waiting.minutes(),
        "seconds_per_answer": round(waiting.seconds_per_answer, 1),
        "answered_today": asdict(answered(session, learner.id, clock.today)),
        "reviews": _count(session, Review, learner.id, col(Review.voided_at).is_(None)),
        "cards": _count(session, Card, learner.id, _in_a_kept_question()),
        "questions": _count(
            session, StoredQuestion, learner.id, col(StoredQuestion.removed_at).is_(None)
        ),
        "decks": [
            {"title": titles[deck_id], **asdict(counts), "minutes": waiting.minutes(counts)}
            for deck_id, counts in sorted(waiting.by_deck.items())
            if deck_id in titles
        ],
        "coming": [
            {"day": one.day.isoformat(), "count": one.count}
            for one in coming(session, learner.id, clock)
        ],
    }


def _in_a_kept_question() -> ColumnElement[bool]:
    return exists().where(
        col(StoredQuestion.learner_id) == col(Card.learner_id),
        col(StoredQuestion.id) == col(Card.question_id),
        col(StoredQuestion.removed_at).is_(None),
    )


def _count(session: Session, model: Any, learner_id: str, *conditions: Any) -> int:
    statement = select(func.count()).select_from(model)
    number: int = session.execute(
        statement.where(col(model.learner_id) == learner_id, *conditions)
    ).scalar_one()
    return number
