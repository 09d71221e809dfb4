"""True or false: a statement as it is, or with one name, date or number exchanged for another."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from questions.generate.draft import Draft
from questions.generate.english import mended
from questions.generate.fact import NAMED, DocumentModel, Fact, Modality, Name, Phrase, Type
from questions.generate.hints import PLACES, place_class
from questions.generate.lexicon import is_given_name
from questions.model import Answer, Kind

_SHORTEST, _LONGEST = 7, 26


def swaps(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Judge each plain statement once: half of them true, half with one phrase exchanged."""
    told: set[int] = set()
    for fact in facts:
        if fact.sentence in told or not _is_plain(fact):
            continue
        made = _false(fact, model)
        if made is None:
            continue
        told.add(fact.sentence)
        yield _true(fact, made) if _chance(fact, model) % 2 else made


def _is_plain(fact: Fact) -> bool:
    length = len(fact.statement.split())
    structured = fact.predicate is not None and fact.modality is Modality.FACT
    return structured and fact.positive and _SHORTEST <= length <= _LONGEST


def _true(fact: Fact, false: Draft) -> Draft:
    return Draft(
        method="truefalse-true",
        kind=Kind.TRUEFALSE,
        facts=(fact,),
        stem=fact.statement,
        answer=false.answer,
        answers=(Answer(text="true"),),
    )


def _false(fact: Fact, model: DocumentModel) -> Draft | None:
    for phrase in fact.phrases:
        other = _other(phrase, fact, model)
        if other is None:
            continue
        end = phrase.at + len(phrase.text)
        stem = mended(f"{fact.statement[: phrase.at]}{other}{fact.statement[end:]}")
        return Draft(
            method="truefalse-swap",
            kind=Kind.TRUEFALSE,
            facts=(fact,),
            stem=stem,
            answer=phrase,
            answers=(Answer(text="false"),),
            explanation=fact.statement,
            feedback={"incorrect": fact.statement},
        )
    return None


def _other(phrase: Phrase, fact: Fact, model: DocumentModel) -> str | None:
    """Find what makes the statement false: of the same kind, and nowhere said by the text."""
    if phrase.at < 0 or phrase.at + len(phrase.text) > len(fact.statement):
        return None
    if phrase.type in NAMED and phrase.name is not None:
        return _other_name(phrase, fact, model)
    if phrase.type is Type.DATE and re.fullmatch(r"1\d{3}|20\d{2}", phrase.text):
        return _other_year(phrase, fact, model)
    return None


def _other_name(phrase: Phrase, fact: Fact, model: DocumentModel) -> str | None:
    own = model.name(phrase)
    source = model.text[fact.start : fact.end]
    if own is None or phrase.type in {Type.WORK, Type.PRODUCT, Type.GROUP}:
        return None
    fitting = [one for one in model.of_type(own.type) if _fits(one, own, phrase, source)]
    anchors = [one for one in fact.phrases if one.type in NAMED and one.name != phrase.name]
    safe = [
        one
        for one in fitting
        if not any(model.elsewhere.together(one.text, anchor.text) for anchor in anchors)
    ]
    if not safe or not anchors:
        return None
    return safe[_chance(fact, model) // 2 % len(safe)].text


def _fits(one: Name, own: Name, phrase: Phrase, source: str) -> bool:
    if one.id == own.id or any(alias in source for alias in one.aliases):
        return False
    if own.type in {Type.GPE, Type.LOC} and place_class(one.text) != place_class(phrase.text):
        return False
    if own.type is Type.PERSON and (" " in one.text) != (" " in phrase.text):
        return False
    if own.type is Type.PERSON and not is_given_name(one.text.split()[0]):
        return False
    if place_class(phrase.text) == "place" and own.type in PLACES:
        return False
    return one.plural == own.plural


def _other_year(phrase: Phrase, fact: Fact, model: DocumentModel) -> str | None:
    year = int(phrase.text)
    offsets = (-9, 7, -6, 11, 4, -4, 13)
    chance = _chance(fact, model) // 2
    for step in range(len(offsets)):
        other = year + offsets[(chance + step) % len(offsets)]
        if other < _LATEST and not model.elsewhere.count(str(other)):
            return str(other)
    return None


def _chance(fact: Fact, model: DocumentModel) -> int:
    """Draw a number that is the same for the same statement and seed, in every process."""
    told = f"{model.seed}\n{fact.statement}".encode()
    return int.from_bytes(hashlib.blake2b(told, digest_size=4).digest(), "big")


_LATEST = 2026
