"""Making a cloze of a sentence by choosing the words to hide."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from questions import cloze
from questions.errors import MarkingError

_WORD = re.compile(r"[^\W_]+(?:[’'.,:/·-]+[^\W_]+)*[%°]?")
_JOINS = re.compile(r"[\s\-–’']+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence, without the punctuation around it."""

    text: str
    start: int
    end: int


def words(sentence: str) -> tuple[Word, ...]:
    """List the words of a sentence that can be hidden, in order."""
    return tuple(Word(one[0], one.start(), one.end()) for one in _WORD.finditer(sentence))


def within(sentence: str, start: int, end: int) -> tuple[int, ...]:
    """Return the numbers of the words that a selection touches; none if it touches all."""
    every = words(sentence)
    touched = tuple(
        number for number, one in enumerate(every) if one.start < end and start < one.end
    )
    return touched if len(touched) < len(every) else ()


def cloze_stem(
    sentence: str, chosen: Collection[int], *, wording: str | None = None, together: bool = False
) -> str:
    """Write the sentence with the *chosen* words hidden; neighbours are hidden as one.

    *wording* is the sentence as it was rewritten: the same words are looked for in it, and marks
    that it already has stand for themselves. Each gap is a card of its own, or, *together*, one.

    Raises:
        MarkingError: "nothing" is chosen, the words are "gone" from the wording, or they hold
            "marks" of the cloze grammar
    """
    text = sentence if wording is None else wording
    if cloze.numbers(text):
        return text
    spots = list(_spots(sentence, chosen, text))
    if not spots:
        raise MarkingError("nothing")
    stem, place = "", 0
    for number, (start, end) in enumerate(spots, 1):
        stem += f"{text[place:start]}{{{{c{1 if together else number}::{text[start:end]}}}}}"
        place = end
    stem += text[place:]
    if cloze.plain(stem) != text:
        raise MarkingError("marks")
    return stem


def _spots(sentence: str, chosen: Collection[int], text: str) -> Iterator[tuple[int, int]]:
    """Find the chosen words in *text*, each run after the one before it."""
    place = 0
    for start, end in _runs(sentence, chosen):
        phrase = sentence[start:end]
        found = start if text == sentence else _find(text, phrase, place)
        if found < 0:
            raise MarkingError("gone", phrase)
        place = found + len(phrase)
        yield found, place


def _find(text: str, phrase: str, place: int) -> int:
    match = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)").search(text, place)
    return match.start() if match else -1


def _runs(sentence: str, chosen: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of chosen words with nothing but spaces and hyphens between them."""
    some = [one for number, one in enumerate(words(sentence)) if number in chosen]
    start = some[0].start if some else 0
    for one, following in pairwise(some):
        if not _JOINS.fullmatch(sentence, one.end, following.start):
            yield start, one.end
            start = following.start
    if some:
        yield start, some[-1].end
