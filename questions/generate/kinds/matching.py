"""Matching: pairs of one relation, each side telling only its own partner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from questions.generate.definitions import defined
from questions.generate.draft import Draft
from questions.generate.english import bare, capitalised, rest_of
from questions.generate.fact import DocumentModel, Fact, Modality, Name, Relation, Role, Type
from questions.generate.kinds.abbreviations import abbreviations
from questions.generate.kinds.dated import events
from questions.generate.kinds.truth import holds
from questions.model import Kind, Pair

FEWEST, MOST = 4, 6
_LONGEST = 22  # words of a side


@dataclass(frozen=True, slots=True)
class Couple:
    """Two things that a fact ties together."""

    fact: Fact
    left: str
    right: str


def matchings(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Make matchings of the pairs of a stretch, each in the window where its first pair stands."""
    inside = {one.sentence for one in facts}
    for method, stem, finder in _RELATIONS:
        for several in _grouped(_distinct(finder(model))):
            if several[0].fact.sentence in inside:
                yield _draft(method, stem, several)


def _draft(method: str, stem: str, several: Sequence[Couple]) -> Draft:
    return Draft(
        method=f"matching-{method}",
        kind=Kind.MATCHING,
        facts=tuple(one.fact for one in several),
        stem=stem,
        pairs=tuple(Pair(left=one.left, right=one.right) for one in several),
    )


def _grouped(found: list[Couple]) -> Iterator[list[Couple]]:
    """Cut the pairs into groups of four to six, in the order of the text."""
    while len(found) >= FEWEST:
        size = MOST if len(found) >= MOST + FEWEST else min(len(found), MOST)
        yield found[:size]
        found = found[size:]


def _distinct(found: Iterator[Couple]) -> list[Couple]:
    """Keep pairs of which no side says what another pair's side says, or names its own partner."""
    kept: list[Couple] = []
    for one in found:
        long = max(len(one.left.split()), len(one.right.split())) > _LONGEST
        if long or holds(one.right, one.left) or holds(one.left, one.right):
            continue
        if not any(_confusable(one, other) for other in kept):
            kept.append(one)
    return kept


def _confusable(one: Couple, other: Couple) -> bool:
    sides = ((one.left, other.left), (one.right, other.right))
    return any(holds(first, second) or holds(second, first) for first, second in sides)


def _terms(model: DocumentModel) -> Iterator[Couple]:
    for fact in model.facts:
        if _is_plain(fact) and fact.predicate and (found := defined(fact)) is not None:
            term, meaning = found
            if term.type in {Type.THING, Type.TERM}:
                yield Couple(fact, capitalised(bare(term.text)), meaning)


def _people(model: DocumentModel) -> Iterator[Couple]:
    """Yield who was what: by a sentence that says so, or by a role that stands beside a name."""
    told: set[str] = set()
    for fact in model.facts:
        subject, complement = fact.subject, fact.part(Role.COMPLEMENT)
        if fact.relation is not Relation.ROLE or subject is None or complement is None:
            continue
        if not _is_plain(fact) or subject.type is not Type.PERSON or fact.after < 0:
            continue
        role = rest_of(fact)
        if complement.phrase.gloss == "person" and len(role.split()) > 1:
            told.add(subject.text)
            yield Couple(fact, subject.text, role)
    yield from (one for one in _beside_names(model) if one.left not in told)


def _beside_names(model: DocumentModel) -> Iterator[Couple]:
    for name in model.of_type(Type.PERSON):
        if len(name.role.split()) < 2 or " " not in name.text:
            continue
        fact = next((one for one in model.facts if _names_both(one, name, model)), None)
        if fact is not None:
            yield Couple(fact, name.text, name.role)


def _names_both(fact: Fact, name: Name, model: DocumentModel) -> bool:
    sentence = model.text[fact.start : fact.end]
    last = name.role.split()[-1]
    return holds(sentence, last) and any(holds(sentence, one) for one in name.aliases)


def _abbreviations(model: DocumentModel) -> Iterator[Couple]:
    for short, long, fact in abbreviations(model):
        yield Couple(fact, short, long)


def _events(model: DocumentModel) -> Iterator[Couple]:
    for one in events(model.facts):
        yield Couple(one.fact, one.text.rstrip("."), one.year)


def _is_plain(fact: Fact) -> bool:
    return fact.modality is Modality.FACT and fact.positive and not fact.doubts


_RELATIONS: tuple[tuple[str, str, Callable[[DocumentModel], Iterator[Couple]]], ...] = (
    ("term", "Match each term with its meaning.", _terms),
    ("person", "Match each person with the right description.", _people),
    ("abbreviation", "Match each abbreviation with what it stands for.", _abbreviations),
    ("event", "Match each event with the year in which it happened.", _events),
)
