"""What is coming with lapses and new cards, as a band: the future lived through several times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlmodel import col

from studyapp import forecasts
from studyapp.decks import NEW_ONES, OF_QUESTION
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.rows import PERIODS
from studyapp.figures.source import Source
from studyapp.scheduling.simulator import Collection, Fates, Habits, simulate
from studyapp.tables import Card, Deck, Learner, Preset, StoredQuestion

_YEAR = 365
_SEED = 0


def ahead(source: Source) -> Figure:
    """Return reviews, their band of 80 %, minutes and what will be known, for each day ahead.

    Every preset's cards are lived through by their own parameters and by the learner's own rates
    and times, several times; the learner's share of new cards is divided as they wait.
    """
    groups = _collections(source)
    days = PERIODS[source.period] or _YEAR
    cards = sum(len(one) for one in groups.values())
    if not cards:
        return Figure("ahead", _COLUMNS, (), {"cards": 0, "reviews_a_day": None})
    fates = _lived(source, groups, days, forecasts.fates_for(cards))
    found = forecasts.told(fates, source.clock.today)
    table = tuple(_row(source.clock.today, found, at) for at in range(days))
    facts: dict[str, Cell] = {
        "cards": cards,
        "reviews_a_day": round(float(found.reviews.mean()), 1),
        "minutes_a_day": round(float(found.minutes.mean()), 1),
        "busiest": round(float(found.reviews.max()), 1),
        "known_at_end": round(float(found.memorised[-1]), 1),
    }
    return Figure("ahead", _COLUMNS, table, facts)


_COLUMNS = ("day", "expected", "least", "most", "minutes", "known")


def _row(today: date, found: forecasts.Forecast, at: int) -> tuple[Cell, ...]:
    return (
        date.fromordinal(today.toordinal() + at).isoformat(),
        round(float(found.reviews[at]), 1),
        int(found.low[at]),
        int(found.high[at]),
        round(float(found.minutes[at]), 1),
        round(float(found.memorised[at]), 1),
    )


def _lived(source: Source, groups: dict[str, Collection], days: int, number: int) -> Fates:
    """Return what all presets' cards bring together, fate by fate."""
    waiting = sum(one.new for one in groups.values())
    runs = []
    for at, (preset_id, collection) in enumerate(sorted(groups.items())):
        habits = _habits(source, preset_id, collection.new / max(1, waiting))
        runs.append(simulate(collection, habits, days=days, fates=number, seed=_SEED + at))
    return Fates(
        np.sum([one.reviews for one in runs], axis=0),
        np.sum([one.seconds for one in runs], axis=0),
        np.sum([one.memorised for one in runs], axis=0),
    )


def _habits(source: Source, preset_id: str, part: float) -> Habits:
    session, learner_id = source.session, source.learner_id
    learner = session.get_one(Learner, learner_id)
    preset = session.get_one(Preset, (learner_id, preset_id))
    habits = forecasts.habits_of(session, learner, preset, source.clock)
    return replace(habits, new_per_day=min(habits.new_per_day, round(learner.new_per_day * part)))


def _collections(source: Source) -> dict[str, Collection]:
    """Return the cards that are not set aside, by preset."""
    statement = (
        select(
            col(Deck.preset_id),
            col(Card.queue),
            col(Card.stability),
            col(Card.difficulty),
            col(Card.last_day),
            col(Card.due_day),
        )
        .join(Deck, (col(Deck.learner_id) == Card.learner_id) & (col(Deck.id) == Card.deck_id))
        .join(StoredQuestion, OF_QUESTION)
        .where(
            col(Card.learner_id) == source.learner_id,
            col(Card.available_at).is_not(None),
            col(StoredQuestion.removed_at).is_(None),
        )
    )
    if source.condition is not None:
        statement = statement.where(source.condition)
    seen: dict[str, list[tuple[float, float, int, int]]] = {}
    new: dict[str, int] = {}
    today = source.clock.today.toordinal()
    for preset_id, queue, stability, difficulty, last, due in source.session.execute(statement):
        if queue in NEW_ONES:
            new[preset_id] = new.get(preset_id, 0) + 1
        elif stability is not None and last is not None:
            row = (stability, difficulty, min(last.toordinal() - today, 0), due.toordinal() - today)
            seen.setdefault(preset_id, []).append(row)
    keys = seen.keys() | new.keys()
    return {key: _collection(seen.get(key, []), new.get(key, 0)) for key in keys}


def _collection(rows: list[tuple[float, float, int, int]], new: int) -> Collection:
    # In an order that no id decides: the same cards have the same fates.
    stability, difficulty, last, due = list(zip(*sorted(rows), strict=True)) or [()] * 4
    return Collection(
        stability=np.array(stability, dtype=np.float64),
        difficulty=np.array(difficulty, dtype=np.float64),
        last_day=np.array(last, dtype=np.int64),
        due_day=np.array(due, dtype=np.int64),
        new=new,
    )
