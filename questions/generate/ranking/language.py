"""How common a word is, and whether a question goes as people's questions go.

The second is told by rows of three *shapes*: the commonest words stand for themselves, any other
for its ending, so that a small table learned from some ten thousand questions is enough.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

COMMON = 160
_MOST = 16.0  # of the frequencies, which are logarithms to base 2
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*|[?,;:]")
_ENDINGS = ("ing", "tion", "ness", "ment", "ed", "ly", "er", "est", "ic", "al", "s")
_MIXED = (0.7, 0.25, 0.05)  # how much rows of three, two and one shapes count


def rarity(word: str) -> float:
    """Return 0 for a word that is in nearly every text, 1 for one that is in hardly any."""
    return 1 - _frequencies().get(word.lower(), 0.0) / _MOST


def shapes(question: str, common: frozenset[str]) -> list[str]:
    """Return the words as they are counted, between marks for begin and end."""
    return ["<", "<", *(_shape(one, common) for one in _TOKEN.findall(question)), ">"]


def naturalness(question: str) -> tuple[float, float]:
    """Return the mean logarithm of the chance of each shape after two others, and the least."""
    common, rows = _questions()
    told = shapes(question, common)
    chances = [math.log(_chance(told, at, rows)) for at in range(2, len(told))]
    return sum(chances) / len(chances), min(chances)


def _chance(told: Sequence[str], at: int, rows: Mapping[str, int]) -> float:
    found = 1e-6
    for length, weight in zip((3, 2, 1), _MIXED, strict=True):
        row = told[at - length + 1 : at + 1]
        before = rows.get(" ".join(row[:-1]), 0) if length > 1 else rows["<"]
        found += weight * rows.get(" ".join(row), 0) / before if before else 0.0
    return min(1.0, found)


def _shape(word: str, common: frozenset[str]) -> str:
    small = word.lower()
    if small in common or not word[0].isalnum():
        return small
    if word[0].isdigit():
        return "0"
    if word[0].isupper():
        return "A"
    return next((f"-{one}" for one in _ENDINGS if small.endswith(one)), "-")


@cache
def _frequencies() -> Mapping[str, float]:
    rows = (line.split("\t") for line in _read("frequencies.tsv").splitlines())
    return {word: float(times) for word, times in rows}


@cache
def _questions() -> tuple[frozenset[str], Mapping[str, int]]:
    found = json.loads(_read("questions.json"))
    return frozenset(found["common"]), found["rows"]


def _read(name: str) -> str:
    return (files("questions.generate") / "resources" / name).read_text(encoding="utf-8")
