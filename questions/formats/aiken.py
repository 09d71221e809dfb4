"""Aiken: a question, its options by letter, and the letter of the right one.

Moodle reads this format to the letter. What people write beside it (stems of several lines, small
letters, several answers, feedback) is read too, and said to have been read otherwise.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any, Final

from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import decoding, losses
from questions.formats.base import CERTAIN, LIKELY, NO, NO_OPTIONS, Format, Holds, Options
from questions.formats.collecting import Collector
from questions.formats.media import MediaFile
from questions.formats.results import Problem, Reading, Writing
from questions.formats.schedule import Schedule
from questions.model import Kind, Question

NAME: Final = "aiken"
_OPTION: Final = re.compile(r"([A-Za-z])[.)]\s*(.*)", re.DOTALL)
_ANSWER: Final = re.compile(r"ANSWER\s*:\s*(.*)", re.IGNORECASE)
_FEEDBACK: Final = re.compile(r"FEEDBACK\s*:\s*(.*)", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[\s,;/&+]+|\band\b")
_RECOGNISED: Final = re.compile(
    r"^\s*[A-Z][.)].*\n(?:\s*\n|\s*[A-Z][.)].*\n){1,200}\s*ANSWER\s*:\s*[A-Z]\b",
    re.MULTILINE | re.IGNORECASE,
)
_MANY: Final = re.compile(r"(?:^[A-Z][.)].*\n){20}", re.MULTILINE)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_SAMPLE: Final = 64 * 1024
_HOLDS: Final = Holds(frozenset({Kind.CHOICE}), frozenset(), choices=len(ascii_uppercase))


@dataclass(slots=True)
class _Lines:
    """The lines up to an answer line, without the blank ones at their ends; *first* from 1."""

    first: int = 1
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """A question as its lines show it."""

    line: int
    stem: str
    options: dict[str, str]
    right: list[str] = field(default_factory=list)
    feedback: str = ""


class _Reader:
    """Goes through the lines of a file; what was read otherwise than Moodle does is counted."""

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self._lenient: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    def read(self, text: str) -> None:
        waiting: _Found | None = None
        group = _Lines()
        for number, line in enumerate([*text.split("\n"), ""], 1):
            told = line.strip()
            if waiting and (found := _FEEDBACK.match(told)):
                waiting.feedback = found[1]
                self._note("feedback to an answer", number)
                continue
            if waiting and waiting.feedback and told and not _is_sign(told):
                waiting.feedback += f"\n{told}"
                continue
            if waiting:
                self._add(waiting)
                waiting = None
            if found := _ANSWER.match(told):
                waiting = self._question(group, found, number)
                group = _Lines(number + 1)
            elif told or group.lines:
                group.lines.append(told)
            else:
                group.first = number + 1
        self._left_over(group.lines, group.first, "it has no ANSWER line")
        self._tell()

    def _question(self, group: _Lines, answer: re.Match[str], number: int) -> _Found | None:
        if not answer[0].startswith("ANSWER"):
            self._note("ANSWER in small letters", number)
        start = self._first_option(group)
        if start is None:
            self._left_over(group.lines or [answer[0]], group.first, "it has no options")
            return None
        stem, line = self._stem(group, start)
        options = self._options(group, start)
        found = _Found(line, stem, options)
        return self._checked(found, answer[1])

    def _first_option(self, group: _Lines) -> int | None:
        """Return the place of the option A: of the last question, where one lacks its answer."""
        places = [
            place
            for place, line in enumerate(group.lines)
            if (option := _OPTION.match(line)) and option[1].upper() == "A"
        ]
        before = [place for place in places if place and not _OPTION.match(group.lines[place - 1])]
        return before[-1] if before else places[-1] if places and places[-1] else None

    def _stem(self, group: _Lines, start: int) -> tuple[str, int]:
        """Return the stem and its line: the lines between the options and what stands before."""
        end = start
        while end and not group.lines[end - 1]:
            end -= 1
        begin = end
        while begin and group.lines[begin - 1] and not _OPTION.match(group.lines[begin - 1]):
            begin -= 1
        if begin == end and end == 1:
            begin = 0
            self._note("a question that begins like an option", group.first)
        self._left_over(group.lines[:begin], group.first, "it has no ANSWER line")
        if end - begin > 1:
            self._note("a question of several lines", group.first + begin)
        return "\n".join(group.lines[begin:end]), group.first + begin

    def _options(self, group: _Lines, start: int) -> dict[str, str]:
        options: dict[str, str] = {}
        letter = ""
        for place, line in enumerate(group.lines[start:], group.first + start):
            option = _OPTION.match(line)
            if option and (is_next := _follows(option[1], options)) is not None:
                letter = option[1].upper() if is_next else f"{option[1]}{len(options)}"
                options[letter] = option[2]
                self._note_letter(option[1], options, place)
            elif line and letter:
                options[letter] += f"\n{line}"
                self._note("an option of several lines", place)
        return options

    def _note_letter(self, letter: str, options: Mapping[str, str], line: int) -> None:
        if letter.islower():
            self._note("options with small letters", line)
        if (
            len(options) <= len(ascii_uppercase)
            and letter.upper() != ascii_uppercase[len(options) - 1]
        ):
            self._note("options that leave out a letter", line)

    def _checked(self, found: _Found, answer: str) -> _Found | None:
        letters = [one.rstrip(".)") for one in _LETTERS.split(answer) if one]
        found.right = list(dict.fromkeys(one.upper() for one in letters))
        reason = _reason(found, answer)
        if reason:
            where = f"question {len(self.collector.questions) + 1}"
            self.collector.tell(where, reason, found.stem, line=found.line)
            return None
        if any(one.islower() for one in letters):
            self._note("an answer in small letters", found.line)
        if len(letters) > 1:
            self._note("several right answers", found.line)
        return found

    def _add(self, found: _Found) -> None:
        share = 1 / len(found.right)
        choices = [
            {"text": text, "fraction": share if letter in found.right else 0.0}
            for letter, text in found.options.items()
        ]
        told: dict[str, Any] = {"kind": Kind.CHOICE, "stem": found.stem, "choices": choices}
        if len(found.right) > 1:
            told["multiple"] = True
        if found.feedback:
            told["explanation"] = found.feedback
        self.collector.add(told, raw=found.stem, line=found.line)

    def _left_over(self, lines: list[str], line: int, reason: str) -> None:
        text = "\n".join(lines).strip()
        if text:
            self.collector.tell(f"line {line}", reason, text, line=line)

    def _note(self, what: str, line: int) -> None:
        self._lenient[what] += 1
        self._first.setdefault(what, line)

    def _tell(self) -> None:
        for what, times in self._lenient.items():
            told = f"{what}, {times} times: Moodle would not take it; it was read as meant"
            self.collector.tell("the file", told, "", "repaired", self._first[what])


def recognises(data: bytes, name: str) -> float:
    """Tell Aiken by options that an ANSWER line follows."""
    try:
        text = decoding.decode(data[:_SAMPLE]).text
    except BankFormatError:
        return NO
    if text.lstrip()[:1] in {"<", "{"}:
        return NO
    found = _RECOGNISED.search(text)
    if not found:
        # Of a very long question the answer lies farther than the sample.
        return CERTAIN if _MANY.search(text) and b"\nANSWER:" in data[-_SAMPLE:] else NO
    return CERTAIN if "ANSWER" in found[0] else LIKELY


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read an Aiken file; what has no options or no answer is named among the problems."""
    decoded = decoding.decode(data, options.encoding)
    collector = Collector()
    collector.problems += decoded.problems
    _Reader(collector).read(decoded.text)
    return collector.reading(NAME, name, guessed={"encoding": decoded.encoding})


def write(bank: Bank, media: Mapping[str, MediaFile], schedule: Schedule | None) -> Writing:
    """Write the choice questions of a bank; everything else is left out and named."""
    kept, problems = losses.fitting(bank, _HOLDS)
    text = "\n\n".join(block for one in kept for block in _block(one, problems))
    return Writing(f"{text}\n".encode() if text else b"", tuple(problems))


def _is_sign(line: str) -> bool:
    return bool(_OPTION.match(line) or _ANSWER.match(line))


def _follows(letter: str, options: Mapping[str, str]) -> bool | None:
    """Tell whether a letter is a new one (True) or one of very many (False), or text (None)."""
    if len(options) >= len(ascii_uppercase):
        return False
    return True if letter.upper() > max(options, default="") else None


def _reason(found: _Found, answer: str) -> str | None:
    if not found.right:
        return "its ANSWER line names no letter"
    if len(found.options) < 2:
        return "a question needs two options or more"
    unknown = [letter for letter in found.right if letter not in found.options]
    if unknown:
        return f"there is no option {unknown[0][:40]!r}: {answer[:60]!r}"
    return None


def _block(question: Question, problems: list[Problem]) -> Iterator[str]:
    where = question.title or f"question {question.id}"
    right = [place for place, one in enumerate(question.choices) if one.fraction > 0]
    lines = [_line(question.stem, question.format)]
    for letter, choice in zip(ascii_uppercase, question.choices, strict=False):
        lines.append(f"{letter}. {_line(choice.text, question.format)}".rstrip())
    if _ANSWER.match(lines[0]) or not lines[0]:
        problems.append(Problem(where, "its text reads like a line of the format", lines[0]))
        return
    if len(right) > 1:
        told = "several of its choices are right; Moodle takes the first one only"
        problems.append(Problem(where, told, question.stem[:200], "reduced"))
    if "\n" in question.stem or any("\n" in choice.text for choice in question.choices):
        told = "its line ends are left out"
        problems.append(Problem(where, told, question.stem[:200], "reduced"))
    letters = ", ".join(ascii_uppercase[place] for place in right)
    yield "\n".join((*lines, f"ANSWER: {letters}"))


def _line(text: str, form: str) -> str:
    """Return a text as one line without markup."""
    plain = html.unescape(_TAG.sub(" ", text)) if form == "html" else text
    return " ".join(plain.split())


FORMAT: Final = Format(
    name=NAME,
    title="Aiken",
    suffixes=(".txt",),
    recognises=recognises,
    read=read,
    write=write,
    holds=_HOLDS,
    media_type="text/plain",
)
