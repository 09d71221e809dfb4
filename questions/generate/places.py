"""Places: a guide to one place names it once; what it says holds there, so it is said there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from questions.generate.fact import NAMED, Name, Type
from questions.generate.lexicon import gazetteer
from questions.generate.reading import Reading
from questions.generate.segment import Segment

if TYPE_CHECKING:
    from spacy.tokens import Token

_FEWEST = 3  # sentences that name the place of a guide


def place_of(title: str, names: Sequence[Name]) -> str:
    """Return the place that a text is about by its title; "" if the title says more than one.

    The title is the place, or the name of a file in small letters with one known place in it.
    """
    places = [one for one in names if one.type in _PLACES and one.count >= _FEWEST]
    exact = [one for one in places if title.strip() in one.aliases]
    if exact:
        return exact[0].text
    if title != title.lower():
        return ""
    words = set(re.findall(r"[a-z]+", title))
    inside = [one for one in places if one.text.lower() in words and gazetteer().is_place(one.text)]
    return inside[0].text if len(inside) == 1 else ""


def placed(segment: Segment, reading: Reading, place: str) -> Segment:
    """Put *In Phoenix,* before what holds of the place, where no other name tells of what.

    Only a clause that begins with its subject takes it; *the city* itself is not in the city.
    """
    if not place or segment.subject is None or isinstance(segment.pieces[0], str):
        return segment
    start = segment.pieces[0][0]
    first = segment.subject.left_edge
    named = any(
        one.type in NAMED and segment.touches(one.start, one.end) for one in reading.mentions
    )
    if named or first.idx != start or not _is_there(segment.subject):
        return segment
    opening = f"In {place}, {first.text[0].lower()}"
    pieces = (opening + reading.parsed.text[start + 1 : start + len(first)],
              (start + len(first), segment.pieces[0][1]), *segment.pieces[1:])  # fmt: skip
    return replace(segment, pieces=pieces)


def _is_there(subject: Token) -> bool:
    """Tell whether the subject is a common noun that can be found at a place."""
    if subject.pos_ != "NOUN" or subject.lemma_.lower() in _THE_PLACE:
        return False
    first = subject.left_edge
    pointing = {"this", "that", "these", "those", "such", "another", "its", "their", "his", "her"}
    return first.lower_ not in pointing and not first.is_upper


_PLACES = frozenset({Type.GPE, Type.LOC})
_THE_PLACE = frozenset({
    "city", "town", "country", "island", "state", "region", "area", "place", "village", "capital",
    "metropolis", "nation", "county", "province", "district", "way", "distance", "trip", "journey",
})  # fmt: skip
