"""When to ask again: FSRS-6 with Anki's rules for days, steps and rounding. No database."""

from .days import day_starts_at, study_day
from .fsrs import interval_for, retrievability
from .fuzz import fuzzed_days
from .guessing import retention_for
from .parameters import DEFAULT_PARAMETERS, check_parameters
from .ratings import RATING_RULE_VERSION, Hint, rating_for
from .rules import preview
from .spread import EASE, Spread
from .values import LEARN_AHEAD, Memory, Preset, Rating, Schedule, State
from .words import words_for

__all__ = [
    "DEFAULT_PARAMETERS",
    "EASE",
    "LEARN_AHEAD",
    "RATING_RULE_VERSION",
    "Hint",
    "Memory",
    "Preset",
    "Rating",
    "Schedule",
    "Spread",
    "State",
    "check_parameters",
    "day_starts_at",
    "fuzzed_days",
    "interval_for",
    "preview",
    "rating_for",
    "retention_for",
    "retrievability",
    "study_day",
    "words_for",
]
