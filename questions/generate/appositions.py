"""Appositions: *X, a Y that …,* says that X is a Y that …, wherever it stands in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questions.generate.fact import Type
from questions.generate.grammar import helpers_of, is_contiguous, is_plural, root_of
from questions.generate.lexicon import gloss
from questions.generate.reading import Reading, end_of, span_of
from questions.generate.traced import Piece

if TYPE_CHECKING:
    from spacy.tokens import Token

_LISTING = frozenset({"include", "comprise", "contain", "involve"})
_LONGEST_NAME, _SHORTEST, _LONGEST = 6, 3, 24


@dataclass(frozen=True, slots=True, eq=False)
class Apposition:
    """What is named (*noun*, from *first* on) and what it is said to be."""

    first: Token
    noun: Token
    said: Token
    verb: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        span = span_of(self.said)
        named = (self.first.idx, end_of(self.noun))
        return named, self.verb, (span[0].idx, _end(self.said))


def appositions(reading: Reading) -> Iterator[Apposition]:
    """Yield the appositions that a second sign confirms: an article, agreement, clean borders."""
    for said in reading.parsed.doc:
        if said.dep_ == "appos" and (found := _apposition(said, reading)) is not None:
            yield found


def _apposition(said: Token, reading: Reading) -> Apposition | None:
    noun, first = said.head, said.left_edge
    if noun.i > said.i or first.i == 0 or first.nbor(-1).text not in {",", "—", "–", ":"}:
        return None
    if first.nbor(-1).i - 1 != noun.i or not _is_description(said) or not is_contiguous(said):
        return None
    if is_plural(noun) != is_plural(said) or _is_in_a_list(noun, said):
        return None
    begun = _first_of(noun, reading)
    if begun is None or noun.i - begun.i >= _LONGEST_NAME or not _closes(said):
        return None
    length = len(reading.parsed.text[first.idx : _end(said)].split())
    if not _SHORTEST <= length <= _LONGEST:
        return None
    return Apposition(begun, noun, said, _verb_for(noun, reading))


def _is_description(said: Token) -> bool:
    """Tell whether it says what the thing is, and is no second name of it."""
    first = said.left_edge
    if said.pos_ != "NOUN" or any(one.pos_ == "PRON" for one in span_of(said)):
        return False
    return first.lower_ in {"a", "an", "the"} or (
        first.i == said.i and gloss(said.lemma_.lower()) == "person"
    )


def _is_in_a_list(noun: Token, said: Token) -> bool:
    joined = any(one.dep_ in {"conj", "cc"} for one in (*noun.children, *said.children))
    # Causes include poverty, the lack of schools and …: what comes next is another of them.
    listed = noun.head.lemma_.lower() in _LISTING or noun.head.lower_ in {"as", "like", "including"}
    return joined or noun.dep_ == "conj" or listed


def _first_of(noun: Token, reading: Reading) -> Token | None:
    """Return where the name or the term begins; None for what is neither."""
    mention = reading.mention_at(noun.idx)
    if mention is not None:
        if mention.type not in _DESCRIBED or mention.end != end_of(noun):
            return None
        inside = [one for one in noun.doc if mention.start <= one.idx < mention.end]
        return inside[0]
    first = noun.left_edge
    plain = first.lower_ not in {"the", "this", "that", "these", "those", "a", "an"}
    words = noun.doc[first.i : noun.i + 1]
    if not plain or any(one.pos_ not in {"NOUN", "ADJ"} for one in words):
        return None
    return first


def _closes(said: Token) -> bool:
    last = said.right_edge
    after = last.doc[last.i + 1] if last.i + 1 < len(last.doc) else None
    return last.is_punct or after is None or after.text in {",", ".", ";", "—", "–", ")"}


def _end(said: Token) -> int:
    last = said.right_edge
    while last.is_punct and last.i > said.i:
        last = last.nbor(-1)
    return end_of(last)


def _verb_for(noun: Token, reading: Reading) -> str:
    """Say *was* of people and things in what is told in the past, *is* of terms."""
    mention, root = reading.mention_at(noun.idx), root_of(noun.doc)
    first = next(iter(helpers_of(root)), root) if root is not None else None
    past = mention is not None and first is not None and first.tag_ == "VBD"
    if is_plural(noun):
        return "were" if past else "are"
    return "was" if past else "is"


_DESCRIBED = frozenset({
    Type.PERSON, Type.ORG, Type.GPE, Type.LOC, Type.FAC, Type.EVENT, Type.WORK, Type.PRODUCT,
    Type.LANGUAGE, Type.GROUP, Type.TERM,
})  # fmt: skip
