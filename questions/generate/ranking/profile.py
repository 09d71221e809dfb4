"""What kind of text a document is, told by its outside: facts to learn, or somebody speaking.

Nothing is parsed: the shares of small words and marks tell a letter from an encyclopedia well
enough, and they cost as much for a book as one look over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LOOKED_AT = 60_000  # code points: enough to tell, however long the text is
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_I = frozenset({"i", "my", "me", "mine", "i'm", "i’m", "i've", "i’ve", "myself"})
_WE = frozenset({"we", "our", "us", "ours", "ourselves"})
_YOU = frozenset({"you", "your", "yours", "yourself"})
_PAST = frozenset({"was", "were", "had", "did", "became", "began"})
_PRESENT = frozenset({"is", "are", "has", "have", "does", "do", "can", "may"})
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_QUOTED = re.compile(r"[“\"]([^”\"\n]{2,400})[”\"]")


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares of a text's words, 0 to 1, unless told otherwise."""

    words: int
    i: float
    we: float
    you: float
    asking: float  # question and exclamation marks for each sentence end
    quoted: float  # share of the code points that stand in quotation marks
    years: float
    digits: float
    names: float  # words with a capital that begin no sentence
    past: float  # of the small verbs, how many are past
    length: float  # letters of a word
    terms: float  # words of ten letters and more


def profile_of(text: str) -> Profile:
    """Look over the beginning of a text."""
    seen = text[:_LOOKED_AT]
    said = _WORD.findall(seen)
    small = [one.lower() for one in said]
    count = max(1, len(said))
    past, present = _count(small, _PAST), _count(small, _PRESENT)
    marks = len(re.findall(r"[?!]", seen))
    return Profile(
        words=len(_WORD.findall(text)) if len(text) > _LOOKED_AT else len(said),
        i=_count(small, _I) / count,
        we=_count(small, _WE) / count,
        you=_count(small, _YOU) / count,
        asking=marks / max(1, marks + len(re.findall(r"\.\s", seen))),
        quoted=sum(len(one) for one in _QUOTED.findall(seen)) / max(1, len(seen)),
        years=len(_YEAR.findall(seen)) / count,
        digits=sum(one[0].isdigit() for one in said) / count,
        names=len(re.findall(r"(?<=[a-z,;] )[A-Z][a-z]", seen)) / count,
        past=past / max(1, past + present),
        length=sum(map(len, said)) / count,
        terms=sum(len(one) > 9 for one in said) / count,
    )


def _count(said: Iterable[str], wanted: frozenset[str]) -> int:
    return sum(one in wanted for one in said)
