"""The questions stay as good as they have been: a slice of `./run quality`."""

from __future__ import annotations

import pytest

from tests.quality.slice import measure_slice, raised, thresholds
from tests.samples import sample

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("figure", thresholds())
def test_no_figure_falls_below_what_was_reached(measured, figure):
    assert measured.figures()[figure] >= thresholds()[figure]


def test_what_is_kept_by_default_has_no_fault_that_a_program_sees(measured):
    assert {name: n for name, n in measured.lints.items() if n} == {}, measured.lint_examples


def test_the_place_of_the_right_option_tells_nothing(measured):
    assert measured.keys.p > 0.001


def test_every_figure_has_a_threshold(measured):
    assert set(thresholds()) == set(measured.figures())


@pytest.mark.parametrize(("old", "measured_now", "new"), [
    (0.3, 0.5, 0.49), (0.3, 0.305, 0.3), (0.3, 0.1, 0.3), (0.0, 1.0, 0.99),
])  # fmt: skip
def test_a_threshold_rises_to_a_point_below_what_was_reached_and_never_falls(
    old, measured_now, new
):
    assert raised({"figure": old}, {"figure": measured_now}) == {"figure": new}


@pytest.fixture(scope="module")
def measured():
    sample("generation")  # asks for the samples: without them these tests are skipped
    return measure_slice(sample("generation").parent)
