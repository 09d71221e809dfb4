"""Relative clauses: *X, which V, …* says that X V, where X is named or definite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from questions.generate.grammar import (
    helpers_of,
    is_contiguous,
    is_finite,
    is_negated,
    is_plural,
    lemma_of,
    subject_of,
)  # fmt: skip
from questions.generate.reading import Parsed, end_of, span_of
from questions.generate.segment import CONDITIONS, Segment

if TYPE_CHECKING:
    from spacy.tokens import Token


def relatives(parsed: Parsed) -> Iterator[Segment]:
    """Yield *X V* of *X, which V, …*, where X is named or definite."""
    for verb in parsed.doc:
        if verb.dep_ == "relcl" and (made := _relative(verb)) is not None:
            yield made


def _relative(verb: Token) -> Segment | None:
    subject = subject_of(verb)
    noun = verb.head
    first = verb.left_edge
    if subject is None or subject.i != first.i or first.lower_ not in {"which", "who"}:
        return None
    if first.i == 0 or first.nbor(-1).text != "," or not is_finite(verb):
        return None
    antecedent = noun.doc[noun.left_edge.i : first.i - 1]
    if not _is_definite(noun) or first.i - 2 != noun.i or _may_mean_the_clause(verb, first):
        return None
    if not _agrees_with(noun, verb) or is_negated(verb) or not is_contiguous(verb):
        return None
    if any(one.is_punct for one in antecedent) or _depends(noun):
        return None
    end = end_of(span_of(verb))
    return Segment(
        ((antecedent[0].idx, end_of(antecedent)), (end_of(first), end)), verb, noun, "relative", 0.8
    )


def _may_mean_the_clause(verb: Token, which: Token) -> bool:
    """Tell whether *which* may stand for all that was said before it: which led to the war."""
    if which.lower_ == "who":
        return False
    return lemma_of(verb) in _OF_EVENTS or any(
        one.dep_ in {"ccomp", "xcomp"} for one in verb.children
    )


def _agrees_with(noun: Token, verb: Token) -> bool:
    first = next(iter(helpers_of(verb)), verb)
    if first.tag_ == "VBZ" or first.lower_ in {"was", "has"}:
        return not is_plural(noun)
    if first.tag_ == "VBP" or first.lower_ in {"were", "have"}:
        return is_plural(noun)
    return True


def _depends(noun: Token) -> bool:
    """Tell whether a belief or a condition stands over the noun: the relative clause may, too."""
    return any(one.lower_ in CONDITIONS for one in noun.doc)


def _is_definite(noun: Token) -> bool:
    first = noun.left_edge
    if noun.pos_ == "PROPN":
        return first.lower_ not in {"a", "an", "another", "some", "any", "one"}
    return first.lower_ in {"the"} or first.pos_ == "PROPN"


_OF_EVENTS = frozenset({
    "allow", "mean", "lead", "cause", "make", "result", "suggest", "enable", "help", "give",
    "provide", "force", "prevent", "show", "explain", "indicate", "happen", "occur", "trigger",
    "prompt", "create", "leave", "raise", "increase", "reduce", "affect", "produce", "bring",
    "require", "confirm", "prove", "imply", "ensure", "work", "come", "mark", "end", "begin",
})  # fmt: skip
