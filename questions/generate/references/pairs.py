"""Pairs and deeds: *both leaders*, *the two countries*, *the signing* after what they sum up.

*Ann Lee and Bo Lind signed the Treaty of Bern. Both leaders hailed the signing.* Two names that
were joined, and a verb whose noun comes next, are all that such words can mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from questions.generate.fact import NAMED, Type
from questions.generate.grammar import SUBJECTS, conjuncts
from questions.generate.reading import Mention, end_of, span_of
from questions.generate.references.standing import Words
from questions.generate.rewriting import Edit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_REACH, _LONGEST = 3, 12
_PEOPLE = frozenset(
    "leader president minister man woman brother sister author scientist singer actor player "
    "politician official artist writer founder king queen candidate general researcher".split()
)
_LANDS = frozenset("country nation state government republic kingdom".split())
#: What is done, by the noun for the doing.
_DEEDS = {
    "signing": "sign", "invasion": "invade", "discovery": "discover", "adoption": "adopt",
    "abolition": "abolish", "annexation": "annex", "conquest": "conquer", "murder": "murder",
    "assassination": "assassinate", "launch": "launch", "publication": "publish",
    "release": "release", "opening": "open", "closure": "close", "construction": "build",
    "destruction": "destroy", "purchase": "buy", "capture": "capture", "bombing": "bomb",
    "founding": "found", "foundation": "found", "introduction": "introduce",
    "creation": "create", "invention": "invent", "acquisition": "acquire", "ban": "ban",
    "ratification": "ratify", "development": "develop", "dissolution": "dissolve",
}  # fmt: skip


@dataclass
class Told:
    """What the last sentences told of: pairs of names by class, and deeds by their verb."""

    pairs: list[tuple[int, Type, str]] = field(default_factory=list)
    deeds: list[tuple[int, str, str]] = field(default_factory=list)

    def edits(self, doc: Doc, number: int, words: Words) -> Iterator[Edit]:
        """Yield what to write in a sentence, then take in what it tells itself."""
        for token in doc:
            text = self._pair_of(token, number) or self._deed_of(token, number)
            if text is not None:
                first = token.left_edge
                said = text if first.i else text[:1].upper() + text[1:]
                yield Edit(first.idx, end_of(token), said)
        self._take(doc, number, words)

    def _pair_of(self, noun: Token, number: int) -> str | None:
        """Return the two that *both leaders* or *the two countries* are."""
        lemma = noun.lemma_.lower()
        wanted = Type.PERSON if lemma in _PEOPLE else Type.GPE if lemma in _LANDS else None
        lefts = " ".join(one.lower_ for one in noun.lefts)
        if wanted is None or lefts not in {"both", "the two", "both the", "these two"}:
            return None
        if any(True for _ in noun.rights):
            return None
        near = {text for at, type_, text in self.pairs if type_ is wanted and number - at <= _REACH}
        return near.pop() if len(near) == 1 else None

    def _deed_of(self, noun: Token, number: int) -> str | None:
        """Return *the signing of the treaty* for a bare *the signing*."""
        verb = _DEEDS.get(noun.lower_)
        if verb is None or [one.lower_ for one in noun.lefts] != ["the"]:
            return None
        if any(one.dep_ in {"prep", "relcl", "acl"} for one in noun.rights):
            return None
        near = {text for at, lemma, text in self.deeds if lemma == verb and number - at <= _REACH}
        return f"the {noun.text} of {near.pop()}" if len(near) == 1 else None

    def _take(self, doc: Doc, number: int, words: Words) -> None:
        mentions = words.naming.mentions[number]
        self.pairs += [(number, *one) for one in _pairs(doc, mentions, words)]
        self.deeds += [(number, *one) for one in _deeds(doc, mentions)]
        self.pairs = [one for one in self.pairs if number - one[0] <= _REACH]
        self.deeds = [one for one in self.deeds if number - one[0] <= _REACH]


def _pairs(doc: Doc, mentions: Sequence[Mention], words: Words) -> Iterator[tuple[Type, str]]:
    for token in doc:
        joined = conjuncts(token)
        if token.dep_ == "conj" or len(joined) != 2:
            continue
        found = [_mention_at(one, mentions) for one in joined]
        both = [one for one in found if one is not None and one.type in NAMED]
        if len(both) != 2 or both[0].type is not both[1].type or both[0].name == both[1].name:
            continue
        texts = [words.named(one.name) for one in both if one.name is not None]
        if len(texts) == 2 and all(texts):
            yield both[0].type, f"{texts[0]} and {texts[1]}"


def _mention_at(token: Token, mentions: Sequence[Mention]) -> Mention | None:
    return next((one for one in mentions if one.start <= token.idx < one.end), None)


def _deeds(doc: Doc, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield the verbs of main clauses with what was signed, invaded or built, if it is named."""
    for verb in doc:
        if verb.lemma_.lower() not in _DEEDS.values() or verb.dep_ not in {"ROOT", "conj"}:
            continue
        done = [one for one in verb.children if one.dep_ == "dobj"]
        if any(one.dep_ == "auxpass" for one in verb.children):
            done = [one for one in verb.children if one.dep_ in SUBJECTS]
        for noun in done:
            span = span_of(noun)
            named = any(
                one.type in NAMED and span[0].idx <= one.start < end_of(span) for one in mentions
            )
            plain = not any(one.pos_ == "PRON" or one.is_punct for one in span)
            if named and plain and len(span) <= _LONGEST:
                yield verb.lemma_.lower(), re.sub(r"^(?:[Aa]n?|The) ", "the ", _until(noun))


def _until(noun: Token) -> str:
    """Return the words of a noun phrase, without the time and the place of the deed behind it."""
    last = noun
    for one in noun.rights:
        if one.dep_ == "prep" and one.lower_ in {"of", "on", "for", "against", "between"}:
            last = one.right_edge
        else:
            break
    return str(noun.doc[noun.left_edge.i : last.i + 1].text)
