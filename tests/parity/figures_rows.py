"""Random collections, the same rows for Anki's backend and for us.

A collection is drawn from a seed as columns; `for_anki` writes it in the columns of Anki's own
tables, `for_us` puts it into ours. Every kind of card and of answer is in it: new, learning, by
day and by minute, suspended, buried both ways, filtered decks' answers, changes by hand.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import insert
from sqlmodel import Session

from questions.model import Answer, Kind, Question, fingerprint
from studyapp import decks, learners
from studyapp.ids import derived_id, new_id
from studyapp.learners import Clock
from studyapp.scheduling import DEFAULT_PARAMETERS, study_day
from studyapp.tables import Card, Review, StoredQuestion

DECKS = ("Rivers", "Rivers::Long", "Seas")
DAY, HOUR = 86_400, 3_600
KINDS = ("learn", "review", "relearn", "cram", "manual", "manual")
STATES = ("new", "learning", "review", "relearning")
SUSPENDED, BURIED_BY_SIBLING, BURIED_BY_HAND = -1, -2, -3
_CARD_COLUMNS = 18
_AT_ONCE = 20_000


@dataclass(frozen=True)
class Collection:
    """Columns of cards and of the log; moments are seconds, days count from the first."""

    clock: Clock
    days: int
    cards: dict[str, np.ndarray]
    log: dict[str, np.ndarray]

    @property
    def created_at(self) -> int:
        """Return when the first day began."""
        return int(self.clock.starts_at(self.clock.today - timedelta(days=self.days)).timestamp())

    @property
    def today(self) -> int:
        """Return the number of today."""
        return self.days


def drawn(seed: int, cards: int, reviews: int, zone: str = "UTC", rollover: int = 4) -> Collection:
    """Draw a collection of so many cards and answers."""
    chance = np.random.default_rng(seed)
    now = datetime(2026, 3, 2, 12, 34, 56, tzinfo=UTC) + timedelta(hours=int(chance.integers(9000)))
    clock = Clock(now, ZoneInfo(zone), rollover)
    days = int(chance.integers(400, 1500))
    begun = int(clock.starts_at(clock.today - timedelta(days=days)).timestamp())
    tomorrow = int(clock.starts_at(clock.today + timedelta(days=1)).timestamp())
    columns = _cards(chance, cards, days, begun, int(now.timestamp()), tomorrow)
    return Collection(clock, days, columns, _log(chance, reviews, cards, begun, columns, now))


def _cards(
    chance: np.random.Generator, number: int, days: int, begun: int, now: int, tomorrow: int
) -> dict[str, np.ndarray]:
    kind = chance.choice(4, number, p=(0.1, 0.04, 0.84, 0.02))
    set_apart = chance.choice(4, number, p=(0.9, 0.05, 0.03, 0.02))
    note = 1 + np.cumsum(chance.random(number) < 0.7)
    interval = np.where(kind == 2, _skewed(chance, number, 900), 0)
    interval = np.where(kind == 3, chance.integers(1, 5, number), interval)
    last = now - chance.integers(60, 200 * DAY, number)
    return {
        "note": note,
        "deck": chance.integers(0, len(DECKS), number + 1)[note],
        "kind": kind,
        "apart": np.choose(set_apart, (0, SUSPENDED, BURIED_BY_SIBLING, BURIED_BY_HAND)),
        "by_day": (kind % 2 == 1) & (chance.random(number) < 0.3),
        "due_day": days + np.minimum(chance.integers(-40, 60, number), interval + 5),
        # A step that would end after the day does is one by days.
        "due_at": _off_the_hour(chance.integers(now - 3 * DAY, tomorrow - 2, number)),
        "interval": interval,
        "made": _moments(chance, begun, now, number),
        "has_memory": (kind > 0) & (chance.random(number) < 0.97),
        "stability": np.round(np.exp(chance.normal(3, 1.5, number)).clip(0.01, 9000), 4),
        "difficulty": np.round(chance.uniform(1, 10, number), 3),
        "last": last,
    }


def _log(
    chance: np.random.Generator,
    number: int,
    cards: int,
    begun: int,
    columns: dict[str, np.ndarray],
    now: datetime,
) -> dict[str, np.ndarray]:
    end = int(now.timestamp())
    at = np.sort(_moments(chance, begun, end, number) * 1000 + chance.integers(0, 1000, number))
    kind = chance.choice(6, number, p=(0.2, 0.6, 0.1, 0.06, 0.02, 0.02))
    last = np.where(kind == 0, -600, _skewed(chance, number, 400))
    last = np.where((kind == 2) & (chance.random(number) < 0.5), -DAY * 2, last)
    return {
        "at": at,
        "card": chance.integers(0, cards, number),
        "rating": np.where(
            kind > 3, 0, chance.choice((1, 2, 3, 4), number, p=(0.15, 0.1, 0.6, 0.15))
        ),
        "kind": kind,
        "last": last,
        "interval": _skewed(chance, number, 900),
        # In a filtered deck that changes no schedule the ease is 0.
        "ease": np.where((kind == 3) & (chance.random(number) < 0.5), 0, 2500),
        "ms": chance.integers(300, 60_000, number),
    }


def _skewed(chance: np.random.Generator, number: int, most: int) -> np.ndarray:
    return np.exp(chance.normal(2.5, 1.4, number)).astype(np.int64).clip(1, most)


def _moments(chance: np.random.Generator, first: int, last: int, number: int) -> np.ndarray:
    """Draw different seconds; never one in which a day could turn: Anki counts it to both."""
    every_other = chance.choice(last // 2 - first // 2 - 1, number, replace=False) + first // 2
    return np.asarray(every_other * 2 + 1)


def _off_the_hour(seconds: np.ndarray) -> np.ndarray:
    return np.where(seconds % 900 == 0, seconds + 1, seconds)


# -- For Anki ------------------------------------------------------------------------------


def for_anki(collection: Collection, path: Path) -> None:
    """Write the rows as Anki's tables have them, and what its backend must know."""
    cards, log = collection.cards, collection.log
    offset = collection.clock.now.astimezone(collection.clock.zone).utcoffset() or timedelta()
    settings = {
        "now": int(collection.clock.now.timestamp()),
        "created": collection.created_at,
        "rollover": collection.clock.rollover_hour,
        "minutes_west": -int(offset.total_seconds() // 60),
        "parameters": list(DEFAULT_PARAMETERS),
        "decks": list(DECKS),
        "searches": ["", "deck:Rivers"],
    }
    with sqlite3.connect(path) as stored:
        stored.execute("CREATE TABLE settings (body)")
        stored.execute("INSERT INTO settings VALUES (?)", (json.dumps(settings),))
        stored.execute(f"CREATE TABLE cards ({', '.join(f'c{n}' for n in range(_CARD_COLUMNS))})")
        stored.execute("CREATE TABLE revlog (id INTEGER PRIMARY KEY, b, c, d, e, f, g, h, i)")
        marks = ", ".join("?" * _CARD_COLUMNS)
        stored.executemany(f"INSERT INTO cards VALUES ({marks})", _anki_cards(cards))
        names = ("at", "card", "rating", "interval", "last", "ease", "ms", "kind")
        held = {**log, "card": _keys(cards)[log["card"]]}
        stored.executemany(
            "INSERT INTO revlog VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?)",
            zip(*(held[name].tolist() for name in names), strict=True),
        )


def _keys(cards: dict[str, np.ndarray]) -> np.ndarray:
    """Return the number that Anki gives each card: when it was made, in milliseconds."""
    return np.asarray(cards["made"] * 1000)


def _anki_cards(cards: dict[str, np.ndarray]) -> Iterator[tuple[Any, ...]]:
    keys = _keys(cards).tolist()
    for at, one in enumerate(_each(cards)):
        queue = one["apart"] or (
            3 if one["by_day"] else one["kind"] % 3 or (1 if one["kind"] else 0)
        )
        due = one["due_day"] if one["kind"] == 2 or one["by_day"] else one["due_at"]
        memory = {"s": one["stability"], "d": one["difficulty"], "lrt": one["last"]}
        told = (
            json.dumps({**memory, "decay": DEFAULT_PARAMETERS[20]}) if one["has_memory"] else "{}"
        )
        yield (
            *(keys[at], one["note"], one["deck"], at % 2, 0, 0, one["kind"], queue),
            *(due if one["kind"] else at, one["interval"], 2500, 5, 1, 0, 0, 0, 0, told),
        )


def _each(columns: dict[str, np.ndarray]) -> Iterator[dict[str, Any]]:
    lists = {name: column.tolist() for name, column in columns.items()}
    for values in zip(*lists.values(), strict=True):
        yield dict(zip(lists, values, strict=True))


# -- For us --------------------------------------------------------------------------------


def for_us(session: Session, learner_id: str, collection: Collection) -> list[str]:
    """Put the rows into our tables; return the ids of the cards."""
    clock = collection.clock
    learner = learners.load(session, learner_id)
    learner.zone, learner.rollover_hour = clock.zone.key, clock.rollover_hour
    key, homes = new_id(), []
    for title in DECKS:
        deck, _effects = decks.ensure(session, learner_id, title, clock.now, key=new_id())
        homes.append(deck.id)
    session.flush()
    notes = [derived_id(key, f"note/{one}") for one in range(int(collection.cards["note"][-1]) + 1)]
    ids = [derived_id(key, f"card/{at}") for at in range(len(collection.cards["note"]))]
    _insert(session, StoredQuestion, _our_questions(learner_id, collection, notes, homes))
    _insert(session, Card, _our_cards(learner_id, collection, ids, notes, homes))
    _insert(session, Review, _our_reviews(learner_id, collection, ids))
    return ids


def _insert(session: Session, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, _AT_ONCE)):
        session.execute(insert(table), some)


def _our_questions(
    learner_id: str, collection: Collection, notes: list[str], homes: list[str]
) -> Iterator[dict[str, Any]]:
    columns = (collection.cards[name].tolist() for name in ("note", "deck"))
    for note, deck in dict(zip(*columns, strict=True)).items():
        answers = (Answer(text="?"),)
        body = Question(id=notes[note], kind=Kind.FLASHCARD, stem=f"{note}", answers=answers)
        yield {
            "learner_id": learner_id,
            "id": notes[note],
            "deck_id": homes[deck],
            "kind": body.kind.value,
            "body": body.model_dump(mode="json"),
            "fingerprint": fingerprint(body),
            "created_at": collection.clock.now,
            "updated_at": collection.clock.now,
        }


def _our_cards(
    learner_id: str, collection: Collection, ids: list[str], notes: list[str], homes: list[str]
) -> Iterator[dict[str, Any]]:
    clock, first = collection.clock, collection.clock.today - timedelta(days=collection.days)
    tomorrow = clock.starts_at(clock.today + timedelta(days=1))
    for at, one in enumerate(_each(collection.cards)):
        if one["kind"] == 2 or one["by_day"]:
            day = first + timedelta(days=one["due_day"])
            due_at = clock.starts_at(day)
        else:
            due_at = _moment(one["due_at"])
            day = study_day(due_at, clock.zone, clock.rollover_hour)
        memory = ("stability", "difficulty", "last") if one["has_memory"] else ()
        held = {name: one[name] for name in memory}
        yield {
            "learner_id": learner_id,
            "id": ids[at],
            "question_id": notes[one["note"]],
            "deck_id": homes[one["deck"]],
            "part": f"{at}",
            "state": STATES[one["kind"]],
            "due_at": due_at,
            "due_day": day,
            "available_at": None,
            "stability": held.get("stability"),
            "difficulty": held.get("difficulty"),
            "interval": one["interval"],
            "last_review_at": _moment(one["last"]) if held else None,
            "suspended": one["apart"] == SUSPENDED,
            "buried_until": tomorrow if one["apart"] < SUSPENDED else None,
            "created_at": _moment(one["made"]),
        }


def _our_reviews(
    learner_id: str, collection: Collection, ids: list[str]
) -> Iterator[dict[str, Any]]:
    clock, key = collection.clock, new_id()
    for number, one in enumerate(_each(collection.log)):
        at = datetime.fromtimestamp(one["at"] / 1000, UTC)
        offset = at.astimezone(clock.zone).utcoffset() or timedelta()
        yield {
            "learner_id": learner_id,
            "id": f"{key[:20]}{number:012x}",
            "card_id": ids[one["card"]],
            "reviewed_at": at,
            "zone_offset": int(offset.total_seconds() // 60),
            "day": study_day(at, clock.zone, clock.rollover_hour),
            "kind": KINDS[one["kind"]],
            "state": "review",
            "rating": one["rating"],
            "rating_rule": 0,
            "last_interval": one["last"],
            "interval": one["interval"],
            "ms": one["ms"],
            "format": "flashcard",
            "hint": 0,
            "effects": [{"ease": one["ease"]}] if one["ease"] else [],
            "voided_at": None if one["rating"] else at,
        }


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
