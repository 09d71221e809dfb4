"""The buttons lead where Anki's lead: 20,160 answers of its backend (docs/scheduling.md)."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest

from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.scheduling import fsrs as own
from studyapp.scheduling import single as compiled
from studyapp.scheduling.parameters import RANGES
from tests.parity.replay import compared, differences, recorded, replayed


def test_the_compiled_step_answers_as_anki_does() -> None:
    number, found, _differing = compared(recorded(), compiled.next_states)
    assert (number, found) == (20_160, Counter())


def test_without_the_compiled_step_every_interval_is_the_same_too() -> None:
    found: Counter[str] = Counter()
    for answer, schedule in replayed(_some_histories(), own.next_states):
        found.update(differences(answer, schedule))
        assert schedule.memory_after.stability == pytest.approx(answer.stability, rel=1e-5)
    assert found.keys() <= {"stability", "difficulty"}
    assert found.total() <= 7


@pytest.mark.parametrize("weight", range(len(DEFAULT_PARAMETERS)))
def test_one_altered_weight_is_noticed(weight: int) -> None:
    number, found, _differing = compared(_with_another(weight))
    assert number == 720
    assert found


def test_the_recording_is_as_wide_as_it_says() -> None:
    about, *lines = recorded()
    settings = [line for line in lines if isinstance(line, dict)]
    days = {(line["seed"], *line["parameters"]) for line in settings}
    assert about == {"anki": "26.9.3", "command": "./run parity --rebuild", "reviews": 20_160}
    assert len(days) == 56
    assert len({tuple(line["parameters"]) for line in settings}) >= 50 - 1
    assert min(line["desired_retention"] for line in settings) <= 0.72
    assert max(line["desired_retention"] for line in settings) >= 0.95
    assert {line["rollover_hour"] for line in settings} == set(range(7))
    assert {bool(line["learning_steps"]) for line in settings} == {True, False}
    assert {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe"} <= {
        line["zone"] for line in settings
    }


def test_cards_were_met_again_on_the_same_day_in_the_recording() -> None:
    latest: dict[int, int] = {}
    again = 0
    for line in islice(recorded(), 1, 3_000):
        if isinstance(line, dict):
            latest = {}
            continue
        again += line[1] - latest.get(line[0], 0) < 12 * 3600
        latest[line[0]] = line[1]
    assert again > 100


def _some_histories() -> Iterator[Any]:
    """Return a third of the recording: our own step takes ten times as long as the compiled one."""
    return islice(recorded(), 7_000)


def _with_another(weight: int) -> Iterator[Any]:
    """Return two histories, one with and one without steps, one weight of which is not Anki's."""
    for line in islice(recorded(), 1, 1 + 2 * 361):
        if isinstance(line, dict):
            weights = list(line["parameters"]) or list(DEFAULT_PARAMETERS)
            altered = weights[weight] * 1.01
            weights[weight] *= 1.01 if altered <= RANGES[weight][1] else 0.99
            line = {**line, "parameters": weights}
        yield line
