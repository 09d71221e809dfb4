"""Definitions: a card with a term on one side and what the text says it is on the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from questions.generate.draft import Draft, answers_of
from questions.generate.english import bare, capitalised
from questions.generate.fact import (
    NAMED,
    DocumentModel,
    Fact,
    Modality,
    Part,
    Phrase,
    Relation,
    Role,
    Type,
)  # fmt: skip
from questions.model import Kind

#: April is the most ideal month, only for those who know where.
_SUPERLATIVE = re.compile(r"the (?:most|least|best|worst|only|main|same|first|last|\w+est)\b")
#: What remarks on a thing that it does not define, or goes on where its clause was cut.
_REMARK = re.compile(
    r"(?:just |only |merely |simply |an? (?:unique|common|important|event unique|related|similar|"
    r"major|key|typical|good|rare) )|.*\b(?:although|though|but|whereas|while|because|if)\b"
)
_LONGEST_TERM, _SHORTEST, _LONGEST, _LONGEST_WHO = 5, 4, 28, 18


def definitions(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Make cards of what the text defines, asked both ways, and of who somebody was."""
    for fact in facts:
        if fact.modality is not Modality.FACT or not fact.positive or fact.predicate is None:
            continue
        if (found := defined(fact)) is not None:
            term, meaning = found
            yield _card(fact, "definition", term, meaning, reverse=True)
        elif (who := _who(fact)) is not None:
            yield _card(fact, "who", *who, reverse=False)


def defined(fact: Fact) -> tuple[Phrase, str] | None:
    """Return the term that a fact defines and its meaning."""
    found = next((one for rule in _PATTERNS if (one := rule(fact)) is not None), None)
    if found is None:
        return None
    term, meaning = found
    if not _is_term(term) or not _SHORTEST <= len(meaning.split()) <= _LONGEST:
        return None
    if meaning.startswith("to ") or _SUPERLATIVE.match(meaning) or _REMARK.match(meaning):
        return None
    return None if _repeats(term, meaning) else (term, meaning)


def _card(fact: Fact, method: str, term: Phrase, meaning: str, *, reverse: bool) -> Draft:
    shown = bare(term.text)
    stem = capitalised(shown) if reverse else f"Who was {term.text}?"
    if not reverse and fact.predicate is not None and fact.predicate.tense == "present":
        stem = f"Who is {term.text}?"
    return Draft(
        method=f"flashcard-{method}",
        kind=Kind.FLASHCARD,
        facts=(fact,),
        stem=stem,
        answer=term,
        answers=answers_of([meaning]),
        reverse=reverse,
    )


def _is_a(fact: Fact) -> tuple[Phrase, str] | None:
    """Read *Osmosis is the movement of water …* and *A habitat is a place that …*."""
    subject, complement = fact.subject, fact.part(Role.COMPLEMENT)
    if fact.relation is not Relation.IS_A or subject is None or complement is None:
        return None
    if fact.predicate is None or fact.predicate.words not in {"is", "are"}:
        return None
    if subject.determiner not in {"", "a", "an"} or _is_vague(complement.phrase):
        return None
    return subject, _meaning(fact, complement)


def _refers(fact: Fact) -> tuple[Phrase, str] | None:
    """Read *X refers to Y*, *X means Y*, *X is defined as Y*."""
    subject, predicate = fact.subject, fact.predicate
    if subject is None or predicate is None or subject.determiner not in {"", "a", "an", "the"}:
        return None
    marker = _MEANING.get(predicate.lemma)
    if marker is None or (predicate.lemma == "define" and not predicate.passive):
        return None
    part = next((one for one in fact.parts if one.marker.lower() == marker), None)
    return (subject, _meaning(fact, part)) if part is not None else None


def _called(fact: Fact) -> tuple[Phrase, str] | None:
    """Read *The process is called X* and *is known as X*, where the subject tells enough."""
    subject, predicate = fact.subject, fact.predicate
    if subject is None or predicate is None or not predicate.passive:
        return None
    if predicate.lemma in {"call", "term", "name", "dub"}:
        part = fact.part(Role.COMPLEMENT)
    else:
        wanted = {"know": "as", "refer": "to as"}.get(predicate.lemma)
        part = next((one for one in fact.parts if one.marker.lower() == wanted), None)
    if part is None or subject.type is not Type.THING:
        return None
    return part.phrase, subject.text


def _meaning(fact: Fact, part: Part) -> str:
    """Write the part with all that follows it."""
    at = fact.parts.index(part)
    return " ".join([part.phrase.text, *(one.text for one in fact.parts[at + 1 :])])


def _who(fact: Fact) -> tuple[Phrase, str] | None:
    subject, complement = fact.subject, fact.part(Role.COMPLEMENT)
    if fact.relation is not Relation.ROLE or subject is None or complement is None:
        return None
    if subject.type is not Type.PERSON or " " not in subject.text:
        return None
    meaning = _meaning(fact, complement)
    if complement.phrase.gloss != "person" or not _SHORTEST <= len(meaning.split()) <= _LONGEST_WHO:
        return None
    if re.search(r"[()\"“”]", meaning) or complement.phrase.head in _KIN:
        return None
    return subject, meaning


def _is_term(term: Phrase) -> bool:
    words = bare(term.text).split()
    plain = re.fullmatch(r"[\w -]+", term.text) is not None and term.type not in NAMED
    return 0 < len(words) <= _LONGEST_TERM and plain and term.head not in _NO_TERMS


def _repeats(term: Phrase, meaning: str) -> bool:
    first = bare(term.text).lower()
    return first in meaning.lower()


def _is_vague(complement: Phrase) -> bool:
    return complement.head in _VAGUE or complement.determiner in _POINTING


_PATTERNS = (_is_a, _refers, _called)
_MEANING = {"refer": "to", "mean": "", "denote": "", "define": "as", "describe": "as"}
_KIN = frozenset({
    "son", "daughter", "brother", "sister", "friend", "wife", "husband", "cousin", "nephew",
    "niece", "member", "one", "person", "man", "woman", "child", "father", "mother",
})  # fmt: skip
_POINTING = frozenset({"this", "that", "these", "those", "his", "her", "their", "my", "one"})
_NO_TERMS = frozenset({
    "thing", "one", "way", "reason", "example", "people", "part", "it", "they", "this", "that",
    "result", "goal", "problem", "other", "some", "many", "most", "all",
})  # fmt: skip
_VAGUE = frozenset({
    "example", "tool", "thing", "way", "part", "matter", "question", "reason", "result", "fact",
    "time", "one", "problem", "factor", "lot", "number", "key", "aspect", "element", "step",
    "need", "idea", "source", "basis", "cause", "case", "issue", "concern", "choice", "goal",
    "challenge", "topic", "feature", "recipient", "component", "influence", "symbol", "sign",
    "member", "product", "consequence", "effect", "difference", "advantage", "disadvantage",
    "benefit", "function", "role", "responsibility", "requirement", "subject", "property",
    "success", "failure", "majority", "favorite", "must", "cornerstone",
})  # fmt: skip
