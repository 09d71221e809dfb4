"""The survey: what a whole document says, found without a parse, so that a book is quick.

One look over the text notes in which sentences each capitalised word and each number stands.
That is enough to tell whether an exchanged name makes a false statement, or one that the text
makes elsewhere; and which sentences are copies of an earlier one.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence

from questions.text import Sentence

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_SPACE = re.compile(r"\s+")


class Survey:
    """Where the words of a document stand, by the number of the sentence."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._copies: set[int] = set()
        self._note(text, sentences)

    def together(self, first: str, second: str) -> bool:
        """Tell whether one sentence of the document holds both."""
        return bool(self._sentences(first) & self._sentences(second))

    def count(self, words: str) -> int:
        """Count the sentences that hold all of *words*."""
        return len(self._sentences(words))

    def is_copy(self, sentence: int) -> bool:
        """Tell whether an earlier sentence says the same, word for word."""
        return sentence in self._copies

    def _sentences(self, words: str) -> set[int]:
        wanted = list(dict.fromkeys(_keys(words)))
        if not wanted:
            return set()
        found = [self._places.get(one, _NOWHERE) for one in wanted]
        found.sort(key=len)
        common = set(found[0])
        for more in found[1:]:
            common.intersection_update(more)
        return common

    def _note(self, text: str, sentences: Sequence[Sentence]) -> None:
        seen: set[int] = set()
        for index, sentence in enumerate(sentences):
            words = text[sentence.start : sentence.end]
            mark = hash_of(words)
            if mark in seen:
                self._copies.add(index)
            seen.add(mark)
            for word in dict.fromkeys(_keys(words)):
                self._places[word].append(index)


def hash_of(words: str) -> int:
    """Name a sentence by its words; the same in every process."""
    plain = _SPACE.sub(" ", words).strip().casefold()
    return int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=8).digest(), "big")


def _keys(words: str) -> Iterable[str]:
    """Return what is looked up of *words*: every word that tells something, in small letters."""
    for match in _WORD.finditer(words):
        word = match[0]
        if len(word) > 3 or word[0].isdigit() or word[0].isupper():
            yield stem(word.casefold())


def stem(word: str) -> str:
    """Make Kazakhstan and Kazakhstan’s, treaty and treaties the same."""
    word = re.sub(r"[’']s?$", "", word)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)] + instead
    return word


_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ss", "ss"), ("s", ""))
_NOWHERE: array[int] = array("I")
