"""Sentences in English, the only ones that questions are made from."""

from __future__ import annotations

import re

from questions.checks.words import ENGLISH, FUNCTION_WORDS, OTHER_LANGUAGES

_WORD = re.compile(r"[^\W\d_]+")
# What German, Dutch or Latin write alike tells nothing.
_SHARED = frozenset("in an on so me per he as am".split())
_OURS = (ENGLISH | FUNCTION_WORDS) - OTHER_LANGUAGES - _SHARED
_MARKS_OF_OTHERS = frozenset("¿¡ßñãõçąęłżœæøåžš")
# A sentence of a few words ("Water boils at 100 °C.") may hold none of the commonest.
_TOO_FEW = 6
NOTICE = (
    "This text is not in English, and questions are made from English only. "
    "You can still write your own about it."
)


def is_english(sentence: str) -> bool:
    """Tell whether a sentence is English, by its small words; if nothing tells, it is not."""
    words = _WORD.findall(sentence)
    if sum(len(word) for word in words if word.isascii()) * 2 < sum(map(len, words)):
        return False
    small = [word.lower() for number, word in enumerate(words) if _tells(words, number)]
    ours = sum(word in _OURS for word in small)
    theirs = sum(word in OTHER_LANGUAGES for word in small)
    theirs += any(letter in _MARKS_OF_OTHERS for word in small for letter in word)
    return ours > theirs or (not theirs and len(small) < _TOO_FEW)


def _tells(words: list[str], number: int) -> bool:
    """Leave names out, with what stands inside them: Rio de Janeiro, Vincent van Gogh."""
    if not number:
        return True
    inside = words[number - 1].istitle() and any(word.istitle() for word in words[number + 1 :][:2])
    return words[number].islower() and not (inside and words[number] in OTHER_LANGUAGES)
