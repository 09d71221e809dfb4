"""Words to lines: a line is a stretch of words on one baseline that no wide gap breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from questions.extract.pdf.glyphs import Style, Word

# All in units of the font's size.
_SAME_LINE = 0.35
_WIDE_GAP = 0.95
_MARK_RISE = 0.65
_RAISED = 0.12
_SMALLER = 0.86
_DROPPED = 1.8
_ASCENT = 0.72
_TINY = 3.5

_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
# The ticks of a table say nothing without the heads of their columns.
_TICKS = re.compile(r"[✓✔✗✘☐☑☒\s]*")
_MARK = re.compile(r"[\d,*†‡§¶–−-]{1,6}|[a-z]")
_UNITS = re.compile(r"(?:[\d)\]]|(?:^|[\d\s/(·])(?:[mkcdµn]?m|s|x|y|z|n|r|R|χ|km|cm))$")
_CLOSING = frozenset(".,;:!?)]»”’")
_RAISED_SIGNS = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side, their place and the style of most of their letters.

    *bold* and *mono* hold when nearly all letters are so; *note* when the first word is a mark
    raised above the others, as before a footnote. *set_off* are the stretches in bold of a line
    that is not.
    """

    text: str
    x0: float
    x1: float
    y: float
    style: Style
    bold: bool = False
    mono: bool = False
    note: bool = False
    set_off: tuple[str, ...] = ()

    @property
    def size(self) -> float:
        return self.style.size

    @property
    def top(self) -> float:
        return self.y + self.style.size * _ASCENT

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Return the lines of a page, in the order in which the file draws them."""
    kept = [word for word in words if word.style.size >= _TINY]
    lines = [_line(run) for run in _runs(kept)]
    return _with_initials([line for line in lines if not _TICKS.fullmatch(line.text)])


def _runs(words: Iterable[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        if run and not _continues(run, word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _continues(run: Sequence[Word], word: Word) -> bool:
    sizes = [one.style.size for one in run[-3:]]
    size = max(word.style.size, *sizes)
    if not _level(word, run, size, max(sizes)):
        return False
    last = run[-1]
    # Most words follow the one before at a small step.
    if 0 <= word.x0 - last.x1 < 0.6 * size and size < _DROPPED * min(
        last.style.size, word.style.size
    ):
        return True
    if size > _DROPPED * min(last.style.size, word.style.size) and word.style.size > _TINY * 2:
        return word.glued and abs(word.x0 - last.x1) < size
    gap = max(word.x0 - max(one.x1 for one in run), min(one.x0 for one in run) - word.x1)
    return gap < _WIDE_GAP * size


def _level(word: Word, run: Sequence[Word], size: float, before: float) -> bool:
    """Tell whether *word* stands on the line of *run*, or is a mark raised above it."""
    rise = word.y - _baseline(run)
    if abs(rise) <= _SAME_LINE * size:
        return True
    is_mark = word.style.size < _SMALLER * before and _MARK.fullmatch(word.text)
    after_mark = before < _SMALLER * word.style.size and len(run) == 1
    return abs(rise) <= _MARK_RISE * size and bool(
        (is_mark and rise > 0) or (after_mark and rise < 0)
    )


def _baseline(run: Sequence[Word]) -> float:
    """Return where the largest letters of *run* stand: raised marks are smaller."""
    return max(run, key=lambda word: (word.style.size, len(word.text))).y


def _line(run: list[Word]) -> Line:
    base = _baseline(run)
    ordered = run if any(map(_runs_left, run)) else sorted(run, key=_left)
    weights: Counter[Style] = Counter()
    for word in ordered:
        weights[word.style] += len(word.text)
    style = max(weights, key=weights.__getitem__)
    total = sum(weights.values())
    bold = sum(count for one, count in weights.items() if one.bold) > 0.9 * total
    return Line(
        text=_text(ordered, base, style.size),
        x0=min(word.x0 for word in run),
        x1=max(word.x1 for word in run),
        y=base,
        style=style,
        bold=bold,
        mono=sum(count for one, count in weights.items() if one.mono) > 0.9 * total,
        note=len(ordered) > 1 and _is_raised(ordered[0], base, style.size),
        set_off=() if bold else tuple(_set_off(ordered, base, style.size)),
    )


def _set_off(words: Sequence[Word], base: float, size: float) -> Iterator[str]:
    for bold, some in groupby(words, key=lambda word: word.style.bold):
        if bold:
            yield _text(list(some), base, size)


def _runs_left(word: Word) -> bool:
    return not word.text.isascii() and bool(_RTL.search(word.text))


def _left(word: Word) -> float:
    return word.x0


def _text(words: Sequence[Word], base: float, size: float) -> str:
    text = ""
    for number, word in enumerate(words):
        if text and _is_raised(word, base, size):
            text += _raised(text, word)
        else:
            after_mark = number > 0 and words[number - 1].style.size < _SMALLER * size
            joint = "" if not text or (word.glued and not (after_mark and number == 1)) else " "
            if after_mark and word.text[0] in _CLOSING:
                joint = ""
            text += joint + word.text
    return text


def _is_raised(word: Word, base: float, size: float) -> bool:
    return word.y - base > _RAISED * size and word.style.size < _SMALLER * size


def _raised(before: str, word: Word) -> str:
    """Write an exponent as one; a mark that only points to a note is left out."""
    if not _MARK.fullmatch(word.text):
        return word.text if word.glued else f" {word.text}"
    signs = word.text.translate(_RAISED_SIGNS)
    exponent = (
        word.glued and _UNITS.search(before[-8:]) and not re.search(r"[a-z,*†‡§¶]", word.text)
    )
    return signs if exponent else ""


def _with_initials(lines: list[Line]) -> list[Line]:
    """Give a dropped initial back to the word that it begins."""
    initials = [one for one in lines if len(one.text) == 1 and one.text.isalpha()]
    for initial in initials:
        if first := _begun_by(initial, lines):
            place = lines.index(first)
            joint = "" if first.text[0].islower() or first.text[0] in "’'" else " "
            joint = "" if first.text.split()[0].isupper() and len(first.text) > 1 else joint
            lines[place] = replace(first, text=initial.text + joint + first.text)
            lines.remove(initial)
    return lines


def _begun_by(initial: Line, lines: Iterable[Line]) -> Line | None:
    for line in lines:
        if (
            initial.size > _DROPPED * line.size
            and abs(initial.top - line.top) < line.size
            and -line.size < line.x0 - initial.x1 < 1.5 * line.size
        ):
            return line
    return None
