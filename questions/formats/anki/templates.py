"""Templates of cards: text with `{{Field}}`, filters and conditional sections.

A template is parsed once into a flat list and rendered without recursion, so that sections may
nest as deep as anybody likes. What a field holds is never read as a template again.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from questions.formats.anki import filters

_OTHER_BRACES = "{{=<% %>=}}"
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)
CARD_NUMBER = re.compile(r"c(\d{1,3})")
SPECIAL = frozenset({"Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "FrontSide"})


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a template; a section knows where it ends, so that it can be left out."""

    kind: Literal["text", "field", "section", "inverted", "end"]
    value: str
    filters: tuple[str, ...] = ()
    after: int = 0


@dataclass(frozen=True, slots=True)
class Parsed:
    """A template as nodes, and what is wrong with it."""

    nodes: tuple[Node, ...]
    faults: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Return the names of fields that it asks for."""
        return frozenset(one.value for one in self.nodes if one.kind not in {"text", "end"})


@dataclass(frozen=True, slots=True)
class Scene:
    """What a template is rendered with: the fields, the number of the card, and the side."""

    fields: Mapping[str, str]
    ordinal: int
    is_back: bool = False
    cloze: Callable[[str, int, bool], str] = filters.revealed
    special: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str | None:
        found = self.fields.get(name)
        return self.special.get(name) if found is None else found


@lru_cache(maxsize=512)
def parse(template: str) -> Parsed:
    """Parse a template; what cannot be right is among the faults, and stays as text."""
    nodes: list[Node] = []
    waiting: list[int] = []
    faults: list[str] = []
    for is_tag, text in _tokens(template):
        if not is_tag:
            nodes.append(Node("text", text))
        elif text[:1] in {"#", "^"}:
            waiting.append(len(nodes))
            kind: Literal["section", "inverted"] = "section" if text[0] == "#" else "inverted"
            nodes.append(Node(kind, text[1:].strip()))
        elif text[:1] == "/":
            faults += _closed(nodes, waiting, text[1:].strip())
        elif text[:1] == "=":
            faults.append(f"{{{{{text[:40]}}}}} can only stand at the beginning")
        elif text:
            *named, name = text.split(":")
            nodes.append(Node("field", name.strip(), tuple(reversed(named))))
    faults += [f"{{{{#{nodes[at].value[:40]}}}}} is never closed" for at in waiting]
    return Parsed(tuple(nodes), tuple(faults[:20]))


def _closed(nodes: list[Node], waiting: list[int], name: str) -> Iterator[str]:
    if not waiting or nodes[waiting[-1]].value != name:
        yield f"{{{{/{name[:40]}}}}} closes nothing that is open"
        return
    at = waiting.pop()
    nodes.append(Node("end", name))
    nodes[at] = Node(nodes[at].kind, name, (), len(nodes))


def _tokens(template: str) -> Iterator[tuple[bool, str]]:
    """Yield texts (False) and what stands between braces (True); comments are text."""
    opening, closing = "{{", "}}"
    if template.lstrip().startswith(_OTHER_BRACES):
        template = template.lstrip()[len(_OTHER_BRACES) :]
        opening, closing = "<%", "%>"
    position = 0
    while position < len(template):
        start = template.find(opening, position)
        comment = template.find("<!--", position, None if start < 0 else start)
        if comment >= 0:
            end = template.find("-->", comment)
            end = len(template) if end < 0 else end + 3
            yield False, template[position:end]
            position = end
            continue
        end = template.find(closing, start) if start >= 0 else -1
        if end < 0:
            yield False, template[position:]
            return
        if start > position:
            yield False, template[position:start]
        yield True, template[start + 2 : end].lstrip("{").strip()
        position = end + 2


def render(parsed: Parsed, scene: Scene) -> str:
    """Fill in a template; an unknown field is left out."""
    parts: list[str] = []
    position = 0
    while position < len(parsed.nodes):
        node = parsed.nodes[position]
        position += 1
        if node.kind == "text":
            parts.append(node.value)
        elif node.kind == "field":
            parts.append(_filled(node, scene))
        elif node.kind != "end" and node.after and holds(node, scene) != (node.kind == "section"):
            position = node.after
    return "".join(parts)


def shows_something(parsed: Parsed, scene: Scene) -> bool:
    """Say whether a field that is not empty comes to be shown, so that the card is worth having."""
    position = 0
    while position < len(parsed.nodes):
        node = parsed.nodes[position]
        position += 1
        if node.kind == "field" and not is_empty(scene.value(node.value) or ""):
            return True
        if node.kind == "section" and node.after and not holds(node, scene):
            position = node.after
        if node.kind == "inverted" and node.after:
            position = node.after
    return False


def holds(node: Node, scene: Scene) -> bool:
    """Say whether the section's field has something in it; `c1` asks for the card's number."""
    value = scene.value(node.value)
    if value is None:
        asked = CARD_NUMBER.fullmatch(node.value)
        return bool(asked and int(asked[1]) == scene.ordinal + 1)
    return not is_empty(value)


def is_empty(value: str) -> bool:
    """Say whether a field shows nothing: blanks, line breaks and empty blocks."""
    return _EMPTY.fullmatch(value) is not None


def _filled(node: Node, scene: Scene) -> str:
    value = scene.value(node.value)
    if value is None:
        return ""
    return filters.applied(node, value, scene)
