"""Finding the sentence of a document that a question comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questions.text import Block, sentences
from studyapp.search import folded

MOST = 30


@dataclass(frozen=True)
class Sentence:
    """A sentence of a document, from *start* to *end*."""

    start: int
    end: int
    text: str


def sentences_with(text: str, blocks: Iterable[Block], words: str) -> list[Sentence]:
    """Return the first sentences that hold all of *words*, in the document's order."""
    wanted = folded(words).split()
    found: list[Sentence] = []
    for sentence in _candidates(text, blocks, wanted):
        if all(word in folded(sentence.text) for word in wanted):
            found.append(sentence)
        if len(found) == MOST:
            break
    return found


def _candidates(text: str, blocks: Iterable[Block], wanted: list[str]) -> Iterator[Sentence]:
    # Only paragraphs that hold the words are split: a book has many.
    for block in blocks:
        if wanted and not all(word in folded(text[block.start : block.end]) for word in wanted):
            continue
        for one in sentences(text, [block]):
            yield Sentence(one.start, one.end, text[one.start : one.end])
