"""Statements: the sentences of a window with their parse and the names in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from questions.generate.names import Mention, mentions
from questions.generate.parser import parser
from questions.text import Block, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


@dataclass(frozen=True)
class Statement:
    """One sentence of running text; places in it count from its own start."""

    start: int
    text: str
    block: int
    doc: Doc
    mentions: tuple[Mention, ...]

    @cached_property
    def root(self) -> Token | None:
        """Return the main verb; a sentence that fell into two pieces has none to trust."""
        roots = [token for token in self.doc if token.dep_ == "ROOT" and not token.is_space]
        return roots[0] if len(roots) == 1 else None

    def subject(self, verb: Token | None = None) -> Token | None:
        """Return the head of the subject of *verb*, of the main verb by default."""
        verb = self.root if verb is None else verb
        found = [child for child in verb.children if child.dep_ in _SUBJECTS] if verb else []
        return found[0] if len(found) == 1 else None

    def mention_at(self, place: int) -> Mention | None:
        """Return the name or number that covers *place*."""
        return next((one for one in self.mentions if one.start <= place < one.end), None)


_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_READ = frozenset({"paragraph", "list_item"})


def statements(
    text: str, blocks: Sequence[Block], sentences: Sequence[Sentence]
) -> tuple[Statement, ...]:
    """Parse the sentences of paragraphs and lists; headings, quotes and code are no statements."""
    chosen = [one for one in sentences if blocks[one.block].kind in _READ]
    docs = list(parser().pipe(_level(text[one.start : one.end]) for one in chosen))
    found = zip(chosen, docs, mentions(docs), strict=True)
    return tuple(
        Statement(one.start, text[one.start : one.end], one.block, doc, names)
        for one, doc, names in found
    )


def prose(text: str, blocks: Sequence[Block]) -> str:
    """Return the text of all paragraphs and lists, in which names are looked up."""
    return "\n".join(text[one.start : one.end] for one in blocks if one.kind in _READ)


def tail_start(statement: Statement) -> int:
    """Return the number of the word from which the sentence may be cut without a loss of truth.

    That is the comma before a second main clause with its own subject, or before a *which* that
    runs to the end. What stays never loses the belief or the condition that governs it.
    """
    length, root = len(statement.doc), statement.root
    if root is None:
        return length
    second = [one for one in root.children if one.dep_ == "conj" and statement.subject(one)]
    starts = [one.left_edge.i for one in second if one.left_edge.i > root.i]
    starts += [one.i for one in statement.doc if one.lower_ == "which" and one.i > root.i]
    for start in sorted(starts):
        joint = start - 1 if statement.doc[start - 1].dep_ == "cc" else start
        if joint > root.i + 2 and statement.doc[joint - 1].text in {",", ";", "—"}:
            return joint - 1
    return length


def span_of(token: Token) -> Span:
    """Return the words that hang on *token*, from the first to the last."""
    return token.doc[token.left_edge.i : token.right_edge.i + 1]


def end_of(words: Span | Token) -> int:
    """Return where the words end, without the space after them."""
    last = words.doc[words.end - 1] if hasattr(words, "end") else words
    return last.idx + len(last)


def _level(sentence: str) -> str:
    """Turn line breaks into spaces, one for one, so that places stay the same."""
    return "".join(" " if character.isspace() else character for character in sentence)
