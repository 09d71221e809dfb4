"""Chunks to pieces: broken words made whole, paragraphs joined over columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from questions.extract.building import Piece
from questions.extract.pdf.chunks import Chunk
from questions.extract.pdf.roles import Body, Role
from questions.text import BlockKind

_BROKEN = re.compile(r"(?P<word>[^\W\d_]+(?:[’'-][^\W\d_]+)*)-$")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NEXT = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_BREAK = re.compile(r"(?<=[^\W\d_]-) (?=[^\W\d_])")
_LINKS = frozenset("und oder bzw and or to bis sowie et ou y o".split())
_PREFIXES = frozenset(
    "all anti co cross double ex first full half high ill left long low mid multi non once one "
    "open part post pre pro quasi right second self semi short single so state third three top two "
    "well like free time".split()
)
_STOPPED = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
# Where a quotation is set so tightly that no space is found beside it.
_QUOTED = re.compile(r"(?<=[^\W\d_][”])(?=[^\W\d_])|(?<=[.,;:!?])(?=“\w)")
_LEADERS = re.compile(r"\s*(?:(?:\.\s?){4,}|…{2,}|_{4,}|(?:·\s?){4,})\s*")
_JOINABLE: frozenset[BlockKind] = frozenset({"paragraph", "list_item", "reference", "footnote"})
_BULLET = re.compile(r"\A(?:[•‣◦▪▫●○■□◆◇➢➤►–—*·-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s+(?=\S)")


class Vocabulary:
    """The document's own words, by which a word broken at a line's end is judged."""

    def __init__(self, chunks: Iterable[Chunk]) -> None:
        self._counts: Counter[str] = Counter()
        for chunk in chunks:
            for line in chunk.lines:
                words = _WORD.findall(line.lower())
                self._counts.update(words[:-1] if line.endswith("-") else words)

    def joined(self, above: str, below: str) -> str:
        """Join two lines; the hyphen between them goes where it only broke a word."""
        broken, follower = _BROKEN.search(above), _NEXT.match(below)
        if _ADDRESS.search(above):
            return above + below
        if not above.endswith("-") or not below or above.endswith(" -"):
            return f"{above} {below}"
        if not broken or not follower or not below[0].islower():
            return above + below if below[0].isalnum() else f"{above} {below}"
        if follower[0] in _LINKS:
            return f"{above} {below}"
        return above[:-1] + below if self._is_one(broken["word"], follower[0]) else above + below

    def mended(self, text: str) -> str:
        """Make words whole in lines that are joined already."""
        parts = _BREAK.split(text)
        whole = parts[0]
        for part in parts[1:]:
            whole = self.joined(whole, part)
        return whole

    def _is_one(self, first: str, second: str) -> bool:
        last = re.split(r"[-’']", first.lower())[-1]
        whole = self._counts[last + second.lower()] + self._counts[first.lower() + second.lower()]
        compound = (
            self._counts[f"{first}-{second}".lower()] + self._counts[f"{last}-{second}".lower()]
        )
        if whole or compound:
            return whole >= compound
        return last not in _PREFIXES and "-" not in first


@dataclass(slots=True)
class _Text:
    """A piece in the making: its words so far and the chunk that it ends with."""

    kind: BlockKind
    text: str
    level: int
    page: int
    last: Chunk
    bold: tuple[str, ...] = ()


def pieces_of(
    chunks: Sequence[Chunk], roles: Sequence[Role], levels: Sequence[int], body: Body
) -> Iterator[Piece]:
    """Yield the document's pieces in reading order."""
    words = Vocabulary(chunks)
    texts: list[_Text] = []
    for chunk, role, level in zip(chunks, roles, levels, strict=True):
        if role.kind == "code":
            _add_code(texts, chunk)
            continue
        if chunk.table:
            texts += _rows(chunk, words)
            continue
        if chunk.label:
            texts.append(_Text("label", chunk.label, 0, chunk.page, chunk))
        bold = tuple(_bold(chunk, words))
        one = _Text(role.kind, _whole(chunk, words), level, chunk.page, chunk, bold)
        open_end = _open_end(texts, one, body)
        if open_end is None:
            texts.append(one)
        else:
            open_end.text = words.joined(open_end.text, one.text)
            open_end.last = chunk
            open_end.bold += one.bold
    low = any("„" in text.text for text in texts)
    for text in texts:
        if text.kind == "contents":
            text.text = _LEADERS.sub(" … ", text.text)
        spaced = text.text if low or text.kind == "code" else _QUOTED.sub(" ", text.text)
        unmarked = _unmarked(text.kind, spaced)
        yield Piece(text.kind, unmarked, text.level, text.page, bold=text.bold)


_DEFINED = re.compile(r"(?:\d{1,4}\.\s)?[^\W\d_a-z].*[.!?][\"'”’»)\]]*$", re.DOTALL)
_FEWEST_WORDS = 6


def _rows(chunk: Chunk, words: Vocabulary) -> Iterator[_Text]:
    for cells in chunk.table.rows if chunk.table else ():
        row = [words.mended(cell) for cell in cells]
        if len(row) == 2 and _DEFINED.match(row[1]) and len(row[1].split()) >= _FEWEST_WORDS:
            yield _Text("label", row[0], 0, chunk.page, chunk)
            yield _Text("list_item", row[1], 0, chunk.page, chunk)
        else:
            yield _Text("table", " | ".join(row), 0, chunk.page, chunk)


def _whole(chunk: Chunk, words: Vocabulary) -> str:
    text = ""
    for line in chunk.lines:
        text = words.joined(text, line) if text else line
    return text


def _bold(chunk: Chunk, words: Vocabulary) -> Iterator[str]:
    """Yield the stretches in bold; one may go on in the next line."""
    open_end = ""
    for row in chunk.rows:
        found = list(row.line.set_off)
        if open_end and found and row.text.startswith(found[0]):
            found[0] = words.joined(open_end, found[0])
        elif open_end:
            yield open_end
        ends = bool(found) and row.text.endswith(row.line.set_off[-1])
        open_end = found.pop() if ends else ""
        yield from found
    if open_end:
        yield open_end


def _add_code(texts: list[_Text], chunk: Chunk) -> None:
    """Go on with the code above, or begin some; what lay apart is one piece again."""
    code = _code(chunk)
    last = texts[-1] if texts else None
    if last and last.kind == "code" and last.last.page == chunk.page:
        last.text = f"{last.text}\n{code}"
        last.last = chunk
    else:
        texts.append(_Text("code", code, 0, chunk.page, chunk))


def _code(chunk: Chunk) -> str:
    """Keep the lines of code, each as far to the right as it stood."""
    if chunk.table:
        return "\n".join("  ".join(row) for row in chunk.table.rows)
    left = min(row.line.x0 for row in chunk.rows)
    width = 0.6 * chunk.size
    return "\n".join(" " * round((row.line.x0 - left) / width) + row.text for row in chunk.rows)


def _unmarked(kind: BlockKind, text: str) -> str:
    return _BULLET.sub("", text, count=1) if kind == "list_item" else text


def _open_end(texts: Sequence[_Text], one: _Text, body: Body) -> _Text | None:
    """Find the piece that *one* goes on, in the column or on the page before.

    Captions, notes, tables and what stands in a margin may lie between the two parts.
    """
    if one.kind != "paragraph" and not (one.kind == "reference" and one.text[:1].islower()):
        return None
    if one.last.rows[0].marker:
        return None
    for text in reversed(texts[-40:]):
        if text.kind == "heading" or one.page - text.last.page > 1:
            return None
        if text.kind in _JOINABLE and _same_style(text.last, one.last):
            return text if _goes_on(text, one) else None
    return None


def _same_style(first: Chunk, second: Chunk) -> bool:
    if not first.rows or not second.rows:
        return False
    if first.font != second.font or abs(first.size - second.size) > 0.4:
        return False
    width = abs((first.right - first.left) - (second.right - second.left))
    alike = width < 0.5 * max(first.right - first.left, 1.0)
    level = abs(first.last.x0 - second.first.x0) < 2 * first.size
    return alike or level or first.page != second.page


def _goes_on(text: _Text, one: _Text) -> bool:
    last, first = text.last, one.last
    if (last.page, last.column) == (first.page, first.column) and not one.text[:1].islower():
        return False
    if _STOPPED.search(text.text):
        return False
    if text.text.endswith("-") or one.text[:1].islower():
        return True
    # A line that fills its column and ends without a stop goes on, whatever follows.
    full = last.rows[-1].cells[-1].x1 > last.right - 1.5 * last.size
    return full and len(last.lines) > 1 and one.text[:1].isalnum()
