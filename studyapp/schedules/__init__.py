"""Schedules in and out: where cards stand, the log of reviews, presets and note types."""

from studyapp.schedules.bringing import Placed, bring, card_id
from studyapp.schedules.giving import give, note_types_of
from studyapp.schedules.states import COLUMNS, States

__all__ = ["COLUMNS", "Placed", "States", "bring", "card_id", "give", "note_types_of"]
