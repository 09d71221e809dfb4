"""Hollow blanks: words that can be hidden, but that nobody could be expected to write there."""

from __future__ import annotations

import re

from questions.generate.fact import Fact, Phrase, Type
from questions.generate.lexicon import gloss, is_kind_of, senses

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
#: What joins a phrase to the one before; blanks begin behind it.
_LINKS = frozenset("to of in on for by with as that which from at than".split())
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
    if words[0] == "same" or (words[0] in _LINKS and len(words) > 1) or "—" in phrase.text:
        return True
    plain = [one for one in words if one not in _EMPTY]
    return (
        len(plain) <= 1
        and _is_empty_noun(words[-1], phrase.head.lower())
        and (len(words) == 1 or after.startswith(" of ") or len(plain) < len(words))
    )


def _is_empty_noun(last: str, head: str) -> bool:
    return head in _HOLLOW and last.startswith(head[:3])


def vagueness(phrase: Phrase, fact: Fact) -> str | None:
    """Say why a plain thing, hidden here, could be called or be many others.

    Each rule was found in the verdicts of judges: of what it hits at most a fifth is acceptable.
    """
    if phrase.type is not Type.THING:
        return None
    before = fact.statement[: phrase.at]
    after = fact.statement[phrase.at + len(phrase.text) :]
    if says_little(phrase):
        return "Its first word could be many others."
    if " " not in phrase.text and after.startswith(" of "):
        return "What is worth knowing comes after it."
    if _FIXED.search(before) and re.match(r" (?:to|with|for|of)\b", after):
        return "It is a part of a set phrase."
    if _ONE_OF.search(before) or _IS_ONE_OF.match(after):
        return "It is one of several, and others would fit as well."
    return None


def plain_class(noun: str) -> str:
    """Name the class of a single noun that anybody would guess: everyday, scholar; "" of others."""
    if _is_everyday(noun):
        return "everyday"
    return "scholar" if _is_scholar(noun) else ""


def _is_everyday(noun: str) -> bool:
    """Tell whether the noun is one of those that English texts use most: energy, city, member."""
    return sum(one.times for one in senses(noun.lower())) >= _EVERYDAY


def _is_scholar(noun: str) -> bool:
    """Tell whether the noun only says who studies the matter: scientists, sociologists, experts."""
    word = noun.lower()
    scholars = ("scientist", "scholar", "expert")
    return gloss(word) == "person" and any(is_kind_of(word, one) for one in scholars)


def says_little(phrase: Phrase) -> bool:
    """Tell whether the words begin with one that could be many others, and are no term."""
    return _VAGUE.match(phrase.text) is not None and not senses(phrase.text.lower())


#: Adjectives that tell little, so that nobody could be expected to write them.
_VAGUE = re.compile(
    r"(?:other|others|new|many|several|some|major|main|different|additional|further|original|"
    r"specific|general|similar|certain|various|important|better|best|popular|small|large|big|good|"
    r"great|special|particular|own|possible|key|common|early|late|recent|previous|next|first|"
    r"second|third|fourth|last) ",
    re.I,
)
_EVERYDAY = 31  # times in WordNet's tagged texts
_FIXED = re.compile(r"\b(?:in|with|on|by|under) $")
_ONE_OF = re.compile(r"\b[Oo]ne of (?:the |its |their )?$")
_IS_ONE_OF = re.compile(r" (?:is|was) (?:just )?one (?:component|part|example|type|kind|form)\b")


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
