"""Moodle's Cloze syntax: answers that stand in the text, `{2:MULTICHOICE:=Paris#Yes~Lyon}`."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from questions.formats.moodle.weights import WeightError, exact, fraction, percent
from questions.model import Answer, Choice, Gap, is_number


class EmbeddedError(ValueError):
    """An embedded question that cannot be meant; the message says why."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says of a gap; `layout` is how its choices are shown."""

    kind: str
    case: bool = False
    multiple: bool = False
    layout: str = ""
    shuffle: bool = False


# By the long name of a code; the first short one is written.
_CODES: Final[Mapping[str, tuple[Code, tuple[str, ...]]]] = {
    "SHORTANSWER": (Code("short"), ("SA", "MW")),
    "SHORTANSWER_C": (Code("short", case=True), ("SAC", "MWC")),
    "NUMERICAL": (Code("numeric"), ("NM",)),
    "MULTICHOICE": (Code("choice"), ("MC",)),
    "MULTICHOICE_V": (Code("choice", layout="vertical"), ("MCV",)),
    "MULTICHOICE_H": (Code("choice", layout="horizontal"), ("MCH",)),
    "MULTICHOICE_S": (Code("choice", shuffle=True), ("MCS",)),
    "MULTICHOICE_VS": (Code("choice", layout="vertical", shuffle=True), ("MCVS",)),
    "MULTICHOICE_HS": (Code("choice", layout="horizontal", shuffle=True), ("MCHS",)),
    "MULTIRESPONSE": (Code("choice", multiple=True), ("MR",)),
    "MULTIRESPONSE_H": (Code("choice", multiple=True, layout="horizontal"), ("MRH",)),
    "MULTIRESPONSE_S": (Code("choice", multiple=True, shuffle=True), ("MRS",)),
    "MULTIRESPONSE_HS": (
        Code("choice", multiple=True, layout="horizontal", shuffle=True),
        ("MRHS",),
    ),
}
CODES: Final[Mapping[str, Code]] = {
    name: code for long, (code, short) in _CODES.items() for name in (long, *short)
}
_NAMES: Final = {code: long for long, (code, _short) in _CODES.items()}
OPENING: Final = re.compile(
    r"\{(\d{0,9}):(" + "|".join(sorted(CODES, key=len, reverse=True)) + "):"
)
_CLOSING: Final = re.compile(r"(?:[^\\}]|\\.)*\}", re.DOTALL)
_BETWEEN: Final = re.compile(r"(?<!\\)~")
_FEEDBACK: Final = re.compile(r"(?<![\\&])#")
_WEIGHT: Final = re.compile(r"=|%(-?\d{1,9}(?:[.,]\d{0,30})?)%")
_ESCAPE: Final = re.compile(r"\\([}#\"/~])")
_SIGN: Final = re.compile(r"[}#~]|\\(?=[}#\"/~\\]|$)")
_TILDE: Final = "&#126;"
_BACK: Final = "&#92;"
_AND: Final = "&#38;"
_ENTITIES: Final = {_TILDE: "~", _BACK: "\\", _AND: "&"}


def gaps_of(text: str) -> tuple[str, list[dict[str, Any]], bool]:
    """Return the stem with places `[[1]]`, the gaps as fields, and whether lines were joined.

    Raises EmbeddedError for a gap that cannot be answered.
    """
    pieces: list[str] = []
    gaps: list[dict[str, Any]] = []
    position, is_joined = 0, False
    for start, points, code, inside, end in _found(text):
        pieces += [text[position:start], f"[[{len(gaps) + 1}]]"]
        position = end
        gaps.append(_gap(str(len(gaps) + 1), points, CODES[code], inside))
        is_joined = is_joined or inside.lstrip(" ").startswith("\n")
    return "".join((*pieces, text[position:])), gaps, is_joined


def written(stem: str, gaps: Sequence[Gap]) -> str:
    """Write gaps into the places of a stem."""
    for gap in gaps:
        stem = stem.replace(f"[[{gap.id}]]", _written(gap))
    return stem


def is_embedded(text: str) -> bool:
    """Tell whether a text holds an embedded answer."""
    return OPENING.search(text) is not None


def _found(text: str) -> Iterator[tuple[int, str, str, str, int]]:
    position = 0
    while opening := OPENING.search(text, position):
        closing = _CLOSING.match(text, opening.end())
        if closing is None:
            # No later one can end either.
            return
        inside = text[opening.end() : closing.end() - 1]
        yield opening.start(), opening[1], opening[2], inside, closing.end()
        position = closing.end()


def _gap(name: str, points: str, code: Code, inside: str) -> dict[str, Any]:
    options = [_option(one, code) for one in _BETWEEN.split(inside)]
    told: dict[str, Any] = {"id": name, "kind": code.kind}
    if points and points != "1":
        told["points"] = float(points)
    if code.kind == "choice":
        _check_choices(name, options, code)
        told["choices"] = _shared(options) if code.multiple else options
        marks = {"multiple": code.multiple, "shuffle": code.shuffle, "layout": code.layout}
        return told | {key: value for key, value in marks.items() if value}
    if code.case:
        told["case"] = True
    _check_right(name, options)
    return told | {"answers": options}


def _option(text: str, code: Code) -> dict[str, Any]:
    text = text.lstrip("\n\r\t ")
    weight = _WEIGHT.match(text)
    share = 0.0
    if weight:
        text = text[weight.end() :]
        share = 1.0 if weight[0] == "=" else _share(weight[1])
    answer, *feedback = _FEEDBACK.split(text, 1)
    told: dict[str, Any] = {"fraction": share}
    if code.kind == "numeric":
        told |= _number(_unescaped(answer).strip())
    elif code.kind == "short":
        told["text"] = html.unescape(_unescaped(answer)).strip()
    else:
        told["text"] = _unescaped(answer).rstrip("\n")
    if feedback and feedback[0]:
        told["feedback"] = _unescaped(feedback[0])
    return told


def _share(text: str) -> float:
    try:
        return fraction(text.replace(",", ".").removesuffix("."))
    except WeightError as error:
        raise EmbeddedError(str(error)) from None


def _number(text: str) -> dict[str, Any]:
    number, mark, tolerance = text.partition(":")
    number, tolerance = number.strip().replace(",", "."), tolerance.strip().replace(",", ".")
    if number == "*":
        return {"text": "*"}
    for one in (number, tolerance) if mark else (number,):
        if not is_number(one) or abs(float(one)) == float("inf"):
            raise EmbeddedError(f"{one[:40]!r} is not a number")
    far = abs(float(tolerance)) if mark else 0.0
    return {"text": number, "tolerance": far} if far else {"text": number}


def _check_choices(name: str, options: list[dict[str, Any]], code: Code) -> None:
    if len(options) < 2:
        raise EmbeddedError(f"the gap {name} needs two choices or more")
    if not code.multiple:
        _check_right(name, options)
    elif not any(option["fraction"] > 0 for option in options):
        raise EmbeddedError(f"none of the choices of the gap {name} is right")


def _check_right(name: str, options: list[dict[str, Any]]) -> None:
    if not any(option["fraction"] == 1 for option in options):
        raise EmbeddedError(f"no answer of the gap {name} is wholly right: begin it with =")


def _shared(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let the right choices of several make up the whole mark together, as Moodle does.

    Where there are two wrong ones or more, each takes away what a right one gives.
    """
    right = [option["fraction"] for option in options if option["fraction"] > 0]
    whole = sum(right)
    penalty = -1 / len(right) if len(options) - len(right) > 1 else 0.0
    return [option | {"fraction": _part(option["fraction"], whole, penalty)} for option in options]


def _part(share: float, whole: float, penalty: float) -> float:
    return exact(share / whole) if share > 0 else share or penalty


def _unescaped(text: str) -> str:
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    for entity, sign in _ENTITIES.items():
        text = text.replace(entity, sign)
    return text


def _written(gap: Gap) -> str:
    held = gap.model_extra or {}
    code = Code(
        gap.kind,
        case=gap.case,
        multiple=gap.multiple,
        layout=str(held.get("layout") or ""),
        shuffle=bool(held.get("shuffle")),
    )
    name = _NAMES.get(code) or _NAMES[Code(gap.kind, gap.case, code.multiple)]
    told = "~".join(_written_option(one, gap.kind) for one in gap.options)
    return f"{{{gap.points:g}:{name}:{told}}}" if gap.points % 1 == 0 else f"{{1:{name}:{told}}}"


def _written_option(option: Answer | Choice, kind: str) -> str:
    if option.fraction == 1:
        mark = "="
    else:
        is_marked = option.fraction or option.text.startswith(("=", "%"))
        mark = f"%{percent(option.fraction)}%" if is_marked else ""
    # What is typed is decoded when it is read.
    is_decoded = kind == "short" and html.unescape(option.text) != option.text
    text = _escaped(option.text.replace("&", "&amp;") if is_decoded else option.text)
    if text.endswith("&") and option.feedback:
        # Before the sign of feedback it would begin an entity.
        text = text[:-1] + _AND
    far = option.tolerance if isinstance(option, Answer) and kind == "numeric" else None
    told = f"{text}:{far!r}" if far else text
    return f"{mark}{told}#{_escaped(option.feedback)}" if option.feedback else f"{mark}{told}"


def _escaped(text: str) -> str:
    """Escape the signs; what has no escape becomes an entity, which Moodle shows as itself."""
    return _SIGN.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    sign = found[0]
    return {"~": _TILDE, "\\": _BACK}.get(sign) or f"\\{sign}"
