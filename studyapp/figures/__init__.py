"""What a learner has done and knows, in figures: one source for page, file and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from studyapp.figures import answers, calibration, states
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.rows import PERIODS, Rows, read
from studyapp.figures.shares import ENOUGH, share, wilson

__all__ = ["ENOUGH", "FIGURES", "PERIODS", "Cell", "Figure", "Rows", "read", "share", "wilson"]

FIGURES: Mapping[str, Callable[[Rows], Figure]] = MappingProxyType(
    {
        "today": answers.today,
        "weeks": answers.weeks,
        "calibration": calibration.calibration,
        "reviews": answers.reviews,
        "due": states.due,
        "counts": states.counts,
        "retention": answers.retention,
        "retrievability": states.retrievability,
        "stability": states.stability,
        "difficulty": states.difficulty,
        "intervals": states.intervals,
        "hours": answers.hours,
        "buttons": answers.buttons,
        "added": states.added,
    }
)
"""Every figure by its name, in the order in which they are told."""
