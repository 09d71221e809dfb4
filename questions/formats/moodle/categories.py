"""Moodle's paths of categories as decks, and back."""

import re
from typing import Final

# The place where a path begins; which course it was is of no use elsewhere.
_ROOTS: Final = re.compile(r"\$(?:course|module|system|coursecat|cat\d*)\$")
_TOP: Final = "top"
# A slash that belongs to a name is written twice.
_SLASH: Final = re.compile(r"(?<!/)/(?!/)")
MOST_LEVELS: Final = 20
LONGEST_LEVEL: Final = 100


def deck_of(path: str) -> str | None:
    """Return the deck that a path means; None for the top of a course."""
    levels = [_level(one) for one in _SLASH.split(path.strip())]
    if levels and _ROOTS.fullmatch(levels[0]):
        levels = levels[1:]
    if levels and levels[0] == _TOP:
        levels = levels[1:]
    named = [one for one in levels if one not in {"", ".", ".."}]
    return "::".join(one[:LONGEST_LEVEL] for one in named[:MOST_LEVELS]) or None


def is_cut(path: str) -> bool:
    """Tell whether `deck_of` leaves out something of a path that somebody may have meant."""
    levels = _SLASH.split(path)
    if len(levels) > MOST_LEVELS + 2:
        return True
    return any(len(one) > LONGEST_LEVEL or one in {".", ".."} for one in levels)


def path_of(deck: str | None) -> str:
    """Return the path that `deck_of` reads as *deck*."""
    levels = deck.split("::") if deck else ()
    return "/".join(("$course$", _TOP, *(one.strip().replace("/", "//") for one in levels)))


def _level(written: str) -> str:
    return written.replace("//", "/").replace("::", ":").strip()
