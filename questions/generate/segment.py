"""A segment: pieces of a sentence that make a sentence of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from questions.generate.traced import Piece

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Pieces of a sentence that make a sentence; *verb* is its main verb where that is known.

    *cut* tells that something was left out; *origin* says how it was found.
    """

    pieces: tuple[Piece, ...]
    verb: Token | None
    subject: Token | None
    origin: str
    sure: float = 1.0

    def covers(self, start: int, end: int) -> bool:
        """Tell whether one piece holds the whole of *start* to *end*."""
        return any(
            piece[0] <= start and end <= piece[1]
            for piece in self.pieces
            if not isinstance(piece, str)
        )

    def touches(self, start: int, end: int) -> bool:
        return any(
            piece[0] < end and start < piece[1]
            for piece in self.pieces
            if not isinstance(piece, str)
        )


#: Words under whose force a clause may stand that looks like a plain one.
CONDITIONS = frozenset({
    "if", "unless", "whether", "would", "could", "might", "may", "should", "perhaps", "possibly",
    "allegedly", "reportedly", "supposedly", "hypothetically", "suppose", "probably", "otherwise",
    "lest", "either", "neither", "nor", "except", "unlikely", "provided",
})  # fmt: skip
