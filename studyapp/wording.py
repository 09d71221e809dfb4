"""Two wordings of a text laid over each other: what stayed, what went, what came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Comparing is quadratic at worst; of longer texts the whole stands beside the whole.
_MOST_TOKENS = 2000
# A stretch this short between two changes reads better as part of them.
_SHORTEST_SAME = 2


@dataclass(frozen=True)
class Piece:
    """A stretch of text and what became of it."""

    op: Literal["same", "gone", "new"]
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return the difference of two texts, word by word."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > _MOST_TOKENS:
        return tuple(_kept([Piece("gone", before), Piece("new", after)]))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Piece] = []
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            found.append(Piece("same", "".join(old[a:b])))
        else:
            found += [Piece("gone", "".join(old[a:b])), Piece("new", "".join(new[c:d]))]
    return tuple(_joined(_kept(found)))


def _kept(found: list[Piece]) -> list[Piece]:
    return [piece for piece in found if piece.text]


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """Join changes with only a blank between them."""
    gone, new = "", ""
    for number, piece in enumerate(found):
        is_gap = piece.op == "same" and len(piece.text) < _SHORTEST_SAME and piece.text.isspace()
        if is_gap and 0 < number < len(found) - 1:
            gone, new = gone + piece.text, new + piece.text
        elif piece.op == "same":
            yield from _kept([Piece("gone", gone), Piece("new", new)])
            gone, new = "", ""
            yield piece
        else:
            gone += piece.text if piece.op == "gone" else ""
            new += piece.text if piece.op == "new" else ""
    yield from _kept([Piece("gone", gone), Piece("new", new)])
