"""Faults that a program can see, looked for without the product's own checks.

What is kept has no findings, so counting findings there would always give none. These rules are
written apart from `questions/checks` and know the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from questions.model import Kind, Question
from tests.quality.answers import right_answer, shown_stem, tokens, whole_statement

_SHORTEST, _LONGEST, _LONGEST_ANSWER = 5, 28, 8
_NOT_ASKED_IN_WORDS = frozenset({Kind.MATCHING, Kind.ORDERING})
_TYPED = frozenset({Kind.SHORT, Kind.CLOZE, Kind.NUMERIC})
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_PRONOUN = re.compile(r"\b(he|she|it|him|they|them|his|her|its|their)\b", re.IGNORECASE)
_QUESTION_WORD = re.compile(r"^\W*(?:[A-Z]\w+ )?(?:[Ww]h\w+|How)\b")
_MEANT = re.compile(
    r"\b[A-Z]\w+|\b(?!was\b|does\b|has\b|his\b|its\b|this\b|thus\b|always\b)[a-z]{3,}s\b|"
    r"\b(?:[Aa]|[Aa]n|[Tt]he|[Ee]ach|[Ee]very|[Nn]o|[Ss]ome) \w+|_{3,}"
)
_POINTER = re.compile(
    r"^(?:This|These|That|Those|Such|It|He|She|They)\b|\b(?:this|these|such an?|the former|"
    r"the latter|aforementioned)\s+\w+",
)
_THE_THING = re.compile(
    r"\b[Tt]he (?:agreement|treaty|declaration|pact|accord|deal|document|meeting|summit|signing|"
    r"crisis|unrest|uprising|episode|event|incident|program|project|study|author|article|"
    r"company|organization|organisation|process|region|country|city|town|leaders?|former|latter)"
    r"\b(?! (?:of|for|in|on|at|by|between|with|that|which|who|to|from|where|against|about|called|"
    r"named)\b)(?!’s|'s)"
)
_DEICTIC = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|nowadays|(?:last|next|this) (?:week|month|year|night|"
    r"morning|century|decade|season|spring|summer|autumn|fall|winter|[A-Z]\w+day)|(?<!a )\b(?:day|"
    r"week|month|year)s? ago|so far|recently|currently|(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|"
    r"Sun)day\b(?! \d))\b"
)
_QUOTES = (("“", "”"), ("‘‘", "’’"), ("(", ")"), ("[", "]"))
# The letters that a gap shows are no words: (p… p…) says nothing twice.
_GAP = re.compile(r"_{3,}(?: \([^()]*…\))?")


@dataclass(frozen=True)
class Lint:
    """One fault of one question."""

    name: str
    question: Question
    words: str


def lint(questions: Iterable[Question], text: str) -> tuple[Lint, ...]:
    """Return every fault that the rules see."""
    return tuple(
        Lint(name, one, words)
        for one in questions
        for name, rule in RULES.items()
        if (words := rule(one, text)) is not None
    )


def counted(lints: Iterable[Lint]) -> dict[str, int]:
    """Count the faults by rule; a rule without a fault has a nought."""
    found = Counter(one.name for one in lints)
    return {name: found[name] for name in RULES}


def _quote_moved(question: Question, text: str) -> str | None:
    if not question.sources:
        return "no source"
    wrong = (one for one in question.sources if text[one.start : one.end] != one.quote)
    return next((one.quote[:40] for one in wrong), None)


def _answer_not_in_source(question: Question, text: str) -> str | None:
    """The words of a typed answer, or of an accepted one, have to stand in what is quoted."""
    if question.kind not in _TYPED:
        return None
    quoted = set(tokens(" ".join(one.quote for one in question.sources)))
    context = set(tokens(text))
    forms = [right_answer(question), *(one.text for one in question.answers)]
    if any(set(tokens(form)) <= quoted for form in forms):
        return None
    # A reference that was written out (he → Peter the Great) stands elsewhere in the document.
    return None if set(tokens(forms[0])) <= context else forms[0]


def _answer_in_stem(question: Question, _: str) -> str | None:
    if question.kind not in _TYPED | {Kind.CHOICE}:
        return None
    answer = right_answer(question)
    shown = " ".join(tokens(shown_stem(question)))
    wanted = " ".join(tokens(answer))
    return answer if wanted and f" {wanted} " in f" {shown} " else None


def _unresolved(question: Question, _: str) -> str | None:
    if question.kind in _NOT_ASKED_IN_WORDS:
        return None
    stem = whole_statement(question)
    if (match := _POINTER.search(stem)) and not _named_before(match, stem):
        return match[0]
    pronoun = _PRONOUN.search(stem)
    if pronoun and not _MEANT.search(_QUESTION_WORD.sub("", stem[: pronoun.start()])):
        return pronoun[0]
    bare = _THE_THING.search(shown_stem(question))
    return bare[0] if bare else None


def _named_before(pointer: re.Match[str], stem: str) -> bool:
    """Tell whether the noun was there already: "observing details and combining these details"."""
    noun = pointer[0].split()[-1].lower().removesuffix("s")
    return bool(re.search(rf"\b{re.escape(noun)}", stem[: pointer.start()].lower()))


def _relative_date(question: Question, _: str) -> str | None:
    match = _DEICTIC.search(f"{whole_statement(question)} {right_answer(question)}")
    return match[0] if match else None


def _not_one_sentence(question: Question, _: str) -> str | None:
    stem = question.stem.rstrip()
    if question.kind in {Kind.SHORT, Kind.NUMERIC} and not stem.endswith("?"):
        return stem[-20:]
    if question.kind in {Kind.SHORT, Kind.NUMERIC} and re.search(r"[a-z]{2}[.!?] [A-Z]", stem):
        return stem
    return None


def _unbalanced(question: Question, _: str) -> str | None:
    stem = whole_statement(question)
    if any(stem.count(opening) != stem.count(closing) for opening, closing in _QUOTES):
        return stem
    return stem if stem.count('"') % 2 else None


def _doubled(question: Question, _: str) -> str | None:
    words = tokens(_GAP.sub(" … ", shown_stem(question)))
    for length in (1, 2, 3):
        for at in range(len(words) - 2 * length + 1):
            phrase = words[at : at + length]
            if phrase == words[at + length : at + 2 * length] and phrase != ["had"]:
                return " ".join(phrase)
    return None


def _length_of_stem(question: Question, _: str) -> str | None:
    if question.kind in _NOT_ASKED_IN_WORDS or question.kind is Kind.FLASHCARD:
        return None
    stem = shown_stem(question)
    length = len(_WORD.findall(_GAP.sub(" ", stem))) + len(_GAP.findall(stem))
    return None if _SHORTEST <= length <= _LONGEST else f"{length} words"


def _length_of_answer(question: Question, _: str) -> str | None:
    length = len(_WORD.findall(right_answer(question))) if question.kind in _TYPED else 0
    return f"{length} words" if length > _LONGEST_ANSWER else None


def _own_findings(question: Question, _: str) -> str | None:
    return question.findings[0].name if question.findings else None


RULES: dict[str, Callable[[Question, str], str | None]] = {
    "quote not at its place": _quote_moved,
    "answer not in the text": _answer_not_in_source,
    "answer in the stem": _answer_in_stem,
    "unresolved reference": _unresolved,
    "relative date": _relative_date,
    "not one question": _not_one_sentence,
    "unbalanced marks": _unbalanced,
    "doubled words": _doubled,
    "length of the stem": _length_of_stem,
    "length of the answer": _length_of_answer,
    "own findings": _own_findings,
}


def examples(lints: Iterable[Lint], most: int = 3) -> Iterator[str]:
    """Write a few of the faults, so that the number can be followed up."""
    shown: Counter[str] = Counter()
    for one in lints:
        shown[one.name] += 1
        if shown[one.name] <= most:
            yield f"{one.name} ({one.words}): {shown_stem(one.question)}"
