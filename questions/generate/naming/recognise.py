"""Proper names in one sentence: where each lies, and what speaks for which type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from questions.generate.fact import Type
from questions.generate.lexicon import gazetteer, is_given_name
from questions.generate.naming.words import BEFORE_TITLES, COMMON, ENDS, TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LABELS = {
    "PERSON": Type.PERSON, "NORP": Type.GROUP, "ORG": Type.ORG, "GPE": Type.GPE, "LOC": Type.LOC,
    "FAC": Type.FAC, "EVENT": Type.EVENT, "WORK_OF_ART": Type.WORK, "LAW": Type.WORK,
    "PRODUCT": Type.PRODUCT, "LANGUAGE": Type.LANGUAGE,
}  # fmt: skip
_SHORT = 3
#: Letters after a person's name.
_LETTERS = frozenset("FRS PhD Ph.D. MD M.D. MP OBE MBE CBE KBE Esq Esq. MSc MBA FRSE QC KC".split())
_ARTICLES = frozenset({"the", "a", "an"})
_POSSESSIVE = re.compile(r"['’]s?$")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Z0-9&-]{1,7}s?")


@dataclass(frozen=True, slots=True)
class Found:
    """A name as one sentence has it; *title* are the words before it that tell who it is."""

    start: int
    end: int
    text: str
    type: Type
    title: str = ""
    certain: bool = False  # a title or a first name tells it, not the parser
    cue: Type | None = None  # what the words beside it suggest: *in X*, *X, who*


def recognise(doc: Doc) -> tuple[Found, ...]:
    """Find the names of a sentence, from left to right, without titles, articles and ’s."""
    found: list[Found] = []
    for entity in doc.ents:
        if entity.label_ in LABELS:
            several = (_found(piece, LABELS[entity.label_]) for piece in _pieces(entity))
            found.extend(filter(None, several))
    for one in _overlooked(doc):
        if not any(other.start < one.end and one.start < other.end for other in found):
            found.append(one)
    return tuple(_whole(sorted(found, key=lambda one: one.start)))


def _whole(found: list[Found]) -> Iterator[Found]:
    """Put *Washington* and *D.C.* together."""
    before: Found | None = None
    for one in found:
        if one.text.replace(".", "") == "DC" and before and before.end + 2 == one.start:
            one = replace(before, end=one.end, text=f"{before.text}, {one.text}")
            before = None
        if before:
            yield before
        before = one
    if before:
        yield before


def _pieces(entity: Span) -> Iterator[list[Token]]:
    """Part an entity into its names: *Putin’s Russia* is two, a list by commas is several."""
    piece: list[Token] = []
    listed = sum(token.text == "," for token in entity) > 1
    for token in entity:
        if (
            (listed and token.text == ",")
            or token.tag_ == "POS"
            or token.text in {";", ":", "/", "–", "—", "|", "(", ")", "as"}
        ):
            yield piece
            piece = []
        else:
            piece.append(token)
    yield piece


def _found(tokens: list[Token], type_: Type) -> Found | None:
    """Take off what is no part of the name; None where nothing is left."""
    tokens, title = _untitled(_bare(tokens), type_)
    tokens = _grown(tokens, type_)
    if not tokens:
        return None
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    text = _POSSESSIVE.sub("", tokens[0].doc.text[start:end])
    if title and type_ in {Type.ORG, Type.GPE, Type.PRODUCT, Type.WORK, Type.FAC}:
        type_ = Type.PERSON
    if not _is_name(text, tokens, type_):
        return None
    return Found(start, start + len(text), text, type_, title, bool(title), _cue(tokens))


def _cue(tokens: list[Token]) -> Type | None:
    doc, first, last = tokens[0].doc, tokens[0].i, tokens[-1].i
    after = [one.lower_ for one in doc[last + 1 : last + 3]]
    if after[:1] == ["who"] or after == [",", "who"] or after[:1] in (["born"], ["died"]):
        return Type.PERSON
    before = doc[first - 1].lower_ if first else ""
    alone = after[:1] in ([","], ["."], ["and"], ["from"], ["for"], ["to"], [])
    placed = before in {"in", "near", "around", "outside", "across", "throughout"}
    return Type.GPE if placed and alone and len(tokens) < _SHORT else None


def _bare(tokens: list[Token]) -> list[Token]:
    first, last = 0, len(tokens)
    while first < last and _leads(tokens[first]):
        first += 1
    while first < last and (_trails(tokens[last - 1]) or tokens[last - 1].text in _LETTERS):
        last -= 1
    return tokens[first:last]


def _leads(token: Token) -> bool:
    lower = token.lower_
    if lower in _ARTICLES or token.is_punct or token.is_space:
        return True
    if token.pos_ in {"ADP", "SCONJ", "CCONJ", "ADV", "PRON", "DET", "AUX"}:
        return True
    return lower in COMMON and not token.is_upper


def _trails(token: Token) -> bool:
    return token.is_space or token.text in {",", ".", "'", "’", '"', "”", "-", ")", "'s", "’s"}


def _untitled(tokens: list[Token], type_: Type) -> tuple[list[Token], str]:
    """Split *Kazakh President Kassym-Jomart Tokayev* into the name and its title."""
    at = _title_end(tokens)
    if at and at < len(tokens) and _bears_title(tokens[at:], type_):
        return tokens[at:], " ".join(one.text for one in tokens[:at])
    if tokens and type_ in {Type.PERSON, Type.ORG} and (title := _title_before(tokens[0])):
        plain = type_ is Type.PERSON or tokens[-1].lower_ not in ENDS
        return tokens, title if plain else ""
    return tokens, ""


def _title_end(tokens: list[Token]) -> int:
    """Return where the name begins behind a title, 0 where there is none."""
    for at, token in enumerate(tokens[:5]):
        word = token.lower_.rstrip(".")
        if word in TITLES:
            after = tokens[at + 1 : at + 2]
            joined = after and after[0].lower_.rstrip(".") in TITLES
            if not joined:
                return at + 1
        elif word not in BEFORE_TITLES and not _is_people(token):
            return 0
    return 0


def _bears_title(tokens: list[Token], type_: Type) -> bool:
    """Tell a titled person from *King George County* and *Prince William Sound*."""
    if tokens[0].lower_ in {"of", "for", "and"} or not tokens[0].text[:1].isupper():
        return False
    return type_ is Type.PERSON or len(tokens) <= 6


def _title_before(token: Token) -> str:
    """Return the title right before the name, outside of what the parser took for it."""
    words: list[str] = []
    at = token.i - 1
    while at >= 0 and len(words) < 4:
        before = token.doc[at]
        word = before.lower_.rstrip(".")
        known = word in TITLES or (bool(words) and (word in BEFORE_TITLES or _is_people(before)))
        if not known:
            break
        words.insert(0, before.text)
        at -= 1
    return " ".join(words)


def _is_people(token: Token) -> bool:
    return token.ent_type_ == "NORP" or gazetteer().place_of(token.text) is not None


def _grown(tokens: list[Token], type_: Type) -> list[Token]:
    """Take in first names that the parser left out: Kassym-Jomart before Tokayev."""
    if not tokens or type_ is not Type.PERSON:
        return tokens
    doc, first = tokens[0].doc, tokens[0].i
    while first > 0 and _is_first_name(doc[first - 1], doc[first]):
        first -= 1
    return [*doc[first : tokens[0].i], *tokens]


def _is_first_name(token: Token, after: Token) -> bool:
    if token.ent_type_ not in {"", "PERSON"} or token.pos_ != "PROPN" or token.i == 0:
        return False
    if token.lower_.rstrip(".") in TITLES or token.lower_ in COMMON:
        return False
    return token.dep_ == "compound" and token.head.i >= after.i and token.text[:1].isupper()


def _is_name(text: str, tokens: list[Token], type_: Type) -> bool:
    """Refuse what cannot be a name: small letters, figures, an open bracket, other alphabets."""
    capital = text[:1].isupper() or (len(text) > 1 and text[1].isupper())
    if not capital or not any(sign.isalpha() for sign in text):
        return False
    if len(text) < 2 or any(sign.isalpha() and sign > "\u024f" for sign in text):
        return False
    if text.count("(") != text.count(")") or '"' in text or "\n" in text or len(tokens) > 12:
        return False
    return not _is_common(text, tokens, type_)


def _is_common(text: str, tokens: list[Token], type_: Type) -> bool:
    """Refuse a common word that only begins a sentence or a heading: *Photosynthesis*."""
    if all(one.lower_.rstrip(".") in TITLES | BEFORE_TITLES for one in tokens):
        return True
    if len(tokens) > 1 or _ACRONYM.fullmatch(text):
        return False
    token = tokens[0]
    if token.lower_ in ENDS and type_ is not Type.PERSON:
        return True
    if gazetteer().is_place(text) or is_given_name(text) or gazetteer().place_of(text):
        return False
    first = token.i == 0 or token.nbor(-1).text in {"“", '"', ":", "(", "—"}
    return first and token.pos_ not in {"PROPN"} and type_ is not Type.GROUP


def _overlooked(doc: Doc) -> Iterator[Found]:
    """Yield countries, peoples, acronyms and runs of capitalised words without a label."""
    run: list[Token] = []
    for token in doc:
        if (_is_capital(token) or _is_hyphen(token, run)) and not token.ent_type_:
            run.append(token)
            continue
        yield from _of_run(run)
        run = []
    yield from _of_run(run)


def _of_run(run: list[Token]) -> Iterator[Found]:
    tokens = _bare(run)
    if not tokens or not any(one.pos_ == "PROPN" for one in tokens):
        return
    text = tokens[0].doc.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])]
    places = gazetteer()
    if places.country(text):
        type_: Type = Type.GPE
    elif places.place_of(text):
        type_ = Type.GROUP
    elif is_given_name(tokens[0].text) and 1 < len(tokens) <= 4:
        type_ = Type.PERSON
    elif _ACRONYM.fullmatch(text) and len(text) > 2:
        type_ = Type.ORG
    else:
        type_ = Type.THING
    if one := _found(tokens, type_):
        yield one


def _is_hyphen(token: Token, run: list[Token]) -> bool:
    """Tell whether a hyphen joins two words of a name: Al-Biruni."""
    return token.text == "-" and bool(run) and not run[-1].whitespace_ and not token.whitespace_


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos_ in {"PROPN", "ADJ", "NOUN"}
