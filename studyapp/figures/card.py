"""The figures of one card: every answer to it, and how it fades after each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from questions import choices
from questions.model import Question
from studyapp import cards, learners
from studyapp.figures.figure import Cell, Figure
from studyapp.learners import Clock
from studyapp.scheduling import DEFAULT_PARAMETERS, interval_for, retention_for, retrievability
from studyapp.tables import Card, Deck, Preset, Review

_DAY = timedelta(days=1)
_POINTS = 160
_MOST_ANSWERS = 60
_RATINGS = ("again", "hard", "good", "easy")


@dataclass(frozen=True)
class Past:
    """A card with all its answers; `goal` is the chance of recall at which it is asked again."""

    card: Card
    question: Question
    deck: Deck
    preset: Preset
    answers: tuple[Any, ...]
    goal: float
    decay: float
    clock: Clock

    @property
    def chance(self) -> float | None:
        """The chance of recall now."""
        card = self.card
        if card.state == "new" or card.stability is None or card.last_review_at is None:
            return None
        return self.after(card.stability, self.clock.now - card.last_review_at)

    @property
    def ideal_days(self) -> float | None:
        """The days from the last answer until recall falls to the goal."""
        if self.card.stability is None:
            return None
        return interval_for(self.card.stability, self.goal, self.decay)

    def after(self, stability: float, passed: timedelta) -> float:
        """Return the chance of recall when so much time has passed."""
        return retrievability(stability, max(0.0, passed / _DAY), self.decay)


def past_of(session: Session, learner_id: str, card_id: str, clock: Clock) -> Past:
    """Return a learner's card with its answers that were not taken back.

    Raises:
        NotFoundError: there is no such card, or its question is in the trash
    """
    card, row = cards.get(session, learner_id, card_id)
    question = cards.question_of(row)
    deck = session.get_one(Deck, (learner_id, card.deck_id))
    preset = session.get_one(Preset, (learner_id, deck.preset_id))
    wanted = retention_for(preset.desired_retention, choices.alternatives(question))
    return Past(
        card,
        question,
        deck,
        preset,
        tuple(session.execute(_answers(learner_id, card_id))),
        card.desired_retention or wanted,
        (learners.preset_values(preset).parameters or DEFAULT_PARAMETERS)[20],
        clock,
    )


def history(past: Past) -> Figure:
    """Return every answer, the first one first, with the chance of recall just before it."""
    table, before = [], None
    for row in past.answers:
        table.append((_moment(row.reviewed_at, past), *_answer(row, before, past)))
        before = row
    right = sum(row.rating > 1 for row in past.answers)
    facts: dict[str, Cell] = {
        "answers": len(past.answers),
        "right": right,
        "lapses": past.card.lapses,
        "minutes": round(sum(row.ms for row in past.answers) / 60_000, 1),
    }
    return Figure("history", _HISTORY, tuple(table), facts)


_HISTORY = (
    "moment", "kind", "rating", "chance", "interval", "stability", "difficulty", "seconds", "said",
)  # fmt: skip


def forgetting(past: Past) -> Figure:
    """Return the chance of recall over time, after each of the last 60 answers and until later.

    It ends when the card is due, or a fifth beyond now. `told` says which points are to come.
    """
    table = tuple(
        (_moment(moment, past), round(chance, 4), "coming" if moment > past.clock.now else "past")
        for moment, chance in _curve(past)
    )
    chance, days = past.chance, past.ideal_days
    facts: dict[str, Cell] = {
        "chance": None if chance is None else round(chance, 4),
        "goal": round(past.goal, 4),
        "stability": None if past.card.stability is None else round(past.card.stability, 1),
        "ideal_days": None if days is None else round(days, 1),
    }
    return Figure("forgetting", ("moment", "chance", "told"), table, facts)


CARD_FIGURES = {"forgetting": forgetting, "history": history}
"""The figures of a card by name, in the order in which they are told."""


def _answers(learner_id: str, card_id: str) -> Any:
    return (
        select(
            col(Review.reviewed_at),
            col(Review.kind),
            col(Review.rating),
            col(Review.interval),
            col(Review.stability),
            col(Review.difficulty),
            col(Review.ms),
            col(Review.typed),
            col(Review.chosen),
        )
        .where(
            col(Review.learner_id) == learner_id,
            col(Review.card_id) == card_id,
            col(Review.voided_at).is_(None),
        )
        .order_by(col(Review.reviewed_at), col(Review.id))
    )


def _answer(row: Any, before: Any, past: Past) -> tuple[Cell, ...]:
    chance = None
    if before is not None and before.stability is not None:
        passed = row.reviewed_at - before.reviewed_at
        chance = round(past.after(before.stability, passed), 4)
    said = row.typed or ", ".join(row.chosen or ()) or None
    return (
        row.kind,
        _RATINGS[row.rating - 1],
        chance,
        row.interval,
        None if row.stability is None else round(row.stability, 1),
        None if row.difficulty is None else round(row.difficulty, 1),
        round(row.ms / 1000, 1),
        said,
    )


def _moment(moment: datetime, past: Past) -> str:
    return moment.astimezone(past.clock.zone).isoformat(timespec="minutes")


def _curve(past: Past) -> Iterator[tuple[datetime, float]]:
    """Yield moments and chances: from 1 after an answer down to the next one."""
    known = [row for row in past.answers if row.stability is not None and row.kind != "cram"]
    known = known[-_MOST_ANSWERS:]
    if not known:
        return
    first, now = known[0].reviewed_at, past.clock.now
    end = max(now + (now - first) / 5, past.card.due_at, now + _DAY)
    whole = (end - first) / _DAY
    # The point where now is, too, so that past and future meet there.
    ends = [*(row.reviewed_at for row in known[1:]), end]
    for row, (start, stop) in zip(known, pairwise([known[0].reviewed_at, *ends]), strict=True):
        parts = max(3, round(_POINTS * ((stop - start) / _DAY) / whole))
        places = {start + (stop - start) * at / parts for at in range(parts + 1)}
        if start < now < stop:
            places.add(now)
        yield from ((one, past.after(row.stability, one - start)) for one in sorted(places))
