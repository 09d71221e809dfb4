"""A question of a Moodle quiz as its children by name, and the texts that stand in them."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from questions.formats.moodle.texts import WAYS, Piece, Way
from questions.formats.moodle.weights import WeightError, fraction
from questions.formats.unpacking import plain_name
from questions.formats.xml_tree import inner

_SPACE: Final = re.compile(rb"\s+")
_NOTHING: Final = Piece("")
_TRUE: Final = frozenset({"1", "true"})


class RefusedError(ValueError):
    """A question that cannot be meant; the message says why."""


class Option(NamedTuple):
    """An answer: its text, how that and the feedback are written, and what it is worth."""

    text: Piece
    fraction: float
    feedback: Piece | None
    tolerance: str


class Node:
    """One element whose children have a meaning; *way* is how its texts are written."""

    __slots__ = ("children", "element", "options", "repairs", "way")

    def __init__(self, element: etree._Element, way: Way, repairs: list[str]) -> None:
        self.element = element
        self.way = way
        self.repairs = repairs
        self.options: list[Option] = []
        self.children: dict[str, list[etree._Element]] = {}
        known = self.children
        for child in element:
            tag = child.tag
            # An entity that was not resolved has no name.
            if tag in known:
                known[tag].append(child)
            elif isinstance(tag, str):
                known[tag] = [child]

    def read_options(self, *, are_weighed: bool = True) -> None:
        """Read the answers once; raises RefusedError for a weight that is none."""
        self.options = [
            self._option(one, weight(one) if are_weighed else 0.0) for one in self.all("answer")
        ]

    def _option(self, answer: etree._Element, share: float) -> Option:
        text, feedback, tolerance = _NOTHING, None, ""
        for child in answer:
            tag = child.tag
            if tag == "text":
                text = self._piece_of(child, answer.get("format"))
            elif tag == "feedback":
                feedback = self.said(child)
            elif tag == "tolerance":
                tolerance = self.text(child)
        return Option(text, share, feedback, tolerance)

    def _piece_of(self, holder: etree._Element, way: str | None) -> Piece:
        if len(holder):
            return Piece(self._with_tags(holder), self._way(way))
        text = holder.text
        return Piece(text.strip(), self._way(way)) if text else _NOTHING

    def _way(self, named: str | None) -> Way:
        return self.way if named is None else WAYS.get(named, self.way)

    def first(self, tag: str) -> etree._Element | None:
        found = self.children.get(tag)
        return found[0] if found else None

    def all(self, tag: str) -> list[etree._Element]:
        return self.children.get(tag, [])

    def plain(self, tag: str) -> str:
        """Return the text of a child that is a value, whether or not it has a text of its own."""
        child = self.first(tag)
        if child is None:
            return ""
        # A value has no element inside, but for the few that are texts.
        return self.text(child) if len(child) else (child.text or "").strip()

    def number(self, tag: str) -> float | None:
        """Return a value that is a number, None for what is none."""
        try:
            value = float(self.plain(tag))
        except ValueError:
            return None
        return value if 0 <= value <= 1e9 else None

    def is_true(self, tag: str, default: bool) -> bool:
        told = self.plain(tag).lower()
        return told in _TRUE if told else default

    def piece(self, tag: str) -> Piece | None:
        """Return a child as a text with the way it is written; None where it says nothing."""
        child = self.first(tag)
        return None if child is None else self.said(child)

    def said(self, element: etree._Element) -> Piece | None:
        """Return an element as a text with its way; None where it says nothing."""
        text = self.text(element)
        return Piece(text, self._way(element.get("format"))) if text else None

    def text(self, element: etree._Element) -> str:
        """Return the words of an element; tags that should have been in CDATA stay tags."""
        # Nearly always the text is the only child or the first one.
        holder = element[0] if len(element) else element
        if holder is not element and holder.tag != "text":
            found = element.find("text")
            if found is None:
                return (element.text or "").strip()
            holder = found
        if len(holder):
            return self._with_tags(holder)
        text = holder.text
        return text.strip() if text else ""

    def _with_tags(self, holder: etree._Element) -> str:
        self.repairs.append("markup that is not in CDATA was taken for text")
        return inner(holder).strip()


def weight(element: etree._Element) -> float:
    """Return what an answer is worth; raises RefusedError for what is no weight."""
    try:
        return fraction(element.get("fraction") or "0")
    except WeightError as error:
        raise RefusedError(str(error)) from None


def files_in(element: etree._Element) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files that come along, by the path that texts name them with; None if damaged."""
    for file in element.iter("file"):
        folder = (file.get("path") or "/").strip("/")
        name = file.get("name") or ""
        if name in {"", "."}:
            continue
        path = f"{folder}/{name}" if folder else name
        yield path, _decoded(file.text or "") if plain_name(name) else None


def old_picture(node: Node) -> tuple[str, bytes | None] | None:
    """Return the picture of a question in files of long ago."""
    name = node.plain("image")
    data = node.plain("image_base64")
    if not name or not data:
        return None
    return name.replace("/", "_"), _decoded(data) if plain_name(name) else None


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(_SPACE.sub(b"", text.encode()), validate=True)
    except (binascii.Error, ValueError):
        return None
