"""Terms: which of the text's terms has a meaning, and which of its meanings a term has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questions.generate.definitions import defined
from questions.generate.draft import Draft
from questions.generate.english import bare, is_plural, question
from questions.generate.fact import DocumentModel, Fact, Modality, Phrase, Relation, Type
from questions.generate.kinds.chance import chance
from questions.generate.kinds.choice import WRONG, is_fair, offered
from questions.generate.kinds.pools import clash
from questions.generate.kinds.truth import told_in
from questions.generate.lexicon import is_kind_of
from questions.model import Kind

_LONGEST = 28  # words of a question


@dataclass(frozen=True, slots=True)
class Definition:
    """What a fact says a term is."""

    fact: Fact
    term: Phrase
    meaning: str

    @property
    def shown(self) -> str:
        return bare(self.term.text)


def term_choices(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Offer a meaning's term among terms of the same class, and a term's meaning among others."""
    known = list({one.shown.casefold(): one for one in _definitions(model.facts)}.values())
    inside = {one.sentence for one in facts}
    for one in known:
        if one.fact.sentence in inside:
            others = [other for other in known if other.fact.sentence != one.fact.sentence]
            yield from _by_meaning(one, others, model)
            yield from _by_term(one, others, model)


def _definitions(facts: Sequence[Fact]) -> Iterator[Definition]:
    for fact in facts:
        if fact.modality is not Modality.FACT or not fact.positive or fact.predicate is None:
            continue
        if fact.predicate.tense == "present" and (found := defined(fact)) is not None:
            term, meaning = found
            if term.type in {Type.THING, Type.TERM}:
                yield Definition(fact, term, meaning)


def _by_meaning(
    one: Definition, others: Sequence[Definition], model: DocumentModel
) -> Iterator[Draft]:
    """Ask which of four terms is meant."""
    stem = _which(one)
    wrong = _terms_like(one, others, model)
    if len(stem.split()) > _LONGEST or len(wrong) < WRONG or not is_fair(one.shown, wrong, stem):
        return
    base = Draft("choice-term", Kind.CHOICE, (one.fact,), stem, answer=one.term)
    yield offered(base, "term", one.shown, wrong, model.seed)


def _by_term(
    one: Definition, others: Sequence[Definition], model: DocumentModel
) -> Iterator[Draft]:
    """Ask which of four meanings is the term's; all of them are written alike."""
    verb = "are" if one.term.plural else "is"
    stem = question(f"what {verb} {one.term.text}")
    alike = [
        other.meaning
        for other in others
        if other.term.plural == one.term.plural
        and _opening(other.meaning) == _opening(one.meaning)
        and other.shown.lower() not in one.meaning.lower()
        and one.shown.lower() not in other.meaning.lower()
    ]
    alike = [other for other in dict.fromkeys(alike) if not clash(other, [one.meaning])]
    if len(alike) < WRONG or one.fact.relation is not Relation.IS_A:
        return
    wrong = chance(model.seed, stem, "meanings").sample(alike, WRONG)
    if is_fair(one.meaning, wrong, stem):
        base = Draft("choice-meaning", Kind.CHOICE, (one.fact,), stem, answer=one.term)
        yield offered(base, "meaning", one.meaning, wrong, model.seed)


def _which(one: Definition) -> str:
    predicate = one.fact.predicate
    if predicate is not None and predicate.copula:
        return question(f"which of these {predicate.form} {one.meaning}")
    if one.fact.relation is Relation.CALLED:
        return question(
            f"what {'are' if predicate and predicate.plural else 'is'} {one.meaning} called"
        )
    return question(f"which term means “{one.meaning}”")


def _terms_like(one: Definition, others: Sequence[Definition], model: DocumentModel) -> list[str]:
    """Return three terms of the text: defined ones first, then nouns of the same class."""
    defined_ = [other.term for other in others if _family(other.term) == _family(one.term)]
    met = [
        term
        for term in _met(model, one)
        if term.gloss and term.gloss == one.term.gloss and model.elsewhere.count(term.text) > 1
    ]
    near: list[str] = []
    for term in (*defined_, *met):
        text = bare(term.text)
        if len(near) < WRONG and _fits(one, term, model) and not clash(text, [one.shown, *near]):
            near.append(text)
    return near


def _family(term: Phrase) -> str:
    """Return a class under which WordNet's own may stand side by side: acts and processes."""
    return _FAMILIES.get(term.gloss, term.gloss)


def _met(model: DocumentModel, one: Definition) -> Iterator[Phrase]:
    """Yield the noun phrases of the same section, then of the others."""
    near = sorted(model.facts, key=lambda fact: fact.section != one.fact.section)
    seen: set[str] = set()
    for fact in near:
        for phrase in fact.phrases:
            term = phrase.type in {Type.THING, Type.TERM} and phrase.name is None
            if term and phrase.sure > _SURE and phrase.text.lower() not in seen:
                seen.add(phrase.text.lower())
                yield phrase


def _fits(one: Definition, term: Phrase, model: DocumentModel) -> bool:
    """Tell whether a term is of the same class and number, and surely has another meaning."""
    text = bare(term.text)
    if is_plural(text) != is_plural(one.shown):
        return False
    if abs(len(text.split()) - len(one.shown.split())) > 1 or not _PLAIN.fullmatch(text):
        return False
    if text[:1].isupper() != one.shown[:1].isupper() or told_in(one.fact, [text], model):
        return False
    return not is_kind_of(term.head, one.term.head) and not is_kind_of(one.term.head, term.head)


def _opening(meaning: str) -> str:
    first = meaning.split(" ", 1)[0].lower()
    return "a" if first == "an" else first if first in {"a", "the"} else ""


_PLAIN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_SURE = 0.9
_FAMILIES = dict.fromkeys(("process", "phenomenon", "event", "state"), "act") | dict.fromkeys(
    ("attribute", "feeling", "motive", "relation"), "cognition"
)
