"""The answers of each type of a Moodle quiz, as fields of a question."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

from questions.formats.moodle.embedded import EmbeddedError, gaps_of
from questions.formats.moodle.texts import Format, Piece, plain_in, said_in
from questions.formats.moodle_xml.blanks import chosen_gaps
from questions.formats.moodle_xml.nodes import Node, Option, RefusedError
from questions.model import Kind, is_number

# True and false in the languages whose Moodle wrote them into files.
_TRUTH: Final = {
    "true": True, "verdadero": True, "vrai": True, "wahr": True, "vero": True,
    "verdadeiro": True, "waar": True, "prawda": True, "верно": True, "richtig": True,
    "false": False, "falso": False, "faux": False, "falsch": False, "onwaar": False,
    "fałsz": False, "неверно": False,
}  # fmt: skip
_UNITS: Final = 50
_SHOWN: Final = frozenset({Kind.CHOICE, Kind.ORDERING})
Fields = dict[str, Any]


def pieces(node: Node, kind: Kind) -> Iterator[Piece]:
    """Yield the texts of the answers that may hold markup."""
    for option in node.options:
        if kind in _SHOWN:
            yield option.text
        if option.feedback:
            yield option.feedback
    for pair in node.all("subquestion"):
        if told := node.said(pair):
            yield told


def fields(node: Node, kind: Kind, form: Format) -> Fields:
    """Return the answers of a question; raises RefusedError where they cannot be meant."""
    return _READERS.get(kind, _nothing)(node, form)


def _nothing(node: Node, form: Format) -> Fields:
    return {}


def _choices(node: Node, form: Format) -> Fields:
    told: Fields = {"choices": [_option(one, form, is_shown=True) for one in node.options]}
    if not node.is_true("single", default=True):
        told["multiple"] = True
    if not node.is_true("shuffleanswers", default=False):
        told["shuffle"] = False
    return told


def _option(option: Option, form: Format, *, is_shown: bool) -> Fields:
    # What is typed is compared as it stands; it is never markup.
    text = said_in(option.text, form) if is_shown else option.text.text
    told: Fields = {"text": text, "fraction": option.fraction}
    if option.feedback:
        told["feedback"] = said_in(option.feedback, form)
    return told


def _truth(node: Node, form: Format) -> Fields:
    options = [_option(one, form, is_shown=False) for one in node.options]
    right = max(options, key=lambda one: float(one["fraction"]), default=None)
    if right is None or right["fraction"] <= 0:
        raise RefusedError("none of its answers is right")
    word = right["text"].strip().lower()
    is_true = _TRUTH.get(word)
    if is_true is None:
        is_true = right is options[0]
        node.repairs.append(f"it says {word[:40]!r}, which was taken for {str(is_true).lower()}")
    elif word not in {"true", "false"}:
        node.repairs.append(f"{word!r} was read as {str(is_true).lower()}")
    words = ("true", "false") if is_true else ("false", "true")
    told = [right | {"text": words[0], "fraction": 1.0}]
    told += [one | {"text": words[1]} for one in options if one is not right and "feedback" in one]
    return {"answers": told[:2]}


def _shorts(node: Node, form: Format) -> Fields:
    told: Fields = {"answers": [_option(one, form, is_shown=False) for one in node.options]}
    if node.is_true("usecase", default=False):
        told["case"] = True
    return told


def _numbers(node: Node, form: Format) -> Fields:
    told: Fields = {"answers": [_number(one, form) for one in node.options]}
    units = [_unit(one, node) for one in node.all("units") for one in one.findall("unit")][:_UNITS]
    named = [name for name, multiplier in units if multiplier == 1]
    if named:
        told["unit"] = named[0]
    others = {name: many for name, many in units if name and many > 0 and name not in named[:1]}
    if named and others:
        told["extra"] = {"units": others}
    return told


def _number(option: Option, form: Format) -> Fields:
    told = _option(option, form, is_shown=False)
    told["text"] = number = told["text"].strip().replace(",", ".")
    if number != "*" and (not is_number(number) or abs(float(number)) == float("inf")):
        raise RefusedError(f"the answer {number[:40]!r} is not a number")
    written = option.tolerance.replace(",", ".")
    if written and is_number(written) and 0 < abs(float(written)) < float("inf"):
        told["tolerance"] = abs(float(written))
    return told


def _unit(unit: etree._Element, node: Node) -> tuple[str, float]:
    inside = Node(unit, node.way, node.repairs)
    return inside.plain("unit_name"), inside.number("multiplier") or 0


def _pairs(node: Node, form: Format) -> Fields:
    pairs = []
    for one in node.all("subquestion"):
        left = node.said(one)
        answer = one.find("answer")
        right = node.text(answer) if answer is not None else ""
        if left or right:
            pairs.append(
                {"left": said_in(left, form) if left else None, "right": plain_in(right, form)}
            )
    told: Fields = {"pairs": pairs}
    if not node.is_true("shuffleanswers", default=False):
        told["shuffle"] = False
    return told


def _items(node: Node, form: Format) -> Fields:
    answers = node.all("answer")
    if any(
        one.find("feedback/text") is not None and node.text(one[-1]) for one in answers if len(one)
    ):
        node.repairs.append("the feedback of its items was left out")
    said = [node.said(one) for one in answers]
    return {"items": [said_in(one, form) if one else "" for one in said]}


def _rubric(node: Node, form: Format) -> Fields:
    told = node.piece("graderinfo")
    return {"rubric": said_in(told, form)} if told else {}


def embedded(stem: str, node: Node) -> tuple[str, Fields]:
    """Return the stem of a Cloze question with its places, and the gaps."""
    try:
        text, gaps, is_joined = gaps_of(stem)
    except EmbeddedError as error:
        raise RefusedError(str(error)) from None
    if not gaps:
        raise RefusedError("no answer is embedded in its text")
    if is_joined:
        node.repairs.append("line ends between its answers were left out")
    return text, {"gaps": gaps}


def chosen(stem: str, node: Node, form: Format) -> tuple[str, Fields]:
    """Return the stem and the gaps of a question with words to choose for its places."""
    tag = "dragbox" if node.element.get("type") == "ddwtos" else "selectoption"
    text, gaps, options = chosen_gaps(stem, [_word(one, node, form) for one in node.all(tag)])
    if not gaps:
        raise RefusedError("its text has no place such as [[1]] with words to choose")
    held = {"type": node.element.get("type"), "options": options}
    told: Fields = {"gaps": gaps, "held": held}
    if not node.is_true("shuffleanswers", default=False):
        told["shuffle"] = False
    return text, told


def _word(option: etree._Element, node: Node, form: Format) -> Fields:
    inside = Node(option, node.way, node.repairs)
    told = node.said(option)
    group = inside.plain("group")
    return {
        "text": said_in(told, form) if told else "",
        "group": int(group) if group.isdecimal() and len(group) < 9 else 1,
        "infinite": inside.first("infinite") is not None,
    }


_READERS: Final[Mapping[Kind, Callable[[Node, Format], Fields]]] = {
    Kind.CHOICE: _choices,
    Kind.TRUEFALSE: _truth,
    Kind.SHORT: _shorts,
    Kind.NUMERIC: _numbers,
    Kind.MATCHING: _pairs,
    Kind.ORDERING: _items,
    Kind.ESSAY: _rubric,
}
