"""The surface of GIFT: blocks between blank lines, comments, escapes, one pair of braces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# A character after a backslash stands for itself. Until a text is cut, lone surrogates hold its
# place: no text that was decoded has them.
_ESCAPE: Final = re.compile(r"\\([~=#{}:\\n])")
_PLACE: Final = {char: chr(0xD800 + number) for number, char in enumerate("~=#{}:\\n")}
_CHARACTER: Final = {ord(place): char for char, place in _PLACE.items()} | {ord(_PLACE["n"]): "\n"}
_WRITTEN: Final = {ord(place): f"\\{char}" for char, place in _PLACE.items()}
_ID: Final = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TAG: Final = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f])+)\]")
CATEGORY: Final = "$CATEGORY:"


@dataclass(slots=True)
class Block:
    """Lines between two blank ones, without comments; *line* is where it begins, from 1."""

    line: int
    text: str
    key: str = ""
    tags: tuple[str, ...] = ()


def blocks(text: str) -> Iterator[Block]:
    """Cut a file into blocks; those that are only comment are left out."""
    if "\\" in text:
        text = _ESCAPE.sub(_placed, text)
    lines: list[str] = []
    comments: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        told = line.strip()
        if not told:
            if lines:
                yield _block(start, lines, comments)
                lines = []
            # What is said of nothing is not said of the next question.
            comments = []
        elif told.startswith("//"):
            comments.append(told)
        else:
            if not lines:
                start = number
            lines.append(told)
    if lines:
        yield _block(start, lines, comments)


def said(text: str) -> str:
    """Put back what was escaped."""
    return text if text.isascii() else text.translate(_CHARACTER)


def as_written(text: str) -> str:
    """Show a piece of the file as it stands there, for a report."""
    return text if text.isascii() else text.translate(_WRITTEN)


def _placed(found: re.Match[str]) -> str:
    return _PLACE[found[1]]


def _block(line: int, lines: list[str], comments: list[str]) -> Block:
    block = Block(line, "\n".join(lines))
    for comment in comments:
        if found := _ID.search(comment):
            block.key = said(found[1].replace("\\]", "]"))
        block.tags += tuple(said(tag.replace("\\]", "]")) for tag in _TAG.findall(comment))
    return block
