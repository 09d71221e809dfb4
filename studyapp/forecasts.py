"""What a preset's cards will ask of their learner: the year ahead, and what retention costs.

The learner's own rates and times are taken from the log and filled up with the usual ones while
there is little of it. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from studyapp.decks import NEW_ONES
from studyapp.fitting import LEARNING_KINDS
from studyapp.learners import Clock
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.scheduling.simulator import (
    FIRST_ANSWERS,
    NEW_SECONDS,
    PASSES,
    SECONDS,
    Collection,
    Fates,
    Habits,
    sampled,
    simulate,
    simulate_each,
)
from studyapp.scheduling.vectors import Floats
from studyapp.tables import Card, Deck, Learner, Preset, Review

LEVELS = tuple(round(0.70 + number / 100, 2) for number in range(30))
# Cards that one run holds: with more, some stand for all.
_CARDS_OF_LEVELS = 1_500
_CARDS_OF_FATES = 120_000
_MOST_FATES = 16
_80_PERCENT = 1.2816
# Days whose chance is alike enough to be told from together.
_WINDOW = 21
# So many of the usual answers are mixed into a learner's own.
_USUAL = 40
_RECENT = timedelta(days=365)


@dataclass(frozen=True, eq=False)
class Forecast:
    """Reviews, minutes and knowledge by day, as means over fates; `low` to `high` holds 80 %."""

    first_day: date
    reviews: Floats
    low: Floats
    high: Floats
    minutes: Floats
    memorised: Floats


@dataclass(frozen=True)
class Level:
    """What a desired retention costs and brings: means of a year."""

    retention: float
    minutes_a_day: float
    reviews_a_day: float
    memorised: float


def collection_of(session: Session, learner_id: str, preset_id: str, clock: Clock) -> Collection:
    """Return the cards that take a preset and are not set aside."""
    of_preset = _of_preset(learner_id, preset_id)
    rows = session.execute(
        select(col(Card.stability), col(Card.difficulty), col(Card.last_day), col(Card.due_day))
        .join(Deck, of_preset)
        .where(
            col(Card.learner_id) == learner_id,
            col(Card.available_at).is_not(None),
            col(Card.stability).is_not(None),
            col(Card.last_day).is_not(None),
        )
    ).all()
    new: int = session.execute(
        select(func.count())
        .select_from(Card)
        .join(Deck, of_preset)
        .where(
            col(Card.learner_id) == learner_id,
            col(Card.queue).in_(NEW_ONES),
            col(Card.available_at).is_not(None),
        )
    ).scalar_one()
    today = clock.today.toordinal()
    # In an order that no id decides: the same cards have the same fates.
    columns = list(zip(*sorted(map(tuple, rows)), strict=True)) or [(), (), (), ()]
    return Collection(
        stability=np.array(columns[0], dtype=np.float64),
        difficulty=np.array(columns[1], dtype=np.float64),
        last_day=np.array([min(day.toordinal() - today, 0) for day in columns[2]], dtype=np.int64),
        due_day=np.array([day.toordinal() - today for day in columns[3]], dtype=np.int64),
        new=new,
    )


def _of_preset(learner_id: str, preset_id: str) -> Any:
    return and_(
        col(Deck.learner_id) == learner_id,
        col(Deck.id) == col(Card.deck_id),
        col(Deck.preset_id) == preset_id,
        col(Deck.removed_at).is_(None),
    )


def habits_of(session: Session, learner: Learner, preset: Preset, clock: Clock) -> Habits:
    """Return how the learner has answered this preset's cards in the last year."""
    is_new = col(Review.state) == "new"
    rows = session.execute(
        select(is_new, col(Review.rating), func.count(), func.avg(Review.ms))
        .select_from(Review)
        .join(Card, and_(col(Card.learner_id) == learner.id, col(Card.id) == Review.card_id))
        .join(Deck, _of_preset(learner.id, preset.id))
        .where(
            col(Review.learner_id) == learner.id,
            col(Review.day) > clock.today - _RECENT,
            col(Review.state).in_(("new", "review")),
            col(Review.kind).in_(LEARNING_KINDS),
            col(Review.voided_at).is_(None),
        )
        .group_by(is_new, col(Review.rating))
    )
    told = {(bool(row[0]), row[1]): (int(row[2]), float(row[3]) / 1000) for row in rows}
    limit = preset.new_per_day
    return Habits(
        parameters=tuple(preset.parameters or DEFAULT_PARAMETERS),
        desired_retention=preset.desired_retention,
        maximum_interval=preset.maximum_interval,
        new_per_day=learner.new_per_day if limit is None else min(limit, learner.new_per_day),
        first_answers=_rates(told, True, FIRST_ANSWERS, 1),
        passes=_rates(told, False, PASSES, 2),
        seconds=tuple(_seconds(told, SECONDS[one - 1], (False, one)) for one in range(1, 5)),
        new_seconds=_seconds(told, NEW_SECONDS, *((True, one) for one in range(1, 5))),
    )


Told = dict[tuple[bool, int], tuple[int, float]]


def _rates(told: Told, is_new: bool, usual: tuple[float, ...], lowest: int) -> tuple[float, ...]:
    return tuple(
        told.get((is_new, lowest + at), (0, 0.0))[0] + _USUAL * rate
        for at, rate in enumerate(usual)
    )


def _seconds(told: Told, usual: float, *kinds: tuple[bool, int]) -> float:
    known = [told[kind] for kind in kinds if kind in told]
    number = sum(count for count, _mean in known)
    return (sum(count * mean for count, mean in known) + _USUAL * usual) / (number + _USUAL)


def forecast(collection: Collection, habits: Habits, today: date, *, seed: int = 0) -> Forecast:
    """Live through the year ahead several times."""
    number = fates_for(len(collection))
    return told(simulate(collection, habits, fates=number, seed=seed), today)


def fates_for(cards: int) -> int:
    """Return how many fates so many cards are lived through in."""
    return max(2, min(_MOST_FATES, _CARDS_OF_FATES // max(1, cards)))


def told(fates: Fates, today: date) -> Forecast:
    """Sum up fates: their mean, and the band that holds four of five days."""
    mean = fates.reviews.mean(axis=0)
    reach = _80_PERCENT * np.sqrt(_variance(fates) * (1 + 1 / len(fates.reviews)))
    return Forecast(
        first_day=today,
        reviews=mean,
        # A whole number stands for half a review on either side of it.
        low=np.clip(np.rint(mean - reach + 0.5), 0, np.rint(mean)),
        high=np.maximum(np.rint(mean + reach - 0.5), np.rint(mean)),
        minutes=fates.seconds.mean(axis=0) / 60,
        memorised=fates.memorised.mean(axis=0),
    )


def _variance(fates: Fates) -> Floats:
    """Return by day how far fates stray, told from the days around it, too."""
    mean = fates.reviews.mean(axis=0)
    share = fates.reviews.var(axis=0, ddof=1) / np.maximum(mean, 1e-9)
    around = np.ones(_WINDOW)
    # Today's reviews are known: nothing may be told from today about tomorrow, nor back.
    share[1:] = np.convolve(share[1:], around, "same") / np.convolve(
        np.ones(len(share) - 1), around, "same"
    )
    return np.asarray(share * mean)


def levels(
    collection: Collection, habits: Habits, retentions: Sequence[float] = LEVELS
) -> list[Level]:
    """Return what each desired retention costs and brings in the year ahead."""
    part, weight = sampled(collection, _CARDS_OF_LEVELS)
    # The same share of new cards a day, so that they last as long.
    fewer = max(1, round(habits.new_per_day / weight)) if habits.new_per_day else 0
    fates = simulate_each(part, replace(habits, new_per_day=fewer), retentions)
    return [
        Level(
            retention,
            float(fates.seconds[at].mean() / 60 * weight),
            float(fates.reviews[at].mean() * weight),
            float(fates.memorised[at, -1] * weight),
        )
        for at, retention in enumerate(retentions)
    ]
