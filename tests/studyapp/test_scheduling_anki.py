"""The buttons lead where Anki's lead: 7,000 answers recorded from its backend (docs/scheduling.md).

Each recorded history starts with its settings; then comes one line an answer.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import pack
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from studyapp.scheduling import DEFAULT_PARAMETERS, Memory, Preset, Rating, Schedule, preview
from studyapp.scheduling import fsrs as own
from studyapp.scheduling import single as compiled
from studyapp.scheduling.models import Model


def test_the_compiled_step_answers_as_anki_does() -> None:
    differences = [
        (answer, schedule)
        for answer, schedule in _replayed(compiled.next_states)
        if _told(schedule) != _told_by(answer)
    ]
    assert differences == []


def test_without_the_compiled_step_every_interval_is_the_same_too() -> None:
    counts: Counter[str] = Counter()
    for answer, schedule in _replayed(own.next_states):
        (steps, memory, waits), told = _told(schedule), _told_by(answer)
        counts["steps"] += steps != told[0]
        counts["waits"] += waits != told[2]
        counts["memory"] += memory != told[1]
        assert schedule.memory_after.stability == pytest.approx(answer.stability, rel=1e-5)
    assert counts["steps"] == counts["waits"] == 0
    assert counts["memory"] <= 7


class _Answer(NamedTuple):
    card: int
    at: int
    rating: int
    state: str
    step: int
    stability: float
    difficulty: float
    interval: int
    lapses: int
    delay: int | None
    days: int | None


def _replayed(model: Model) -> Iterator[tuple[_Answer, Schedule]]:
    settings: dict[str, Any] = {}
    memories: dict[int, Memory] = {}
    for line in _recorded():
        if isinstance(line, dict):
            settings, memories = line, {}
            continue
        answer = _Answer(*line)
        memory = memories.get(answer.card, Memory())
        schedule = _answered(memory, answer, settings, model)
        memories[answer.card] = schedule.memory_after
        yield answer, schedule


def _recorded() -> Iterator[Any]:
    with gzip.open(Path(__file__).with_name("anki_reviews.jsonl.gz"), "rt") as lines:
        yield from map(json.loads, lines)


def _answered(memory: Memory, answer: _Answer, settings: dict[str, Any], model: Model) -> Schedule:
    buttons = preview(
        memory,
        now=datetime.fromtimestamp(answer.at, UTC),
        zone=ZoneInfo("UTC"),
        rollover_hour=settings["rollover_hour"],
        preset=_preset(settings),
        seed="",
        fuzz=False,
        model=model,
    )
    return buttons[Rating(answer.rating)]


def _preset(settings: dict[str, Any]) -> Preset:
    return Preset(
        parameters=tuple(settings["parameters"]) or DEFAULT_PARAMETERS,
        desired_retention=settings["desired_retention"],
        learning_steps=tuple(settings["learning_steps"]),
        relearning_steps=tuple(settings["relearning_steps"]),
    )


def _told(schedule: Schedule) -> tuple[object, ...]:
    after = schedule.memory_after
    return (
        (after.state, after.step, after.interval, after.lapses),
        (_bits(after.stability), _bits(after.difficulty)),
        (schedule.delay, schedule.interval_days),
    )


def _told_by(answer: _Answer) -> tuple[object, ...]:
    return (
        (answer.state, answer.step, answer.interval, answer.lapses),
        (_bits(answer.stability), _bits(answer.difficulty)),
        (None if answer.delay is None else timedelta(seconds=answer.delay), answer.days),
    )


def _bits(number: float | None) -> bytes:
    """Return the 32-bit form in which Anki keeps a number."""
    return pack("f", number)
