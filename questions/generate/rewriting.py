"""Rewriting: a sentence with words exchanged, taken out or marked, then tidied."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Put *text* in the place of a sentence's *start* to *end*."""

    start: int
    end: int
    text: str


_MARK = re.compile(r"(\{\{c\d+::)?([^\W\d_])")


def rewrite(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Apply the edits that lie between *start* and *end*; of two that overlap, the first."""
    end = len(text) if end is None else end
    pieces, place = [], start
    for edit in sorted(edits, key=lambda one: (one.start, -one.end)):
        if edit.start >= place and edit.end <= end:
            pieces += [text[place : edit.start], edit.text]
            place = edit.end
    return tidy("".join((*pieces, text[place:end])))


def tidy(text: str) -> str:
    """Close the holes that words taken out leave behind."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\(\s*\)", "", text)
    text = re.sub(r"\s+([,.;:?!)])", r"\1", text)
    text = re.sub(r",(?:\s*,)+", ",", text)
    text = re.sub(r"\b[Tt]he (the\b)", r"\1", text)
    return re.sub(r"^[\s,;:]+", "", text).strip()


def capitalised(text: str) -> str:
    """Begin with a capital letter, within a mark if one comes first."""
    if match := _MARK.match(text):
        at = match.start(2)
        return text[:at] + text[at].upper() + text[at + 1 :]
    return text
