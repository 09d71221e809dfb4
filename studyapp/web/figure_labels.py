"""The headings of the tables behind the figures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from studyapp.web.texts import lazy_gettext as _


def label(name: str) -> str:
    """Return the heading of a column."""
    return str(_LABELS[name])


# Translated when a page asks: to make all of them for each heading took most of a page's time.
_LABELS: Mapping[str, Any] = MappingProxyType(
    {
        # Answers, and cards as they stand.
        "kind": _("Kind"),
        "answers": _("Answers"),
        "right": _("Right"),
        "minutes": _("Minutes"),
        "day": _("Day"),
        "week": _("Week from"),
        "cards": _("Cards"),
        "state": _("Cards that are"),
        "days": _("Days"),
        "from": _("From"),
        "to": _("To"),
        "hour": _("Hour"),
        "share": _("Share"),
        "low": _("at least"),
        "high": _("at most"),
        "predicted": _("Predicted"),
        "span": _("Time"),
        "learn": _("Learned"),
        "relearn": _("Learned again"),
        "young": _("Young"),
        "mature": _("Mature"),
        "cram": _("Crammed"),
        "learn_minutes": _("Learned, minutes"),
        "relearn_minutes": _("Learned again, minutes"),
        "young_minutes": _("Young, minutes"),
        "mature_minutes": _("Mature, minutes"),
        "cram_minutes": _("Crammed, minutes"),
        "again": _("Again"),
        "hard": _("Hard"),
        "good": _("Good"),
        "easy": _("Easy"),
        "young_passed": _("Young, right"),
        "young_failed": _("Young, wrong"),
        "mature_passed": _("Mature, right"),
        "mature_failed": _("Mature, wrong"),
        # Decks, questions and quizzes, and the days of a week.
        "monday": _("Mon"),
        "tuesday": _("Tue"),
        "wednesday": _("Wed"),
        "thursday": _("Thu"),
        "friday": _("Fri"),
        "saturday": _("Sat"),
        "sunday": _("Sun"),
        "deck": _("Deck"),
        "document": _("Document"),
        "tag": _("Tag"),
        "begun": _("Begun"),
        "known": _("Known"),
        "reviews": _("Reviews"),
        "passed": _("Right"),
        "question": _("Question"),
        "lapses": _("Lapses"),
        "seconds": _("Seconds each"),
        "of": _("Out of"),
        "corrected": _("Without guessing"),
        "corrected_low": _("at least"),
        "corrected_high": _("at most"),
        "quiz": _("Quiz"),
        "questions": _("Questions"),
        "score": _("Score"),
        "attempts": _("Answers"),
        "facility": _("Facility"),
        "deviation": _("Deviation"),
        "guess": _("By a guess"),
        "option": _("Option"),
        "verdict": _("It is"),
        "picked": _("Picked"),
        # Days to come, and one card.
        "expected": _("Reviews"),
        "least": _("at least"),
        "most": _("at most"),
        "moment": _("When"),
        "told": _("This is"),
        "said": _("You said"),
        "rating": _("Answer"),
        "chance": _("Chance of recall"),
        "interval": _("Next interval, days"),
        "stability": _("Stability, days"),
        "difficulty": _("Difficulty"),
    }
)
