"""PDF: from the places of its characters to paragraphs, headings, tables and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from questions.extract.building import Pieces
from questions.extract.pdf.chunks import Chunk, Pitches, chunks_of, column_of
from questions.extract.pdf.columns import columns
from questions.extract.pdf.furniture import without_furniture
from questions.extract.pdf.headings import levels_of
from questions.extract.pdf.joining import pieces_of
from questions.extract.pdf.lines import Line
from questions.extract.pdf.reading import pages_of
from questions.extract.pdf.roles import body_of, roles_of
from questions.messages import Message

__all__ = ["read"]

_ODD_TITLE = re.compile(
    r"\.\w{2,5}\b|_|^microsoft |^untitled|^slide|^\W*$|^document\d*$", re.IGNORECASE
)
_TITLE = 1.15
_LONGEST_TITLE = 160


def read(data: bytes, name: Message | str) -> Pieces:
    """Find the blocks of a PDF's text layer; *name* names the file in errors."""
    pages = pages_of(data, name)
    chunks = _chunks(pages.lines)
    body = body_of(chunks)
    roles = roles_of(chunks, body, frozenset(pages.outline))
    levels = levels_of(chunks, roles, pages.outline)
    title = _title(pages.title, chunks, body.size)
    return Pieces(tuple(pieces_of(chunks, roles, levels, body)), title)


def _chunks(pages: Sequence[Sequence[Line]]) -> list[Chunk]:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    body = max(sizes, key=sizes.__getitem__, default=10.0)
    found = [
        column_of(lines, number, place)
        for number, page in enumerate(without_furniture(pages, body), start=1)
        for place, lines in enumerate(columns(page, body))
    ]
    pitches = Pitches()
    for column in found:
        pitches.learn(column)
    return [chunk for column in found for chunk in chunks_of(column, pitches)]


def _title(stated: str, chunks: Sequence[Chunk], body: float) -> str:
    """Take the largest words of the first page, or what the file states if that is a title.

    Many files state the name of the program or of the file that they were made from.
    """
    first = [chunk for chunk in chunks if chunk.page == chunks[0].page and chunk.rows]
    named = [chunk for chunk in first if sum(map(str.isalpha, chunk.text)) >= 3]
    largest = max(named, key=lambda chunk: chunk.size, default=None)
    drawn = largest.text if largest and largest.size >= _TITLE * body else ""
    stated = " ".join(stated.split())
    sane = " " in stated and not _ODD_TITLE.search(stated)
    if sane and _shares_words(stated, " ".join(chunk.text for chunk in chunks[:60])):
        return stated
    if drawn and len(drawn) <= _LONGEST_TITLE:
        return drawn
    return stated if sane else ""


def _shares_words(title: str, text: str) -> bool:
    words = {word.lower() for word in re.findall(r"\w{3,}", title)}
    known = {word.lower() for word in re.findall(r"\w{3,}", text)}
    return len(words & known) * 10 >= len(words) * 7
