"""Hollow blanks: words that can be hidden, but that nobody could be expected to write there."""

from __future__ import annotations

import re

from questions.generate.fact import Fact, Phrase, Type

#: Nouns that mean little alone, or only measure what follows: a range of vans.
_HOLLOW = frozenset(
    "way thing kind type part number lot example case fact reason result time one form order "
    "aftermath range variety level issue end beginning middle other addition manner means sort "
    "basis aspect set series amount point matter pair majority course piece bit rest half group "
    "conjunction accordance charge spite terms favor favour regard face light sense norm while "
    "mind situ question vain turn fact practice particular general detail advance common "
    "something anything everything nothing someone anyone people person".split()
)
#: Adjectives that add nothing to them: the same website, a new level.
_EMPTY = frozenset("same new whole certain various other such own main entire different".split())
_QUOTES = (("“", "”"), ('"', '"'), ("(", ")"))


def is_hollow(phrase: Phrase, fact: Fact) -> bool:
    """Tell whether the blank would take nearly anything, or is a piece of something longer."""
    after = fact.statement[phrase.at + len(phrase.text) :]
    if any(
        phrase.text.count(one) != phrase.text.count(two)
        or (one == two and phrase.text.count(one) % 2)
        for one, two in _QUOTES
    ):
        return True
    if phrase.at == 0 and phrase.text.isdigit() and re.match(r" [A-Z]", after):
        return True  # the number of a footnote
    if phrase.type is not Type.THING:
        return False
    words = phrase.text.lower().split()
    if words[0] == "same":
        return True
    plain = [one for one in words if one not in _EMPTY]
    return (
        len(plain) <= 1
        and _is_empty_noun(words[-1], phrase.head.lower())
        and (len(words) == 1 or after.startswith(" of ") or len(plain) < len(words))
    )


def _is_empty_noun(last: str, head: str) -> bool:
    return head in _HOLLOW and last.startswith(head[:3])


def is_half(phrase: Phrase, fact: Fact) -> bool:
    """Tell whether the blank is one of several plain nouns joined by *and*: any other would do."""
    if phrase.type is not Type.THING:
        return False
    return any(
        one.type is Type.THING
        and one.at <= phrase.at
        and phrase.at + len(phrase.text) <= one.at + len(one.text)
        and len(one.text) > len(phrase.text)
        and _JOINED.search(one.text) is not None
        and _is_member(phrase.text, one.text)
        for one in fact.phrases
        if one.at >= 0
    )


def _is_member(text: str, whole: str) -> bool:
    """Tell whether the words are a whole member of the list, with or without its article."""
    members = re.split(r",? (?:and|or) |, ", whole)
    return any(re.sub(r"^(?:the|an?) ", "", one) == text for one in members)


_JOINED = re.compile(r" (?:and|or) ")
