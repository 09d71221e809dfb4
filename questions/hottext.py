"""Marking words of a text: which words can be marked, and where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from questions.model import Question


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text; *key* names what is marked with it, "" where nothing can be."""

    text: str
    key: str = ""


def stretches(question: Question) -> tuple[Stretch, ...]:
    """Divide the stem into what can be marked and what stands between.

    Where the question names wrong places, too, only the places that it names can be marked, else
    every word. Joined, the stretches are the stem.
    """
    pieces: list[Stretch] = []
    at = 0
    free = _takes_every_word(question)
    for start, end, key in _found(question):
        pieces += [
            *_between(question.stem[at:start], at, free),
            Stretch(question.stem[start:end], key),
        ]
        at = end
    pieces += _between(question.stem[at:], at, free)
    return tuple(pieces)


def words_of(question: Question) -> list[tuple[str, str]]:
    """Return key and text of each word that is no place of the question's own."""
    return [(one.key, one.text) for one in stretches(question) if one.key.startswith(_WORD)]


def unplaced(question: Question) -> tuple[str, ...]:
    """Return the keys of places whose words do not stand in the stem."""
    found = {key for _start, _end, key in _found(question)}
    return tuple(str(number) for number in range(len(question.spots)) if str(number) not in found)


def _takes_every_word(question: Question) -> bool:
    return all(spot.fraction > 0 for spot in question.spots)


def _found(question: Question) -> list[tuple[int, int, str]]:
    """Find each place after the one before it, else the first time that its words stand free."""
    taken: list[tuple[int, int, str]] = []
    after = 0
    for number, spot in enumerate(question.spots):
        start = _free_place(question.stem, spot.text, after, taken)
        if start is None:
            start = _free_place(question.stem, spot.text, 0, taken)
        if start is not None:
            after = start + len(spot.text)
            taken.append((start, after, str(number)))
    return sorted(taken)


def _free_place(stem: str, words: str, after: int, taken: list[tuple[int, int, str]]) -> int | None:
    if not words.strip():
        return None
    for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", stem):
        start, end = match.span()
        if start >= after and all(end <= begun or start >= ended for begun, ended, _key in taken):
            return start
    return None


def _between(text: str, at: int, free: bool) -> Iterator[Stretch]:
    if not free:
        yield from (Stretch(text),) if text else ()
        return
    for match in _WORDS.finditer(text):
        is_word = bool(match["word"])
        yield Stretch(match[0], f"{_WORD}{at + match.start()}" if is_word else "")


_WORD = "w"
_WORDS = re.compile(r"(?P<word>\w[\w'’-]*)|[^\w]+")
