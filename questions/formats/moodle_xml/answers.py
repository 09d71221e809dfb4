"""The answers of each kind as elements of Moodle's XML."""

import html
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from questions.formats.moodle import embedded
from questions.formats.moodle.weights import percent
from questions.formats.moodle_xml.blanks import options_of
from questions.formats.moodle_xml.pieces import Sheet, escaped, value
from questions.measures import units_of
from questions.model import Answer, Choice, Gap, Kind, Question


class EmbeddedLossError(ValueError):
    """Gaps that Moodle's syntax would read as something else; the message says why."""


def answers_of(question: Question, sheet: Sheet) -> tuple[str, str, list[str]]:
    """Return the type of a question for Moodle, its text and the elements of its answers.

    Raises EmbeddedLossError.
    """
    if question.kind is Kind.GAPS:
        return _gaps(question, sheet)
    type_name, writer = _WRITERS[question.kind]
    return type_name, question.stem, list(writer(question, sheet))


def _choices(question: Question, sheet: Sheet) -> Iterable[str]:
    yield value("single", "false" if question.multiple else "true")
    yield value("shuffleanswers", "true" if question.shuffle else "false")
    for choice in question.choices:
        feedback = _feedback(choice, sheet)
        yield (
            f'<answer fraction="{percent(choice.fraction)}" format="{sheet.format}">'
            f"{sheet.open_text(choice.text)}{feedback}</answer>"
        )


def _truth(question: Question, sheet: Sheet) -> Iterable[str]:
    said = {answer.text: answer for answer in question.answers}
    for word in ("true", "false"):
        share = 100 if word == question.answers[0].text else 0
        feedback = _feedback(said[word], sheet) if word in said else ""
        yield f'<answer fraction="{share}"><text>{word}</text>{feedback}</answer>'


def _shorts(question: Question, sheet: Sheet) -> Iterable[str]:
    yield value("usecase", "1" if question.case else "0")
    for answer in question.answers:
        yield _typed(answer, sheet)


def _numbers(question: Question, sheet: Sheet) -> Iterable[str]:
    for answer in question.answers:
        far = answer.tolerance if answer.tolerance is not None else question.tolerance
        yield _typed(answer, sheet, f"<tolerance>{(far or 0):.17g}</tolerance>")
    if question.unit:
        unit = f"<multiplier>1</multiplier>{value('unit_name', question.unit)}"
        others = (
            f"<unit><multiplier>{many!r}</multiplier>{value('unit_name', name)}</unit>"
            for name, many in units_of(question).items()
        )
        yield f"<units><unit>{unit}</unit>{''.join(others)}</units>"


def _typed(answer: Answer, sheet: Sheet, more: str = "") -> str:
    return (
        f'<answer fraction="{percent(answer.fraction)}"><text>{escaped(answer.text)}</text>'
        f"{more}{_feedback(answer, sheet)}</answer>"
    )


def _feedback(option: Answer | Choice, sheet: Sheet) -> str:
    return sheet.text("feedback", option.feedback) if option.feedback else ""


def _pairs(question: Question, sheet: Sheet) -> Iterable[str]:
    yield value("shuffleanswers", "true" if question.shuffle else "false")
    for pair in question.pairs:
        right = html.unescape(pair.right) if question.format == "html" else pair.right
        yield (
            f'<subquestion format="{sheet.format}">{sheet.open_text(pair.left or "")}'
            f"<answer><text>{escaped(right)}</text></answer></subquestion>"
        )


def _items(question: Question, sheet: Sheet) -> Iterable[str]:
    for number, item in enumerate(question.items, 1):
        yield (
            f'<answer fraction="{number}" format="{sheet.format}">{sheet.open_text(item)}</answer>'
        )


def _essay(question: Question, sheet: Sheet) -> Iterable[str]:
    held = question.extra.get("moodle")
    if not (isinstance(held, dict) and "responseformat" in held):
        yield value("responseformat", "editor")
    if question.rubric:
        yield sheet.text("graderinfo", question.rubric)


def _gaps(question: Question, sheet: Sheet) -> tuple[str, str, list[str]]:
    held = question.extra.get("moodle")
    known = held if isinstance(held, dict) else {}
    type_name = known.get("type")
    options = options_of(question.gaps, known.get("options"))
    if options is not None and type_name in {"gapselect", "ddwtos"}:
        return (
            str(type_name),
            _numbered(question),
            list(_words(options, str(type_name), question, sheet)),
        )
    stem = embedded.written(question.stem, question.gaps)
    _check(stem, question)
    return "cloze", stem, []


def _numbered(question: Question) -> str:
    """Give places that stand twice the number of their word again."""
    stem = question.stem
    for gap in question.gaps:
        stem = stem.replace(f"[[{gap.id}]]", f"[[{gap.id.partition('.')[0]}]]")
    return stem


def _words(
    options: list[dict[str, Any]], type_name: str, question: Question, sheet: Sheet
) -> Iterable[str]:
    yield value("shuffleanswers", "1" if question.shuffle else "0")
    tag = "dragbox" if type_name == "ddwtos" else "selectoption"
    for option in options:
        infinite = "<infinite/>" if option.get("infinite") else ""
        group = f"<group>{int(option.get('group', 1))}</group>"
        text = sheet.open_text(str(option.get("text", "")))
        yield f"<{tag}>{text}{group}{infinite}</{tag}>"


def _check(stem: str, question: Question) -> None:
    """Read what was written, as Moodle will."""
    try:
        _text, gaps, _is_joined = embedded.gaps_of(stem)
    except embedded.EmbeddedError as error:
        raise EmbeddedLossError(str(error)) from None
    if len(gaps) != len(question.gaps):
        raise EmbeddedLossError("the braces in its text cannot be told from its gaps")
    for number, (found, gap) in enumerate(zip(gaps, question.gaps, strict=True), 1):
        if not _is_same(Gap.model_validate(found), gap):
            raise EmbeddedLossError(f"the answers of its gap {number} cannot be written")


def _is_same(found: Gap, gap: Gap) -> bool:
    if found.kind != gap.kind or len(found.options) != len(gap.options):
        return False
    return all(
        one.text.strip() == other.text.strip() and abs(one.fraction - other.fraction) < 1e-6
        for one, other in zip(found.options, gap.options, strict=True)
    )


_WRITERS: Final[Mapping[Kind, tuple[str, Callable[[Question, Sheet], Iterable[str]]]]] = {
    Kind.CHOICE: ("multichoice", _choices),
    Kind.TRUEFALSE: ("truefalse", _truth),
    Kind.SHORT: ("shortanswer", _shorts),
    Kind.NUMERIC: ("numerical", _numbers),
    Kind.MATCHING: ("matching", _pairs),
    Kind.ORDERING: ("ordering", _items),
    Kind.ESSAY: ("essay", _essay),
    Kind.INFO: ("description", lambda question, sheet: ()),
}
