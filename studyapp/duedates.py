"""Moving when cards are due, by hand: on a day, today, later. Memory is not touched by it.

A card that comes earlier or later than planned is judged by the days that really passed, so
nothing is lost by moving it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, true
from sqlmodel import Session, col

from questions import choices
from questions.model import Question
from studyapp import bulk as acts
from studyapp import changes, presets
from studyapp.bulk import Bulk, with_version
from studyapp.decks import OF_QUESTION, REVIEW
from studyapp.errors import RefusedError
from studyapp.learners import Clock, preset_values
from studyapp.messages import say
from studyapp.reviews import guessable
from studyapp.scheduling import Preset, fuzzed_days, interval_for, retention_for
from studyapp.tables import Card, Deck, StoredQuestion

MOST_DAYS = 3650


def days_of(text: str, least: int = 0) -> int:
    """Read a number of days as a form sends it."""
    if not (text.isascii() and text.isdecimal()) or not least <= int(text[:9]) <= MOST_DAYS:
        raise RefusedError(
            say("Give a number of days from %(least)s to %(most)s.", least=least, most=MOST_DAYS)
        )
    return int(text)


def set_due(bulk: Bulk, days: int) -> int:
    """Let the cards come in so many days; those that were set aside stay there.

    A card that was never answered stays new and comes as a new one on that day.
    """
    return _move(bulk, "due", true(), days)


def advance(bulk: Bulk) -> int:
    """Let cards that are not due yet come today."""
    return _move(bulk, "advance", _review(col(Card.due_day) > bulk.clock.today), 0)


def postpone(bulk: Bulk, days: int) -> int:
    """Put off the reviews that are due today or overdue."""
    return _move(bulk, "postpone", _review(col(Card.due_day) <= bulk.clock.today), days)


def _review(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(col(Card.queue) == REVIEW, condition)


def _move(bulk: Bulk, label: str, which: ColumnElement[bool], days: int) -> int:
    rows = acts.cards_of(bulk, and_(which, col(Card.available_at).is_not(None)))
    told = [with_version(card, _due_in(card, bulk.clock, days)) for card in rows]
    effects = changes.changed_many(bulk.session, Card, bulk.learner_id, _moved(told))
    return bulk.record(label, effects)


def _moved(told: Sequence[Any]) -> list[Any]:
    """Leave out what would only get another version."""
    return [
        (key, before, after)
        for key, before, after in told
        if {**before, "version": 0} != {**after, "version": 0}
    ]


def _due_in(card: Card, clock: Clock, days: int) -> dict[str, Any]:
    day = clock.today + timedelta(days=days)
    moment = clock.starts_at(day)
    values: dict[str, Any] = {"available_at": moment, "buried_until": None}
    # Of a new card the due time is its place among those made with it.
    is_new = card.state == "new"
    kept = {"due_at": card.due_at, "due_day": card.due_day}
    return values | (kept if is_new else {"due_at": moment, "due_day": day})


def replan(session: Session, learner_id: str, preset_id: str, clock: Clock, key: str) -> int:
    """Let each review of a preset's decks come when its memory, as it stands now, asks for it.

    What would be overdue by that comes today. Returns how many cards moved.
    """
    preset = presets.get(session, learner_id, preset_id)
    values = preset_values(preset)
    told = [
        with_version(card, after)
        for card, body in _reviews(session, learner_id, preset_id)
        if (after := _planned(card, _alternatives(body), values, clock)) is not None
    ]
    effects = changes.changed_many(session, Card, learner_id, told)
    changes.record(session, learner_id, "replan", effects, clock.now, key=key)
    return len(effects)


def _reviews(
    session: Session, learner_id: str, preset_id: str
) -> Sequence[Row[Card, dict[str, Any] | None]]:
    """Return the reviews of a preset, with their question where a guess is possible."""
    return session.execute(
        select(Card, guessable())
        .join(StoredQuestion, OF_QUESTION)
        .join(Deck, and_(col(Deck.learner_id) == learner_id, col(Deck.id) == col(Card.deck_id)))
        .where(
            col(Card.learner_id) == learner_id,
            col(Deck.preset_id) == preset_id,
            col(Card.state) == "review",
            col(Card.stability).is_not(None),
            col(Card.last_day).is_not(None),
            col(StoredQuestion.removed_at).is_(None),
        )
        .order_by(col(Card.id))
    ).all()


def _alternatives(body: dict[str, Any] | None) -> int:
    return choices.alternatives(Question.model_validate(body)) if body else 0


def _planned(card: Card, alternatives: int, preset: Preset, clock: Clock) -> dict[str, Any] | None:
    """Return where a card moves; None where it stays."""
    if card.stability is None or card.last_day is None:
        return None
    retention = card.desired_retention or retention_for(preset.desired_retention, alternatives)
    wait = interval_for(card.stability, retention, preset.parameters[20])
    days = fuzzed_days(wait, preset.maximum_interval, f"{card.id}:{card.reps}")
    day = max(card.last_day + timedelta(days=days), min(clock.today, card.due_day))
    if (days, day) == (card.interval, card.due_day):
        return None
    moment = clock.starts_at(day)
    is_free = card.available_at is not None and card.buried_until is None
    return {
        "interval": days,
        "due_at": moment,
        "due_day": day,
        "available_at": moment if is_free else card.available_at,
    }
