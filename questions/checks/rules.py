"""The single rules: each looks at a question and returns a reason, or None."""

import re
from collections.abc import Callable, Iterator

from questions.faces import face, parts_of
from questions.model import Kind, Question

_LONG_ANSWER = 6
_LONG_STEM = 30
_SHORT_STEM = 4
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def _answer_in_stem(question: Question) -> str | None:
    for stem, answer in _asked(question):
        shown = {_root(word) for word in _telling(stem)}
        wanted = _telling(answer)
        told = [word for word in wanted if _root(word) in shown]
        # A term may share its last word with its definition: psychology is no giveaway.
        if told and (len(told) == len(wanted) or wanted[-1][0].isupper()):
            return f"The question already says “{told[0]}”, which is part of the answer."
    return None


def _unresolved_reference(question: Question) -> str | None:
    for stem, _ in _asked(question):
        if match := _POINTING_START.match(stem) or _POINTING.search(stem):
            return f"“{match[1]}” points to something that the question does not name."
        if (match := _PRONOUN.search(stem)) and not _NAME.search(stem[: match.start()]):
            return f"It is not said whom or what “{match[1]}” means."
    return None


def _relative_date(question: Question) -> str | None:
    for stem, answer in _asked(question):
        if match := _RELATIVE.search(f"{stem} {answer}"):
            return f"“{match[0]}” will mean another time when you read this again."
        if (match := _DAY.search(stem)) and not _YEAR.search(f"{stem} {answer}"):
            return f"It is not said of which year “{match[0]}” is."
    return None


def _long_answer(question: Question) -> str | None:
    if question.kind not in {Kind.SHORT, Kind.CLOZE}:
        return None
    longest = max((len(answer.split()) for _, answer in _asked(question)), default=0)
    return f"The answer has {longest} words: much to type." if longest > _LONG_ANSWER else None


def _long_stem(question: Question) -> str | None:
    length = len(_WORD.findall(_shown(question)))
    return f"It has {length} words: long for one question." if length > _LONG_STEM else None


def _vague_question(question: Question) -> str | None:
    stem = _shown(question)
    if question.kind is Kind.SHORT and _VAGUE.search(stem):
        return "Many answers would fit this question."
    if question.kind in _ASKED_ALONE and len(_WORD.findall(stem)) < _SHORT_STEM:
        return "The question is too short to have only one answer."
    return None


def _no_question_mark(question: Question) -> str | None:
    if question.kind is Kind.SHORT and not question.stem.rstrip().endswith(("?", ":", "…", ".")):
        return "It begins like a question, but does not end like one."
    return None


def _repeated_words(question: Question) -> str | None:
    match = re.search(r"\b(\w+) \1\b", _shown(question).lower())
    if match and match[1] not in {"that", "had"} and not match[1].isdigit():
        return f"“{match[1]}” stands there twice."
    return None


def _open_bracket(question: Question) -> str | None:
    stem = "".join(segment for segment in _whole(question))
    for opening, closing in (("(", ")"), ("[", "]"), ("“", "”")):
        if stem.count(opening) != stem.count(closing):
            return f"A “{opening}” or “{closing}” has no partner."
    return None


def _first_person(question: Question) -> str | None:
    for stem, _ in _asked(question):
        if question.kind in _ASKED_ALONE and (match := _WRITER.search(stem)):
            return f"“{match[0]}” speaks of the writer, who is not named."
    return None


def _duplicate_option(question: Question) -> str | None:
    told = [" ".join(choice.text.lower().split()) for choice in question.choices]
    twice = next((one for one in told if told.count(one) > 1), None)
    return f"The option “{twice}” stands there twice." if twice else None


def _longest_option(question: Question) -> str | None:
    right = [len(one.text) for one in question.choices if one.fraction > 0]
    wrong = [len(one.text) for one in question.choices if one.fraction <= 0]
    if len(right) == 1 and len(wrong) > 1 and right[0] > 20 and right[0] > 1.6 * max(wrong):
        return "The right option is much longer than the others and gives itself away."
    return None


def _all_of_the_above(question: Question) -> str | None:
    if any(_ALL.search(choice.text) for choice in question.choices):
        return "“All of the above” can be guessed, and shuffling breaks it."
    return None


def _asked(question: Question) -> Iterator[tuple[str, str]]:
    """Yield what each card shows and what it wants."""
    if question.kind not in _ASKED_ALONE:
        return
    for part in parts_of(question):
        shown = face(question, part)
        yield "".join("_" if one.gap else one.text for one in shown.stem), shown.answer


def _shown(question: Question) -> str:
    return next((stem for stem, _ in _asked(question)), question.stem)


def _whole(question: Question) -> Iterator[str]:
    for part in parts_of(question)[:1]:
        yield from (segment.text for segment in face(question, part).stem)


def _telling(text: str) -> list[str]:
    """Return the words that could give an answer away."""
    return [
        word.removesuffix("’s").removesuffix("'s")
        for word in _WORD.findall(text)
        if (len(word) > 3 or word.isupper() or word.isdigit()) and word.lower() not in _COMMON
    ]


def _root(word: str) -> str:
    """Cut a word so that Kazakh and Kazakhstan, treaty and treaties are the same."""
    return word.lower()[:6] if len(word) > 6 else word.lower().removesuffix("s")


_ASKED_ALONE = frozenset({Kind.SHORT, Kind.CLOZE, Kind.NUMERIC, Kind.FLASHCARD})
_COMMON = frozenset({
    "that", "this", "with", "from", "into", "over", "under", "than", "have", "been", "were",
    "their", "there", "which", "what", "when", "where", "about", "after", "before", "between",
    "during", "through", "your", "also", "more", "most", "such", "some", "other",
})  # fmt: skip
_NAME = re.compile(r"(?:_|\b[A-Z][\w’'-]{2,}|\b\w+s\b)")
_PRONOUN = re.compile(r"\b(he|she|him|his|her|they|them|their|it|its)\b", re.IGNORECASE)
_POINTING_START = re.compile(
    r"(He|She|It|They|His|Her|Its|Their|This|These|Those|Both(?! \S+ and\b))\b(?! of\b)"
)
_POINTING = re.compile(r"\b(this|these|the latter|the former|one such)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|nowadays|currently|recently|(?:last|next|this) "
    r"(?:week|month|year|night|morning|century|decade|season)|\w+ (?:days?|weeks?|months?|years?) "
    r"ago|so far|(?:on|last|next|this) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?! \d)"
)
_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = re.compile(rf"\b{_MONTHS} \d{{1,2}}\b|\b[Ii]n {_MONTHS}\b|\b\d{{1,2}} {_MONTHS}\b")
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")
_VAGUE = re.compile(
    r"^What (?:did|does|do|has|have|is|was|were) (?:\S+ ){1,4}(?:do|make|have|include|contain)\?$"
)
_WRITER = re.compile(r"\b(?:I|we|We|our|Our|my|My|us)\b")
_ALL = re.compile(r"\b(?:all|none|both) of (?:the above|these)\b", re.IGNORECASE)

RULES: dict[str, Callable[[Question], str | None]] = {
    "answer-in-stem": _answer_in_stem,
    "unresolved-reference": _unresolved_reference,
    "relative-date": _relative_date,
    "long-answer": _long_answer,
    "long-stem": _long_stem,
    "vague-question": _vague_question,
    "no-question-mark": _no_question_mark,
    "repeated-words": _repeated_words,
    "open-bracket": _open_bracket,
    "first-person": _first_person,
    "duplicate-option": _duplicate_option,
    "longest-option": _longest_option,
    "all-of-the-above": _all_of_the_above,
}
