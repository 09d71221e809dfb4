"""Glossary questions: what is the term for this meaning, as the document's own list has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from questions.generate.draft import Draft, answers_of
from questions.generate.fact import DocumentModel, Fact, Relation
from questions.model import Kind

_SHORT_BEHIND = re.compile(r"(.{3,}) \(([^()]+)\)")


def glossary(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Ask for the term of each entry."""
    for fact in facts:
        meaning = fact.complement
        if fact.relation is Relation.GLOSSARY and fact.subject is not None and meaning is not None:
            yield Draft(
                method="short-glossary",
                kind=Kind.SHORT,
                facts=(fact,),
                stem=f"{_asking(fact.subject.text)} “{meaning.text}”?",
                answer=fact.subject,
                answers=answers_of(_written(fact.subject.text)),
            )


def _written(term: str) -> tuple[str, ...]:
    """Return the ways to write a term: acute mountain sickness, and AMS, which stands behind it."""
    parts = _SHORT_BEHIND.fullmatch(term)
    return (*parts.groups(), term) if parts else (term,)


def _asking(term: str) -> str:
    """Ask for a name, such as Enola Gay, otherwise than for a term."""
    words = term.split()
    named = len(words) > 1 and all(one[0].isupper() for one in words)
    return "Which name stands for" if named else "Which term means"
