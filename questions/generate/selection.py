"""Selection: which drafts are kept by default, spread over sentences, facts and sections."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from questions.faces import face, parts_of
from questions.folding import Rules
from questions.generate.draft import Draft
from questions.generate.fact import Modality
from questions.generate.key_terms import key_of
from questions.generate.policy import rule_of
from questions.model import Kind, Question

PER_SENTENCE, PER_ANSWER = 2, 2
PER_HUNDRED_WORDS = 6
FEWEST = 6  # that a window may give, however short it is
LONGEST_STEM = 28  # words; a gap counts as one
SECTION_FLOOR = 0.8  # the share of a method's least score that does for the best of a section
ALIKE = 0.7  # the share of common words from which two questions are one
_DEFINITION_FIRST = 0.15  # 6 of 7 acceptable above their score, where blanks were 58 %
SPARE_FLOOR, SPARE_PER_SENTENCE = 0.1, 4


_GAP = re.compile(r"\{\{c\d+::.*?\}\}")


@dataclass(frozen=True, slots=True)
class Scored:
    """A draft as a question, with its score and the lot that breaks ties."""

    draft: Draft
    question: Question
    score: float
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Generated:
    """A question of the pool.

    *kept* tells whether "keep all without findings" keeps it; *spare* whether it is good enough
    to be offered when the learner asks for more. The rest is for looking at the pool only.
    """

    question: Question
    kept: bool
    spare: bool = False
    features: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_stored(self) -> bool:
        """Tell whether the learner may come to see it."""
        return self.kept or self.spare


def chosen(pool: Sequence[Scored], words: int, *, marked: bool = False) -> tuple[Generated, ...]:
    """Mark what is kept of a window of *words* words; the pool comes in the order of the text.

    *marked* tells that the document's author set its key terms off.
    """
    ranked = sorted(pool, key=lambda one: (-_preference(one), one.question.id))
    kept = _kept(ranked, max(FEWEST, words * PER_HUNDRED_WORDS // 100), marked=marked)
    spare = _spare([one for one in ranked if one.question.id not in kept])
    ordered = sorted(pool, key=lambda one: (one.draft.fact.start, -one.score, one.question.id))
    return tuple(
        Generated(one.question, one.question.id in kept, one.question.id in spare, one.features)
        for one in ordered
    )


def _preference(one: Scored) -> float:
    """Rank by score; where a sentence defines a term, the card both ways before blanks of it."""
    return one.score + (_DEFINITION_FIRST if one.draft.method == "flashcard-definition" else 0)


def _kept(ranked: Sequence[Scored], limit: int, *, marked: bool) -> set[str]:
    """Keep the best, and then one of each section that has nothing yet and bears one."""
    taken, kept = _Taken(), set[str]()
    sections: set[tuple[str, ...]] = set()
    for floor in (1.0, SECTION_FLOOR):
        for one in ranked:
            section = one.draft.fact.section
            wanted = floor == 1.0 or section not in sections
            good = wanted and _may_be_kept(one, floor, marked=marked)
            if good and len(kept) < limit and taken.takes(one):
                kept.add(one.question.id)
                sections.add(section)
    return kept


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


def _may_be_kept(one: Scored, share: float, *, marked: bool) -> bool:
    """Tell whether a draft is good enough; *share* of its method's least score has to do."""
    rule = rule_of(one.draft.method)
    least = share * rule.floor(marked=marked)
    if one.question.findings or not rule.on or one.score < least:
        return False
    if any(fact.modality is Modality.UNCERTAIN for fact in one.draft.facts):
        return False
    if any(fact.topic for fact in one.draft.facts):
        return False  # a title before it seldom makes a sentence stand alone: 3 of 8 with a score
    return len(_GAP.sub("_", one.question.stem).split()) <= LONGEST_STEM


class _Taken:
    """What the questions chosen so far ask."""

    def __init__(self) -> None:
        self._sentences: Counter[int] = Counter()
        self._facts: set[tuple[int, str]] = set()
        self._answers: set[tuple[int, str]] = set()
        self._stems: set[str] = set()
        self._times: Counter[str] = Counter()
        self._told: list[tuple[int, frozenset[str]]] = []

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
        told = (fact.sentence, frozenset(f"{stem} {answer}".split()))
        if self._times[key_of(answer)] >= PER_ANSWER or self._is_like_another(told):
            return False
        self._told.append(told)
        self._times[key_of(answer)] += 1
        self._sentences[fact.sentence] += 1
        self._facts.add(kind)
        self._answers.add((fact.sentence, answer))
        self._stems.add(stem)
        return True

    def _is_like_another(self, told: tuple[int, frozenset[str]]) -> bool:
        """Tell whether a question of another sentence says nearly the same words."""
        sentence, said = told
        return any(
            place != sentence and len(said & other) >= ALIKE * len(said | other)
            for place, other in self._told
        )


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
    """Choose the *count* best questions, a first one from every sentence before a second; they
    stay in their order.

    Another question for an answer that its sentence gave already comes after all others.
    """
    found = list(questions)
    if count is None or count >= len(found):
        return tuple(found)
    turns: Counter[int] = Counter()
    asked: defaultdict[int, list[str]] = defaultdict(list)
    ranked: list[tuple[bool, int, float, int]] = []
    for index in sorted(range(len(found)), key=lambda at: -_worth(found[at])):
        place = found[index].sources[0].start if found[index].sources else 0
        answer = _answer(found[index])
        again = any(answer in one or one in answer for one in asked[place])
        ranked.append((again, turns[place], -_worth(found[index]), index))
        turns[place] += not again
        asked[place].append(answer)
    best = sorted(sorted(ranked)[: max(0, count)], key=lambda one: one[3])
    return tuple(found[index] for *_, index in best)


def _worth(question: Question) -> float:
    """Rank by score; any finding costs more than a score can make good."""
    score = question.origin.score if question.origin and question.origin.score else 0.0
    return score - (1 if question.findings else 0)


_FOLD = Rules()
