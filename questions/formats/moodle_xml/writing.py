"""Questions into Moodle's XML, so that reading it gives the same questions again."""

from collections.abc import Iterator, Mapping
from typing import Final

from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import losses
from questions.formats.base import Feature, Holds
from questions.formats.collecting import UNNAMED
from questions.formats.media import MediaFile
from questions.formats.moodle import categories
from questions.formats.moodle.files import given_files
from questions.formats.moodle.names import name_of
from questions.formats.moodle_xml.answers import EmbeddedLossError, answers_of
from questions.formats.moodle_xml.pieces import Sheet, escaped, value
from questions.formats.moodle_xml.reading import COMBINED, KEPT
from questions.formats.results import Problem, Writing
from questions.formats.schedule import Schedule
from questions.formats.xml_tree import parse
from questions.model import Kind, Question

HOLDS: Final = Holds(
    frozenset(
        {
            Kind.CHOICE, Kind.TRUEFALSE, Kind.SHORT, Kind.NUMERIC, Kind.MATCHING,
            Kind.ORDERING, Kind.GAPS, Kind.ESSAY, Kind.INFO, Kind.OPAQUE,
        }
    ),
    frozenset(set(Feature) - {Feature.SCHEDULE, Feature.SOURCES, Feature.REVERSE}),
)  # fmt: skip
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
_NO_GRADE: Final = frozenset({Kind.INFO})


def write(bank: Bank, media: Mapping[str, MediaFile], schedule: Schedule | None) -> Writing:
    """Write a quiz; kinds that Moodle does not have are left out and named."""
    kept, problems = losses.fitting(bank, HOLDS)
    parts = [_HEAD]
    deck: str | None = None
    for question in kept:
        if question.deck != deck:
            deck = question.deck
            parts.append(_category(deck))
        parts += _question(question, media, problems)
    return Writing("".join((*parts, "</quiz>\n")).encode(), tuple(problems))


def _category(deck: str | None) -> str:
    path = escaped(categories.path_of(deck))
    return f'<question type="category"><category><text>{path}</text></category></question>\n'


def _question(
    question: Question, media: Mapping[str, MediaFile], problems: list[Problem]
) -> Iterator[str]:
    where = question.title or f"question {question.id}"
    if question.kind is Kind.OPAQUE:
        yield from _as_it_came(question, where, problems)
        return
    sheet = Sheet(question.format, given_files(question.extra, media))
    try:
        type_name, stem, answers = answers_of(question, sheet)
    except EmbeddedLossError as error:
        problems.append(Problem(where, str(error), question.stem[:200]))
        return
    lines = [f'<question type="{type_name}">', *_head(question, stem, sheet), *answers]
    if lost := sheet.lost(question):
        problems.append(Problem(where, lost, question.stem[:200], "reduced"))
    yield "\n".join((*lines, "</question>\n"))


def _as_it_came(question: Question, where: str, problems: list[Problem]) -> Iterator[str]:
    """Write a question that this project cannot play, where it came from Moodle."""
    raw = question.raw or ""
    try:
        is_ours = raw.startswith("<question") and parse(raw.encode()).tag == "question"
    except BankFormatError:
        is_ours = False
    if is_ours:
        yield f"{raw}\n"
    else:
        told = "it came in another format, which only programs of that format understand"
        problems.append(Problem(where, told, raw[:200]))


def _head(question: Question, stem: str, sheet: Sheet) -> Iterator[str]:
    name = question.title or name_of(question.stem)
    yield f"<name><text>{escaped(name)}</text></name>"
    rest = {key: file for key, file in sheet.files.items() if not sheet.is_shown(key, question)}
    yield sheet.text("questiontext", stem, also=rest)
    if question.explanation:
        yield sheet.text("generalfeedback", question.explanation)
    grade = 0 if question.kind in _NO_GRADE else question.points
    yield value("defaultgrade", f"{grade:.12g}")
    if not question.id.startswith(UNNAMED):
        yield value("idnumber", question.id)
    yield from _settings(question)
    for key, tag in COMBINED:
        if told := question.feedback.get(key):
            yield sheet.text(tag, told)
    for hint in question.hints:
        yield sheet.text("hint", hint)
    if question.tags:
        tags = "".join(f"<tag><text>{escaped(tag)}</text></tag>" for tag in question.tags)
        yield f"<tags>{tags}</tags>"


def _settings(question: Question) -> Iterator[str]:
    held = question.extra.get("moodle")
    if isinstance(held, dict):
        for tag in KEPT:
            if isinstance(told := held.get(tag), str):
                yield value(tag, told)
