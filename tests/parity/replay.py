"""Answers that Anki's backend recorded, given again by our scheduler, and where the two differ.

A recording is lines of JSON: first where it comes from, then for each history its settings and
one line an answer (oracle.py).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import pack
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from studyapp.scheduling import DEFAULT_PARAMETERS, Memory, Preset, Rating, Schedule, preview
from studyapp.scheduling.models import BEST_MODEL, Model

RECORDED = Path(__file__).with_name("anki_reviews.jsonl.gz")


class Answer(NamedTuple):
    """One answer and what it did: `delay` is seconds within the study day, else `days`."""

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


class Replay:
    """Our scheduler over one history after the other."""

    def __init__(self, model: Model = BEST_MODEL) -> None:
        self._model = model
        self._memories: dict[int, Memory] = {}

    def begin(self, settings: dict[str, Any]) -> None:
        """Start a history with fresh cards."""
        self._memories = {}
        self._zone = ZoneInfo(settings["zone"])
        self._rollover_hour = int(settings["rollover_hour"])
        self._preset = Preset(
            parameters=tuple(settings["parameters"]) or DEFAULT_PARAMETERS,
            desired_retention=settings["desired_retention"],
            learning_steps=tuple(settings["learning_steps"]),
            relearning_steps=tuple(settings["relearning_steps"]),
        )

    def answer(self, answer: Answer) -> Schedule:
        """Give the card the same answer at the same moment."""
        buttons = preview(
            self._memories.get(answer.card, Memory()),
            now=datetime.fromtimestamp(answer.at, UTC),
            zone=self._zone,
            rollover_hour=self._rollover_hour,
            preset=self._preset,
            seed="",
            fuzz=False,
            model=self._model,
        )
        schedule = buttons[Rating(answer.rating)]
        self._memories[answer.card] = schedule.memory_after
        return schedule


def replayed(lines: Iterable[Any], model: Model = BEST_MODEL) -> Iterator[tuple[Answer, Schedule]]:
    """Yield each recorded answer with what it leads to here."""
    replay = Replay(model)
    for line in lines:
        if isinstance(line, list):
            answer = Answer(*line)
            yield answer, replay.answer(answer)
        elif "parameters" in line:
            replay.begin(line)


def recorded(path: Path = RECORDED) -> Iterator[Any]:
    """Yield the lines of a recording."""
    with gzip.open(path, "rt") as lines:
        yield from map(json.loads, lines)


def differences(answer: Answer, schedule: Schedule) -> list[str]:
    """Name what differs; numbers are compared as 32 bits, in which Anki keeps them."""
    after = schedule.memory_after
    delay = None if answer.delay is None else timedelta(seconds=answer.delay)
    pairs = {
        "state": ((after.state, after.step), (answer.state, answer.step)),
        "lapses": (after.lapses, answer.lapses),
        "interval": (
            (after.interval, schedule.interval_days),
            (answer.interval, answer.days),
        ),
        "delay": (schedule.delay, delay),
        "stability": (_bits(after.stability), _bits(answer.stability)),
        "difficulty": (_bits(after.difficulty), _bits(answer.difficulty)),
    }
    return [name for name, (ours, theirs) in pairs.items() if ours != theirs]


def compared(
    lines: Iterable[Any], model: Model = BEST_MODEL
) -> tuple[int, Counter[str], list[tuple[Answer, Schedule]]]:
    """Return how many answers there were, what differed how often, and those that did."""
    number, found = 0, Counter[str]()
    differing: list[tuple[Answer, Schedule]] = []
    for answer, schedule in replayed(lines, model):
        number += 1
        if names := differences(answer, schedule):
            found.update(names)
            differing.append((answer, schedule))
    return number, found, differing


def _bits(number: float | None) -> bytes:
    return pack("f", number)
