"""Bring in what an imported file tells of studying: cards, the log, presets, note types.

What a card's row has no column for (Anki's ease, its flags, its steps left) is kept beside the
question, under the key `studied`, and is written again as long as the card was not touched. The log
is brought in whole: lines that were no answer are kept voided, so that no figure counts them and an
export has them all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from questions.formats.schedule import CardState, LoggedReview, PresetValues, Schedule
from studyapp import changes, decks, presets
from studyapp.changes import Effect
from studyapp.effects import brought_log
from studyapp.ids import derived_id, new_id, numbered_id
from studyapp.learners import Clock, default_preset_id
from studyapp.loading import load
from studyapp.schedules.moments import Days
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.tables import Deck, NoteType, Preset, Review

# The rating rule of answers that were given elsewhere; ours count from 1.
ELSEWHERE = 0
_BEFORE = {"review": "review", "relearn": "relearning", "cram": "review"}
EASE = "ease"


@dataclass
class Placed:
    """Which rows the cards of a file became, by their numbers there, and the decks they were in."""

    cards: dict[int, str] = field(default_factory=dict)
    decks: set[str] = field(default_factory=set)

    def add(self, question_id: str, cards: Iterable[CardState], rows: Mapping[str, str]) -> None:
        """Note that these are the cards of a question, whose *rows* are known by their parts.

        The log of a card of no part goes to a row that is not there: its answers were given.
        """
        for one in cards:
            self.cards[one.id] = rows.get(one.part) or derived_id(question_id, f"card/{one.part}")
            self.decks.add(one.deck)


def bring(
    session: Session,
    learner_id: str,
    schedule: Schedule,
    reviews: Iterable[LoggedReview],
    placed: Placed,
    clock: Clock,
) -> list[Effect]:
    """Add the log, the presets and the note types of a file to the cards that came with it."""
    key = new_id()
    effects = _note_types(session, learner_id, schedule, key)
    effects += _presets(session, learner_id, schedule, placed, key)
    return effects + _log(session, learner_id, reviews, placed, key, clock)


def portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield keys in numbers that one statement can name."""
    for start in range(0, len(keys), 500):
        yield keys[start : start + 500]


def _presets(
    session: Session, learner_id: str, schedule: Schedule, placed: Placed, key: str
) -> list[Effect]:
    """Add the presets that decks of the file take, and let the decks take them."""
    values = {one.name: one for one in schedule.presets}
    effects: list[Effect] = []
    made: dict[str, str] = {}
    for deck, preset in _decks_with_presets(session, learner_id, schedule, placed):
        found = values.get(preset)
        if found is None or deck.preset_id != default_preset_id(learner_id):
            continue
        if preset not in made:
            row, is_new = _preset(session, learner_id, found, key)
            made[preset] = row.id
            effects += [changes.created(row)] if is_new else []
        if made[preset] != deck.preset_id:
            effects += presets.take(session, deck, made[preset])
    session.flush()
    return effects


def _decks_with_presets(
    session: Session, learner_id: str, schedule: Schedule, placed: Placed
) -> list[tuple[Deck, str]]:
    named = {one.title: one.preset for one in schedule.decks if one.preset}
    return [
        (deck, named[title] or "")
        for title in sorted(placed.decks & named.keys())
        if (deck := decks.titled(session, learner_id, title))
    ]


def _preset(
    session: Session, learner_id: str, values: PresetValues, key: str
) -> tuple[Preset, bool]:
    """Return the learner's preset that says the same under the same name, or a new one."""
    columns = _preset_columns(values)
    rows = session.execute(select(Preset).where(col(Preset.learner_id) == learner_id)).scalars()
    taken = {row.name.lower(): row for row in rows}
    name = values.name
    for number in range(1, len(taken) + 2):
        row = taken.get(name.lower())
        if row is None:
            break
        if all(getattr(row, column) == value for column, value in columns.items()):
            return row, False
        name = f"{values.name[:190]} {number + 1}"
    made = Preset(learner_id=learner_id, id=derived_id(key, f"preset/{name}"), name=name, **columns)
    session.add(made)
    session.flush()
    return made, True


def _preset_columns(values: PresetValues) -> dict[str, Any]:
    full = len(values.parameters) == len(DEFAULT_PARAMETERS)
    return {
        "desired_retention": round(values.desired_retention, 4),
        "learning_steps": list(values.learning_steps),
        "relearning_steps": list(values.relearning_steps),
        "maximum_interval": values.maximum_interval,
        "leech_threshold": values.leech_threshold,
        "leech_action": values.leech_action,
        "new_per_day": values.new_per_day,
        "new_order": values.new_order,
        "bury_siblings": values.bury_siblings,
        "parameters": list(values.parameters) if full else None,
        "easy_days": list(values.easy_days),
    }


def _note_types(session: Session, learner_id: str, schedule: Schedule, key: str) -> list[Effect]:
    held = schedule.held.get("note_types")
    rows = [
        NoteType(learner_id=learner_id, id=derived_id(key, f"type/{name}"), key=name, body=body)
        for name, body in (held.items() if isinstance(held, dict) else ())
    ]
    session.add_all(rows)
    session.flush()
    return [changes.created(row) for row in rows]


def _log(
    session: Session,
    learner_id: str,
    reviews: Iterable[LoggedReview],
    placed: Placed,
    key: str,
    clock: Clock,
) -> list[Effect]:
    known = (one for one in reviews if one.card in placed.cards)
    number = -1

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal number
        days = Days(clock)
        for number, one in enumerate(known):
            row_id = numbered_id(key, number)
            yield learner_id, row_id, placed.cards[one.card], *_review(one, days, clock.now)

    load(session, Review, _LOGGED, rows(), written={"effects"})
    if number < 0:
        return []
    return [brought_log(numbered_id(key, 0), numbered_id(key, number), clock.now)]


_LOGGED = (
    "learner_id", "id", "card_id", "reviewed_at", "zone_offset", "day", "kind", "state", "rating",
    "rating_rule", "last_interval", "interval", "delay", "step", "ms", "format", "hint", "effects",
    "voided_at",
)  # fmt: skip


def _review(one: LoggedReview, days: Days, now: datetime) -> tuple[Any, ...]:
    """Return a line of the log from its moment on, in the order of `_LOGGED`."""
    seconds = one.id / 1000
    day, offset = days.of(seconds)
    return (
        datetime.fromtimestamp(seconds, UTC), offset, day, one.kind,
        _BEFORE.get(one.kind, "learning"), one.rating, ELSEWHERE, one.last_interval,
        max(0, one.interval), -one.interval if one.interval < 0 else None, 0, one.ms, "flashcard",
        0, f'[{{"{EASE}": {one.ease}}}]' if one.ease else "[]", None if one.rating else now,
    )  # fmt: skip
