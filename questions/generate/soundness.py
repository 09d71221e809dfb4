"""Soundness: which sentences state something, and what in them only serves the text around."""

from __future__ import annotations

import re
from collections.abc import Callable

from questions.generate.reading import Parsed
from questions.generate.rewriting import Edit
from questions.generate.vocabulary import words

SHORTEST, LONGEST = 5, 80
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
_LABEL = re.compile(r"^(?:[A-Z][\w-]*(?: [\w-]+){0,4}|\d+(?:\.\d+)*)\s*[:)]\s")
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


def unsound(parsed: Parsed) -> str | None:
    """Say why a sentence states nothing that could be asked about."""
    reason = shape_of(parsed.text)
    if reason is None and not any(one.tag_ in _FINITE for one in parsed.doc):
        reason = "it has no verb"
    return reason


def shape_of(text: str) -> str | None:
    """Say what is wrong with the outside of a sentence: its length, its marks, its signs."""
    return next((reason for rule in _RULES if (reason := rule(text))), None)


def trims(parsed: Parsed) -> tuple[Edit, ...]:
    """Take out what only served the text around: connectives, weekdays, citations."""
    text = parsed.text
    edits = [Edit(match.start(), match.end(), "") for match in _CITATION.finditer(text)]
    edits += [Edit(match.start(), match.end(), "") for match in _WEEKDAY.finditer(text)]
    return (*edits, *_connectives(text))


def _connectives(text: str) -> list[Edit]:
    listed = "|".join(sorted(map(re.escape, words("connectives")), key=len, reverse=True))
    opening = re.match(rf"(?:(?:{listed})\b, ?)+|(?:but|and|yet|thus|therefore) ", text, re.I)
    edits = [Edit(0, opening.end(), "")] if opening else []
    inside = r",? (?:however|therefore|for example|for instance|moreover|in fact|though),"
    edits += [Edit(one.start(), one.end(), "") for one in re.finditer(inside, text)]
    edits += [Edit(one.start(), one.end(), "") for one in _ALSO.finditer(text)]
    return edits


def _shape(text: str) -> str | None:
    length = len(text.split())
    if not SHORTEST <= length <= LONGEST:
        return "it is too short or too long"
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "“\"'‘") or not _ends(text):
        return "it is not a whole sentence"
    if _CODE.search(text) or _LABEL.match(text):
        return "it holds code, an address or a label"
    return "it holds more signs than words" if _is_sparse(text) else None


def _ends(text: str) -> bool:
    return text.rstrip("”\"’')]")[-1:] == "."


def _is_sparse(text: str) -> bool:
    return len(_LETTERS.findall(text)) * 2 < len(text.replace(" ", ""))


def _balance(text: str) -> str | None:
    pairs = (("(", ")"), ("[", "]"), ("“", "”"))
    if any(text.count(opening) != text.count(closing) for opening, closing in pairs):
        return "a bracket or a quotation is open"
    if text.count('"') % 2:
        return "a quotation is open"
    quoted = sum(len(one[1].split()) for one in _QUOTED.finditer(text))
    return "it is mostly a quotation" if quoted > 8 and quoted * 2 > len(text.split()) else None


def speaks_of_people_here(text: str) -> bool:
    """Tell whether a statement speaks of its writer or its reader."""
    return bool(words("first_and_second_person") & set(_WORDS.findall(text.lower())))


def speaks_of_itself(text: str) -> bool:
    """Tell whether a statement speaks of the text that it stands in: see Figure 3."""
    small = text.lower()
    return any(_holds(small, one) for one in words("about_the_document"))


def has_loose_pronoun(text: str) -> bool:
    """Tell whether a pronoun comes before anything that it could stand for."""
    found = _PRONOUN.search(text)
    return found is not None and not _NOUNLIKE.search(text[: found.start()])


def relative_time(text: str) -> str | None:
    """Return the words of a statement that depend on when the text was written."""
    small = text.lower()
    return next((one for one in sorted(words("deictic_time")) if _holds(small, one)), None)


def _holds(text: str, phrase: str) -> bool:
    return re.search(rf"(?<![\w’'-]){re.escape(phrase)}(?![\w’'-])", text) is not None


_PRONOUN = re.compile(
    r"\b(?:he|him|his|himself|she|her|hers|it|its|itself|they|them|their|theirs|themselves|"
    r"this|these|those)\b(?! (?:of|who|that|which|in)\b)",
    re.I,
)
_NOUNLIKE = re.compile(r"\b(?!The|A|An|In|On|At|By|For|As|But|And)[A-Z][\w’-]+|\b[a-z]{4,}")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RULES: tuple[Callable[[str], str | None], ...] = (_shape, _balance)
