"""Passages: the fields of a question as a learner reads them, with the way back to what is written.

Marks, tags and entities are gone, maths and code stand as one sign each, what a card hides as
another. Every place in a passage is known in the field as it is written, so that a finding can
point there.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from questions import cloze

BLANK = "\u2581"
FORMULA = "\u2133"
PICTURE = "\u25a3"
# Nobody reads a question of this length; what is behind is not looked at.
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Characters *start* to *end* of a field as it is written: `stem`, `choices.2.text`."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words to read, and the stretch of the field that they stand for, sign by sign or as one."""

    text: str
    start: int
    end: int

    def spans(self) -> Iterator[tuple[int, int]]:
        if len(self.text) == self.end - self.start:
            return ((place, place + 1) for place in range(self.start, self.end))
        return ((self.start, self.end) for _ in self.text)


@dataclass(frozen=True)
class Passage:
    """One field to read; without *spans* it reads as it is written, from *offset* on."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...] | None = None
    offset: int = 0

    @cached_property
    def words(self) -> tuple[re.Match[str], ...]:
        return tuple(_WORD.finditer(self.text))

    @cached_property
    def small(self) -> frozenset[str]:
        """All words in small letters."""
        return frozenset(word[0].lower() for word in self.words)

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Return where the characters *start* to *end* are written; all of them without these."""
        last = len(self.text) if end is None else end
        if self.spans is None:
            return Place(self.field, self.offset + start, self.offset + last)
        first = self.spans[start][0] if start < len(self.spans) else self._end()
        return Place(self.field, first, self.spans[last - 1][1] if start < last else first)

    def at(self, match: re.Match[str], group: int | str = 0) -> Place:
        return self.place(match.start(group), match.end(group))

    def _end(self) -> int:
        return self.spans[-1][1] if self.spans else 0


def passage(field: str, raw: str, form: str) -> Passage:
    """Read a field without cloze marks; *form* is the question's format."""
    shortened = raw[:MOST]
    pieces = list(_pieces(shortened, form, 0))
    if len(pieces) == 1 and pieces[0].text == shortened:
        return Passage(field, shortened)
    return _joined(field, pieces)


def cloze_passages(field: str, raw: str, form: str, number: int) -> tuple[Passage, list[Passage]]:
    """Read a cloze as its card *number* shows it, and each thing that the card hides.

    Number 0 hides nothing.
    """
    shown: list[_Piece] = []
    hidden: list[list[_Piece]] = []
    before: cloze.Mark | None = None
    for run in cloze.runs(raw[:MOST]):
        mark = next((one for one in run.marks if number in one.numbers), None)
        pieces = list(_pieces(run.text, form, run.start))
        if mark is None or number == 0:
            shown += pieces
        elif mark is before:
            hidden[-1] += pieces
        else:
            hidden.append(pieces)
            shown.append(_Piece(BLANK, run.start, run.start + len(run.text)))
        before = mark
    return _joined(field, shown), [_joined(field, pieces) for pieces in hidden]


def gapped_passage(field: str, raw: str, form: str, gaps: Iterable[str]) -> Passage:
    """Read a stem with each place `[[id]]` of *gaps* as a blank."""
    listed = "|".join(map(re.escape, gaps))
    pieces: list[_Piece] = []
    place = 0
    for gap in re.finditer(rf"\[\[(?:{listed})\]\]", raw[:MOST]):
        pieces += _pieces(raw[place : gap.start()], form, place)
        pieces.append(_Piece(BLANK, gap.start(), gap.end()))
        place = gap.end()
    return _joined(field, [*pieces, *_pieces(raw[place:MOST], form, place)])


def _joined(field: str, pieces: list[_Piece]) -> Passage:
    text = "".join(piece.text for piece in pieces)
    return Passage(field, text, tuple(span for piece in pieces for span in piece.spans()))


def _pieces(raw: str, form: str, offset: int) -> Iterator[_Piece]:
    """Cut *raw* at whatever is not read as it is written."""
    place = 0
    for token in _TOKENS[form].finditer(raw):
        if token.start() > place:
            yield _Piece(raw[place : token.start()], offset + place, offset + token.start())
        read = _read(token)
        if read:
            yield _Piece(read, offset + token.start(), offset + token.end())
        place = token.end()
    if place < len(raw):
        yield _Piece(raw[place:], offset + place, offset + len(raw))


def _read(token: re.Match[str]) -> str:
    if token.lastgroup == "entity":
        return html.unescape(token[0])
    return _SIGNS.get(token.lastgroup or "", "")


_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_SIGNS = {"maths": FORMULA, "code": FORMULA, "picture": PICTURE, "line": "\n"}
_MATHS = r"\\\(.{0,500}?\\\)|\\\[.{0,500}?\\\]|\$\$.{0,500}?\$\$"
_ANKI_MATHS = r"\[latex\].{0,500}?\[/latex\]|\[\$\$?\].{0,500}?\[/\$\$?\]"
_TOKENS = {
    "text": re.compile(rf"(?P<maths>{_MATHS})", re.DOTALL),
    "html": re.compile(
        rf"(?P<maths>{_MATHS}|{_ANKI_MATHS})|(?P<comment><!--.{{0,500}}?-->)"
        r"|(?P<code><code\b[^<>]*>[^<>]{0,500}</code>)"
        r"|(?P<picture><(?:img|audio|video|source|object|embed)\b[^<>]*>|\[sound:[^\[\]]{0,300}\])"
        r"|(?P<line></?(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|hr|blockquote|pre)\b[^<>]*>)"
        r"|(?P<tag></?[a-zA-Z][^<>]*>)"
        r"|(?P<entity>&(?:[a-zA-Z]{2,10}|\#\d{1,6}|\#[xX][0-9a-fA-F]{1,5});)",
        re.DOTALL,
    ),
    "markdown": re.compile(
        rf"(?P<maths>{_MATHS}|\$(?![\s$])[^$\n]{{1,300}}(?<!\s)\$(?!\d))"
        r"|(?P<code>```.{0,2000}?```|`[^`\n]{1,500}`)"
        r"|(?P<picture>!\[[^\[\]]*\]\([^()]*\))"
        r"|(?P<link>\[(?=[^\[\]]*\]\([^()\s]*\))|(?<=[^\[\]])\]\([^()\s]*\))"
        r"|(?P<emphasis>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w))"
        r"|(?P<heading>^\#{1,6}\ )",
        re.DOTALL | re.MULTILINE,
    ),
}  # fmt: skip
