"""Standing: whether a clause can be read alone, or what it leans on.

A cloze shows the whole sentence, so it does not matter which of its words *its* stands for, only
that one of them must be meant. *The team*, *the region* that the text never names otherwise are
clear to who knows what the text is about: its title or heading then stands before the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from questions.generate.fact import Type
from questions.generate.grammar import is_plural
from questions.generate.lexicon import gloss, share
from questions.generate.reading import Open, Reading
from questions.generate.segment import Segment

if TYPE_CHECKING:
    from spacy.tokens import Token


class Standing(Enum):
    """How a clause can be read."""

    ALONE = "alone"
    INSIDE = "inside"  # a pronoun most probably means something in the clause itself
    UNDER_TOPIC = "under topic"  # with what the text is about before it
    LOST = "lost"  # it points to what cannot be told


def standing_of(segment: Segment, reading: Reading, topic: str) -> Standing:
    """Tell how a segment can be read; the worst of its references decides."""
    found = Standing.ALONE
    for one in reading.open:
        if not segment.touches(one.start, one.end):
            continue
        if _is_clear_inside(one, segment, reading):
            found = Standing.INSIDE if found is Standing.ALONE else found
        elif topic and _is_clear_by_topic(one, reading):
            found = Standing.UNDER_TOPIC
        else:
            return Standing.LOST
    return Standing.UNDER_TOPIC if topic and doubted(segment, reading) else found


def doubted(segment: Segment, reading: Reading) -> bool:
    """Tell whether a *the N* of the segment may need the text around it to be understood."""
    return any(
        one.name == "unresolved-reference" and segment.touches(one.start, one.end)
        for one in reading.doubts
    )


def topic_of(section: Sequence[str], title: str) -> str:
    """Return what a text, or its section, is about: its title, or a heading that names a thing."""
    for one in (title, *section):
        told = " ".join(one.split())
        if told and _TOPIC.fullmatch(told) and not (_NO_TOPIC.search(told) or _BOX.fullmatch(told)):
            return told
    return ""


def _is_clear_by_topic(pointing: Open, reading: Reading) -> bool:
    """Tell whether open words are *the N* of a kind that a text has one of."""
    said = reading.parsed.text[pointing.start : pointing.end]
    words = said.split()
    if not 2 <= len(words) <= _MOST_WORDS or words[0].lower() != "the":
        return False
    inside = [one for one in reading.parsed.doc if pointing.start <= one.idx < pointing.end]
    if any(one.lower_ in _COMPARING for one in inside):
        return False
    nouns = [one for one in inside if one.pos_ in {"NOUN", "PROPN"}]
    return bool(nouns) and gloss(nouns[-1].lemma_.lower()) in _OF_A_TOPIC


def _is_clear_inside(pointing: Open, segment: Segment, reading: Reading) -> bool:
    """Tell whether open words are a pronoun with something before it that agrees with it."""
    pronoun = _token_at(reading, pointing)
    if pronoun is None or pronoun.lower_ not in _FITTING:
        return False
    if pronoun.lower_ == "it" and _EMPTY_IT.match(reading.parsed.text, pronoun.idx):
        return True
    before = [one for one in pronoun.doc[: pronoun.i] if _is_shown(one, segment)]
    found = [one for one in before if _FITTING[pronoun.lower_](one, reading)]
    if pronoun.lower_ in _OWNING:
        return bool(found)
    return len(found) == 1 and pronoun.head.i != found[0].head.i


def _token_at(reading: Reading, pointing: Open) -> Token | None:
    found = [
        one
        for one in reading.parsed.doc
        if one.idx == pointing.start and one.idx + len(one) == pointing.end
    ]
    return found[0] if found else None


def _is_shown(token: Token, segment: Segment) -> bool:
    noun = token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"compound", "npadvmod", "nmod"}
    return noun and segment.covers(token.idx, token.idx + len(token))


def _is_thing(noun: Token, reading: Reading) -> bool:
    mention = reading.mention_at(noun.idx)
    if mention is not None:
        return mention.type not in {Type.PERSON, Type.DATE, Type.DURATION, Type.TIME}
    return not is_plural(noun) and share(noun.lemma_.lower(), "person", "time") < _MOSTLY


def _is_person(noun: Token, reading: Reading) -> bool:
    mention = reading.mention_at(noun.idx)
    if mention is not None:
        return mention.type is Type.PERSON
    return not is_plural(noun) and share(noun.lemma_.lower(), "person") > _MOSTLY


def _are_several(noun: Token, reading: Reading) -> bool:
    mention = reading.mention_at(noun.idx)
    if mention is not None and mention.type in {Type.DATE, Type.DURATION, Type.TIME}:
        return False
    return is_plural(noun) or (mention is not None and mention.type is Type.GROUP)


_MOSTLY = 0.5
_MOST_WORDS = 4
_TOPIC = re.compile(r"[A-Z0-9][\w’'.,&()-]*(?: [\w’'.,&():–-]+){0,5}")
_NO_TOPIC = re.compile(
    r"\.(?:txt|md|pdf|docx?|html?)$|\b(?:document|untitled|introduction|chapter|section|part|"
    r"summary|conclusion|contents|abstract|overview|background|notes?|page|text|objectives|life|"
    r"career|references|results?|discussion|methods?|legacy|works|education|faq|questions)\b|[.!?–-]$"
    # Who wrote it, what somebody says, and what to do are no things that a text is about.
    r"|^(?:by|we|i|you|our|my|how|why|what|who|when|where|steps?|tips?|report of)\b",
    re.I,
)
#: A box in capitals (LINK TO LEARNING) names no subject; an acronym may.
_BOX = re.compile(r"[^a-z]* [^a-z]*")
_COMPARING = frozenset({
    "other", "same", "former", "latter", "next", "previous", "last", "first", "second", "third",
    "following", "latest", "new", "two", "three", "four", "such", "above", "rest", "more", "most",
})  # fmt: skip
_OF_A_TOPIC = frozenset({
    "group", "location", "artifact", "substance", "body", "plant", "animal", "object", "attribute",
    "state", "cognition", "quantity", "shape", "food",
})  # fmt: skip
_EMPTY_IT = re.compile(
    r"it (?:is|was|became|becomes|has been|seems|had been) (?:\w+ ){0,3}"
    r"(?:that|to|for|when|until)\b",
    re.I,
)
_OWNING = frozenset({"its", "his", "her", "their", "itself", "himself", "herself", "themselves"})
_FITTING = {
    **dict.fromkeys(("it", "its", "itself"), _is_thing),
    **dict.fromkeys(("he", "him", "his", "himself", "she", "her", "herself"), _is_person),
    **dict.fromkeys(("they", "them", "their", "themselves"), _are_several),
}
