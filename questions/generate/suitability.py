"""Suitability: which sentences are statements that can be asked about a month later."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from questions.generate.rewriting import Edit
from questions.generate.statements import Statement
from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_SHORTEST = 7
_LONGEST = 40
_CODE = re.compile(r"https?://|www\.|[=*|<>#_\\^~{}@]|::|\(\s*\)|\.\.\.|…|\+\d{3}|\s/\s")
_QUOTED = re.compile(r"[“\"‘]([^”\"’]+)[”\"’]")
_WEEKDAY = re.compile(
    r",? (?:late |early )?on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?: (?:morning|afternoon|evening|night))?(?= |\.)(?! \d| (?:January|February|March|April|May|"
    r"June|July|August|September|October|November|December))"
)
_CITATION = re.compile(
    r"\s*(?:\[[^\[\]]{1,30}\]|\((?:see |cf\. )?[A-Z][^()]{1,80}?,? \d{4}[a-z]?(?:[,:;][^()]*)?\)"
    r"|\((?:p|pp|Fig|Figure|Table|see)\.? [^()]*\))"
)
_ALSO = re.compile(r"(?<!but)(?<!only) also(?= [a-z])(?! known| called| referred| spelled)")
_LABEL = re.compile(r"^(?:[A-Z][\w-]*(?: [\w-]+){0,4}|\d+(?:\.\d+)*)\s*[:.)]\s")


def unsuitable(statement: Statement) -> str | None:
    """Say why a sentence cannot become a question."""
    return next((reason for rule in _RULES if (reason := rule(statement))), None)


def trims(statement: Statement) -> list[Edit]:
    """Take out what only served the text around: connectives, weekdays, citations."""
    text = statement.text
    edits = [Edit(match.start(), match.end(), "") for match in _CITATION.finditer(text)]
    edits += [Edit(match.start(), match.end(), "") for match in _WEEKDAY.finditer(text)]
    return [*edits, *_connectives(text)]


def shown(statement: Statement) -> str:
    """Return the sentence without what is taken out, in small letters."""
    pieces, place = [], 0
    for edit in sorted(trims(statement), key=lambda one: one.start):
        if edit.start >= place:
            pieces.append(statement.text[place : edit.start])
            place = edit.end
    return "".join((*pieces, statement.text[place:])).lower()


def _connectives(text: str) -> list[Edit]:
    listed = "|".join(sorted(map(re.escape, words("connectives")), key=len, reverse=True))
    opening = re.match(rf"(?:(?:{listed})\b, ?)+|(?:but|and|yet|thus|therefore) ", text, re.I)
    edits = [Edit(0, opening.end(), "")] if opening else []
    inside = r",? (?:however|therefore|for example|for instance|moreover|in fact|though),"
    edits += [Edit(one.start(), one.end(), "") for one in re.finditer(inside, text)]
    edits += [Edit(one.start(), one.end(), "") for one in _ALSO.finditer(text)]
    return edits


def _shape(statement: Statement) -> str | None:
    text, length = statement.text, len(statement.text.split())
    if not _SHORTEST <= length <= _LONGEST:
        return "it is too short or too long"
    if not (text[0].isupper() or text[0].isdigit()) or text.rstrip('”"’)')[-1:] != ".":
        return "it is not a whole sentence"
    if _CODE.search(text) or _LABEL.match(text):
        return "it holds code, an address or a label"
    return None


def _balance(statement: Statement) -> str | None:
    text = statement.text
    pairs = (("(", ")"), ("[", "]"), ("“", "”"))
    if any(text.count(opening) != text.count(closing) for opening, closing in pairs):
        return "a bracket or a quotation is open"
    if text.count('"') % 2:
        return "a quotation is open"
    quoted = sum(len(one[1].split()) for one in _QUOTED.finditer(text))
    return "it quotes somebody at length" if quoted > 6 else None


def _verb(statement: Statement) -> str | None:
    root, subject = statement.root, statement.subject()
    if root is None or root.pos_ not in {"VERB", "AUX"} or subject is None:
        return "no main verb with its subject was found"
    if subject.i > root.i or _is_quality(subject):
        return "the subject comes after the verb, or is no noun"
    finite = {"VBD", "VBZ", "VBP"}
    helped = any(child.dep_ in {"aux", "auxpass"} for child in root.children)
    if root.tag_ not in finite and not helped:
        return "the main verb is not finite"
    return _happening(root)


def _is_quality(subject: Token) -> bool:
    """Tell whether the subject is *the largest* or *most*, without what it is of."""
    return subject.pos_ in {"ADJ", "ADV", "NUM", "DET"} and not any(
        one.dep_ == "prep" for one in subject.children
    )


def _happening(root: Token) -> str | None:
    """Refuse *is considering*: what somebody is about to do is over when it is read again."""
    for verb in (root, *(one for one in root.children if one.dep_ == "conj")):
        if verb.tag_ == "VBG" and any(one.tag_ in {"VBZ", "VBP"} for one in verb.children):
            return "it tells what was just happening"
    return None


def _persons(statement: Statement) -> str | None:
    if any(token.lower_ in words("first_and_second_person") for token in statement.doc):
        return "it speaks of its writer or its reader"
    return None


def _time(statement: Statement) -> str | None:
    text = shown(statement)
    found = next((one for one in words("relative_time") if _holds(text, one)), None)
    return f"“{found}” depends on when the text was written" if found else None


def _page(statement: Statement) -> str | None:
    text = shown(statement)
    found = next((one for one in words("about_the_document") if _holds(text, one)), None)
    return f"“{found}” speaks of the text itself" if found else None


def _holds(text: str, phrase: str) -> bool:
    return re.search(rf"(?<![\w’'-]){re.escape(phrase)}(?![\w’'-])", text) is not None


_RULES: tuple[Callable[[Statement], str | None], ...] = (
    _shape, _balance, _verb, _persons, _time, _page,
)  # fmt: skip
