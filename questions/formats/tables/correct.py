"""Which choices are right: a cell may name them by number, by letter or by their text."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_LIST: Final = re.compile(r"\s*[,;/&+]\s*|\s+and\s+|\s*\|\s*")
_NUMBER: Final = re.compile(r"(\d{1,2})(?:\.0)?")
_LETTER: Final = re.compile(r"\(?([A-Ha-h])[).]?")
_PREFIX: Final = re.compile(r"(?:answer|option|choice)\s+(\d{1,2}|[A-Ha-h])", re.IGNORECASE)


class Right(NamedTuple):
    """The places of the right choices, from 0, and what is odd about the way they are told."""

    places: frozenset[int]
    warning: str | None = None


def right_ones(told: str, choices: Sequence[str]) -> Right | None:
    """Find the right ones among *choices*; an empty text is no choice. None if there are none.

    A number that is also the text of a choice counts as a number, and that is said.
    """
    by_text = _by_text(told, choices)
    by_place = _by_place(told, choices)
    if by_place and by_text and by_place != by_text:
        # "A" is a letter before it is a text only where no choice is written so.
        if not _NUMBER.fullmatch(told.strip()):
            return Right(by_text)
        reason = f"{told.strip()!r} is the number of one choice and the text of another; "
        return Right(by_place, f"{reason}it was read as the number")
    found = by_text or by_place or _each_by_text(told, choices)
    return Right(found) if found else None


def _by_text(told: str, choices: Sequence[str]) -> frozenset[int]:
    wanted = told.strip().casefold()
    return frozenset(
        at for at, one in enumerate(choices) if wanted and one.strip().casefold() == wanted
    )


def _each_by_text(told: str, choices: Sequence[str]) -> frozenset[int]:
    """Find several texts in a list; all of them must be choices."""
    found = [_by_text(one, choices) for one in _LIST.split(told.strip())]
    return frozenset().union(*found) if found and all(found) else frozenset()


def _by_place(told: str, choices: Sequence[str]) -> frozenset[int]:
    parts = [_PREFIX.sub(r"\1", one) for one in _LIST.split(told.strip()) if one]
    places = [_place(one) for one in parts]
    if not places or any(at is None for at in places):
        return frozenset()
    found = frozenset(at for at in places if at is not None)
    return found if all(at < len(choices) and choices[at].strip() for at in found) else frozenset()


def _place(told: str) -> int | None:
    if number := _NUMBER.fullmatch(told):
        return int(number[1]) - 1 if int(number[1]) else None
    letter = _LETTER.fullmatch(told)
    return "abcdefgh".index(letter[1].lower()) if letter else None
