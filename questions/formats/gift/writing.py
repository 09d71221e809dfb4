"""Questions into GIFT, so that reading it gives the same questions again."""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from questions.bank import Bank
from questions.formats import losses
from questions.formats.base import Feature, Holds
from questions.formats.collecting import UNNAMED
from questions.formats.media import MediaFile
from questions.formats.moodle import categories
from questions.formats.moodle.texts import has_markup, way_of
from questions.formats.moodle.weights import percent
from questions.formats.results import Problem, Writing
from questions.formats.schedule import Schedule
from questions.model import Answer, Choice, Kind, Question

HOLDS: Final = Holds(
    frozenset(
        {
            Kind.CHOICE, Kind.TRUEFALSE, Kind.SHORT, Kind.NUMERIC, Kind.MATCHING, Kind.ESSAY,
            Kind.INFO,
        }
    ),
    frozenset(
        {
            Feature.TITLE, Feature.DECK, Feature.TAGS, Feature.EXPLANATION, Feature.FEEDBACK,
            Feature.WEIGHTS, Feature.SEVERAL_ANSWERS, Feature.MARKUP, Feature.IDS,
            Feature.GRADING,
        }
    ),
)  # fmt: skip
_SPECIAL: Final = re.compile(r"[~=#{}\\]|:(?=:|$)|\\(?=n)")
_LABEL: Final = re.compile(r"[\]\\\x00-\x1f<>`]")
_WAYS: Final = ("[html]", "[moodle]", "[plain]", "[markdown]")
# What a stem without a title cannot begin with: it would be a comment, a category or its way.
_GUARDED: Final = ("//", "$CATEGORY:", *_WAYS)
_ARROW: Final = "->"


def write(bank: Bank, media: Mapping[str, MediaFile], schedule: Schedule | None) -> Writing:
    """Write a bank; kinds that GIFT does not have are left out and named."""
    return written_bank(bank, HOLDS)


def written_bank(bank: Bank, holds: Holds) -> Writing:
    """Write what a file that *holds* so much takes of a bank."""
    kept, problems = losses.fitting(bank, holds)
    text = "\n\n".join(written(kept, problems))
    return Writing(f"{text}\n".encode() if text else b"", tuple(problems))


def written(questions: Iterable[Question], problems: list[Problem]) -> Iterable[str]:
    """Yield the blocks of a file: a category before the questions that are in it."""
    deck: str | None = None
    for question in questions:
        if question.deck != deck:
            deck = question.deck
            yield f"$CATEGORY: {_escaped(categories.path_of(deck))}"
        yield from _block(question, problems)


def _block(question: Question, problems: list[Problem]) -> Iterable[str]:
    where = question.title or f"question {question.id}"
    if reason := _unwritable(question):
        problems.append(Problem(where, reason, question.stem[:200]))
        return
    told = question.stem[:200]
    problems += [Problem(where, lost, told, "reduced") for lost in _lost(question)]
    answers = _ANSWERS[question.kind](question)
    comment = _comment(question)
    title = f"::{_escaped(question.title)}::" if question.title else ""
    general = f"####{_escaped(question.explanation)}" if question.explanation else ""
    inside = "" if answers is None else f"{{{answers}{general}}}"
    yield f"{comment}{title}{_stem(question)}{inside}"


def _unwritable(question: Question) -> str | None:
    """Say why GIFT would read these answers as something else."""
    texts = [pair.left or "" for pair in question.pairs]
    if question.kind is Kind.SHORT:
        texts = [text for one in question.answers for text in (one.text, one.feedback)]
    if any(_ARROW in text for text in texts):
        return "GIFT would take the arrow -> in its answers for a pair"
    if question.kind is Kind.MATCHING and len(question.pairs) < 2:
        return "GIFT needs two pairs or more"
    return None


def _lost(question: Question) -> Iterable[str]:
    """Say what of a question GIFT has no sign for."""
    if question.case or question.accents:
        yield "that case or accents count is left out"
    if question.unit:
        yield f"its unit {question.unit[:40]} is left out"
    if question.rubric:
        yield "its rubric is left out"
    if question.kind is Kind.INFO and question.explanation:
        yield "its explanation is left out"
    if question.feedback:
        yield "its feedback for right and wrong answers as a whole is left out"
    if any(not _is_tag(tag) for tag in question.tags):
        yield "a tag with brackets or line ends is left out"
    if question.kind is Kind.CHOICE and not question.multiple and not _is_sure(question):
        yield "it allows several choices, because none of them is wholly right"


def _is_sure(question: Question) -> bool:
    return any(choice.fraction == 1 for choice in question.choices)


def _comment(question: Question) -> str:
    marks = [f"[id:{_label(question.id)}]"] if _is_name(question.id) else []
    marks += [f"[tag:{_label(tag)}]" for tag in question.tags if _is_tag(tag)]
    return f"// {' '.join(marks)}\n" if marks else ""


def _is_name(id: str) -> bool:
    """Tell a name that the question brought along from a number that a reader gave it."""
    return (
        not id.startswith(UNNAMED) and not _LABEL.search(id.replace("]", "")) and id == id.strip()
    )


def _is_tag(tag: str) -> bool:
    return bool(tag) and not _LABEL.search(tag.replace("]", ""))


def _label(text: str) -> str:
    return text.replace("]", "\\]")


def _stem(question: Question) -> str:
    """Write the stem, with its way where that would not be understood."""
    is_plain = question.format == "text" and not any(map(has_markup, _shown(question)))
    if is_plain and not question.stem.startswith(_GUARDED):
        return _escaped(question.stem)
    return f"[{way_of(question.format)}]{_escaped(question.stem)}"


def _shown(question: Question) -> Iterable[str]:
    """Yield the texts that Moodle shows as markup unless it is told otherwise."""
    yield question.stem
    yield question.explanation
    yield from (answer.feedback for answer in question.answers)
    yield from (choice.feedback for choice in question.choices)
    yield from (choice.text for choice in question.choices)
    yield from (pair.left or "" for pair in question.pairs)


def _escaped(text: str) -> str:
    """Escape what is a sign in GIFT; a line end too, because each line is stripped."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")


def _piece(text: str, question: Question) -> str:
    """Write a text that is shown; one that begins like a way of writing needs its own."""
    told = _escaped(text)
    return f"[{way_of(question.format)}]{told}" if told.startswith(_WAYS) else told


def _feedback(option: Answer | Choice, question: Question) -> str:
    return f"#{_piece(option.feedback, question)}" if option.feedback else ""


def _choices(question: Question) -> str:
    # The mark = stands once: of several right ones without a wrong one it would make words to type.
    first = next((one for one in question.choices if one.fraction == 1), None)
    sure = None if question.multiple else first
    return " ".join(_choice(one, question, is_sure=one is sure) for one in question.choices)


def _choice(choice: Choice, question: Question, *, is_sure: bool) -> str:
    weight = f"%{percent(choice.fraction)}%" if choice.fraction else ""
    mark = "=" if is_sure else f"~{weight}"
    text = _piece(choice.text, question)
    # A percent sign at the front would be read as the weight.
    guard = "%0%" if not choice.fraction and text.startswith("%") else ""
    return f"{mark}{guard}{text}{_feedback(choice, question)}"


def _truth(question: Question) -> str:
    right = question.answers[0]
    wrong = next((one for one in question.answers[1:]), None)
    told = [right.text.upper()]
    if right.feedback or (wrong and wrong.feedback):
        told.append(_piece(wrong.feedback if wrong else "", question))
        told.append(_piece(right.feedback, question))
    return "#".join(told)


def _shorts(question: Question) -> str:
    return " ".join(
        f"={_weight(one)}{_escaped(one.text)}{_feedback(one, question)}" for one in question.answers
    )


def _weight(answer: Answer) -> str:
    is_plain = answer.fraction == 1 and not answer.text.startswith("%")
    return "" if is_plain else f"%{percent(answer.fraction)}%"


def _numbers(question: Question) -> str:
    told = " ".join(_number(one, question) for one in question.answers)
    return f"#{told}"


def _number(answer: Answer, question: Question) -> str:
    tolerance = answer.tolerance if answer.tolerance is not None else question.tolerance
    far = f":{tolerance!r}" if tolerance and answer.text != "*" else ""
    return f"={_weight(answer)}{answer.text.strip()}{far}{_feedback(answer, question)}"


def _pairs(question: Question) -> str:
    is_html = question.format == "html"
    return " ".join(
        f"={_piece(pair.left or '', question)} -> {_escaped(_plain(pair.right, is_html))}"
        for pair in question.pairs
    )


def _plain(text: str, is_html: bool) -> str:
    return html.unescape(text) if is_html else text


_ANSWERS: Final[Mapping[Kind, Callable[[Question], str | None]]] = {
    Kind.CHOICE: _choices,
    Kind.TRUEFALSE: _truth,
    Kind.SHORT: _shorts,
    Kind.NUMERIC: _numbers,
    Kind.MATCHING: _pairs,
    Kind.ESSAY: lambda question: "",
    Kind.INFO: lambda question: None,
}
