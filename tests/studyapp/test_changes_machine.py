"""Whatever a learner does, in any order, undo brings back each row as it was."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.studyapp.machine import Learning

RUNS = [4, pytest.param(25, marks=pytest.mark.slow)]


@pytest.mark.parametrize("runs", RUNS)
def test_undo_brings_back_every_row_and_redo_does_it_again(database, runs):
    # They are the same runs on both: PostgreSQL, which takes twice as long, gets the first half.
    told = runs if database.is_sqlite else runs // 2
    run_state_machine_as_test(lambda: Learning(database), settings=patient(told))


def patient(runs: int) -> settings:
    """Return settings under which the same runs come each time."""
    return settings(
        max_examples=runs,
        stateful_step_count=25,
        # A failure tells its steps as they were; making them fewer would take minutes.
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
