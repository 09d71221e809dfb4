"""The characters of a PDF page, as PDFium knows them, in words with place and style."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_SPACES = frozenset((0, 9, 10, 11, 12, 13, 32, 160, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x3000))
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-", 0x2010: "-", 0x2011: "-"}
# Symbol fonts put their signs in the private area; these are the ones that lists use.
_SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0A8: "▪",
    0xF06E: "▪",
    0xF0D8: "‣",
    0xF0FC: "✓",
    0xF076: "‣",
}
_SPECIAL = {**_HYPHENS, **_SYMBOLS}
_BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd\b|\bcmbx|\bsfbx|\becbx", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|[-,]it\b", re.IGNORECASE)
_MONO = re.compile(
    r"mono|courier|consol|menlo|typewriter|(?:cm|sf|ec|lm)tt|inconsolata|letter ?gothic|sourcecode"
    r"|fira ?code|andale",
    re.IGNORECASE,
)
_DINGBATS = re.compile(r"dingbat|wingding|webding", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FIXED_PITCH, _ITALIC_FLAG = 1, 64
# Points by which a mark must be raised or lowered to be a word of its own.
_RAISED = 0.8


@dataclass(frozen=True, slots=True)
class Style:
    """How characters are drawn; *size* in points as it appears on the page."""

    font: str
    size: float
    bold: bool = False
    italic: bool = False
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """Characters between spaces (or between raised and level ones) on the baseline *y*.

    *glued* says that no space stands before it.
    """

    text: str
    x0: float
    x1: float
    y: float
    style: Style
    angle: int
    glued: bool = False


def words_of(page: pdfium.PdfPage) -> list[Word]:
    """Return the words of *page* in the file's order; places count from its lower left corner."""
    text = page.get_textpage()
    try:
        return _inside(list(_Glyphs(text.raw, text.count_chars()).words()), page.get_cropbox())
    finally:
        text.close()


def _inside(words: list[Word], box: tuple[float, float, float, float]) -> list[Word]:
    """Leave out what lies beyond the paper, and turn the page so that most words are level."""
    left, bottom, right, top = box
    kept = [one for one in words if left - 2 <= one.x0 <= right + 2 and bottom <= one.y <= top]
    weights: Counter[int] = Counter()
    for word in kept:
        weights[word.angle] += len(word.text)
    turn = max(weights, key=weights.__getitem__, default=0)
    level = [one for one in kept if one.angle == turn]
    return [_turned(one, turn) for one in level] if turn else level


def _turned(word: Word, angle: int) -> Word:
    place = {1: (word.y, -word.x0), 2: (-word.x0, -word.y), 3: (-word.y, word.x0)}[angle]
    # The extent of a turned word lies along the other axis; its letters are about half as wide.
    width = len(word.text) * word.style.size * 0.5
    return Word(word.text, place[0], place[0] + width, place[1], word.style, 0, word.glued)


class _Glyphs:
    """One pass over the characters of a text page."""

    def __init__(self, handle: object, count: int) -> None:
        self.handle = handle
        self.count = count
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._origin = ctypes.byref(self._x), ctypes.byref(self._y)
        self._sides = tuple(ctypes.c_double() for _ in range(4))
        self._box = tuple(ctypes.byref(side) for side in self._sides)
        self._matrix = raw.FS_MATRIX()
        self._known: dict[int, tuple[Style, int]] = {}

    def words(self) -> Iterator[Word]:
        letters: list[str] = []
        first, start, level, glued = 0, 0.0, 0.0, False
        unicode_of, origin_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharOrigin
        for index in range(self.count):
            code = unicode_of(self.handle, index)
            if code in _SPACES:
                if letters:
                    yield self._word(letters, first, index - 1, start, level, glued)
                    letters = []
                glued = False
                continue
            letter = _letter(code)
            # After its initial a word never leaves its line between two letters; looks cost time.
            if not (len(letters) > 1 and letter.isalpha() and letters[-1].isalpha()):
                origin_of(self.handle, index, *self._origin)
                if letters and abs(self._y.value - level) > _RAISED:
                    yield self._word(letters, first, index - 1, start, level, glued)
                    letters, glued = [], True
                if not letters:
                    first, start, level = index, self._x.value, self._y.value
            letters.append(letter)
        if letters:
            yield self._word(letters, first, self.count - 1, start, level, glued)

    def _word(
        self, letters: list[str], first: int, last: int, start: float, level: float, glued: bool
    ) -> Word:
        raw.FPDFText_GetCharBox(self.handle, last, *self._box)
        end = max(self._sides[1].value, start)
        raw.FPDFText_GetCharBox(self.handle, first, *self._box)
        begin = min(start, self._sides[0].value) if end > start else start
        style, angle = self._drawn(first)
        if angle == 0:
            # Words that run from right to left begin where they end.
            begin, end = min(begin, end), max(begin, end, self._sides[1].value)
        text = _joined(letters)
        if len(text) == 1 and _DINGBATS.search(style.font) and text not in "✓✔✗✘":
            text = "•"
        return Word(text, begin, end, level, style, angle, glued)

    def _drawn(self, index: int) -> tuple[Style, int]:
        pointer = raw.FPDFText_GetTextObject(self.handle, index)
        key = ctypes.addressof(pointer.contents) if pointer else 0
        if key not in self._known:
            self._known[key] = self._style(index)
        return self._known[key]

    def _style(self, index: int) -> tuple[Style, int]:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self.handle, index, name, 128, ctypes.byref(flags))
        font = _SUBSET.sub("", name.value.decode("utf-8", "replace"))
        raw.FPDFText_GetMatrix(self.handle, index, ctypes.byref(self._matrix))
        matrix = self._matrix
        size = raw.FPDFText_GetFontSize(self.handle, index) * math.hypot(matrix.c, matrix.d)
        angle = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        bold = bool(_BOLD.search(font))
        italic = bool(flags.value & _ITALIC_FLAG) or bool(_ITALIC.search(font))
        mono = bool(flags.value & _FIXED_PITCH) or bool(_MONO.search(font))
        return Style(font, round(size, 1), bold, italic, mono), angle


def _letter(code: int) -> str:
    return chr(code) if 0x20 <= code < 0xAD else _SPECIAL.get(code) or chr(code)


def _joined(letters: list[str]) -> str:
    text = "".join(letters)
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in letters):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
