"""Soundness: which sentences state something, and what in them only serves the text around."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from questions.generate.grammar import is_verb, root_of
from questions.generate.reading import Parsed
from questions.generate.rewriting import Edit
from questions.generate.segment import CONDITIONS
from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Token

SHORTEST, LONGEST = 5, 80
_CODE = re.compile(
    r"https?://|www\.|[=*|<>#_\\^~{}@]|::|\(\s*\)|\.\.\.|…|\+\d{3}|\s/\s|[a-z]\.\d{1,3} [A-Z]"
    r"|(?i:\b(?:uh|um|erm|uh-huh|mhm)\b)"
)
_QUOTED = re.compile(r"[“\"‘]([^”\"’]+)[”\"’]")
_WEEKDAY = re.compile(
    r",? (?:late |early )?on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?: (?:morning|afternoon|evening|night))?(?= |\.)(?! \d| (?:January|February|March|April|May|"
    r"June|July|August|September|October|November|December))"
)
_AS_SHOWN = re.compile(
    r",? as (?:shown |described |seen |illustrated )?in \[[^\[\]]{1,30}\],?|\([^()]*\[[^()]*\)"
)
_CITATION = re.compile(
    r"\s*(?:,? as (?:shown |described |seen |illustrated )?in \[[^\[\]]{1,30}\],?"
    r"|\[[^\[\]]{1,30}\]|\((?:see |cf\. )?[A-Z][^()]{1,80}?,? (?:\d{4}[a-z]?|n\.d\.(?:-[a-z])?)"
    r"(?:[,:;][^()]*)?\)"
    r"|\((?:p|pp|Fig|Figure|Table|see)\.? [^()]*\))"
)
#: A bracket that is a part of the sentence: what it points at cannot be taken out of it.
_POINTED_AT = re.compile(
    r"(?:(?i:\b(?:in|on|by|from|of|with|than|to|for|at|as|see|like|and|or|both)) \[[^\[\]]{1,30}\]"
    r"|[.!?] \[[^\[\]]{1,30}\] (?=[a-z]))"
)
#: The number of a picture, or a heading in capitals, that ran into the sentence after it.
_CAPTION = re.compile(
    r"(?:(?:Figure|Fig\.|Table|Box|Exhibit) \d+(?:[.-]\d+)*[.:]? |(?:[A-Z]{2,}[ :]+){3,})"
    r"(?=[A-Z“\"])"
)
_ALSO = re.compile(r"(?<!but)(?<!only) also(?= [a-z])(?! known| called| referred| spelled)")
#: That it was not for the first time is told by the text around.
_AGAIN = re.compile(r"(?<!once)(?<!never) again(?= (?:[a-z]+ed|went|came|took|won|became|left)\b)")
#: What ties a dated sentence to the one before.
_LATE = re.compile(
    r"(?:Later|Earlier|Again|Soon|Also|Then) (?=(?:in|on) (?:\d{4}|[A-Z]))|At (?:the|that) time, "
    r"|So (?=(?!far|many|much|that|long|few|little|called|is|are|was|did|do|does)[a-z]+ )"
    r"|On the [a-z]+ side, |To (?:begin|start)(?: with)?, |Of course (?=[a-z])|Further, "
    r"|As (?:just |already |previously )?(?:noted|mentioned|discussed|described|explained), "
    r"|Also (?=(?:the|an?|found|known|like) )"
    r"|However (?=(?:there|the|it|in|an?|many|most|some) )"
    # The number of a footnote or a paragraph.
    r"|\d{1,2} (?=(?:In|The|An?|For|As|At|On|It|By) [\w’'-]+ )"
)
_MONTH = re.compile(
    r"In (?:early |late |mid-)?(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December), "
)
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d{2}\b")
_THEREFORE = re.compile(
    r" (?:therefore|thus|hence)(?= [a-z]+(?:ed|s)\b)|(?:(?<= is)|(?<= are)) then(?= [a-z]+ed\b)"
    r"| (?:subsequently|further)(?= [a-z]+ed\b)"
)
_NOW_CALLED = re.compile(r"\bwhat is (?:today|now|currently) (?=[A-Z])")
#: The *now* of a story: he now returned.
_NOW = re.compile(r"\bnow (?=[a-z]+ed\b)| now(?= [a-z]+ed\b)")
_LABEL = re.compile(r"^(?:[A-Z][\w-]*(?: [\w-]+){0,4}|\d+(?:\.\d+)*)\s*[:)]\s")
_LETTERS = re.compile(r"[^\W\d_]")


def unsound(parsed: Parsed) -> str | None:
    """Say why a sentence states nothing that could be asked about."""
    reason = shape_of(parsed.text)
    if reason is None and not any(_is_finite(one) for one in parsed.doc):
        reason = "it has no verb"
    return "it tells somebody what to do" if reason is None and _is_an_order(parsed) else reason


def _is_finite(verb: Token) -> bool:
    """Tell the verb of a statement from that of a caption: a man called Bo, who sings."""
    if verb.tag_ not in _FINITE or verb.dep_ in {"relcl", "advcl"}:
        return False
    subject = any(one.dep_ in {"nsubj", "nsubjpass"} for one in verb.children)
    return subject or verb.dep_ not in {"acl", "amod", "pcomp"}


def _is_an_order(parsed: Parsed) -> bool:
    """Tell *Try to ensure …* from what is so."""
    first = parsed.doc[0]
    subject = any(one.dep_ in {"nsubj", "nsubjpass", "expl"} for one in first.children)
    return first.tag_ == "VB" and first.dep_ == "ROOT" and not subject


def shape_of(text: str) -> str | None:
    """Say what is wrong with the outside of a sentence: its length, its marks, its signs."""
    return next((reason for rule in _RULES if (reason := rule(text))), None)


def trims(parsed: Parsed) -> tuple[Edit, ...]:
    """Take out what only served the text around: connectives, weekdays, citations."""
    text = parsed.text
    edits = [Edit(match.start(), match.end(), "") for match in _CITATION.finditer(text)]
    edits += [Edit(match.start(), match.end(), "") for match in _WEEKDAY.finditer(text)]
    if caption := _CAPTION.match(text):
        edits.append(Edit(0, caption.end(), ""))
    return (*edits, *_connectives(text), *_told_before(parsed))


def _told_before(parsed: Parsed) -> Iterator[Edit]:
    """Take out *then* before its verb, and a month whose year another sentence tells."""
    then = (one for one in parsed.doc if one.lower_ == "then" and one.dep_ == "advmod")
    if not any(one.lower_ in CONDITIONS or one.lower_ == "when" for one in parsed.doc):
        yield from (Edit(one.idx, one.nbor().idx, "") for one in then if _is_before_its_verb(one))
    month, root = _MONTH.match(parsed.text), root_of(parsed.doc)
    past = root is not None and root.tag_ == "VBD"
    if month and past and not _YEAR.search(parsed.text):
        yield Edit(0, month.end(), "")


def _is_before_its_verb(then: Token) -> bool:
    linked = then.i > 0 and then.nbor(-1).dep_ in {"nsubj", "nsubjpass", "aux", "auxpass", "conj"}
    return linked and then.head.i == then.i + 1 and is_verb(then.head)


def _connectives(text: str) -> list[Edit]:
    listed = "|".join(sorted(map(re.escape, words("connectives")), key=len, reverse=True))
    opening = re.match(rf"(?:(?:{listed})\b, ?)+|(?:but|and|yet|thus|therefore) ", text, re.I)
    edits = [Edit(0, opening.end(), "")] if opening else []
    if late := _LATE.match(text):
        edits.append(Edit(0, late.end(), ""))
    edits += [Edit(one.start(), one.end(), "present-day ") for one in _NOW_CALLED.finditer(text)]
    inside = (
        r",? (?:however|therefore|for example|for instance|moreover|in fact|though|in turn|instead"
        r"|in any case|in contrast|by contrast|of course|indeed|on the other hand|conversely),"
    )
    edits += [Edit(one.start(), one.end(), "") for one in re.finditer(inside, text)]
    edits += [Edit(one.start(), one.end(), "") for one in _ALSO.finditer(text)]
    edits += [Edit(one.start(), one.end(), "") for one in _NOW.finditer(text)]
    edits += [Edit(one.start(), one.end(), "") for one in _THEREFORE.finditer(text)]
    edits += [Edit(one.start(), one.end(), "") for one in _AGAIN.finditer(text)]
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


def _pointing(text: str) -> str | None:
    rest = _AS_SHOWN.sub("", text)
    return "it points at a picture or a note" if _POINTED_AT.search(rest) else None


def has_loose_pronoun(text: str) -> bool:
    """Tell whether a pronoun comes before anything that it could stand for."""
    found = _PRONOUN.search(text)
    return found is not None and not _NOUNLIKE.search(text[: found.start()])


_PRONOUN = re.compile(
    r"\b(?:he|him|his|himself|she|her|hers|it|its|itself|they|them|their|theirs|themselves|"
    r"this|these|those)\b(?! (?:of|who|that|which|in)\b)",
    re.I,
)
_NOUNLIKE = re.compile(r"\b(?!The|A|An|In|On|At|By|For|As|But|And)[A-Z][\w’-]+|\b[a-z]{4,}")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RULES: tuple[Callable[[str], str | None], ...] = (_shape, _balance, _pointing)
