"""Hints: the class of what is hidden, and its first letters where a blank takes many answers."""

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
        # Georgia is a country and a state.
        twofold = found == "country" and bare(phrase.text) in gazetteer().states
        return "" if found == "place" or twofold else found
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


def with_letters(stem: str) -> str:
    """Let a blank show how each of its words begins, after its class if it has one: p… of g… c….

    A plain phrase could nearly always be said in other words, and of a deed that is told others
    than the one who is named were often part; after its letters only one answer fits.
    """
    return _BLANK.sub(_with_letters, stem)


def _with_letters(blank: re.Match[str]) -> str:
    if "…" in (blank["hint"] or ""):
        return blank[0]
    told = filter(None, (blank["hint"], _letters(blank["phrase"])))
    return f"{{{{c1::{blank['phrase']}::{', '.join(told)}}}}}"


def _letters(phrase: str) -> str:
    shown = (word if word in _SMALL else _CUT.sub("…", word, count=1) for word in phrase.split())
    return " ".join(shown)


# What of a word is not shown: all behind its first letter or digit.
_CUT = re.compile(r"(?<=\w).*")
_BLANK = re.compile(r"\{\{c1::(?P<phrase>(?:(?!::|\}\}).)+)(?:::(?P<hint>[^}]*))?\}\}")
_SMALL = frozenset("a an the and or of in on at to for by with".split())
PLACES = frozenset({Type.GPE, Type.LOC, Type.FAC})
_CAPITAL_SPELLINGS = frozenset({"Washington, D.C.", "Washington D.C."})
_HINTS = {
    Type.LANGUAGE: "language", Type.NUMBER: "number", Type.PERCENT: "percentage",
    Type.MONEY: "amount", Type.DURATION: "how long",
}  # fmt: skip
