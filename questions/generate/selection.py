"""Selection: which drafts are kept by default, spread over sentences, facts and sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questions.faces import face, parts_of
from questions.folding import Rules
from questions.generate.draft import Draft
from questions.generate.fact import Modality
from questions.generate.policy import rule_of
from questions.model import Kind, Question

PER_SENTENCE, PER_ANSWER = 2, 2
PER_HUNDRED_WORDS = 6
FEWEST = 6  # that a window may give, however short it is
LONGEST_STEM = 28  # words; a gap counts as one
FLOOR = 0.46  # a score below which nothing is kept, so that a thin text gives few
SPARE_FLOOR, SPARE_PER_SENTENCE = 0.2, 4


_GAP = re.compile(r"\{\{c\d+::.*?\}\}")


@dataclass(frozen=True, slots=True)
class Scored:
    """A draft as a question, with its score and the lot that breaks ties."""

    draft: Draft
    question: Question
    score: float


@dataclass(frozen=True, slots=True)
class Generated:
    """A question of the pool.

    *kept* tells whether "keep all without findings" keeps it; *spare* whether it is good enough
    to be offered when the learner asks for more. The rest is for looking at the pool only.
    """

    question: Question
    kept: bool
    spare: bool = False

    @property
    def is_stored(self) -> bool:
        """Tell whether the learner may come to see it."""
        return self.kept or self.spare


def chosen(pool: Sequence[Scored], words: int) -> tuple[Generated, ...]:
    """Mark what is kept of a window of *words* words; the pool comes in the order of the text."""
    ranked = sorted(pool, key=lambda one: (-one.score, one.question.id))
    limit = max(FEWEST, words * PER_HUNDRED_WORDS // 100)
    taken = _Taken()
    kept: set[str] = set()
    for one in ranked:
        if len(kept) < limit and _may_be_kept(one) and taken.takes(one):
            kept.add(one.question.id)
    spare = _spare([one for one in ranked if one.question.id not in kept])
    ordered = sorted(pool, key=lambda one: (one.draft.fact.start, -one.score, one.question.id))
    return tuple(
        Generated(one.question, one.question.id in kept, one.question.id in spare)
        for one in ordered
    )


def _spare(ranked: Sequence[Scored]) -> set[str]:
    """Choose what "more" may bring: the best of each sentence, those without findings first."""
    per_sentence: Counter[int] = Counter()
    found: set[str] = set()
    for one in sorted(ranked, key=lambda one: bool(one.question.findings)):
        sentence = one.draft.fact.sentence
        if one.score >= SPARE_FLOOR and per_sentence[sentence] < SPARE_PER_SENTENCE:
            per_sentence[sentence] += 1
            found.add(one.question.id)
    return found


def _may_be_kept(one: Scored) -> bool:
    if any(fact.modality is Modality.UNCERTAIN for fact in one.draft.facts):
        return False
    if any(fact.topic for fact in one.draft.facts):
        return False  # a title set before it seldom makes a sentence stand alone: 6 of 22 judged
    if len(_GAP.sub("_", one.question.stem).split()) > LONGEST_STEM:
        return False
    return not one.question.findings and one.score >= FLOOR and rule_of(one.draft.method).on


class _Taken:
    """What the questions chosen so far ask."""

    def __init__(self) -> None:
        self._sentences: Counter[int] = Counter()
        self._facts: set[tuple[int, str]] = set()
        self._answers: set[tuple[int, str]] = set()
        self._stems: set[str] = set()
        self._times: Counter[str] = Counter()

    def takes(self, one: Scored) -> bool:
        """Take a question if it asks something new; tell whether it did."""
        fact = one.draft.fact
        stem = _told(one.question)
        answer = _FOLD.fold(one.draft.answer.text) if one.draft.answer else _answer(one.question)
        kind = (fact.sentence, one.draft.kind.value)
        if self._sentences[fact.sentence] >= PER_SENTENCE or stem in self._stems:
            return False
        overlapping = any(
            place == fact.sentence and (answer in other or other in answer)
            for place, other in self._answers
        )
        if overlapping or (kind in self._facts and one.draft.kind is not Kind.CLOZE):
            return False
        if self._times[answer] >= PER_ANSWER:
            return False
        self._times[answer] += 1
        self._sentences[fact.sentence] += 1
        self._facts.add(kind)
        self._answers.add((fact.sentence, answer))
        self._stems.add(stem)
        return True


def _answer(question: Question) -> str:
    """Return what is asked for, folded."""
    parts = parts_of(question)
    return _FOLD.fold(face(question, parts[0]).answer) if parts else ""


def _told(question: Question) -> str:
    """Return what is shown, folded, with the gap in it: the same twice is asked once."""
    parts = parts_of(question)
    if not parts:
        return question.stem
    shown = face(question, parts[0]).stem
    return _FOLD.fold(" ".join("___" if one.gap else one.text for one in shown))


def select(questions: Iterable[Question], count: int | None) -> tuple[Question, ...]:
    """Choose the *count* best questions, a first one from every sentence before a second."""
    found = list(questions)
    if count is None or count >= len(found):
        return tuple(found)
    turns: Counter[int] = Counter()
    ranked: list[tuple[int, float, int]] = []
    for index in sorted(range(len(found)), key=lambda at: -_worth(found[at])):
        place = found[index].sources[0].start if found[index].sources else 0
        ranked.append((turns[place], -_worth(found[index]), index))
        turns[place] += 1
    best = sorted(sorted(ranked)[: max(0, count)], key=lambda one: one[2])
    return tuple(found[index] for *_, index in best)


def _worth(question: Question) -> float:
    """Rank by score; any finding costs more than a score can make good."""
    score = question.origin.score if question.origin and question.origin.score else 0.0
    return score - (1 if question.findings else 0)


_FOLD = Rules()
