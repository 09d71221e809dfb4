"""What a file in a format cannot hold of a bank: told before it is written, and afterwards."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from questions.bank import Bank
from questions.faces import plain_stem
from questions.formats.base import Feature, Holds
from questions.formats.results import Problem
from questions.formats.schedule import Schedule
from questions.model import Kind, Question
from questions.plain import words_in

_SHOWN: Final = 200
# What is more than the words of a text: where nothing else stands, nothing is left of it.
_NO_WORDS: Final = re.compile(r"<(?:img|audio|video|svg|math|object)\b|\[sound:", re.IGNORECASE)


def fitting(bank: Bank, holds: Holds) -> tuple[list[Question], list[Problem]]:
    """Return the questions that a format takes, and what it leaves out of all of them."""
    kept: list[Question] = []
    problems: list[Problem] = []
    for number, question in enumerate(bank.questions, 1):
        reason = refusal(question, holds)
        if reason is None:
            kept.append(question if Feature.MARKUP in holds.features else _in_words(question))
        problems += _problems(question, number, holds, reason)
    return kept, problems


def losses(bank: Bank, holds: Holds, schedule: Schedule | None = None) -> list[Problem]:
    """Return all that would be left out, in the order of the bank."""
    problems = fitting(bank, holds)[1]
    if schedule and Feature.SCHEDULE not in holds.features:
        problems.append(Problem("bank", _LOST[Feature.SCHEDULE], outcome="reduced"))
    if bank.documents and Feature.SOURCES not in holds.features:
        problems.append(Problem("bank", "the documents are left out", outcome="reduced"))
    return problems


def refusal(question: Question, holds: Holds) -> str | None:
    """Say why a question cannot be written at all."""
    if question.kind not in holds.kinds | holds.as_cards:
        return f"the format has no questions of the kind {question.kind.value}"
    if holds.choices and len(question.choices) > holds.choices:
        return f"it has {len(question.choices)} choices, the format takes {holds.choices}"
    if Feature.MARKUP not in holds.features and _is_wordless(question):
        return "it asks or tells something without words, and the format has only words"
    return None


def _is_wordless(question: Question) -> bool:
    """Tell whether a text of the question is a picture or a sound and nothing else."""
    texts = [question.stem]
    texts += [answer.text for answer in question.answers]
    texts += [choice.text for choice in question.choices]
    return question.format == "html" and any(
        _NO_WORDS.search(text) and not words_in(question, text) for text in texts
    )


def _in_words(question: Question) -> Question:
    """Return a question as a format without markup writes it."""
    if question.format != "html":
        return question

    def plain(text: str) -> dict[str, str]:
        return {"text": words_in(question, text)}

    return question.model_copy(
        update={
            "format": "text",
            "stem": words_in(question, question.stem),
            "explanation": words_in(question, question.explanation),
            "answers": tuple(one.model_copy(update=plain(one.text)) for one in question.answers),
            "choices": tuple(one.model_copy(update=plain(one.text)) for one in question.choices),
        }
    )


def _problems(
    question: Question, number: int, holds: Holds, reason: str | None
) -> Iterable[Problem]:
    where = f"question {number}"
    stem = plain_stem(question)[:_SHOWN]
    if reason:
        yield Problem(where, reason, stem, "refused")
        return
    if question.kind in holds.as_cards:
        yield Problem(where, "it becomes a card with a front and a back", stem, "reduced")
    for feature in Feature:
        test = _TESTS.get(feature)
        if test and feature not in holds.features and test(question):
            yield Problem(where, _LOST[feature], stem, "reduced")


def _has_feedback(question: Question) -> bool:
    told = [answer.feedback for answer in question.answers]
    told += [choice.feedback for choice in question.choices]
    told += [spot.feedback for spot in question.spots]
    return bool(question.feedback) or any(told)


def _has_weights(question: Question) -> bool:
    shares = [one.fraction for one in question.answers]
    shares += [one.fraction for one in question.choices]
    return any(share not in {0, 1} for share in shares)


def _has_several(question: Question) -> bool:
    is_typed = question.kind in {Kind.SHORT, Kind.NUMERIC}
    return is_typed and sum(1 for answer in question.answers if answer.fraction > 0) > 1


def _is_graded_so(question: Question) -> bool:
    return bool(question.case or question.accents or question.tolerance or question.unit)


_TESTS: Final[Mapping[Feature, Callable[[Question], bool]]] = {
    Feature.TITLE: lambda one: bool(one.title),
    Feature.DECK: lambda one: bool(one.deck and "::" in one.deck),
    Feature.TAGS: lambda one: bool(one.tags),
    Feature.EXPLANATION: lambda one: bool(one.explanation),
    Feature.FEEDBACK: _has_feedback,
    Feature.HINTS: lambda one: bool(one.hints),
    Feature.WEIGHTS: _has_weights,
    Feature.SEVERAL_ANSWERS: _has_several,
    Feature.MARKUP: lambda one: one.format != "text",
    Feature.MEDIA: lambda one: bool(one.media or one.extra.get("files")),
    Feature.SOURCES: lambda one: bool(one.sources),
    Feature.POINTS: lambda one: one.points != 1,
    Feature.REVERSE: lambda one: one.reverse,
    Feature.GRADING: _is_graded_so,
}
_LOST: Final[Mapping[Feature, str]] = {
    Feature.TITLE: "its title is left out",
    Feature.DECK: "its place among the decks is left out",
    Feature.TAGS: "its tags are left out",
    Feature.EXPLANATION: "its explanation is left out",
    Feature.FEEDBACK: "its feedback is left out",
    Feature.HINTS: "its hints are left out",
    Feature.WEIGHTS: "its answers count as wholly right or wrong",
    Feature.SEVERAL_ANSWERS: "only its first right answer is kept",
    Feature.MARKUP: "its layout is left out",
    Feature.MEDIA: "its pictures and sounds are left out",
    Feature.SCHEDULE: "the schedule and the answers given so far are left out",
    Feature.SOURCES: "the place in the text that it comes from is left out",
    Feature.POINTS: "its points are left out",
    Feature.REVERSE: "it is asked in one direction only",
    Feature.GRADING: "how exactly it must be answered is left out",
}
