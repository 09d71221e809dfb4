"""Relative dates: what *yesterday* means in a text whose day is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from questions.generate.naming.dates import WEEKDAYS, from_relative
from questions.generate.rewriting import Edit

_RELATIVE = re.compile(
    r"(?P<before>\b(?:on|in) )?\b(?P<words>yesterday|today|tomorrow|"
    r"(?:last|this|next) (?:month|year)|"
    r"(?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?:day|month|year)s? ago|"
    rf"(?:{'|'.join(WEEKDAYS)})(?! \d))\b(?![’']s)",
    re.I,
)


def dated(text: str, said: date | None) -> Iterator[Edit]:
    """Yield the absolute dates to write; without the day of the text there is nothing to write."""
    if said is None:
        return
    for match in _RELATIVE.finditer(text):
        weekday = match["words"].capitalize() in WEEKDAYS
        if weekday and not match["before"]:
            continue
        if absolute := from_relative(match["words"], said):
            yield Edit(match.start(), match.end(), _cased(absolute, match.start()))


def _cased(words: str, start: int) -> str:
    return words[:1].upper() + words[1:] if start == 0 else words
