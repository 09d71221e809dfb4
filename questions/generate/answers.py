"""Answers: which names, dates and numbers cannot be hidden fairly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from questions.generate.names import NAMED, Mention
from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_OWNED_NAME = re.compile(r"['’]s [A-Z]")
_GOES_ON = re.compile(r" (?:(?:and|of|for|&)(?: the)?|in the|On) [A-Z]")
_BEGAN = re.compile(
    r"(?:Cent(?:er|re)|Foundation|Institute|Department|Ministry|Office|School|Museum|Academy|"
    r"University|College|Association|Society|Council|Commission|Church|House|Bank) (?:of|for|on)"
    r"(?: the)? $"
)


def listed(answer: Mention, tokens: Sequence[Token]) -> int:
    """Count the list that the answer stands in, 1 for none: any order of it would be right."""
    if answer.kind not in NAMED | {"number", "language", "date"}:
        return 1
    if _before(tokens) in words("person_titles"):
        return 1
    first = _head(tokens)
    while first.dep_ == "conj":
        first = first.head
    return 1 + _joined_to(first)


def is_listed(answer: Mention, tokens: Sequence[Token]) -> bool:
    """Tell whether the answer is one of three or more."""
    return listed(answer, tokens) > 2


def is_cut_off(answer: Mention, tokens: Sequence[Token]) -> bool:
    """Tell whether the name seems to go on, to the left or to the right."""
    text = tokens[0].doc.text
    if answer.kind not in NAMED:
        return re.search(r"[$€£¥]\s*$", text[: answer.start]) is not None
    if answer.kind == "person" and _OWNED_NAME.match(text, answer.end):
        return True
    if _breaks_quotation(text, answer) or re.search(r" (?:as|to|with|by) ", answer.text):
        return True
    if answer.kind in {"organisation", "work"} and (
        _GOES_ON.match(text, answer.end) or _BEGAN.search(text[: answer.start])
    ):
        return True
    return _touches_left(tokens) or _touches_right(answer, tokens) or answer.text in _NO_NAMES


def is_region(answer: Mention, tokens: Sequence[Token]) -> bool:
    """Tell whether the answer only says where the place before it lies: Paris, Texas."""
    first = tokens[0]
    before = first.doc[max(0, first.i - 2) : first.i]
    return (
        answer.kind == "place"
        and len(before) == 2
        and before[1].text == ","
        and (before[0].ent_type_ in {"GPE", "LOC", "FAC"})
    )


def is_modifier(answer: Mention, tokens: Sequence[Token]) -> bool:
    """Tell whether the answer only describes another noun: a U.S. slave state."""
    return answer.kind in NAMED - {"person"} and _head(tokens).dep_ in {"compound", "amod", "nmod"}


def is_speaker(answer: Mention, tokens: Sequence[Token]) -> bool:
    """Tell whether the answer is who said it: hearsay has many possible sources."""
    head = _head(tokens)
    says = head.dep_ == "nsubj" and head.head.lemma_ in _SAYING
    return says or _before(tokens, 2) == "according to"


def _head(tokens: Sequence[Token]) -> Token:
    inside = {one.i for one in tokens}
    return next((one for one in tokens if one.head.i not in inside), tokens[-1])


def _joined_to(first: Token) -> int:
    return sum(
        1 + _joined_to(one)
        for one in first.children
        if one.dep_ == "conj" and one.pos_ in {"PROPN", "NOUN", "NUM"}
    )


def _before(tokens: Sequence[Token], count: int = 1) -> str:
    first = tokens[0].i
    return " ".join(one.lower_ for one in tokens[0].doc[max(0, first - count) : first])


def _breaks_quotation(text: str, answer: Mention) -> bool:
    """Tell whether only a part of a quoted title would be hidden."""
    inside = text[: answer.start].count('"') % 2 or text.rfind("“", 0, answer.start) > text.rfind(
        "”", 0, answer.start
    )
    whole = text[answer.start - 1 : answer.start] in '"“' and text[answer.end : answer.end + 1] in (
        '"”,.'
    )
    return bool(inside) and not whole


def _touches_left(tokens: Sequence[Token]) -> bool:
    first = tokens[0]
    if first.i == 0:
        return False
    before = first.nbor(-1)
    if before.lower_.rstrip(".") in {"st", "saint"} or (before.i == 0 and _begins_name(before)):
        return True
    if before.like_num and before.ent_type_ == first.ent_type_:
        return True
    return (
        before.is_title
        and before.i > 0
        and before.whitespace_ != ""
        and before.lower_.rstrip(".") not in words("person_titles")
        and before.ent_type_ not in {"NORP", "DATE"}
    )


def _begins_name(token: Token) -> bool:
    title = token.lower_.rstrip(".") in words("person_titles")
    return token.tag_ in _PROPER and token.ent_type_ != "NORP" and not title


def _touches_right(answer: Mention, tokens: Sequence[Token]) -> bool:
    last = tokens[-1]
    following = last.nbor() if last.i + 1 < len(last.doc) else None
    return (
        following is not None
        and (following.is_digit or (following.tag_ in _PROPER and following.text[:1].isupper()))
        and answer.end == following.idx - 1
    )


_PROPER = frozenset({"NNP", "NNPS"})
_NO_NAMES = frozenset(
    {
        "BC",
        "AD",
        "LLC",
        "Inc",
        "Inc.",
        "Ltd",
        "Ltd.",
        "Jr",
        "Jr.",
        "Ph.D.",
        "PhD",
        "B.A.",
        "M.A.",
        "Church",
        "State",
        "Internet",
        "Web",
    }
    | {
        "Treaty",
        "Parliament",
        "Commission",
        "Council",
        "Government",
        "Market",
        "Court",
        "Constitution",
        "Convention",
        "Agreement",
        "Act",
        "Union",
        "Party",
        "Army",
        "University",
        "House",
        "Department",
    }
)
_SAYING = frozenset({
    "say", "state", "tell", "explain", "observe", "add", "note", "claim", "write", "report",
    "argue", "suggest", "believe", "think", "comment", "declare", "announce", "remark", "point",
})  # fmt: skip
