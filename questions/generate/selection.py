"""Selection: the best drafts, spread over the sentences they come from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

from questions.faces import face, parts_of
from questions.model import Question

_PER_SENTENCE = 2


def best_of(drafts: Sequence[Question], seed: int) -> tuple[Question, ...]:
    """Keep one question a fact and two a sentence, in the order of the text."""
    chance = Random(seed)  # noqa: S311 - it only breaks ties
    lots = {one.id: chance.random() for one in drafts}
    ranked = sorted(drafts, key=lambda one: (-_worth(one), lots[one.id]))
    per_sentence: Counter[int] = Counter()
    asked: set[tuple[int, str]] = set()
    kept = []
    for question in ranked:
        place, answer = question.sources[0].start, _answer(question)
        if (place, answer) in asked or per_sentence[place] >= _PER_SENTENCE:
            continue
        asked.add((place, answer))
        per_sentence[place] += 1
        kept.append(question)
    return tuple(sorted(kept, key=lambda one: (one.sources[0].start, one.stem)))


def select(questions: Iterable[Question], count: int | None) -> tuple[Question, ...]:
    """Choose the *count* best questions, a first one from every sentence before a second."""
    found = list(questions)
    if count is None or count >= len(found):
        return tuple(found)
    turns: Counter[int] = Counter()
    ranked: list[tuple[int, float, int]] = []
    for index in sorted(range(len(found)), key=lambda at: -_worth(found[at])):
        place = found[index].sources[0].start
        ranked.append((turns[place], -_worth(found[index]), index))
        turns[place] += 1
    return tuple(
        found[index]
        for *_, index in sorted(sorted(ranked)[: max(0, count)], key=lambda one: one[2])
    )


def _worth(question: Question) -> float:
    """Rank by score; any finding costs more than a score can make good."""
    score = question.origin.score if question.origin and question.origin.score else 0.0
    return score - (1 if question.findings else 0)


def _answer(question: Question) -> str:
    return face(question, parts_of(question)[0]).answer.lower()
