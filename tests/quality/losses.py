"""Where reference facts are lost on the way from the text to what is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from questions.model import Question
from tests.quality.answers import same, shown_stem, told
from tests.quality.making import Made, from_places
from tests.quality.references import Reference, Sample

KEPT, NOT_MADE, NOT_CHOSEN = "kept", "not in the pool", "clean, not chosen"


def losses(
    pairs: Sequence[tuple[Sample, Made]],
) -> list[tuple[str, Reference, Question | None]]:
    """Name for each fact the last step it reached, with the question that came furthest."""
    return [_fate(fact, made) for sample, made in pairs for fact in sample.facts]


def _fate(fact: Reference, made: Made) -> tuple[str, Reference, Question | None]:
    hits = [
        one
        for one in made.pool
        if fact.placed and from_places(one, fact.start, fact.end) and same(told(one), fact.answers)
    ]
    kept = {one.id for one in made.kept}
    if not hits:
        return NOT_MADE, fact, None
    best = min(hits, key=lambda one: (one.id not in kept, len(one.findings), -_score(one)))
    if best.id in kept:
        return KEPT, fact, best
    return " + ".join(sorted(one.name for one in best.findings)) or NOT_CHOSEN, fact, best


def _score(question: Question) -> float:
    return question.origin.score or 0.0 if question.origin else 0.0


def lines(found: Sequence[tuple[str, Reference, Question | None]], most: int) -> Iterator[str]:
    """Write the steps with how many facts ended there, and *most* examples of each."""
    examples: defaultdict[str, list[str]] = defaultdict(list)
    for step, fact, best in found:
        examples[step].append(_example(fact, best))
    for step, number in Counter(step for step, *_ in found).most_common():
        yield f"{number:4}  {step}"
        if step != KEPT:
            yield from (f"        {one}" for one in examples[step][:most])


def _example(fact: Reference, best: Question | None) -> str:
    if best is None:
        return f"{fact.id}: {fact.question} = {fact.answers[0]}"
    method = best.origin.method if best.origin else ""
    return f"{fact.id} {method} {_score(best):.2f}: {shown_stem(best)} = {told(best)[0]}"
