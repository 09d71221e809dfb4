"""Additions: what stands apart in a sentence and only adds to it, so that it can be left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from questions.generate.grammar import (
    is_contiguous,
    is_finite,
    is_negated,
    is_verb,
    mark_of,
    subject_of,
)
from questions.generate.reading import end_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def additions(doc: Doc, root: Token) -> Iterator[tuple[int, int]]:
    """Yield where clauses, names and phrases between commas or dashes can be cut out."""
    for token in doc:
        if token.dep_ in _ADDED and _adds(token, root):
            yield _with_commas(root, *_edges(token))


def _adds(token: Token, root: Token) -> bool:
    """Tell whether a clause after a comma says something of its own."""
    doc, first, last = token.doc, *_edges(token)
    if first == 0 or doc[first - 1].text not in {",", "—", "–"} or not is_contiguous(token):
        return False
    if first <= root.i <= last or not _ends_cleanly(doc[last]):
        return False
    if token.dep_ == "relcl":
        opens = doc[first].lower_ in _RELATIVES or doc[first].tag_ == "IN"
        return opens and not _carries_on(doc[last])
    if token.dep_ == "acl":
        return token.tag_ in {"VBG", "VBN"}
    if token.dep_ == "prep":
        return token.lower_ in _ADDING_PREPOSITIONS and not is_negated(root)
    if token.dep_ == "appos":
        return token.pos_ in {"NOUN", "PROPN"} and not _is_list(token)
    if is_negated(root):
        return False
    participle = token.tag_ == "VBG" and first == token.i and first > root.i
    return participle or mark_of(token) in _ADDING


def _edges(token: Token) -> tuple[int, int]:
    return token.left_edge.i, token.right_edge.i


def _is_list(token: Token) -> bool:
    return any(one.dep_ in {"cc", "conj"} for one in token.children) or _is_in_a_row(token)


def _is_in_a_row(token: Token) -> bool:
    """Tell *Long Island* of a list of names that the parse took for another name of the first."""
    beside = [one for one in token.head.children if one.dep_ == "appos"]
    if len(beside) > 1 or token.head.dep_ in {"appos", "conj"}:
        return True
    after = token.doc[token.right_edge.i + 1 :]
    if len(after) < 2 or after[0].text != ",":
        return False
    item = list(takewhile(lambda one: one.text != "," and one.dep_ != "cc", after[1:]))
    behind = after[1 + len(item) :]
    joint = next((one for one in behind if one.text != ","), None)
    plain = not any(is_finite(one) and is_verb(one) for one in item)
    return bool(item) and plain and joint is not None and joint.dep_ == "cc"


def _carries_on(last: Token) -> bool:
    """Tell whether a participle follows that may tell what came of it: …, inducing a response."""
    after = last.doc[last.i + 1 : last.i + 3]
    return len(after) == 2 and after[0].text == "," and after[1].tag_ == "VBG"


def _ends_cleanly(last: Token) -> bool:
    """Tell whether a comma or the end follows: the parse saw the whole clause.

    What *and* joins after the comma may belong to what stands before: it has to have a verb.
    """
    doc = last.doc
    after = doc[last.i + 1] if last.i + 1 < len(doc) else None
    joint = doc[last.i + 2] if last.i + 2 < len(doc) else None
    if after is not None and after.text == "," and joint is not None and joint.dep_ == "cc":
        return is_verb(joint.head) and joint.head.i < last.left_edge.i
    return last.is_punct or after is None or after.text in {",", ".", "—", "–", ";", "?", "!"}


def _with_commas(root: Token, first: int, last: int) -> tuple[int, int]:
    """Cut with the comma before; the one after goes, too, where the clause goes on behind it.

    Before the subject it stays: it also ends what the sentence opened with.
    """
    doc, subject = root.doc, subject_of(root)
    start, end = doc[first - 1].idx, end_of(doc[last])
    opening = subject is not None and last < subject.left_edge.i
    if last + 1 < len(doc) and doc[last + 1].text in {",", "—", "–"}:
        stays = opening and doc[last + 1].text == ","
        end = end if stays else end_of(doc[last + 1])
    return start, end


_ADDED = frozenset({"relcl", "acl", "advcl", "appos", "prep"})
_ADDING_PREPOSITIONS = frozenset({"including", "with", "like", "such", "especially", "along"})
_RELATIVES = frozenset({"which", "who", "whose", "where", "whom"})
_ADDING = frozenset({"while", "whereas", "although", "though"})
