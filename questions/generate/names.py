"""Names, dates and numbers: what a question can ask for, with labels the document agrees on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, a date or a number in a sentence, at *start* to *end*."""

    start: int
    end: int
    text: str
    kind: str


NAMED = frozenset({"person", "place", "organisation", "work", "event", "product", "law"})
_KINDS = {
    "PERSON": "person", "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organisation",
    "NORP": "group", "DATE": "date", "CARDINAL": "number", "PERCENT": "percent",
    "MONEY": "money", "QUANTITY": "quantity", "EVENT": "event", "WORK_OF_ART": "work",
    "LAW": "law", "PRODUCT": "product", "LANGUAGE": "language",
}  # fmt: skip
_YEAR = re.compile(r"(?<![\d.,:/-])(?:1\d{3}|20\d{2})(?![\d:/]|[.,-]\d)")
_MONTH = "|".join(month.capitalize() for month in sorted(words("months")))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ABSOLUTE = re.compile(
    rf"(?:(?:(?:{_MONTH})(?: {_DAY},?)?|{_DAY} (?:of )?(?:{_MONTH}),?) )?(?:1\d{{3}}|20\d{{2}})s?"
    r"|\d{1,2}(?:st|nd|rd|th) century"
)
_NO_NAME = re.compile(r"^\w+(?:ics|ology|istry|graphy|nomy|ern)$|^(?:North|South|East|West) of ")
_ARTICLES = frozenset({"the", "a", "an"})
_TITLED = re.compile(r"(?:[A-Z][a-z]+ )?(?:President|Minister|King|Queen|Chancellor) [A-Z]")


def mentions(docs: Sequence[Doc]) -> list[tuple[Mention, ...]]:
    """Find what is named in each sentence; a name has one kind in all of them."""
    found = [tuple(_in_one(doc)) for doc in docs]
    kinds = _agreed(one for several in found for one in several)
    surnames = {
        name.split()[-1] for name, kind in kinds.items() if kind == "person" and " " in name
    }
    return [
        tuple(
            replace(one, kind=kinds.get(one.text, one.kind))
            for one in sorted((*several, *_overlooked(doc, several, surnames)), key=_place)
        )
        for doc, several in zip(docs, found, strict=True)
    ]


def is_absolute(date: str) -> bool:
    """Tell whether a date can be understood on any later day."""
    return _ABSOLUTE.fullmatch(date) is not None


def _overlooked(doc: Doc, found: Sequence[Mention], surnames: set[str]) -> Iterator[Mention]:
    """Yield known surnames that were not seen as names, mostly at the start of a sentence."""
    for token in doc:
        end = token.idx + len(token)
        free = not any(one.start < end and token.idx < one.end for one in found)
        if free and token.text in surnames and token.is_title:
            yield Mention(token.idx, end, token.text, "person")


def _place(mention: Mention) -> int:
    return mention.start


def _in_one(doc: Doc) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    for entity in doc.ents:
        if entity.label_ in _KINDS and (found := _mention(entity)):
            taken.append((found.start, found.end))
            yield found
    for match in _YEAR.finditer(doc.text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield Mention(match.start(), match.end(), match[0], "date")


def _mention(entity: Span) -> Mention | None:
    """Take titles, articles and possessive endings off a name; None where nothing is left."""
    kind = _kind(entity)
    tokens = list(entity)
    while tokens and _leads(tokens[0], kind):
        tokens.pop(0)
    while tokens and (tokens[-1].tag_ in {"POS", ","} or not tokens[-1].text.strip("-—–. ")):
        tokens.pop()
    if not tokens:
        return None
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    text = entity.doc.text[start:end]
    if kind == "person" and (tokens[-1].tag_ in {"NNS", "NNPS"} or re.search("['’]s\\b", text)):
        return None
    if not _whole(text, kind):
        return None
    return Mention(start, end, text, kind)


def _kind(entity: Span) -> str:
    if entity.label_ == "ORG" and _TITLED.match(entity.text):
        return "person"
    if entity.label_ in {"CARDINAL", "ORG", "PRODUCT"} and _YEAR.fullmatch(entity.text):
        return "date"
    return _KINDS[entity.label_]


def _leads(token: Token, kind: str) -> bool:
    """Tell whether a first word stands before the name and is no part of it."""
    word = token.lower_.rstrip(".")
    if token.pos_ in {"ADP", "SCONJ", "ADV", "CCONJ"} or word in words("connectives"):
        return True
    if kind == "person":
        return word in words("person_titles") or token.ent_type_ == "NORP" or _demonym(token)
    return token.text in _ARTICLES or (kind != "work" and word in {"the", "just", "only"})


def _demonym(token: Token) -> bool:
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    return after is not None and after.lower_ in words("person_titles")


def _whole(text: str, kind: str) -> bool:
    if kind == "date":
        return any(character.isalnum() for character in text)
    if kind in NAMED:
        if any(character.isalpha() and character > "\u024f" for character in text):
            return False
        plausible = kind == "person" or not _NO_NAME.search(text)
        balanced = text.count("(") == text.count(")") and '"' not in text
        return text[0].isupper() and plausible and balanced
    return True


def _agreed(found: Iterator[Mention]) -> dict[str, str]:
    """Let all the mentions of a name vote on what it is; a surname is a person's name."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        if one.kind in NAMED:
            votes[one.text][one.kind] += 1
    kinds = {name: counted.most_common(1)[0][0] for name, counted in votes.items()}
    surnames = {
        name.split()[-1]: kind for name, kind in kinds.items() if kind == "person" and " " in name
    }
    return kinds | {name: kind for name, kind in surnames.items() if name in kinds}
