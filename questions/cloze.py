"""Cloze marks, `{{c1::hidden words::hint}}`, as runs of text."""

import re
from dataclasses import dataclass, field

LAST_NUMBER = 500
DEEPEST = 10
_TOKEN = re.compile(r"\{\{c(?P<numbers>\d{1,3}(?:,\d{1,3})*)::|(?P<hint>::)|(?P<close>\}\})")


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One pair of braces: the numbers it is hidden under, and what helps.

    Two marks that read the same are still two gaps, so each equals only itself.
    """

    numbers: frozenset[int]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words between two braces, with the marks around them, outermost first.

    *start* is where they stand in the stem.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    start: int = field(default=0, compare=False)


@dataclass(slots=True)
class _Pair:
    opening: re.Match[str]
    hint_from: re.Match[str] | None = None
    closing: re.Match[str] | None = None


def runs(stem: str) -> tuple[Run, ...]:
    """Split *stem* at its marks; braces that do not pair stay in the text as written."""
    found: list[Run] = []
    around: list[Mark] = []
    position = 0
    for start, end, change in _edges(stem):
        if start > position:
            found.append(Run(stem[position:start], tuple(around[:DEEPEST]), position))
        position = max(position, end)
        if change is None:
            around.pop()
        else:
            around.append(change)
    if position < len(stem):
        found.append(Run(stem[position:], tuple(around), position))
    return tuple(found)


def numbers(stem: str) -> tuple[int, ...]:
    """List the numbers that make a card, in order; 0 is shown and makes none."""
    if "{{" not in stem:
        return ()
    used = {number for run in runs(stem) for mark in run.marks for number in mark.numbers}
    return tuple(sorted(number for number in used if 1 <= number <= LAST_NUMBER))


def plain(stem: str) -> str:
    """Show every hidden word and no mark."""
    return "".join(run.text for run in runs(stem))


def _edges(stem: str) -> list[tuple[int, int, Mark | None]]:
    """List where a mark opens (with the mark) or closes (with None), and what to leave out."""
    edges: list[tuple[int, int, Mark | None]] = []
    for pair in _pairs(stem):
        closing = pair.closing
        if closing is None:
            continue
        hint_at = pair.hint_from.start() if pair.hint_from else closing.start()
        hint = stem[hint_at + 2 : closing.start()] if pair.hint_from else ""
        mark = Mark(frozenset(map(int, pair.opening["numbers"].split(","))), hint)
        edges.append((pair.opening.start(), pair.opening.end(), mark))
        edges.append((hint_at, closing.end(), None))
    return sorted(edges, key=lambda edge: edge[:2])


def _pairs(stem: str) -> list[_Pair]:
    pairs: list[_Pair] = []
    waiting: list[_Pair] = []
    for token in _TOKEN.finditer(stem):
        if token["numbers"]:
            pair = _Pair(token)
            pairs.append(pair)
            waiting.append(pair)
        elif not waiting:
            continue
        elif token["close"]:
            waiting.pop().closing = token
        elif waiting[-1].hint_from is None:
            waiting[-1].hint_from = token
    return pairs
