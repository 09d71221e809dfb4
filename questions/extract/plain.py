"""Plain text: paragraphs, headings that stand alone, lists by their bullets."""

import re
from collections.abc import Iterator
from itertools import groupby
from statistics import quantiles

from questions.extract.building import Piece, Pieces

_BULLET = re.compile(r"\s*(?:[-*+•‣◦▪–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_NUMBERED = re.compile(r"(?:chapter |part |section )?(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=\S)", re.I)
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,})\s*")
_RULE = re.compile(r"[\s*_=~–—-]+")
_SENTENCE_END = re.compile(r"[.!?…:;,–—-][\"'”’»)\]]*$")
_DATE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|"
    r"aug|sep|oct|nov|dec)[a-z]* \d)",
    re.IGNORECASE,
)


def read(text: str) -> Pieces:
    """Find the blocks of *text*; lines broken by width are joined again."""
    width = _wrapped_at(text)
    groups = [list(lines) for blank, lines in groupby(text.split("\n"), _is_blank) if not blank]
    pieces = [piece for group in groups for piece in _pieces(group, width)]
    return Pieces(tuple(_with_headings(pieces)))


def _is_blank(line: str) -> bool:
    return not line.strip()


def _wrapped_at(text: str) -> int | None:
    """Tell the width at which the lines were broken, if they were."""
    groups = (list(lines) for blank, lines in groupby(text.split("\n"), _is_blank) if not blank)
    broken = [len(line.rstrip()) for group in groups for line in group[:-1]]
    if len(broken) < 2:
        return None
    width = int(quantiles(broken, n=10)[-1])
    full = sum(width * 0.7 <= length <= width * 1.1 for length in broken)
    return width if 30 <= width <= 120 and full * 10 >= len(broken) * 6 else None


def _pieces(lines: list[str], width: int | None) -> Iterator[Piece]:
    if len(lines) > 1 and (underline := _UNDERLINE.fullmatch(lines[1])):
        yield Piece("heading", lines[0], 1 if underline[1][0] == "=" else 2)
        lines = lines[2:]
    held = ""
    for line in (line for line in lines if not _RULE.fullmatch(line)):
        if held and (width is None or _BULLET.match(line)):
            yield _piece(held)
            held = ""
        held = f"{held}\n{line}" if held else line
    if held:
        yield _piece(held)


def _piece(text: str) -> Piece:
    if (bullet := _BULLET.match(text)) and text[bullet.end() :].strip():
        return Piece("list_item", text[bullet.end() :])
    return Piece("paragraph", text)


def _with_headings(pieces: list[Piece]) -> Iterator[Piece]:
    """Make headings of one or two short lines before a long one; of more, a list."""
    runs = [(short, list(run)) for short, run in groupby(pieces, _is_short)]
    seen = False
    for number, (short, run) in enumerate(runs):
        last = number == len(runs) - 1
        for piece in run:
            yield _retold(piece, short, len(run), last=last, first=not seen)
            seen = True


def _retold(piece: Piece, short: bool, together: int, *, last: bool, first: bool) -> Piece:
    if not short:
        return piece
    if together > 2 or last:
        return Piece("list_item", piece.text) if together > 2 else piece
    return Piece("heading", piece.text, _level(piece.text, first))


def _level(text: str, first: bool) -> int:
    if numbered := _NUMBERED.match(text.strip()):
        return numbered[1].count(".") + 2 - first
    return 1 if first else 2


def _is_short(piece: Piece) -> bool:
    """Tell whether a paragraph may be a heading: few words, a capital, no full stop."""
    text = piece.text.strip()
    return (
        piece.kind == "paragraph"
        and len(text) <= 80
        and len(text.split()) <= 10
        and not text[0].islower()
        and not _DATE.match(text)
        and not _SENTENCE_END.search(text.removesuffix("?"))
    )
