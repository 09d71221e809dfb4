"""Reviews: what a card would do for each button, and recording an answer.

Recording costs three statements: one that reads all it needs, one that adds the review, one that
moves the card. A sibling that is to be seen today costs two more, to put it off until tomorrow.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    insert,
    null,
    select,
    type_coerce,
    update,
)
from sqlmodel import Session, col

from questions import choices
from questions.model import Question
from studyapp import changes
from studyapp.changes import Effect, encoded
from studyapp.decks import LEARNING, NEW, NEW_ONES, REVIEW
from studyapp.errors import NotFoundError, StaleCardError
from studyapp.learners import Clock, clock_of, preset_values
from studyapp.messages import say
from studyapp.presets import MARK
from studyapp.scheduling import (
    RATING_RULE_VERSION,
    Hint,
    Memory,
    Rating,
    Schedule,
    Spread,
    State,
    preview,
    retention_for,
)
from studyapp.spreading import spread_for
from studyapp.tables import Card, Deck, Json, Learner, Preset, Review, StoredQuestion

QUEUES = {
    State.NEW: NEW,
    State.LEARNING: LEARNING,
    State.RELEARNING: LEARNING,
    State.REVIEW: REVIEW,
}
LONGEST_MS = 60_000
CRAM = "cram"
"""The kind of an answer that is logged and moves no card."""
HINTS = tuple(Hint)
"""As `review.hint` counts them."""
_CARD: Any = Card.__table__  # type: ignore[attr-defined]
_REVIEW: Any = Review.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Attempt:
    """One answer as it came from the page."""

    id: str
    card_id: str
    rating: Rating
    version: int
    ms: int
    format: str
    typed: str | None = None
    correct: bool | None = None
    options: tuple[str, ...] | None = None
    """What could be picked, in the order in which it was shown."""
    chosen: tuple[str, ...] | None = None
    certainty: int | None = None
    """1 for a guess, 2 for fairly sure, 3 for certain; None where nobody said."""
    hint: Hint = Hint.NONE
    promised: Mapping[Rating, int] = field(default_factory=dict)
    """The days that the page showed on each button: they are kept, if they still fit."""


@dataclass(frozen=True)
class Recorded:
    """What became of an answer; *again* says that it was known already.

    *leech* names what was done because the card is forgotten too often: "suspend" or "mark".
    """

    review_id: str
    again: bool
    leech: str = ""


def memory_of(card: Any) -> Memory:
    """Return what the scheduler knows of a card row."""
    return Memory(
        state=State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        interval=card.interval,
        last_day=card.last_day,
        reps=card.reps,
        lapses=card.lapses,
    )


def schedules(
    card: Any, preset: Preset, clock: Clock, alternatives: int = 0, spread: Spread | None = None
) -> Mapping[Rating, Schedule]:
    """Return what each button would do. What is shown here is what `record` then stores.

    *alternatives* says among how many answers a guess would choose; 0 where none can be guessed.
    *spread* says which days suit the learner better.
    """
    values = preset_values(preset)
    retention = card.desired_retention or retention_for(values.desired_retention, alternatives)
    values = replace(values, desired_retention=retention)
    return preview(
        memory_of(card),
        now=clock.now,
        zone=clock.zone,
        rollover_hour=clock.rollover_hour,
        preset=values,
        seed=f"{card.id}{card.reps}",
        spread=spread,
    )


def record(session: Session, learner_id: str, attempt: Attempt, now: datetime) -> Recorded:
    """Store an answer and move its card.

    The same id sent again is answered as before and stores nothing, also when the answer has been
    undone since. Raises StaleCardError when the card has changed since the page was made.
    """
    wanted = {"learner_id": learner_id, "card_id": attempt.card_id, "review_id": attempt.id}
    row = session.execute(_EVERYTHING, wanted).first()
    if row is None:
        raise NotFoundError("card", attempt.card_id)
    if row.known is not None:
        return Recorded(attempt.id, again=True)
    card, clock = row.Card, clock_of(row.Learner, now)
    if card.version != attempt.version or card.available_at is None:
        raise StaleCardError(say("This card was answered elsewhere."))
    spread = spread_for(
        session,
        card,
        row.Preset,
        clock,
        has_siblings=row.siblings > 0 and not attempt.promised,
        promised=attempt.promised,
    )
    alternatives = _alternatives(row.guessable)
    schedule = schedules(card, row.Preset, clock, alternatives, spread)[attempt.rating]
    leech = leech_of(card, schedule, row.Preset)
    after = card_after(card, schedule, clock) | leech
    buried = _bury_siblings(session, card, row.siblings, clock) if row.Preset.bury_siblings else []
    effects = [effect_of(card, after), *buried]
    session.execute(_ADD_REVIEW, review_row(card, attempt, schedule, clock, effects))
    session.execute(_MOVE_CARD, {"of_learner": learner_id, "of_card": card.id, **after})
    return Recorded(attempt.id, again=False, leech=row.Preset.leech_action if leech else "")


def _everything() -> Select[Any]:
    """Select all that recording needs in one row; every answer runs it."""
    whose: Any = bindparam("learner_id")
    sibling = _CARD.alias("sibling")
    siblings = (
        select(func.count())
        .where(
            sibling.c.learner_id == whose,
            sibling.c.question_id == _CARD.c.question_id,
            sibling.c.id != bindparam("card_id"),
        )
        .scalar_subquery()
    )
    known = and_(col(Review.learner_id) == whose, col(Review.id) == bindparam("review_id"))
    return (
        select(
            Card,
            Preset,
            Learner,
            col(Review.id).label("known"),
            siblings.label("siblings"),
            guessable().label("guessable"),
        )
        .join(
            StoredQuestion,
            and_(
                col(StoredQuestion.learner_id) == whose,
                col(StoredQuestion.id) == col(Card.question_id),
            ),
        )
        .join(Deck, and_(col(Deck.learner_id) == whose, col(Deck.id) == col(Card.deck_id)))
        .join(
            Preset,
            and_(col(Preset.learner_id) == whose, col(Preset.id) == col(Deck.preset_id)),
        )
        .join(Learner, col(Learner.id) == whose)
        .join(Review, known, isouter=True)
        .where(col(Card.learner_id) == whose, col(Card.id) == bindparam("card_id"))
        .with_for_update(of=Card)
    )


def guessable() -> ColumnElement[Any]:
    """Return the question where a guess is possible; elsewhere it need not be read."""
    is_guessable = col(StoredQuestion.kind).in_([kind.value for kind in choices.GUESSABLE])
    return type_coerce(case((is_guessable, col(StoredQuestion.body)), else_=null()), Json)


_EVERYTHING = _everything()
_ADD_REVIEW = insert(_REVIEW)
_MOVE_CARD = update(_CARD).where(
    _CARD.c.learner_id == bindparam("of_learner"), _CARD.c.id == bindparam("of_card")
)


def _alternatives(body: dict[str, Any] | None) -> int:
    return choices.alternatives(Question.model_validate(body)) if body else 0


def card_after(card: Card, schedule: Schedule, clock: Clock) -> dict[str, Any]:
    memory = schedule.memory_after
    return {
        "state": memory.state.value,
        "queue": QUEUES[memory.state],
        "step": memory.step,
        "due_at": schedule.due_at,
        "due_day": schedule.due_day,
        "available_at": schedule.due_at,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "interval": memory.interval,
        "reps": memory.reps,
        "lapses": memory.lapses,
        "last_day": memory.last_day,
        "last_review_at": clock.now,
        "buried_until": None,
        "version": card.version + 1,
    }


def leech_of(card: Card, schedule: Schedule, preset: Preset) -> dict[str, Any]:
    """Return what becomes of a card that is forgotten again and again.

    It happens at the threshold, and then after every further half of it.
    """
    lapses, threshold = schedule.memory_after.lapses, preset.leech_threshold
    if threshold < 1 or lapses == card.lapses or lapses < threshold:
        return {}
    if (lapses - threshold) % max(1, -(-threshold // 2)):
        return {}
    if preset.leech_action == MARK:
        return {"marked": True}
    return {"suspended": True, "available_at": None}


def effect_of(card: Card, after: Mapping[str, Any]) -> Effect:
    return {
        "t": "card",
        "k": card.id,
        "b": {name: encoded(getattr(card, name)) for name in after},
        "a": {name: encoded(value) for name, value in after.items()},
    }


def _bury_siblings(session: Session, card: Card, number: int, clock: Clock) -> list[Effect]:
    """Put the other cards of the same question off until tomorrow, so that none gives a hint."""
    if not number:
        return []
    tomorrow = clock.starts_at(clock.today + timedelta(days=1))
    siblings = session.execute(
        select(Card).where(
            col(Card.learner_id) == card.learner_id,
            col(Card.question_id) == card.question_id,
            col(Card.id) != card.id,
            col(Card.queue).in_((REVIEW, *NEW_ONES)),
            col(Card.available_at) < tomorrow,
        )
    ).scalars()
    effects = [
        changes.changed(sibling, available_at=tomorrow, buried_until=tomorrow)
        for sibling in siblings
    ]
    session.flush()
    return effects


def review_row(
    card: Card, attempt: Attempt, schedule: Schedule, clock: Clock, effects: list[Effect]
) -> dict[str, Any]:
    memory = schedule.memory_after
    return {
        **facts_of(card, attempt, clock),
        "kind": _kind(State(card.state)),
        "interval": memory.interval,
        "delay": int(schedule.delay.total_seconds()) if schedule.delay else None,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "step": memory.step,
        "effects": effects,
    }


def facts_of(card: Card, attempt: Attempt, clock: Clock) -> dict[str, Any]:
    """Return what the log keeps of an answer, whatever it does to the card."""
    offset = clock.now.astimezone(clock.zone).utcoffset() or timedelta()
    return {
        "learner_id": card.learner_id,
        "id": attempt.id,
        "card_id": card.id,
        "reviewed_at": clock.now,
        "zone_offset": int(offset.total_seconds() // 60),
        "day": clock.today,
        "state": card.state,
        "rating": int(attempt.rating),
        "rating_rule": RATING_RULE_VERSION,
        "last_interval": card.interval,
        "ms": max(0, min(attempt.ms, LONGEST_MS)),
        "format": attempt.format,
        "typed": attempt.typed,
        "correct": attempt.correct,
        "hint": HINTS.index(attempt.hint),
        "certainty": attempt.certainty,
        **_picked(attempt),
    }


def _picked(attempt: Attempt) -> dict[str, Any]:
    # Left out where there is nothing: a JSON column would keep the word null.
    picked = {"options": attempt.options, "chosen": attempt.chosen}
    return {name: list(texts) for name, texts in picked.items() if texts is not None}


def _kind(state: State) -> str:
    return {State.REVIEW: "review", State.RELEARNING: "relearn"}.get(state, "learn")


def last_ratings(session: Session, learner_id: str, clock: Clock, most: int) -> list[int]:
    """Return the ratings of today's last answers, at most so many, the oldest first; no cram."""
    wanted = {
        "learner_id": learner_id,
        # So far back the log is walked at most; a learner who travels has had today before.
        "since": clock.starts_at(clock.today) - timedelta(days=1),
        "today": clock.today,
        "most": most,
    }
    return [rating for (rating,) in session.execute(_LAST_RATINGS, wanted).all()][::-1]


_LAST_RATINGS = (
    select(_REVIEW.c.rating)
    .where(
        _REVIEW.c.learner_id == bindparam("learner_id"),
        _REVIEW.c.reviewed_at >= bindparam("since"),
        _REVIEW.c.day == bindparam("today"),
        _REVIEW.c.kind != CRAM,
        _REVIEW.c.voided_at.is_(None),
    )
    .order_by(_REVIEW.c.reviewed_at.desc())
    .limit(bindparam("most", type_=Integer))
)
