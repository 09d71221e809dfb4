"""Which rating an answer earns, from the recorded facts alone.

The facts stay in the review log, so a later version of the rule can judge old answers anew.
The time an answer took is no part of the rule: it does not tell well known from badly known.
"""

from enum import StrEnum

from .values import Rating

RATING_RULE_VERSION = 1

_GUESSABLE = frozenset({"choice", "truefalse"})


class Hint(StrEnum):
    NONE = "none"
    NUDGE = "nudge"
    """It helped, but left the answer to be recalled."""
    REVEALED = "revealed"
    """It showed letters of the answer or left one choice."""


def rating_for(
    kind: str,
    correct: bool,
    *,
    first_time: bool = False,
    hint: Hint = Hint.NONE,
    guessed: bool = False,
    pressed: Rating | None = None,
) -> Rating:
    """Return the rating: the button that the learner *pressed*, else what the facts say."""
    if pressed is not None:
        return pressed
    if not correct or guessed or hint is Hint.REVEALED:
        return Rating.AGAIN
    if hint is Hint.NUDGE or (first_time and kind in _GUESSABLE):
        return Rating.HARD
    return Rating.GOOD
