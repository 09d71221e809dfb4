"""Outlines: what Logseq and RemNote give when their blocks are copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from questions.formats.notes.lines import Line
from questions.formats.notes.made import Card

_ITEM: Final = re.compile(r"([ \t]*)[-*+\N{BULLET}] (.*)")
_CARD: Final = re.compile(r"(?:^|(?<=\s))#(?:\[\[card\]\]|card|flashcard)(?=\s|$)")
_PROPERTY: Final = re.compile(r"[\w-]{1,60}:: |(?:SCHEDULED|DEADLINE):|:LOGBOOK:|:END:")
_CLOZE: Final = re.compile(r"\{\{cloze ([^{}\n]{1,2000})\}\}|\{\{([^{}\n:]{1,2000})\}\}")
_SIGN: Final = re.compile(r" (>>>|>>|<<|<>|::|;;)(?: |$)")
_TAB: Final = 4
_BOTH: Final = frozenset({"<>", "::"})


@dataclass(slots=True)
class _Block:
    """One point of an outline, with those below it."""

    line: int
    depth: int
    text: str
    below: list["_Block"] = field(default_factory=list)


def is_outline(lines: list[Line]) -> bool:
    """Tell whether a note has blocks that are cards."""
    blocks = (found[2] for line in lines if not line.is_code and (found := _ITEM.match(line.text)))
    return any(_CARD.search(text) or _SIGN.search(text) or _CLOZE.search(text) for text in blocks)


def cards(lines: list[Line]) -> Iterator[Card]:
    """Yield the blocks that are cards, with what stands below them as their answer."""
    waiting = [(block, "") for block in reversed(_tree(lines))]
    while waiting:
        block, above = waiting.pop()
        card = _card(block, above)
        if card:
            yield card
        if not card or not card.back or _SIGN.search(block.text):
            name = _SIGN.split(_CARD.sub("", block.text), 1)[0].strip()
            waiting += [(one, name) for one in reversed(block.below)]


def _tree(lines: list[Line]) -> list[_Block]:
    roots: list[_Block] = []
    above: list[_Block] = []
    for line in lines:
        found = None if line.is_code else _ITEM.match(line.text)
        if found:
            block = _Block(line.number, len(found[1].expandtabs(_TAB)), found[2].strip())
            while above and above[-1].depth >= block.depth:
                above.pop()
            (above[-1].below if above else roots).append(block)
            above.append(block)
        elif above and line.text.strip() and not _PROPERTY.match(line.text.strip()):
            above[-1].text += f"\n{line.text.strip()}"
    return roots


def _card(block: _Block, above: str) -> Card | None:
    text = _CARD.sub("", block.text).strip()
    is_marked = text != block.text
    if _CLOZE.search(text):
        return Card(block.line, _hidden(text))
    if sign := _SIGN.search(text):
        return _signed(block, text, sign, above)
    if is_marked and block.below:
        return Card(block.line, text, _told(block.below))
    return None


def _signed(block: _Block, text: str, sign: re.Match[str], above: str) -> Card | None:
    front, back = text[: sign.start()].strip(), text[sign.end() :].strip()
    if sign[1] == ">>>" or not back:
        back = _told(block.below)
    if sign[1] == "<<":
        front, back = back, front
    if sign[1] == ";;" and above:
        front = f"{above}: {front}"
    if not front or not back:
        return None
    return Card(block.line, front, back, reverse=sign[1] in _BOTH)


def _hidden(text: str) -> str:
    pieces, position = [], 0
    for number, found in enumerate(_CLOZE.finditer(text), 1):
        words = found[1] or found[2]
        pieces += [text[position : found.start()], f"{{{{c{min(number, 499)}::{words}}}}}"]
        position = found.end()
    return "".join((*pieces, text[position:]))


def _told(blocks: list[_Block]) -> str:
    """Write blocks as a list, or one of them as a text."""
    if len(blocks) == 1 and not blocks[0].below:
        return blocks[0].text
    lines: list[str] = []
    waiting = [(block, 0) for block in reversed(blocks)]
    while waiting:
        block, depth = waiting.pop()
        lines.append(f"{'  ' * depth}- {block.text}")
        waiting += [(one, min(depth + 1, 20)) for one in reversed(block.below)]
    return "\n".join(lines)
