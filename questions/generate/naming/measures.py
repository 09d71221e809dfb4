"""Dates, numbers, sums and shares in a sentence, with a value that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from questions.generate.english import number_value
from questions.generate.fact import Type
from questions.generate.naming.dates import ABSOLUTE, YEAR, iso
from questions.generate.reading import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_LABELS = {
    "DATE": Type.DATE, "TIME": Type.TIME, "CARDINAL": Type.NUMBER, "ORDINAL": Type.ORDINAL,
    "QUANTITY": Type.QUANTITY, "MONEY": Type.MONEY, "PERCENT": Type.PERCENT,
}  # fmt: skip
_SIGNS = {"$": "US dollars", "US$": "US dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_SUM = re.compile(r"(US\$|[$€£¥]) ?(\d[\d,.]*(?: (?:thousand|million|billion|trillion))?)")
_SHARE = re.compile(
    r"(\d[\d.,]*|[a-z-]+(?: [a-z-]+)?) ?(?:%|per ?cent|percent(?:age points?)?)", re.I
)
_VAGUE = re.compile(
    r"^(?:about|around|nearly|almost|roughly|some|approximately|over|under|more than|less than|"
    r"fewer than|at least|at most|up to|as (?:many|much|few) as|just|only|an estimated|the|"
    r"a total of) ",
    re.I,
)
_LENGTH = re.compile(
    r"(?P<count>.+?)[ -](?P<unit>(?:second|minute|hour|day|week|month|year|decade|centur)"
    r"(?:s|y|ies)?(?:[ -]long)?)",
    re.I,
)
_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\.?)?|noon|midnight", re.I)
_AGE = re.compile(r"(?:aged?|the age of) \w+|\w+(?:-| )years?(?:-| )old", re.I)
_MEASURE_UNITS = frozenset(
    "km m cm mm mile kilometre kilometer metre meter centimetre centimeter inch foot feet yard "
    "acre hectare tonne ton kg kilogram gram pound ounce litre liter gallon barrel degree volt "
    "watt kilowatt megawatt gigawatt hertz byte kilobyte megabyte gigabyte mph knot calorie "
    "joule pascal mole atom nm nanometre nanometer micron micrometer micrometre".split()
)


def measures(doc: Doc) -> tuple[Mention, ...]:
    """Find the dates and numbers of a sentence; relative dates are none of them."""
    found = list(_dates(doc))
    for entity in doc.ents:
        free = not any(one.start < entity.end_char and entity.start_char < one.end for one in found)
        if entity.label_ in _LABELS and free and (one := _measure(entity)):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _dates(doc: Doc) -> Iterator[Mention]:
    """Yield the absolute dates, told by their form and not by the parser."""
    taken = [match.span() for match in ABSOLUTE.finditer(doc.text)]
    for match in YEAR.finditer(doc.text):
        if not any(start <= match.start() < end for start, end in taken) and _is_date(doc, match):
            taken.append(match.span())
    for start, end in sorted(taken):
        lead = _LEAD.match(doc.text, start, end)
        first = lead.end() if lead else start
        if normal := iso(doc.text[start:end]):
            yield Mention(first, end, doc.text[first:end], Type.DATE, normal=normal)


_LEAD = re.compile(r"(?:the|from) (?:year )?", re.I)


def _is_date(doc: Doc, match: re.Match[str]) -> bool:
    """Tell a year from a count: *1500 soldiers* and *2000 tons* are no dates."""
    token = next((one for one in doc if one.idx >= match.start()), None)
    if token is None:
        return False
    counted = token.dep_ in {"nummod", "quantmod"} and token.head.tag_ in {"NNS", "NNPS"}
    after = doc[token.i + 1 : token.i + 2]
    close = len(after) and after[0].lemma_.lower() in _MEASURE_UNITS
    return not (counted and token.head.i > token.i) and not close


def _measure(entity: Span) -> Mention | None:
    tokens = _trimmed(entity)
    if not tokens:
        return None
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    text = entity.doc.text[start:end]
    type_ = _LABELS[entity.label_]
    if type_ in {Type.DATE, Type.TIME}:
        return _timed(start, end, text, type_)
    if type_ is Type.ORDINAL:
        return Mention(start, end, text, type_, normal=text.lower())
    return _counted(tokens, start, end, text, type_)


def _trimmed(entity: Span) -> list[Token]:
    tokens = list(entity)
    while tokens and (tokens[0].pos_ in {"ADP", "DET", "CCONJ", "SCONJ", "ADV", "PUNCT"}):
        tokens.pop(0)
    while tokens and (tokens[-1].pos_ in {"PUNCT", "ADP"} or tokens[-1].tag_ == "POS"):
        tokens.pop()
    return tokens


def _timed(start: int, end: int, text: str, type_: Type) -> Mention | None:
    """Sort what the parser calls a date: days are found by form, lengths and ages are kept."""
    if match := _LENGTH.fullmatch(text):
        count = _value(match["count"])
        unit = match["unit"]
        if count is not None:
            return Mention(start, end, text, Type.DURATION, normal=_plain(count), unit=unit)
    if type_ is Type.TIME and _CLOCK.fullmatch(text):
        return Mention(start, end, text, Type.TIME, normal=text.lower())
    if _AGE.fullmatch(text):
        return Mention(start, end, text, Type.DURATION)
    return None


def _counted(
    tokens: Sequence[Token], start: int, end: int, text: str, type_: Type
) -> Mention | None:
    if match := _SUM.search(text):
        value = _maybe(_value(match[2]))
        return Mention(start, end, text, Type.MONEY, normal=value, unit=_SIGNS[match[1]])
    if match := _SHARE.fullmatch(text):
        value = _maybe(_value(match[1]))
        return Mention(start, end, text, Type.PERCENT, normal=value, unit="percent")
    number, unit = _split(tokens)
    if number is None:
        return None
    if type_ is Type.NUMBER and unit is None:
        unit = _unit_of(tokens[-1])
    return Mention(start, end, text, type_, normal=_plain(number), unit=unit)


def _split(tokens: Sequence[Token]) -> tuple[float | None, str | None]:
    """Read the longest number at the start, with the words after it as its unit."""
    doc = tokens[0].doc
    first = tokens[0].idx
    for last in reversed(range(len(tokens))):
        end = tokens[last].idx + len(tokens[last])
        value = _value(doc.text[first:end])
        if value is not None:
            rest = doc.text[end : tokens[-1].idx + len(tokens[-1])].strip(" -")
            return value, rest or None
    return None, None


def _unit_of(number: Token) -> str | None:
    """Name what a bare number counts: the plural noun that it stands before."""
    head = number.head
    counts = number.dep_ == "nummod" and head.i > number.i and head.tag_ in {"NNS", "NNPS"}
    if not counts or head.i - number.i > 4:
        return None
    return number.doc.text[number.idx + len(number) : head.idx + len(head)].strip(" -") or None


def _value(text: str) -> float | None:
    return number_value(_VAGUE.sub("", text.strip()).replace("-", " "))


def _maybe(value: float | None) -> str | None:
    return None if value is None else _plain(value)


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
