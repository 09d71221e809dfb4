"""Hints: the class of what is hidden, where the blank alone would take too many answers."""

from __future__ import annotations

import re

from questions.generate.english import bare
from questions.generate.fact import DocumentModel, Phrase, Type
from questions.generate.lexicon import gazetteer, is_given_name


def hint_for(phrase: Phrase, model: DocumentModel) -> str:
    """Return a class for the blank: year, country, person; nothing where that is not certain."""
    if phrase.type is Type.DATE:
        return "year" if re.fullmatch(r"\d{4}", phrase.text) else "date"
    if phrase.type in PLACES:
        found = place_class(phrase.text)
        return "" if found == "place" else found
    if phrase.type is Type.PERSON:
        return "person" if is_surely_person(phrase, model) else ""
    return _HINTS.get(phrase.type, "")


def place_class(name: str) -> str:
    """Return country, city, US state, continent or place."""
    known, plain = gazetteer(), bare(name)
    if known.country(plain) is not None:
        return "country"
    if plain in known.continents:
        return "continent"
    if plain in known.cities or plain in _CAPITAL_SPELLINGS:
        return "city"
    return "US state" if plain in known.states else "place"


def is_surely_person(phrase: Phrase, model: DocumentModel) -> bool:
    """Tell whether a second sign, a first name that many bear, confirms that it is a person."""
    name = model.name(phrase)
    forms = {phrase.text, *(name.aliases if name else ()), *((name.text,) if name else ())}
    if name is not None and name.role:
        return True
    return any(" " in one and is_given_name(one.split()[0].rstrip(".")) for one in forms)


PLACES = frozenset({Type.GPE, Type.LOC, Type.FAC})
_CAPITAL_SPELLINGS = frozenset({"Washington, D.C.", "Washington D.C."})
_HINTS = {
    Type.LANGUAGE: "language", Type.NUMBER: "number", Type.PERCENT: "percentage",
    Type.MONEY: "amount", Type.DURATION: "how long",
}  # fmt: skip
