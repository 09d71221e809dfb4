"""What a question asks for, and how near one answer is to another."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable

from questions.cloze import plain
from questions.faces import face, parts_of
from questions.model import Kind, Question

ENOUGH = 0.5  # the token F1 from which two answers are taken for the same
_ARTICLES = frozenset({"a", "an", "the"})
_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}“”‘’„«»–—…]")


def tokens(text: str) -> list[str]:
    """Return the words of an answer as SQuAD compares them: small, without articles and marks."""
    bare = _PUNCTUATION.sub(" ", text.lower())
    return [word for word in bare.split() if word not in _ARTICLES]


def token_f1(said: str, wanted: str) -> float:
    """Return the harmonic mean of precision and recall of the words, 0 to 1."""
    ours, theirs = Counter(tokens(said)), Counter(tokens(wanted))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def same(said: Iterable[str], wanted: Iterable[str]) -> bool:
    """Tell whether one of the answers that are *said* is near enough to one that is *wanted*."""
    asked = tuple(wanted)
    return any(token_f1(one, other) >= ENOUGH for one in said for other in asked)


def told(question: Question) -> tuple[str, ...]:
    """List the answers that a question asks for; a true/false statement asks for none.

    What has several right options or items is one answer, written as a list.
    """
    if question.kind is Kind.TRUEFALSE:
        return ()
    if question.kind is Kind.CHOICE:
        return (", ".join(one.text for one in question.choices if one.fraction > 0),)
    if question.kind is Kind.MATCHING:
        return tuple(pair.right for pair in question.pairs if pair.left is not None)
    if question.kind is Kind.ORDERING:
        return ()
    shown = [face(question, part) for part in parts_of(question)]
    return tuple(text for one in shown for text in (one.answer, *one.accepted) if text)


def right_answer(question: Question) -> str:
    """Write what a judge needs to see as the answer."""
    if question.kind is Kind.MATCHING:
        return "; ".join(f"{one.left} – {one.right}" for one in question.pairs if one.left)
    if question.kind is Kind.ORDERING:
        return " → ".join(question.items)
    if question.kind is Kind.TRUEFALSE:
        return question.answers[0].text
    if question.kind is Kind.CLOZE:
        return ", ".join(face(question, part).answer for part in parts_of(question))
    return told(question)[0]


def shown_stem(question: Question) -> str:
    """Write the stem as a learner sees it, with a line and its hint for what is hidden."""
    if question.kind is not Kind.CLOZE:
        return question.stem
    first = parts_of(question)[:1]
    segments = [one for part in first for one in face(question, part).stem]
    return "".join(_gap(one.hint) if one.gap else one.text for one in segments)


def _gap(hint: str) -> str:
    return f"_____ ({hint})" if hint else "_____"


def whole_statement(question: Question) -> str:
    """Write the stem with everything in it that a cloze hides."""
    return plain(question.stem) if question.kind is Kind.CLOZE else question.stem
