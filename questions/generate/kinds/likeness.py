"""Likeness: whether two names are of one kind, so that neither stands out among options."""

from __future__ import annotations

import re
from collections.abc import Callable

from questions.generate.english import singular
from questions.generate.fact import Type
from questions.generate.hints import place_class
from questions.generate.lexicon import gender_of, gloss, instance_classes


def alike(type_: Type, one: str, other: str) -> bool:
    """Tell whether *other* may stand beside *one*, both of the same type."""
    if is_short(one) != is_short(other) or not _as_long(one, other):
        return False
    rule = _RULES.get(type_)
    return rule(one, other) if rule else True


def is_short(name: str) -> bool:
    """Tell whether a name is an abbreviation: NATO, the U.S."""
    letters = name.replace(".", "")
    return " " not in name and len(letters) > 1 and letters.isupper()


def _as_long(one: str, other: str) -> bool:
    """Tell whether neither is more than three times as long, or three words longer."""
    lengths = sorted((len(one), len(other)))
    words = abs(len(one.split()) - len(other.split()))
    return lengths[1] <= max(3 * lengths[0], 12) and words <= 3


def _people(one: str, other: str) -> bool:
    if (" " in one) != (" " in other):
        return False
    genders = {gender_of(one.split()[0]), gender_of(other.split()[0])} - {""}
    return len(genders) < 2


def _states(one: str, other: str) -> bool:
    kind = place_class(one)
    return kind != "place" and kind == place_class(other)


def _bodies(one: str, other: str) -> bool:
    """Compare bodies by their sort; of two without any, the letters or WordNet must vouch."""
    if _body(one) or _body(other):
        return _body(one) == _body(other)
    if is_short(one):
        return True
    return "group" in instance_classes(one) and "group" in instance_classes(other)


def _things(one: str, other: str) -> bool:
    """Compare by the noun that names the sort, sea or bridge, else by what WordNet knows."""
    sorts = {_sort(one), _sort(other)}
    if len(sorts) == 1 or any(" " in name and gloss(_sort(name)) for name in (one, other)):
        return len(sorts) == 1
    classes = instance_classes(one)
    return bool(classes) and classes == instance_classes(other)


def _sort(name: str) -> str:
    """Return the noun in a name that tells what it is: Battle of Hastings, Black Sea."""
    words = name.lower().split()
    return singular(words[words.index("of") - 1] if "of" in words[1:] else words[-1])


def _body(name: str) -> str:
    """Return which sort of body a name tells: a school, an office, a company, an alliance."""
    words = [re.sub(r"\W", "", one).lower() for one in name.split()]
    return next((_BODIES[one] for one in (*words[:1], *reversed(words)) if one in _BODIES), "")


_SORTS = {
    "school": "university college school academy institute faculty universities",
    "office": "ministry department agency bureau office administration commission authority",
    "company": "company corporation inc ltd group corp airlines motors industries brothers",
    "league": "union organization organisation association alliance league federation nations "
    "community council society",
    "party": "party front movement",
    "court": "court tribunal",
    "bank": "bank fund",
    "force": "army navy force forces corps police guard regiment brigade",
    "press": "times post news journal magazine press herald guardian tribune",
    "parliament": "parliament senate congress assembly house duma",
    "museum": "museum gallery library theatre theater orchestra opera",
    "club": "club united fc city",
}
_BODIES = {word: sort for sort, listed in _SORTS.items() for word in listed.split()}
_RULES: dict[Type, Callable[[str, str], bool]] = {
    Type.PERSON: _people, Type.GPE: _states, Type.ORG: _bodies, Type.LOC: _things,
    Type.FAC: _things, Type.EVENT: _things, Type.PRODUCT: _things,
}  # fmt: skip
