"""Yield and coverage: how many questions a text gives, and how much of it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from questions.model import Question
from questions.text import Extracted, Sentence, sentences
from tests.quality.recall import Share

_ASKED = frozenset({"paragraph", "list_item", "quote"})


@dataclass(frozen=True)
class Spread:
    """Where the kept questions of a text are; the words are those of all its blocks."""

    questions: int
    words: int
    sentences: Share
    sections: Share

    @property
    def per_100_words(self) -> float:
        return 100 * self.questions / self.words if self.words else 0.0

    def __add__(self, other: Spread) -> Spread:
        return Spread(
            self.questions + other.questions,
            self.words + other.words,
            self.sentences + other.sentences,
            self.sections + other.sections,
        )


NOWHERE = Spread(0, 0, Share(0, 0), Share(0, 0))


def spread(extracted: Extracted, questions: Sequence[Question]) -> Spread:
    """Measure the questions of a text; headings and code are no sentences to ask about."""
    every = [
        one
        for one in sentences(extracted.text, extracted.blocks)
        if extracted.blocks[one.block].kind in _ASKED
    ]
    covered = {one for one in every if _has_one(one, questions)}
    section = {one: extracted.blocks[one.block].section for one in every}
    found = {section[one] for one in covered}
    return Spread(
        len(questions),
        len(extracted.text.split()),
        Share(len(covered), len(every)),
        Share(len(found), len(set(section.values()))),
    )


def _has_one(sentence: Sentence, questions: Sequence[Question]) -> bool:
    return any(
        source.start < sentence.end and sentence.start < source.end
        for one in questions
        for source in one.sources
    )
