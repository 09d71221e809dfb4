"""Roles: what the text says that a person is, in a title or beside the name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from questions.generate.fact import Name, Type
from questions.generate.lexicon import share
from questions.generate.reading import Mention, end_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FORMS_OF_ADDRESS = frozenset({"mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady"})
_LONGEST = 8


def with_roles(
    names: tuple[Name, ...],
    docs: Sequence[Doc],
    mentions: Sequence[Sequence[Mention]],
    titles: Mapping[tuple[int, int], str],
) -> tuple[Name, ...]:
    """Return the names with the first role that the text tells of each person."""
    roles: dict[int, str] = {}
    for number, (doc, several) in enumerate(zip(docs, mentions, strict=True)):
        for one in several:
            if one.name is None or one.type is not Type.PERSON or one.name in roles:
                continue
            if role := _titled(titles.get((number, one.start), "")) or _beside(doc, one):
                roles[one.name] = role
    return tuple(replace(one, role=roles.get(one.id, "")) for one in names)


def _titled(title: str) -> str:
    """Return *Kazakh president* for *Kazakh President*; forms of address are no role."""
    words = title.split()
    if not words or words[-1].lower().rstrip(".") in _FORMS_OF_ADDRESS:
        return ""
    return " ".join([*words[:-1], words[-1].lower()]) if words[-1].isalpha() else ""


def _beside(doc: Doc, one: Mention) -> str:
    """Return the role in *Tokayev, the president of Kazakhstan,*."""
    heads = [token for token in doc if one.start <= token.idx < one.end]
    for head in heads:
        for child in head.children:
            if child.dep_ == "appos" and child.i > heads[-1].i and _is_role(child):
                return _words(child)
    return ""


def _is_role(token: Token) -> bool:
    return token.tag_ == "NN" and share(token.lemma_.lower(), "person") > 0.6


def _words(token: Token) -> str:
    """Return the phrase of a role without its article, up to its end or the next comma."""
    first = next((one.i for one in token.doc[token.left_edge.i : token.i + 1]
                  if one.dep_ != "det"), token.i)  # fmt: skip
    last = token.i
    for one in token.doc[token.i + 1 : token.right_edge.i + 1]:
        if one.is_punct or one.tag_ in {"WP", "WDT"}:
            break
        last = one.i
    if last - first >= _LONGEST:
        last = token.i
    return token.doc.text[token.doc[first].idx : end_of(token.doc[last])]
