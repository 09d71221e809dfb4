"""A Moodle quiz in XML into questions; what cannot be played is kept as it stands."""

from typing import Any, Final

from lxml import etree

from questions.errors import BankFormatError
from questions.formats.base import NO_OPTIONS, Options
from questions.formats.collecting import Collector
from questions.formats.moodle import categories
from questions.formats.moodle.files import inward
from questions.formats.moodle.names import name_of
from questions.formats.moodle.texts import Format, Piece, format_of, said_in
from questions.formats.moodle_xml import kinds
from questions.formats.moodle_xml.nodes import Node, RefusedError, files_in, old_picture
from questions.formats.results import Outcome, Reading
from questions.formats.unpacking import plain_name
from questions.formats.xml_tree import parse
from questions.messages import say
from questions.model import Kind

NAME: Final = "moodle-xml"
TYPES: Final = {
    "multichoice": Kind.CHOICE,
    "truefalse": Kind.TRUEFALSE,
    "shortanswer": Kind.SHORT,
    "numerical": Kind.NUMERIC,
    "matching": Kind.MATCHING,
    "essay": Kind.ESSAY,
    "description": Kind.INFO,
    "cloze": Kind.GAPS,
    "multianswer": Kind.GAPS,
    "gapselect": Kind.GAPS,
    "ddwtos": Kind.GAPS,
    "ordering": Kind.ORDERING,
}
CHOSEN: Final = frozenset({"gapselect", "ddwtos"})
COMBINED: Final = (
    ("correct", "correctfeedback"),
    ("partial", "partiallycorrectfeedback"),
    ("incorrect", "incorrectfeedback"),
)
# Settings that this project has no word for; they are written back where a question goes home.
KEPT: Final = (
    "penalty", "answernumbering", "hidden", "responseformat", "responserequired",
    "responsefieldlines", "minwordlimit", "maxwordlimit", "attachments", "layouttype",
    "selecttype", "selectcount", "gradingtype", "showgrading", "numberingstyle",
)  # fmt: skip
_KEPT: Final = frozenset(KEPT)
_USUAL: Final = {
    "hidden": "0",
    "penalty": "0.3333333",
    "answernumbering": "abc",
    "responseformat": "editor",
}
_RAW: Final = 200
_LONGEST_RAW: Final = 4_000_000


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read a quiz; what cannot be a question is named among the problems."""
    root = parse(data)
    if root.tag == "question":
        quiz = [root]
    elif root.tag == "quiz":
        quiz = root.findall("question")
    else:
        raise BankFormatError(
            say("this XML is no Moodle quiz: it begins with <%(tag)s>", tag=str(root.tag)[:40])
        )
    reader = _Reader(has_files=b"<file" in data)
    if root.tag == "question":
        told = "there is no <quiz> around the question, so Moodle would find none"
        reader.collector.tell("the file", told, outcome="repaired")
    for element in quiz:
        reader.read(element)
    return reader.collector.reading(NAME, name)


class _Reader:
    def __init__(self, *, has_files: bool) -> None:
        self.collector = Collector()
        self._deck: str | None = None
        self._has_files = has_files

    def read(self, element: etree._Element) -> None:
        repairs: list[str] = []
        node = Node(element, "auto", repairs)
        type_name = element.get("type") or ""
        line = element.sourceline
        if type_name == "category":
            self._enter(node, line)
            return
        name = node.plain("name")
        where = name[:200] or f"question {len(self.collector.questions) + 1}"
        key = node.plain("idnumber")
        try:
            told = _told(node, type_name, name)
        except RefusedError as error:
            self.collector.tell(where, str(error), _raw(element), line=line)
            return
        self._bring_files(node, told, where, line)
        if self._deck:
            told["deck"] = self._deck
        for repair in dict.fromkeys(repairs):
            is_less = "left out" in repair or "kept" in repair
            outcome: Outcome = "reduced" if is_less else "repaired"
            self.collector.tell(where, repair, "", outcome, line)
        self.collector.add(told, key=key, where=where, raw="", line=line)

    def _enter(self, node: Node, line: int | None) -> None:
        path = node.plain("category")
        if categories.is_cut(path):
            self.collector.tell("category", "the category was shortened", path, "reduced", line)
        self._deck = categories.deck_of(path)

    def _bring_files(self, node: Node, told: dict[str, Any], where: str, line: int | None) -> None:
        found = list(files_in(node.element)) if self._has_files else []
        if "image_base64" in node.children and (picture := old_picture(node)):
            found.append(picture)
            told["stem"] += f' <img src="@@PLUGINFILE@@/{picture[0]}" />'
            told["format"] = "html"
        if not found or told["kind"] is Kind.OPAQUE:
            return
        files: dict[str, str] = {}
        for path, data in found:
            if data is None:
                reason = f"the file {path[:80]!r} is damaged or has no sound name"
                self.collector.tell(where, reason, "", "reduced", line)
            else:
                files[path] = self.collector.keep(plain_name(path) or "file", data)
        for key in [key for key in told if key not in {"kind", "extra"}]:
            told[key] = inward(told[key], files)
        told["media"] = tuple(dict.fromkeys(files.values()))
        told.setdefault("extra", {})["files"] = files


def _told(node: Node, type_name: str, name: str) -> dict[str, Any]:
    kind = TYPES.get(type_name)
    if kind is None:
        return _opaque(node, type_name, name)
    text = node.piece("questiontext") or Piece("")
    node.way = text.way
    # The answers of an ordering question are numbered where others tell what they are worth.
    node.read_options(are_weighed=kind is not Kind.ORDERING)
    told = _common(node, text, kind, name)
    form = told.get("format", "text")
    if type_name in CHOSEN:
        told["stem"], more = kinds.chosen(told["stem"], node, form)
    elif kind is Kind.GAPS:
        told["stem"], more = kinds.embedded(told["stem"], node)
    else:
        more = kinds.fields(node, kind, form)
    held = more.pop("held", {}) | _settings(node)
    told |= more
    if held:
        told.setdefault("extra", {})["moodle"] = held
    return told


def _common(node: Node, text: Piece, kind: Kind, name: str) -> dict[str, Any]:
    """Return what questions of every type have."""
    general = node.piece("generalfeedback")
    hints = [said for one in node.all("hint") if (said := node.said(one))]
    combined = [(key, said) for key, tag in COMBINED if (said := node.piece(tag))]
    form: Format = "html"
    # Nearly every file is HTML throughout.
    if text.way != "html":
        others = [text, *hints, *(piece for _key, piece in combined), *kinds.pieces(node, kind)]
        form = format_of([*others, general] if general else others)
    told: dict[str, Any] = {"kind": kind, "stem": said_in(text, form)}
    if form != "text":
        told["format"] = form
    if name and name != name_of(told["stem"]):
        told["title"] = name
    if general:
        told["explanation"] = said_in(general, form)
    if hints:
        told["hints"] = tuple(said_in(one, form) for one in hints)
    if combined:
        told["feedback"] = {key: said_in(piece, form) for key, piece in combined}
    return told | _marks(node, kind)


def _marks(node: Node, kind: Kind) -> dict[str, Any]:
    told: dict[str, Any] = {}
    points = node.number("defaultgrade")
    if points is not None and points != 1 and kind is not Kind.INFO:
        told["points"] = points
    tags = node.first("tags")
    if tags is not None:
        told["tags"] = tuple(word for tag in tags.iter("tag") if (word := node.text(tag)))
    return told


def _settings(node: Node) -> dict[str, Any]:
    return {
        tag: value
        for tag in node.children
        if tag in _KEPT and (value := node.plain(tag)) and _USUAL.get(tag) != value
    }


def _opaque(node: Node, type_name: str, name: str) -> dict[str, Any]:
    for inside in node.element.iter():
        # An empty element has two forms; of what is written back again and again one is enough.
        inside.text = inside.text or None
    raw = etree.tostring(node.element, encoding="unicode", with_tail=False)
    if len(raw) > _LONGEST_RAW:
        raise RefusedError(f"a question of the type {type_name[:40]!r} of {len(raw):,} characters")
    told = f"questions of the type {type_name[:40]!r} cannot be played; it is kept for export"
    node.repairs.append(told)
    text = node.piece("questiontext") or Piece("")
    return _common(node, text, Kind.OPAQUE, name) | {
        "raw": raw,
        "extra": {"moodle": {"type": type_name}},
    }


def _raw(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)[:_RAW]
