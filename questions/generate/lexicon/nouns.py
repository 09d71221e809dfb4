"""Nouns by meaning: the lexicographer's class of each, and what it is a kind of (WordNet 3.0)."""

from __future__ import annotations

from array import array
from functools import cache, lru_cache
from typing import NamedTuple

from questions.generate.lexicon.lines import lines, resource

CLASSES = (
    "tops act animal artifact attribute body cognition communication event feeling food group "
    "location motive object person phenomenon plant possession process quantity relation shape "
    "state substance time"
).split()
_SIBLINGS = 40


class Sense(NamedTuple):
    """One meaning of a noun; *times* is how often it was met in WordNet's tagged texts."""

    number: int
    lexicographer: str
    times: int


@lru_cache(maxsize=20_000)
def senses(noun: str) -> tuple[Sense, ...]:
    """Return the meanings of a lemma in small letters, the commonest first; () if unknown."""
    found = lines("nouns.tsv").get(noun)
    if found is None:
        return ()
    return tuple(_sense(one) for one in found.split())


def _sense(written: str) -> Sense:
    number, lexicographer, count = written.split(":")
    return Sense(int(number), CLASSES[int(lexicographer)], int(count))


def gloss(noun: str) -> str:
    """Return the class of the commonest meaning: person, act, artifact …; "" if unknown."""
    found = senses(noun)
    return found[0].lexicographer if found else ""


def classes(noun: str) -> frozenset[str]:
    """Return the classes of every meaning that is not rare."""
    found = senses(noun)
    most = max((one.times for one in found), default=0)
    return frozenset(one.lexicographer for one in found if one.times * 10 >= most)


@lru_cache(maxsize=20_000)
def share(noun: str, *wanted: str) -> float:
    """Return how much of the use of a noun, 0..1, falls to meanings of the *wanted* classes."""
    found = senses(noun)
    weights = [(one.lexicographer in wanted, one.times + 0.5) for one in found]
    total = sum(weight for _, weight in weights)
    return sum(weight for fits, weight in weights if fits) / total if total else 0.0


@lru_cache(maxsize=20_000)
def is_kind_of(noun: str, other: str) -> bool:
    """Tell whether a common meaning of *noun* lies under one of *other*: treaty, agreement."""
    targets = {one.number for one in _common(other)}
    return any(targets & set(_above(one.number)) for one in _common(noun))


def _common(noun: str) -> tuple[Sense, ...]:
    """Return the first two meanings, unless they are rare beside the first."""
    found = senses(noun)[:2]
    return tuple(one for one in found if one.times * 4 >= found[0].times)


def _above(number: int) -> list[int]:
    kinds, found = _kinds(), []
    while number >= 0:
        found.append(number)
        number = kinds[number]
    return found


@lru_cache(maxsize=2_000)
def siblings(noun: str) -> tuple[str, ...]:
    """Return other nouns of the same next kind as the commonest meaning, in alphabetic order."""
    found = senses(noun)
    kind = _kinds()[found[0].number] if found else -1
    if kind < 0:
        return ()
    beside = (number for number, above in enumerate(_kinds()) if above == kind)
    words = {lines("nouns.tsv").word_at(_places()[one]) for one in beside if _places()[one] >= 0}
    return tuple(sorted(words - {noun}))[:_SIBLINGS]


@cache
def _kinds() -> array[int]:
    return array("i", map(int, resource("kinds.txt").split()))


@cache
def _places() -> array[int]:
    """Return where the first word lies whose commonest meaning each number is, -1 for none."""
    found = array("i", [-1]) * len(_kinds())
    data, place = resource("nouns.tsv"), 0
    while place < len(data):
        tab = data.index(b"\t", place)
        number = int(data[tab + 1 : data.index(b":", tab)])
        found[number] = place if found[number] < 0 else found[number]
        place = data.index(b"\n", tab) + 1
    return found
