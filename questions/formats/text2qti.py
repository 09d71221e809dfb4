"""text2qti: numbered questions in plain text, with marked options below them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from questions.errors import BankFormatError
from questions.formats import decoding
from questions.formats.base import CERTAIN, LIKELY, NO, NO_OPTIONS, Format, Options
from questions.formats.collecting import Collector
from questions.formats.results import Reading
from questions.model import Kind, is_number

NAME: Final = "text2qti"
_NUMBER: Final = re.compile(r"(\d{1,6})\.(?:[ \t]+(.*)|$)")
_CHOICE: Final = re.compile(r"(\*?)([a-zA-Z])\)(?:[ \t]+(.*)|$)")
_BOX: Final = re.compile(r"\[([ *xX])\](?:[ \t]+(.*)|$)")
_SHORT: Final = re.compile(r"\*[ \t]+(.*)")
_NUMERIC: Final = re.compile(r"=[ \t]*(.*)")
_FEEDBACK: Final = re.compile(r"(\.\.\.|[+]|-)[ \t]+(.*)")
_SETTING: Final = re.compile(r"([A-Za-z][\w ]{1,40}):[ \t]*(.*)")
_PLUS_MINUS: Final = re.compile(r"\s*(?:\+-|\+/-|\N{PLUS-MINUS SIGN})\s*")
_ESSAY: Final = re.compile(r"_{3,}$")
_UPLOAD: Final = re.compile(r"\^{3,}$")
_SIGNS: Final = re.compile(
    r"^(?:\*?[a-zA-Z]\)[ \t]+\S|\[[ *xX]\][ \t]|\*[ \t]{2,}\S|=[ \t]*-?[\d\[]|"
    r"_{4,}[ \t]*$|\^{4,}[ \t]*$)",
    re.MULTILINE,
)
_RIGHT: Final = re.compile(
    r"^(?:\*[a-zA-Z]\)|\[[*xX]\]|\*[ \t]{2}|=[ \t]*[-\d\[]|_{4,}|\^{4,})", re.MULTILINE
)
_STEMS: Final = re.compile(r"^\d{1,6}\.[ \t]+\S", re.MULTILINE)
_SETTINGS: Final = frozenset(
    {"title", "points", "quiz title", "quiz description", "text", "text title"}
)
_WHERE = {"...": "explanation", "+": "correct", "-": "incorrect"}
_SAMPLE: Final = 64 * 1024


@dataclass(slots=True)
class _Found:
    """A question as its lines tell it; each option is its text, whether it is right, feedback."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    kind: Kind | None = None
    multiple: bool = False
    options: list[list[Any]] = field(default_factory=list)
    feedback: dict[str, list[str]] = field(default_factory=dict)
    title: str = ""
    points: str = ""
    refused: str = ""
    last: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self.title = ""
        self._found: _Found | None = None
        self._next: dict[str, str] = {}
        self._is_comment = False

    def read(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            if not self._skipped(line.strip()):
                self._line(line, number)
        self._finish()

    def _skipped(self, told: str) -> bool:
        if told in {"COMMENT", "END_COMMENT"}:
            self._is_comment = told == "COMMENT"
            return True
        is_group = told in {"GROUP", "END_GROUP"} or told.startswith("pick:")
        return self._is_comment or is_group or told.startswith("%")

    def _line(self, line: str, number: int) -> None:
        told = line.strip()
        if found := _NUMBER.match(line):
            self._finish()
            self._found = _Found(number, [found[2] or ""])
            self._found.title = self._next.get("title", "")
            self._found.points = self._next.get("points", "")
            self._found.last = self._found.stem
            self._next = {}
        elif not line[:1].isspace() and self._is_setting(told):
            return
        elif self._found and told:
            self._inside(self._found, line, told)
        elif self._found and not self._found.kind:
            self._found.last.append("")
        elif told:
            self.collector.tell(f"line {number}", "it belongs to no question", told, line=number)

    def _is_setting(self, told: str) -> bool:
        found = _SETTING.fullmatch(told)
        name = found[1].lower() if found else ""
        if found is None or name not in _SETTINGS:
            return False
        if name in {"title", "points"}:
            self._finish()
            self._next[name] = found[2]
        elif name == "quiz title":
            self.title = found[2]
        return True

    def _inside(self, found: _Found, line: str, told: str) -> None:
        if line[:1].isspace() or (
            not self._option(found, told) and not self._feedback(found, told)
        ):
            found.last.append(told)

    def _option(self, found: _Found, told: str) -> bool:
        if choice := _CHOICE.match(told):
            self._chosen(found, choice[3] or "", is_right=bool(choice[1]), multiple=False)
        elif box := _BOX.match(told):
            self._chosen(found, box[2] or "", is_right=box[1] != " ", multiple=True)
        elif short := _SHORT.match(told):
            self._typed(found, Kind.SHORT, short[1])
        elif number := _NUMERIC.match(told):
            self._typed(found, Kind.NUMERIC, number[1])
        elif _ESSAY.fullmatch(told):
            found.kind = Kind.ESSAY
        elif _UPLOAD.fullmatch(told):
            found.kind, found.refused = Kind.ESSAY, "a file cannot be handed in here"
        else:
            return False
        return True

    def _chosen(self, found: _Found, text: str, *, is_right: bool, multiple: bool) -> None:
        found.kind, found.multiple = Kind.CHOICE, multiple
        found.last = [text]
        found.options.append([found.last, is_right, []])

    def _typed(self, found: _Found, kind: Kind, text: str) -> None:
        found.kind = kind
        found.last = [text]
        found.options.append([found.last, True, []])

    def _feedback(self, found: _Found, told: str) -> bool:
        feedback = _FEEDBACK.match(told)
        if feedback is None:
            return False
        found.last = [feedback[2]]
        if found.options and feedback[1] == "...":
            found.options[-1][2] = found.last
        else:
            found.feedback[_WHERE[feedback[1]]] = found.last
        return True

    def _finish(self) -> None:
        found, self._found = self._found, None
        if found is None:
            return
        stem = "\n".join(found.stem).strip()
        reason = found.refused or ("" if found.kind else "it has no answers")
        told: dict[str, Any] = {}
        if not reason:
            told, reason = _told(found, stem)
        if reason:
            where = f"question {len(self.collector.questions) + 1}"
            self.collector.tell(where, reason, stem, line=found.line)
        else:
            self.collector.add(told, raw=stem, line=found.line)


def recognises(data: bytes, name: str) -> float:
    """Tell numbered questions by the marks of their answers."""
    try:
        text = decoding.decode(data[:_SAMPLE]).text
    except BankFormatError:
        return NO
    questions = len(_STEMS.findall(text))
    if not questions or len(_SIGNS.findall(text)) < questions or not _RIGHT.search(text):
        return NO
    return CERTAIN if text.lstrip().startswith("Quiz title:") else LIKELY


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read a quiz; what cannot be a question is named among the problems."""
    decoded = decoding.decode(data, options.encoding)
    collector = Collector()
    collector.problems += decoded.problems
    reader = _Reader(collector)
    reader.read(decoded.text)
    guessed = {"encoding": decoded.encoding}
    return collector.reading(NAME, name, title=reader.title, guessed=guessed)


def _told(found: _Found, stem: str) -> tuple[dict[str, Any], str]:
    """Return the fields of a question, or why it is none."""
    told: dict[str, Any] = {"kind": found.kind, "stem": stem, "format": "markdown"}
    if found.title:
        told["title"] = found.title
    if found.points:
        if not is_number(found.points) or not 0 <= float(found.points) < float("inf"):
            return {}, f"{found.points[:40]!r} are no points"
        told["points"] = float(found.points)
    feedback = {key: "\n".join(lines).strip() for key, lines in found.feedback.items()}
    if explanation := feedback.pop("explanation", ""):
        told["explanation"] = explanation
    if feedback:
        told["feedback"] = feedback
    try:
        return told | dict(_answers(found)), ""
    except ValueError as error:
        return {}, str(error)


def _answers(found: _Found) -> Iterator[tuple[str, Any]]:
    options = [
        ("\n".join(text).strip(), right, "\n".join(said)) for text, right, said in found.options
    ]
    if found.kind is Kind.SHORT:
        yield "answers", [{"text": text, "feedback": said} for text, _right, said in options]
    elif found.kind is Kind.NUMERIC:
        yield "answers", [{**_number(text), "feedback": said} for text, _right, said in options]
    elif found.kind is Kind.CHOICE:
        share = 1 / (sum(right for _text, right, _said in options) or 1) if found.multiple else 1.0
        yield "multiple", found.multiple
        choices = [
            {"text": text, "fraction": share if right else 0.0, "feedback": said}
            for text, right, said in options
        ]
        if _is_truth(choices):
            yield "kind", Kind.TRUEFALSE
            right = next(str(one["text"]) for one in choices if one["fraction"])
            yield "answers", [{"text": right.lower()}]
        else:
            yield "choices", choices


def _is_truth(choices: list[dict[str, Any]]) -> bool:
    words = {str(one["text"]).lower() for one in choices}
    is_one = sum(1 for one in choices if one["fraction"]) == 1
    return len(choices) == 2 and words == {"true", "false"} and is_one


def _number(text: str) -> dict[str, Any]:
    """Read `1.5`, `1.5 +- 0.1`, `1.5 +- 2%` or `[1, 2]`; raises ValueError for what is none."""
    if text.startswith("[") and text.endswith("]"):
        low, mark, high = text[1:-1].partition(",")
        ends = _checked(low), _checked(high)
        if not mark or ends[0] > ends[1]:
            raise ValueError(f"{text[:40]!r} is no range of numbers")
        return {"text": f"{(ends[0] + ends[1]) / 2:.15g}", "tolerance": (ends[1] - ends[0]) / 2}
    number, *far = _PLUS_MINUS.split(text, 1)
    value = _checked(number)
    if not far:
        return {"text": number.strip()}
    if far[0].endswith("%"):
        return {"text": number.strip(), "tolerance": abs(value * _checked(far[0][:-1]) / 100)}
    return {"text": number.strip(), "tolerance": abs(_checked(far[0]))}


def _checked(text: str) -> float:
    if not is_number(text) or abs(float(text)) > 1e300:
        raise ValueError(f"{text.strip()[:40]!r} is not a number")
    return float(text)


FORMAT: Final = Format(
    name=NAME,
    title="text2qti",
    suffixes=(".txt", ".md"),
    recognises=recognises,
    read=read,
    media_type="text/plain",
)
