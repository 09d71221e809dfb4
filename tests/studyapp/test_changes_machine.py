"""Whatever a learner does, in any order, undo brings back each row as it was."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.studyapp.machine import Learning

PATIENT = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_undo_brings_back_every_row_and_redo_does_it_again(database):
    run_state_machine_as_test(lambda: Learning(database), settings=PATIENT)
