"""Variants: the forms of an answer that are as right as the one that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.generate.english import bare, number_value, number_word
from questions.generate.fact import DocumentModel, Phrase, Type

_LIMIT = 12


def variants(phrase: Phrase, model: DocumentModel) -> tuple[str, ...]:
    """Return what may be typed for *phrase*, the best form first."""
    forms = [phrase.text, *_forms(phrase, model)]
    return tuple(dict.fromkeys(one for one in forms if one.strip()))[:_LIMIT]


def _forms(phrase: Phrase, model: DocumentModel) -> Iterator[str]:
    yield bare(phrase.text)
    if phrase.said and phrase.text.casefold() != phrase.said.casefold():
        yield phrase.said
    name = model.name(phrase)
    if name is not None:
        yield name.text
        yield from sorted(name.aliases)
    if phrase.type is Type.PERSON and " " in phrase.text:
        yield surname(phrase.text)
    yield from _numbers(phrase)


def surname(name: str) -> str:
    """Return the last word of a person's name, without *of Auchleuchries*, *Jr.* and the like."""
    words = [one for one in name.split(" of ")[0].split() if one.strip(".,") not in _SUFFIXES]
    return words[-1].strip(",") if words else name


def _numbers(phrase: Phrase) -> Iterator[str]:
    if phrase.type not in {Type.NUMBER, Type.QUANTITY, Type.MONEY, Type.PERCENT, Type.DURATION}:
        return
    number = re.match(r"[\d.,]*\d|[a-z-]+(?: (?:hundred|thousand|million))?", phrase.text)
    value = number_value(number[0]) if number else None
    if number is None or value is None:
        return
    rest = phrase.text[number.end() :]
    if value == int(value):
        yield f"{int(value)}{rest}"
        if 0 < value < 100:
            yield f"{number_word(int(value))}{rest}"
    if phrase.type is Type.NUMBER and phrase.unit:
        yield f"{phrase.text} {phrase.unit}"


_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})
