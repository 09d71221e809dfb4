"""Reasons: why something was done and how, where the text itself says because, to or by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from questions.generate.draft import Draft, answers_of
from questions.generate.english import ask_other, lead_of, rest_of
from questions.generate.fact import DocumentModel, Fact, Modality, Part, Role, Type
from questions.model import Kind

_SHORTEST, _LONGEST = 5, 22  # words of a question
_FEWEST, _MOST = 2, 18  # words of an answer
_TYPED = 4


def reasons(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Ask why and how of plain clauses with a stated cause, purpose or means."""
    for fact in facts:
        if fact.predicate is None or fact.modality is not Modality.FACT or not fact.positive:
            continue
        for part in fact.parts:
            if (words := _asks(fact, part)) is not None and (made := _draft(fact, part, words)):
                yield made


def _asks(fact: Fact, part: Part) -> str | None:
    """Return why or how for a part whose marker leaves no doubt; *since* may tell a time."""
    marker = part.marker.lower()
    if part.role is Role.CAUSE and marker in _BECAUSE:
        return "why"
    if part.role is Role.PURPOSE and (marker in _IN_ORDER or _is_intended(fact, part)):
        return "why"
    if part.role is Role.MANNER and marker in _BY and part.phrase.type is Type.CLAUSE:
        return "how"
    return None


def _is_intended(fact: Fact, part: Part) -> bool:
    """Tell whether a bare *to* means a purpose: somebody did something whole in order to.

    It does not in *came to see*, *expanded to include*, *used to live*.
    """
    predicate, subject = fact.predicate, fact.subject
    if predicate is None or subject is None or predicate.lemma in _GOING_ON or predicate.copula:
        return False
    words = part.text.split()
    if words[0] != "to" or len(words) < _FEWEST or words[1] in _NO_PURPOSES:
        return False
    whole = predicate.passive or fact.object is not None
    acting = subject.type in _ACTING or subject.gloss in {"person", "group"}
    return whole and (acting or predicate.passive)


def _draft(fact: Fact, part: Part, words: str) -> Draft | None:
    subject, predicate = fact.subject, fact.predicate
    if subject is None or predicate is None or _is_loose(fact, part):
        return None
    lead, rest = lead_of(fact, [part]), rest_of(fact, [part])
    if lead.strip(" ,").lower() in _TYING:
        lead = ""
    stem = ask_other(words, subject.text, predicate, rest, lead=lead)
    answer = part.text
    if not _SHORTEST <= len(stem.split()) <= _LONGEST or _BROKEN.search(stem):
        return None
    if not _FEWEST <= len(answer.split()) <= _MOST:
        return None
    # What stood before the clause may be what its pronouns mean.
    if part.phrase.start < subject.start and _PRONOUN.search(stem):
        return None
    typed = len(answer.split()) <= _TYPED
    return Draft(
        method=f"{'short' if typed else 'flashcard'}-{words}",
        kind=Kind.SHORT if typed else Kind.FLASHCARD,
        facts=(fact,),
        stem=stem,
        answer=part.phrase,
        answers=answers_of((answer, part.phrase.text) if typed else (answer,)),
    )


def _is_loose(fact: Fact, part: Part) -> bool:
    """Tell whether what is left asks too little, or is a bare *it is*."""
    subject, predicate = fact.subject, fact.predicate
    if subject is None or predicate is None or subject.text.lower() in {"it", "there", "this"}:
        return True
    return predicate.copula and len(fact.parts) < 2


_BROKEN = re.compile(r"[;—(]|\bnamely\b")
_PRONOUN = re.compile(r"\b(?:its?|they|them|their|he|him|his|she|her)\b")
_BECAUSE = frozenset({
    "because", "because of", "due to", "owing to", "as a result of", "thanks to", "on account of",
})  # fmt: skip
_IN_ORDER = frozenset({"in order to", "so that", "so as to", "in order"})
_ACTING = frozenset({Type.PERSON, Type.ORG, Type.GPE, Type.GROUP})
_GOING_ON = frozenset(
    "come get go begin continue tend seem appear happen use help allow enable cause force lead ask "
    "tell want need try fail refuse agree decide plan hope expect learn manage require urge order "
    "encourage persuade invite advise teach permit consider believe think say report know".split()
)
_NO_PURPOSES = frozenset({"include", "be", "become", "have", "form", "find", "reach", "date"})
_BY = frozenset({"by"})
#: Words that tie a sentence to the one before it.
_TYING = frozenset(
    "also basically then thus however therefore moreover so first next still".split()
)
