"""Drafts: a wording on its way to becoming a question, and how it becomes one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from questions.checks import findings
from questions.generate.fact import Fact, Phrase
from questions.generate.hints import with_letters
from questions.model import (
    Answer,
    Choice,
    Finding,
    Kind,
    Origin,
    Pair,
    Question,
    Source,
    fingerprint,
)  # fmt: skip

VERSION = "2"
_CONTEXT = 32
_HIDDEN = re.compile(r"\{\{c\d+::.*?\}\}")
# Clozes whose blank others would fit as well. Dates, numbers and defined terms have one answer.
_LETTERED = frozenset({
    "cloze-name", "cloze-people", "cloze-thing", "cloze-beside", "cloze-everyday", "cloze-clause",
    "cloze-key-term",
})  # fmt: skip
_STATED = frozenset({Kind.CLOZE, Kind.SHORT, Kind.TRUEFALSE, Kind.CHOICE})


@dataclass(frozen=True, slots=True)
class Rating:
    """*score* is 0 (not worth showing) to 1; *reasons* name what moved it most of *features*."""

    score: float
    reasons: tuple[str, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of a question about *facts*, the first of which it is mainly about.

    *method* names the maker and its pattern, "short-who", "cloze-date", "choice-typed": what can
    be switched off alone is named here. *answer* is the phrase that it asks for, if it is one.
    *answers* begins with the best one (a cloze lists only variants of what its stem hides).
    *worth* moves the score from what the maker alone knows, about -1 to 1.
    """

    method: str
    kind: Kind
    facts: tuple[Fact, ...]
    stem: str
    answer: Phrase | None = None
    answers: tuple[Answer, ...] = ()
    choices: tuple[Choice, ...] = ()
    pairs: tuple[Pair, ...] = ()
    items: tuple[str, ...] = ()
    shuffle: bool = True
    reverse: bool = False
    explanation: str = ""
    feedback: dict[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    worth: float = 0.0
    doubts: tuple[Finding, ...] = ()

    @property
    def fact(self) -> Fact:
        return self.facts[0]


def answers_of(texts: Iterable[str]) -> tuple[Answer, ...]:
    """Make right answers of *texts*, each once."""
    return tuple(Answer(text=one) for one in dict.fromkeys(texts))


def question_of(draft: Draft, text: str, document_id: str, rating: Rating) -> Question:
    """Make the question, with its exact sources and whatever the checks find."""
    made = Question(
        id="0" * 32,
        kind=draft.kind,
        stem=_under_topic(draft),
        answers=draft.answers,
        choices=draft.choices,
        pairs=draft.pairs,
        items=draft.items,
        shuffle=draft.shuffle,
        reverse=draft.reverse,
        explanation=draft.explanation,
        feedback=draft.feedback,
        hints=draft.hints,
        sources=_sources(draft, text, document_id),
        origin=Origin(
            engine="rules",
            method=draft.method,
            version=VERSION,
            score=round(rating.score, 3),
            reasons=rating.reasons,
        ),
    )
    known = {one.name: one for one in (*_doubts(draft), *findings(made, text))}
    name = hashlib.blake2b(f"{document_id}\n{fingerprint(made)}".encode(), digest_size=16)
    # The checks and the ranker look at the bare blank: its letters mend no other fault.
    lettered = draft.method.removeprefix("plain-") in _LETTERED
    stem = with_letters(made.stem) if lettered else made.stem
    return made.model_copy(
        update={"id": name.hexdigest(), "findings": tuple(known.values()), "stem": stem}
    )


def _under_topic(draft: Draft) -> str:
    """Put before the stem what the text is about, where the fact needs it to be understood."""
    topic = next((one.topic for one in draft.facts if one.topic), "")
    if not topic or draft.kind not in _STATED or _names(draft.stem, topic):
        return draft.stem
    return f"{topic}: {draft.stem}"


def _names(stem: str, topic: str) -> bool:
    """Tell whether the stem says already what the text is about: Jacksonville, Florida by its
    first part, a thing by all of its words."""
    told = topic.partition(",")[0].partition(" (")[0]
    return re.search(rf"(?<!\w){re.escape(told)}(?!\w)", _HIDDEN.sub("_", stem), re.I) is not None


def _doubts(draft: Draft) -> tuple[Finding, ...]:
    of_facts = (Finding(name=n, reason=why) for fact in draft.facts for n, why in fact.doubts)
    return (*draft.doubts, *of_facts)


def _sources(draft: Draft, text: str, document_id: str) -> tuple[Source, ...]:
    places = dict.fromkeys((one.start, one.end) for one in draft.facts)
    return tuple(
        Source(
            document=document_id,
            start=start,
            end=end,
            quote=text[start:end],
            prefix=text[max(0, start - _CONTEXT) : start],
            suffix=text[end : end + _CONTEXT],
        )
        for start, end in places
    )
