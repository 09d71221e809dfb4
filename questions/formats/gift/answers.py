"""What stands in the braces of a GIFT question, by the kind that it shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from typing import Final

from questions.formats.gift.scanning import said
from questions.formats.moodle.texts import WAYS, Piece, Way
from questions.formats.moodle.weights import WeightError, fraction
from questions.model import Kind, is_number

_ARROW: Final = "->"
_TRUTH: Final = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_EXACTLY: Final = Context(prec=60)


class RefusedError(ValueError):
    """Answers that cannot be meant; the message says why."""


@dataclass(slots=True)
class Option:
    """One answer; *text* is a piece where it may hold markup, *tolerance* is for numbers."""

    text: Piece
    fraction: float
    feedback: Piece | None = None
    tolerance: float | None = None


@dataclass(slots=True)
class Answers:
    """The kind of a question and its answers."""

    kind: Kind
    options: list[Option] = field(default_factory=list)
    pairs: list[tuple[Piece, str]] = field(default_factory=list)
    multiple: bool = False


def parse(text: str, way: Way) -> Answers:
    """Read the answers; *way* is how the stem is written, which answers take over.

    Raises RefusedError or WeightError.
    """
    if not text:
        return Answers(Kind.ESSAY)
    if text[0] == "#":
        return Answers(Kind.NUMERIC, list(_numbers(text[1:], way)))
    if "~" in text:
        return _choices(text, way)
    if "=" in text and _ARROW in text:
        return _pairs(text, way)
    head, *feedback = text.split("#", 2)
    if head.strip() in _TRUTH:
        return _truth(_TRUTH[head.strip()], feedback, way)
    return _short(text, way)


def piece(text: str, way: Way) -> Piece:
    """Read a text that may begin with the way it is written, `[html]`."""
    text = text.strip()
    if text.startswith("[") and (end := text.find("]", 1, 12)) > 0:
        own = WAYS.get(text[1:end].lower())
        if own:
            return Piece(said(text[end + 1 :].strip()), own)
    return Piece(said(text), way)


def _choices(text: str, way: Way) -> Answers:
    is_multiple = "=" not in text
    marked = text.replace("~=", "=").replace("=", "~=").split("~")
    parts = marked[1:] if not marked[0].strip() else marked
    if len(parts) < 2:
        raise RefusedError("a choice question needs two answers or more")
    options = [_choice(part.strip(), way) for part in parts]
    return Answers(Kind.CHOICE, options, multiple=is_multiple)


def _choice(text: str, way: Way) -> Option:
    share, told = 0.0, text
    if text.startswith("="):
        share, told = 1.0, text[1:]
    elif text.startswith("%"):
        share, told = _weighed(text, 0.0)
    told, feedback = _commented(told, way)
    return Option(piece(told, way), share, feedback)


def _weighed(text: str, default: float) -> tuple[float, str]:
    """Take `%50%` off the front of an answer."""
    if not text.startswith("%"):
        return default, text
    percent, mark, rest = text[1:].partition("%")
    if not mark:
        return default, text
    try:
        return fraction(percent), rest.strip()
    except WeightError as error:
        raise RefusedError(str(error)) from None


def _commented(text: str, way: Way) -> tuple[str, Piece | None]:
    told, mark, feedback = text.partition("#")
    return told, piece(feedback, way) if mark else None


def _listed(text: str) -> list[str]:
    parts = text.split("=")
    return [part.strip() for part in (parts if parts[0].strip() else parts[1:])]


def _short(text: str, way: Way) -> Answers:
    options = []
    for part in _listed(text):
        share, told = _weighed(part, 1.0)
        told, feedback = _commented(told, way)
        options.append(Option(Piece(said(told.strip()), "plain"), share, feedback))
    return Answers(Kind.SHORT, options)


def _pairs(text: str, way: Way) -> Answers:
    pairs = []
    for part in _listed(text):
        left, arrow, right = part.partition(_ARROW)
        if not arrow:
            raise RefusedError("each answer of a matching question needs an arrow ->")
        pairs.append((piece(left, way), said(right.strip())))
    if len(pairs) < 2:
        raise RefusedError("a matching question needs two pairs or more")
    return Answers(Kind.MATCHING, pairs=pairs)


def _truth(is_true: bool, feedback: list[str], way: Way) -> Answers:
    """The first feedback is for the wrong answer, the second for the right one."""
    wrong, right = [*(piece(one, way) for one in feedback), None, None][:2]
    words = ("true", "false") if is_true else ("false", "true")
    options = [Option(Piece(words[0]), 1.0, right)]
    if wrong and wrong.text:
        options.append(Option(Piece(words[1]), 0.0, wrong))
    return Answers(Kind.TRUEFALSE, options)


def _numbers(text: str, way: Way) -> Iterator[Option]:
    text, mark, wrong = text.partition("~")
    parts = [part for part in _listed(text) if part] if text.strip() else []
    if not parts:
        raise RefusedError("no number stands after #")
    for part in parts:
        share, told = _weighed(part, 1.0)
        told, feedback = _commented(told, way)
        number, tolerance = _number(told.strip())
        yield Option(Piece(number, "plain"), share, feedback, tolerance)
    if mark:
        yield _otherwise(wrong, way)


def _otherwise(text: str, way: Way) -> Option:
    told, feedback = _commented(text, way)
    if told.strip() not in {"", "*"}:
        raise RefusedError(f"{told.strip()[:40]!r} stands where only feedback can")
    return Option(Piece("*", "plain"), 0.0, feedback)


def _number(text: str) -> tuple[str, float | None]:
    """Read `3`, `3:0.1` or `1..5` as a number and how far off one may be."""
    if text == "*":
        return text, None
    low, dots, high = text.partition("..")
    if dots:
        return _between(_checked(low), _checked(high))
    number, mark, tolerance = text.partition(":")
    if not mark:
        return _checked(number), 0.0
    return _checked(number), abs(float(_checked(tolerance)))


def _between(low: str, high: str) -> tuple[str, float]:
    try:
        ends = Decimal(low), Decimal(high)
        middle = _EXACTLY.divide(_EXACTLY.add(*ends), Decimal(2))
        tolerance = abs(_EXACTLY.divide(_EXACTLY.subtract(*reversed(ends)), Decimal(2)))
    except (InvalidOperation, ArithmeticError):
        raise RefusedError(f"{low}..{high} is not a range that can be kept") from None
    return _checked(_plain(middle)), float(tolerance)


def _plain(number: Decimal) -> str:
    short = f"{number.normalize(_EXACTLY):f}"
    return short if len(short) < 40 else str(number)


def _checked(text: str) -> str:
    number = text.strip()
    if not is_number(number) or abs(float(number)) == float("inf"):
        raise RefusedError(f"{said(number)[:40]!r} is not a number: write it like 3.14")
    return number
