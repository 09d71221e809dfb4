"""Bring in what an imported file tells of studying: cards, the log, presets, note types.

What a card's row has no column for (Anki's ease, its flags, its steps left) is kept beside the
question, under the key `studied`, and is written again as long as the card was not touched. The log
is brought in whole: lines that were no answer are kept voided, so that no figure counts them and an
export has them all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from math import exp
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from questions.formats.schedule import CardState, LoggedReview, PresetValues, Schedule
from studyapp import changes, decks, presets
from studyapp.changes import Effect
from studyapp.effects import brought_log
from studyapp.ids import derived_id, new_id
from studyapp.learners import Clock, default_preset_id
from studyapp.scheduling import DEFAULT_PARAMETERS, study_day
from studyapp.tables import Card, Deck, NoteType, Preset, Review, StoredQuestion

# The rating rule of answers that were given elsewhere; ours count from 1.
ELSEWHERE = 0
_QUEUES = {"learning": 0, "relearning": 0, "review": 1, "new": 2}
_BEFORE = {"review": "review", "relearn": "relearning", "cram": "review"}
_AT_ONCE = 5_000
EASE = "ease"


def bring(
    session: Session,
    learner_id: str,
    schedule: Schedule,
    placed: Mapping[str, str],
    clock: Clock,
) -> list[Effect]:
    """Give the cards of an import their state, add its log, presets and note types.

    *placed* says which row each question of the file became; their cards exist and are new.
    """
    key = new_id()
    states = {_card_id(placed[one.question], one.part): one for one in _placed(schedule, placed)}
    effects = _note_types(session, learner_id, schedule, key)
    effects += _presets(session, learner_id, schedule, placed, key)
    rows = _rows(session, learner_id, states)
    effects += changes.changed_many(
        session,
        Card,
        learner_id,
        [
            (row.id, before, after)
            for row in rows
            for before, after in [_moved(row, states[row.id], clock)]
        ],
    )
    effects += _remembered(session, learner_id, schedule, placed)
    return effects + _log(session, learner_id, schedule, placed, key, clock)


def _placed(schedule: Schedule, placed: Mapping[str, str]) -> Iterator[CardState]:
    return (one for one in schedule.cards if one.question in placed)


def _card_id(question_id: str, part: str) -> str:
    return derived_id(question_id, f"card/{part}")


def _rows(session: Session, learner_id: str, states: Mapping[str, CardState]) -> list[Any]:
    table: Any = Card.__table__  # type: ignore[attr-defined]
    found: list[Any] = []
    for some in portions(list(states)):
        # Columns, not rows of the session: what it holds is not to be stale afterwards.
        found += session.execute(
            select(table).where(table.c.learner_id == learner_id, table.c.id.in_(some))
        )
    return found


def portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield keys in numbers that one statement can name."""
    for start in range(0, len(keys), 500):
        yield keys[start : start + 500]


def _moved(card: Any, state: CardState, clock: Clock) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns of a card before and after it takes the state of the file."""
    after = _columns(card, state, clock)
    return {name: getattr(card, name) for name in after}, after


def _columns(card: Any, state: CardState, clock: Clock) -> dict[str, Any]:
    due_at, due_day = _due(card, state, clock)
    buried_until = clock.starts_at(clock.today + timedelta(days=1)) if state.buried else None
    available_at = max(due_at, buried_until) if buried_until else due_at
    stability, difficulty = _memory(state)
    last = state.last_review_at
    return {
        "state": state.state,
        "queue": _QUEUES[state.state],
        "step": state.step,
        "due_at": due_at,
        "due_day": due_day,
        "available_at": None if state.suspended else available_at,
        "stability": stability,
        "difficulty": difficulty,
        "interval": state.interval,
        "reps": state.reps,
        "lapses": state.lapses,
        "last_day": _last_day(state, due_day, clock),
        "last_review_at": last,
        "suspended": state.suspended,
        "buried_until": buried_until,
        "marked": state.flag > 0,
    }


def _due(card: Any, state: CardState, clock: Clock) -> tuple[datetime, date]:
    if state.state == "new":
        return card.due_at, card.due_day
    if state.due_at is not None:
        return state.due_at, study_day(state.due_at, clock.zone, clock.rollover_hour)
    day = min(max(state.due_day or clock.today, date(1990, 1, 1)), date(2200, 1, 1))
    return clock.starts_at(day), day


def _last_day(state: CardState, due_day: date, clock: Clock) -> date | None:
    if state.last_review_at is not None:
        return study_day(state.last_review_at, clock.zone, clock.rollover_hour)
    if state.state == "review":
        return due_day - timedelta(days=state.interval)
    return clock.today if state.state != "new" else None


def _memory(state: CardState) -> tuple[float | None, float | None]:
    """Return stability and difficulty; a card of the older scheduler gets what its ease means.

    At an interval of so many days recall was 90 %, so the interval is the stability; the
    difficulty is the one at which the next interval would have grown by the ease.
    """
    if state.state == "new":
        return None, None
    if state.stability is not None and state.difficulty is not None:
        return state.stability, min(max(state.difficulty, 1.0), 10.0)
    w = DEFAULT_PARAMETERS
    stability = float(max(state.interval, 1))
    ease = max(float(state.held.get("factor") or 2500), 1300) / 1000
    growth = exp(w[8]) * stability ** -w[9] * (exp(0.1 * w[10]) - 1)
    return stability, min(max(11 - (ease - 1) / growth, 1.0), 10.0)


def _presets(
    session: Session, learner_id: str, schedule: Schedule, placed: Mapping[str, str], key: str
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
    session: Session, learner_id: str, schedule: Schedule, placed: Mapping[str, str]
) -> list[tuple[Deck, str]]:
    named = {one.title: one.preset for one in schedule.decks if one.preset}
    used = {one.deck for one in _placed(schedule, placed)}
    return [
        (deck, named[title] or "")
        for title in sorted(used & named.keys())
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


def _remembered(
    session: Session, learner_id: str, schedule: Schedule, placed: Mapping[str, str]
) -> list[Effect]:
    """Keep in each question what its cards have no column for."""
    kept: dict[str, dict[str, Any]] = {}
    for one in _placed(schedule, placed):
        if one.held:
            told = {"id": one.id, "flag": one.flag, **one.held}
            kept.setdefault(placed[one.question], {})[one.part] = told
    started = schedule.started_at.isoformat() if schedule.started_at else None
    day = schedule.held.get("day_nought")
    head = {"cards_from": {"started_at": started, "day_nought": day}} if kept else {}
    rows = [
        (key, {"body.studied": None}, {"body.studied": {"cards": cards, **head}})
        for key, cards in kept.items()
    ]
    return changes.changed_many(session, StoredQuestion, learner_id, rows) if rows else []


def _log(
    session: Session,
    learner_id: str,
    schedule: Schedule,
    placed: Mapping[str, str],
    key: str,
    clock: Clock,
) -> list[Effect]:
    cards = {
        one.id: (_card_id(placed[one.question], one.part)) for one in _placed(schedule, placed)
    }
    rows: list[dict[str, Any]] = []
    number = 0
    for one in schedule.reviews:
        if one.card in cards:
            rows.append(_review(learner_id, _numbered(key, number), cards[one.card], one, clock))
            number += 1
        if len(rows) == _AT_ONCE:
            session.execute(insert(Review), rows)
            rows = []
    if rows:
        session.execute(insert(Review), rows)
    if not number:
        return []
    return [brought_log(_numbered(key, 0), _numbered(key, number - 1), clock.now)]


def _numbered(key: str, number: int) -> str:
    """Return the id of one line of an import's log: they lie together, in the order of the log."""
    return f"{key[:20]}{number:012x}"


def _review(
    learner_id: str, key: str, card_id: str, one: LoggedReview, clock: Clock
) -> dict[str, Any]:
    at = datetime.fromtimestamp(one.id / 1000, UTC)
    offset = at.astimezone(clock.zone).utcoffset() or timedelta()
    return {
        "learner_id": learner_id,
        "id": key,
        "card_id": card_id,
        "reviewed_at": at,
        "zone_offset": int(offset.total_seconds() // 60),
        "day": study_day(at, clock.zone, clock.rollover_hour),
        "kind": one.kind,
        "state": _BEFORE.get(one.kind, "learning"),
        "rating": one.rating,
        "rating_rule": ELSEWHERE,
        "last_interval": one.last_interval,
        "interval": max(0, one.interval),
        "delay": -one.interval if one.interval < 0 else None,
        "ms": one.ms,
        "format": "flashcard",
        "hint": 0,
        "effects": [{EASE: one.ease}] if one.ease else [],
        "voided_at": None if one.rating else clock.now,
    }
