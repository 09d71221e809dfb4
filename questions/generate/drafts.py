"""Drafts: a wording on its way to becoming a question."""

import hashlib
import re
from dataclasses import dataclass

from questions.checks import findings
from questions.generate.facts import Fact
from questions.model import Answer, Finding, Kind, Origin, Question, Source, fingerprint

VERSION = "1"
_CONTEXT = 32


@dataclass(frozen=True)
class Draft:
    """The words of a question about *fact*; *accepted* begins with the best answer."""

    fact: Fact
    kind: Kind
    stem: str
    accepted: tuple[str, ...]
    method: str
    score: float
    doubts: tuple[Finding, ...] = ()


def question_of(draft: Draft, text: str, document_id: str) -> Question:
    """Make the question, with its exact source and whatever the checks find."""
    made = Question(
        id="0" * 32,
        kind=draft.kind,
        stem=draft.stem,
        answers=_answers(draft),
        sources=(_source(draft.fact, text, document_id),),
        origin=Origin(
            engine="rules", method=draft.method, version=VERSION, score=round(draft.score, 3)
        ),
    )
    known = {one.name: one for one in (*draft.doubts, *findings(made, text))}
    name = hashlib.blake2b(f"{document_id}\n{fingerprint(made)}".encode(), digest_size=16)
    return made.model_copy(update={"id": name.hexdigest(), "findings": tuple(known.values())})


def variants(shown: str, written: str) -> tuple[str, ...]:
    """List the forms of an answer that are as right as *shown*."""
    forms = [shown, written]
    if re.search(r"\d,\d{3}", shown):
        forms.append(shown.replace(",", ""))
    if shown.lower() in _NUMERALS:
        forms.append(_NUMERALS[shown.lower()])
    forms += [word for word, numeral in _NUMERALS.items() if numeral == shown]
    return tuple(dict.fromkeys(forms))


def _answers(draft: Draft) -> tuple[Answer, ...]:
    """Give a cloze only the variants of what it hides."""
    texts = draft.accepted[1:] if draft.kind is Kind.CLOZE else draft.accepted
    return tuple(Answer(text=one) for one in texts)


def _source(fact: Fact, text: str, document_id: str) -> Source:
    start = fact.statement.start
    end = start + len(fact.statement.text)
    return Source(
        document=document_id, start=start, end=end, quote=text[start:end],
        prefix=text[max(0, start - _CONTEXT) : start], suffix=text[end : end + _CONTEXT],
    )  # fmt: skip


_NUMERALS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
