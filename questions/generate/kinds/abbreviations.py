"""Abbreviations: what a text writes out once and then shortens, asked with four long forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from questions.generate.draft import Draft
from questions.generate.english import bare
from questions.generate.fact import DocumentModel, Fact, Relation
from questions.generate.kinds.chance import chance
from questions.generate.kinds.choice import is_fair, offered
from questions.generate.kinds.expansions import expansions
from questions.generate.kinds.likeness import is_short
from questions.model import Kind

_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "de", "to", "a", "an", "&"})


def abbreviation_choices(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Ask what letters stand for; the wrong long forms begin with the same letters."""
    inside = {one.sentence for one in facts}
    for short, long, fact in abbreviations(model):
        stem = f"What does the abbreviation {short} stand for?"
        wrong = expansions(long, chance(model.seed, stem), 3)
        if fact.sentence in inside and wrong and is_fair(long, wrong, stem):
            base = Draft("choice-abbreviation", Kind.CHOICE, (fact,), stem)
            yield offered(base, "abbreviation", long, wrong, model.seed)


def abbreviations(model: DocumentModel) -> Iterator[tuple[str, str, Fact]]:
    """Yield short form, long form and a fact of the sentence that holds both, each pair once."""
    told: set[str] = set()
    for short, long in _pairs(model):
        if short in told or not spells(long, short):
            continue
        fact = next((one for one in model.facts if _writes_out(one, short, long, model)), None)
        if fact is not None:
            told.add(short)
            yield short, long, fact


def spells(long: str, short: str) -> bool:
    """Tell whether the first letters of the long form are the short one, small words left out."""
    every = re.findall(r"[^\W_]+|&", long)
    words = [one for one in every if one.lower() not in _SMALL]
    if not words or every[0].lower() in _SMALL:
        return False
    letters = re.sub(r"[^\w]", "", short).removesuffix("s").lower()
    return len(letters) > 1 and "".join(one[0] for one in words).lower() == letters


def _pairs(model: DocumentModel) -> Iterator[tuple[str, str]]:
    for fact in model.facts:
        if fact.relation is Relation.ACRONYM and fact.subject and fact.complement:
            yield bare(fact.subject.text), bare(fact.complement.text)
    for name in model.names:
        longs = sorted((bare(one) for one in name.aliases if " " in one), key=len, reverse=True)
        shorts = sorted(one for one in name.aliases if is_short(one))
        yield from ((short, long) for short in shorts for long in longs)


def _writes_out(fact: Fact, short: str, long: str, model: DocumentModel) -> bool:
    """Tell whether the sentence gives one of the two in brackets after the other."""
    sentence = model.text[fact.start : fact.end]
    first = rf"{re.escape(long)}[”\"]?,? \((?:the |or )?[“\"]?{re.escape(short)}"
    second = rf"{re.escape(short)} \((?:the )?{re.escape(long)}"
    return re.search(f"{first}|{second}", sentence) is not None
