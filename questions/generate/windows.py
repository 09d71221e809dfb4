"""Windows and stretches: how a document is cut, so that a job can go on later.

A *stretch* of some thousand words is read at once: names and references in it are known before
the first question is made. A *window* of a few hundred words is what a job does in one step.
Both are a pure function of the text, so that a resumed job cuts as the first one did.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from questions.text import Block, Sentence

WINDOW_WORDS, STRETCH_WORDS = 400, 2_500


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences in a row, from *first_sentence* on; *number* counts from 0."""

    number: int
    start: int
    end: int
    first_sentence: int
    sentence_count: int
    words: int
    stretch: int = 0

    @property
    def sentences(self) -> range:
        return range(self.first_sentence, self.first_sentence + self.sentence_count)


def windows(
    text: str, blocks: Sequence[Block], every: Sequence[Sentence], *, words: int = WINDOW_WORDS
) -> tuple[Window, ...]:
    """Cut after about *words* words, between paragraphs where one ends in time."""
    found: list[Window] = []
    first = length = 0
    for index, sentence in enumerate(every):
        length += len(text[sentence.start : sentence.end].split())
        last = index + 1 == len(every)
        if last or _is_full(length, words, block_ends=every[index + 1].block != sentence.block):
            found.append(
                Window(
                    len(found), every[first].start, sentence.end, first, index + 1 - first, length
                )
            )
            first, length = index + 1, 0
    return _stretched(found)


def _is_full(length: int, words: int, *, block_ends: bool) -> bool:
    return length >= words or (block_ends and length >= words * 3 // 4)


def _stretched(found: Sequence[Window]) -> tuple[Window, ...]:
    """Number the stretches: windows in a row up to the most words that are read at once."""
    stretched: list[Window] = []
    number = length = 0
    for window in found:
        if length and length + window.words > STRETCH_WORDS:
            number, length = number + 1, 0
        length += window.words
        stretched.append(replace(window, stretch=number))
    return tuple(stretched)
