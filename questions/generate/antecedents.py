"""Antecedents: what *the treaty* or *that crisis* was called when it came first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from questions.generate.names import NAMED, Mention
from questions.generate.statements import Statement, end_of, span_of
from questions.generate.vocabulary import class_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST = 12


@dataclass
class Antecedents:
    """Names and described things of the sentences so far, by their noun."""

    _named: dict[str, str] = field(default_factory=dict)
    _described: dict[str, tuple[int, str]] = field(default_factory=dict)
    _plain: set[str] = field(default_factory=set)
    _count: int = 0

    def add(self, statement: Statement) -> None:
        """Remember what *statement* names and describes."""
        self._count += 1
        for one in statement.mentions:
            if one.kind in NAMED - {"person", "place"} and (noun := _head(one)):
                self._named[one.text] = noun
        for token in statement.doc:
            if token.pos_ == "NOUN" and token.dep_ != "compound":
                self._describe(token, statement)

    def of(self, noun: Token, determiner: Token) -> str | None:
        """Return what *the N* stands for, if only one thing can be meant."""
        if noun.tag_ not in {"NN", "NNP"} or _modified(noun, determiner):
            return None
        same = class_of(noun.lemma_.lower())
        named = [name for name, head in self._named.items() if head in same]
        if len(named) == 1 and not self._plain & same:
            return f"the {named[0]}"
        return None if named else self._last_described(same)

    def _last_described(self, same: frozenset[str]) -> str | None:
        if len(same) == 1:
            return None
        found = {phrase for noun, (_, phrase) in self._described.items() if noun in same}
        recent = any(
            seen >= self._count - 1 for noun, (seen, _) in self._described.items() if noun in same
        )
        return found.pop() if len(found) == 1 and recent and not self._plain & same else None

    def _describe(self, token: Token, statement: Statement) -> None:
        """Remember *the 2022 unrest in Kazakhstan*, and that *a treaty* is some other one."""
        if statement.mention_at(token.idx) is not None:
            return
        first = token.left_edge.lower_
        span = span_of(token)
        inside = [
            one
            for one in statement.mentions
            if span[0].idx <= one.start and one.end <= end_of(span)
        ]
        noun = token.lemma_.lower()
        if first in {"a", "an"}:
            self._plain.add(noun)
        elif first == "the" and inside and len(span) <= _LONGEST:
            self._described[noun] = (self._count, statement.text[span[0].idx : end_of(span)])


def _head(name: Mention) -> str | None:
    """Return the noun of a name: the Declaration on Trade, the Warsaw Pact."""
    parts = name.text.split()
    for preposition in ("on", "of", "for"):
        if preposition in parts[1:]:
            return parts[parts.index(preposition, 1) - 1].lower()
    return parts[-1].lower() if len(parts) > 1 else None


def _modified(noun: Token, determiner: Token) -> bool:
    """Tell whether more than *new* or *latest* stands around the noun."""
    around = [one for one in noun.children if one.i != determiner.i and not one.is_punct]
    allowed = {"new", "latest"}
    return any(
        one.lower_ not in allowed and not (one.dep_ in {"acl", "advmod"} and one.i > noun.i)
        for one in around
    )
