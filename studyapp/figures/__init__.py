"""What a learner has done and knows, in figures: one source for page, file and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from studyapp.figures import (
    ahead,
    answers,
    calibration,
    habit,
    knowledge,
    material,
    quizzing,
    states,
    trouble,
)
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.kept import are_worn, forget, quick, rebuild, renew, waited_by_deck
from studyapp.figures.reading import Rows, answers_to_come, read
from studyapp.figures.rows import PERIODS
from studyapp.figures.shares import ENOUGH, share, wilson
from studyapp.figures.source import Source

__all__ = [
    "ENOUGH",
    "EVERY",
    "FIGURES",
    "PERIODS",
    "Cell",
    "Figure",
    "Rows",
    "Source",
    "answers_to_come",
    "are_worn",
    "forget",
    "quick",
    "read",
    "rebuild",
    "renew",
    "share",
    "waited_by_deck",
    "wilson",
]

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
"""The figures of cards and log by name: all that Anki tells, and calibration."""


def _of_rows(make: Callable[[Rows], Figure]) -> Callable[[Source], Figure]:
    return lambda source: make(source.rows)


EVERY: Mapping[str, Callable[[Source], Figure]] = MappingProxyType(
    {
        "calendar": habit.calendar,
        **{name: _of_rows(make) for name, make in FIGURES.items()},
        "decks": material.decks,
        "documents": material.documents,
        "tags": material.tags,
        "hard": trouble.hard,
        "leeches": trouble.leeches,
        "sinks": trouble.sinks,
        "luck": trouble.luck,
        "quizzes": quizzing.quizzes,
        "facility": quizzing.facility,
        "options": quizzing.options,
        "knowledge": knowledge.knowledge,
        "ahead": ahead.ahead,
    }
)
"""Every figure by its name, in the order in which they are told."""
