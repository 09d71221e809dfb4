"""Lay pieces of text one after the other, and remember where each came to lie."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from questions.errors import DocumentError
from questions.extract.key_terms import key_terms
from questions.messages import say
from questions.text import PROSE, Block, BlockKind, Extracted

_ANCHOR = re.compile("(?:\\s*[\u00b6\uf0c1]| #)$")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff]")
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a document, before it has its place."""

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    seconds: int | None = None
    bold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a reader found, in reading order."""

    pieces: tuple[Piece, ...]
    title: str = ""
    language: str | None = None


def built(found: Pieces, *, fallback_title: str) -> Extracted:
    """Join the pieces with a blank line between them; offsets are exact by construction."""
    laid = [(piece, text) for piece in found.pieces if (text := _clean(piece))]
    if not laid:
        raise DocumentError(say("The document has no text. Give one with sentences in it."))
    blocks = tuple(_blocks(laid))
    text = _BETWEEN.join(text for _, text in laid)
    title = _title(found, laid, fallback_title)
    return Extracted(title, text, blocks, found.language)


def _blocks(laid: Iterable[tuple[Piece, str]]) -> Iterable[Block]:
    position = 0
    path: list[tuple[int, str]] = []
    for piece, text in laid:
        if piece.kind == "heading":
            path = [step for step in path if step[0] < piece.level]
        section = tuple(title for _, title in path)
        end = position + len(text)
        place = piece.page, piece.seconds
        terms = key_terms(map(_folded, piece.bold), text) if piece.kind in PROSE else ()
        yield Block(piece.kind, piece.level, position, end, section, *place, terms)
        if piece.kind == "heading":
            path.append((piece.level, text))
        position = end + len(_BETWEEN)


def _title(found: Pieces, laid: list[tuple[Piece, str]], fallback: str) -> str:
    """Take the document's own title, else its first heading, its file's name, its first words."""
    first, text = laid[0]
    heading = text if first.kind == "heading" else ""
    own = " ".join(found.title.split())
    chosen = own or heading or " ".join(_INVISIBLE.sub("", fallback).split()) or _opening(text)
    return chosen[:_LONGEST_TITLE]


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


def _clean(piece: Piece) -> str:
    """Compose characters and fold space; code keeps its lines and its indentation."""
    if piece.kind == "code":
        return _composed(piece.text).expandtabs(4).strip("\n").rstrip()
    words = _folded(piece.text)
    return _ANCHOR.sub("", words) if piece.kind == "heading" else words


def _folded(text: str) -> str:
    return " ".join(_composed(text).split())


def _composed(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


_BETWEEN = "\n\n"
