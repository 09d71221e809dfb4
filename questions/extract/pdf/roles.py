"""What each chunk is in its document: text, heading, item, caption, note, reference, or scraps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from questions.extract.pdf.chunks import Chunk
from questions.extract.works import is_references
from questions.text import BlockKind

_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|tab\.|abb(?:ildung|\.)|tabelle|scheme|chart|plate|exhibit|photo|map"
    r"|box|listing|algorithm|diagram|figura|tableau|tabla|cuadro|рис\.|таблица)\s*"
    r"(?P<number>[A-Z]?\d{1,3}(?:[.\-–]\d{1,3})*[a-z]?|[IVX]{1,5})\b(?P<stop>\s*[.:|–—-])?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(?:chapter|part|section|kapitel|appendix)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z](?:\.\d{1,2}){1,3})"
    r"\.?\s+(?=\S)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§¶]{1,3})\s*[^\W\d_a-z\[(“\"]")
_CODE = re.compile(r"[=(){}\[\];<>$#|]|\w\.\w")
_STOP = re.compile(r"[.!?…;,:]$")
_LARGER, _SMALLER = 1.09, 0.93
_LONGEST_HEADING = 160
_MOST_HEADING_WORDS = 18
_SCRAP_WORDS = 6
_LONE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Role:
    """A chunk's kind, and what sorts headings: the size, and whether it is bold or all capitals."""

    kind: BlockKind
    rank: tuple[float, bool, bool] = (0.0, False, False)
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """The style of most of the text."""

    size: float
    font: str
    bold: bool
    mono: bool


def body_of(chunks: Iterable[Chunk]) -> Body:
    """Find the style in which most words of the document's paragraphs are set."""
    weights: Counter[tuple[float, str, bool, bool]] = Counter()
    for chunk in chunks:
        for row in chunk.rows:
            line = row.line
            weights[line.style.size, line.style.font, line.bold, line.mono] += len(line.text)
    return Body(*max(weights, key=weights.__getitem__, default=(10.0, "", False, False)))


def roles_of(chunks: Sequence[Chunk], body: Body, titles: frozenset[str]) -> list[Role]:
    """Tell what each chunk is; *titles* are those of the file's own outline, in small letters."""
    found = [_role(chunk, body, titles) for chunk in chunks]
    if not body.mono:
        _mark_code(chunks, found)
    _mark_captions(chunks, found, body)
    _mark_notes(chunks, found, body)
    _mark_scraps(chunks, found, body)
    _mark_lists_of_works(chunks, found)
    return found


def _role(chunk: Chunk, body: Body, titles: frozenset[str]) -> Role:
    if chunk.table:
        return Role("table")
    if any(row.is_contents for row in chunk.rows):
        return Role("contents")
    bullet = chunk.marker and not chunk.marker.isalnum()
    if chunk.mono and not body.mono and not bullet and _CODE.search(chunk.text):
        return Role("code")
    if _is_caption(chunk, body):
        return Role("caption")
    if _is_heading(chunk, body, titles):
        return _heading(chunk)
    if chunk.rows[0].line.note:
        return Role("footnote")
    return Role("list_item" if chunk.marker else "paragraph")


def _is_caption(chunk: Chunk, body: Body) -> bool:
    """Tell "Table 1. Prices" or a caption's own style from a sentence about Table 1."""
    found = _CAPTION.match(chunk.text)
    if not found:
        return False
    rest = chunk.text[found.end() :].strip()
    styled = abs(chunk.size - body.size) > 0.4 or chunk.font != body.font or chunk.rows[0].line.bold
    return bool(found["stop"]) or not rest or (styled and not rest[0].islower())


def _is_heading(chunk: Chunk, body: Body, titles: frozenset[str]) -> bool:
    text = chunk.text
    if not _may_head(chunk):
        return False
    if " ".join(text.lower().split()) in titles:
        return True
    size = chunk.size / body.size
    if size >= _LARGER:
        return len(chunk.rows) <= 4
    distinct = (chunk.bold and not body.bold) or (text.isupper() and len(text) > 3)
    slanted = all(row.line.style.italic for row in chunk.rows) and len(chunk.rows) == 1
    standing = size > _SMALLER and len(chunk.rows) <= 2
    numbered = bool(_NUMBERED.match(text)) and chunk.font != body.font
    return standing and (distinct or numbered or slanted) and not _STOP.search(text)


def _may_head(chunk: Chunk) -> bool:
    text = chunk.text
    words = text.split()
    if len(text) > _LONGEST_HEADING or len(words) > _MOST_HEADING_WORDS or text[0].islower():
        return False
    is_bullet = chunk.marker and not chunk.marker[0].isalnum()
    letters = sum(map(str.isalpha, text))
    return (
        letters >= 3
        and letters * 2 > len(text.replace(" ", ""))
        and not is_bullet
        and not text.endswith((",", ";"))
    )


def _heading(chunk: Chunk) -> Role:
    numbered = _NUMBERED.match(chunk.text)
    depth = numbered["number"].count(".") + 1 if numbered else 0
    italic = all(row.line.style.italic for row in chunk.rows)
    return Role("heading", (round(chunk.size * 2) / 2, chunk.bold, not italic), depth)


def _mark_code(chunks: Sequence[Chunk], found: list[Role]) -> None:
    """Take what stands beside code in the same kind of letters: BEGIN, and columns of it."""
    start = 0
    while start < len(chunks):
        end = start
        while end < len(chunks) and chunks[end].mono and found[end].kind != "list_item":
            end += 1
        several = end - start > 1 or (end > start and len(chunks[start].rows) > 1)
        if any(role.kind == "code" for role in found[start:end]) or several:
            found[start:end] = [Role("code")] * (end - start)
        start = max(end, start + 1)


def _mark_captions(chunks: Sequence[Chunk], found: list[Role], body: Body) -> None:
    """Take what goes on a caption in its own style; a bare "Table 3" may also stand below it."""
    for number in range(1, len(chunks)):
        above, below = chunks[number - 1 : number + 1]
        joins = _goes_with(above, below, joining=below, role=found[number], body=body)
        if found[number - 1].kind == "caption" and joins:
            found[number] = Role("caption")
    for number in range(len(chunks) - 1, 0, -1):
        bare = found[number].kind == "caption" and _CAPTION.fullmatch(chunks[number].text)
        if bare and (number + 1 == len(chunks) or found[number + 1].kind != "caption"):
            _take_above(chunks, found, body, number)


def _take_above(chunks: Sequence[Chunk], found: list[Role], body: Body, number: int) -> None:
    while number > 0:
        above, below = chunks[number - 1 : number + 1]
        if not _goes_with(above, below, joining=above, role=found[number - 1], body=body):
            return
        number -= 1
        found[number] = Role("caption")


def _goes_with(above: Chunk, below: Chunk, *, joining: Chunk, role: Role, body: Body) -> bool:
    """Tell whether two chunks are one caption; *role* is that of the one that may join it."""
    if role.kind not in {"paragraph", "heading", "caption"} or not (above.rows and below.rows):
        return False
    styled = joining.size < _SMALLER * body.size or joining.font != body.font
    step = above.last.y - below.first.y
    close = _place(above) == _place(below) and 0 < step < 1.9 * max(above.size, below.size)
    return close and styled and len(joining.rows) <= 12 and abs(above.size - below.size) < 1.6


def _mark_notes(chunks: Sequence[Chunk], found: list[Role], body: Body) -> None:
    """Find the notes at the foot of a column: after a mark, in small letters, under larger ones."""
    for number, chunk in enumerate(chunks):
        if found[number].kind == "footnote" or _opens_notes(chunks, found, number, body):
            found[number] = Role("footnote")
            for below in range(number + 1, len(chunks)):
                same = (
                    _place(chunks[below]) == _place(chunk)
                    and abs(chunks[below].size - chunk.size) < 0.3
                )
                if not same or found[below].kind not in {"paragraph", "list_item"}:
                    break
                found[below] = Role("footnote")


def _opens_notes(chunks: Sequence[Chunk], found: Sequence[Role], number: int, body: Body) -> bool:
    chunk = chunks[number]
    above = chunks[number - 1] if number and _place(chunks[number - 1]) == _place(chunk) else None
    if found[number].kind not in {"paragraph", "list_item"} or above is None or not above.rows:
        return False
    small = chunk.size < _SMALLER * body.size and chunk.size < _SMALLER * above.size
    if not small or not _NOTE.match(chunk.text):
        return False
    below = takewhile(lambda one: _place(one) == _place(chunk), islice(chunks, number, None))
    return all(one.size <= chunk.size + 0.3 for one in below)


def _place(chunk: Chunk) -> tuple[int, int]:
    return (chunk.page, chunk.column)


def _mark_scraps(chunks: Sequence[Chunk], found: list[Role], body: Body) -> None:
    """Tell the words of drawings: runs of short stretches that are no sentences."""
    start = 0
    while start < len(chunks):
        end = start
        while end < len(chunks) and _is_scrap(chunks[end], found[end], body):
            end += 1
        wordless = all(_is_wordless(chunk.text) for chunk in chunks[start:end])
        styled = all(
            chunk.font != body.font or chunk.size != body.size for chunk in chunks[start:end]
        )
        lone = end - start == 1 and len(chunks[start].text.split()) <= _LONE_WORDS
        if end > start and (wordless or (styled and (lone or end - start >= 3))):
            found[start:end] = [Role("figure")] * (end - start)
        start = max(end, start + 1)


def _is_wordless(text: str) -> bool:
    return sum(map(str.isalpha, text)) <= sum(map(str.isdigit, text))


def _is_scrap(chunk: Chunk, role: Role, body: Body) -> bool:
    if role.kind not in {"paragraph", "heading", "list_item"} or not chunk.rows:
        return False
    if role.kind == "heading" and chunk.size > _SMALLER * body.size:
        return False
    if _is_wordless(chunk.text) and not _STOP.search(chunk.text):
        return True
    return (
        len(chunk.text.split()) <= _SCRAP_WORDS * len(chunk.rows)
        and len(chunk.rows) <= 3
        and not _STOP.search(chunk.text)
    )


def _mark_lists_of_works(chunks: Sequence[Chunk], found: list[Role]) -> None:
    """Mark what stands under a heading like "References", until a heading of its rank."""
    within: tuple[BlockKind, Role] | None = None
    for number, (chunk, role) in enumerate(zip(chunks, found, strict=True)):
        text = chunk.text.strip()
        opened = _opened(text, role, chunk)
        if opened:
            within = (opened, role)
            found[number] = role if role.kind == "heading" else Role("heading", (0.0, True, True))
        elif within and role.kind == "heading" and _closes(role, within[1]):
            within = None
        elif (
            within
            and within[0] == "reference"
            and role.kind in {"paragraph", "list_item", "footnote", "figure", "heading"}
        ):
            found[number] = Role("reference")


def _opened(text: str, role: Role, chunk: Chunk) -> BlockKind | None:
    alone = role.kind == "heading" or (role.kind == "paragraph" and len(chunk.rows) == 1)
    return "reference" if alone and is_references(text) else None


def _closes(role: Role, opening: Role) -> bool:
    return role.rank >= opening.rank
