"""Schedules in and out: where cards stand, the log of reviews, presets and note types."""

from studyapp.schedules.bringing import Placed, bring
from studyapp.schedules.giving import give, note_types_of
from studyapp.schedules.states import COLUMNS, States

__all__ = ["COLUMNS", "Placed", "States", "bring", "give", "note_types_of"]
