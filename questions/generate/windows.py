"""Windows: stretches of a document that are worked on alone, so that a job can go on later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questions.text import Block, Sentence, sentences


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences in a row, from *first_sentence* on; *number* counts from 0."""

    number: int
    start: int
    end: int
    first_sentence: int
    sentence_count: int


def windows(text: str, blocks: Iterable[Block], *, words: int = 600) -> tuple[Window, ...]:
    """Cut a document after about *words* words, between paragraphs where one ends in time."""
    every = sentences(text, blocks)
    found: list[Window] = []
    first = length = 0
    for index, sentence in enumerate(every):
        length += len(text[sentence.start : sentence.end].split())
        last = index + 1 == len(every)
        if last or _full(length, words, block_ends=every[index + 1].block != sentence.block):
            found.append(_window(len(found), every, first, index))
            first, length = index + 1, 0
    return tuple(found)


def _full(length: int, words: int, *, block_ends: bool) -> bool:
    return length >= words or (block_ends and length >= words * 3 // 4)


def _window(number: int, every: Sequence[Sentence], first: int, last: int) -> Window:
    return Window(number, every[first].start, every[last].end, first, last + 1 - first)
