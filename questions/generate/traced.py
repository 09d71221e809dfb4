"""Traced text: pieces of a sentence put together, each letter knowing where it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from questions.generate.english.capitals import upper
from questions.generate.rewriting import Edit

Piece = tuple[int, int] | str


@dataclass(frozen=True, slots=True)
class Traced:
    """A text; *origins* has the place in the sentence of each of its letters, -1 for none."""

    text: str
    origins: tuple[int, ...]

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the letters of the sentence's *start* to *end* are now, if in one run."""
        places = [at for at, origin in enumerate(self.origins) if start <= origin < end]
        if not places or places[-1] - places[0] + 1 != len(places):
            return None
        return places[0], places[-1] + 1


def compose(sentence: str, edits: Sequence[Edit], pieces: Iterable[Piece]) -> Traced:
    """Write *pieces* (places of the sentence, or new words) one after the other, as a sentence.

    Edits that lie whole in a piece are made; those that are cut by its ends are not. A full stop
    and a capital are put where they lack; holes that words taken out leave behind are closed.
    """
    letters: list[str] = []
    origins: list[int] = []
    ordered = without_overlap(edits)
    for piece in pieces:
        text, places = (
            (piece, [-1] * len(piece))
            if isinstance(piece, str)
            else _edited(sentence, ordered, *piece)
        )
        if letters and text and letters[-1] != " ":
            letters.append(" ")
            origins.append(-1)
        letters += text
        origins += places
    return _finished(_tidied("".join(letters), origins))


def without_overlap(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Sort the edits; of two that overlap, the longer stays, then the first."""
    chosen: list[Edit] = []
    for edit in sorted(edits, key=lambda one: (one.start - one.end, one.start)):
        if all(edit.end <= one.start or one.end <= edit.start for one in chosen):
            chosen.append(edit)
    return tuple(sorted(chosen, key=lambda one: one.start))


def _edited(sentence: str, edits: Sequence[Edit], start: int, end: int) -> tuple[str, list[int]]:
    letters: list[str] = []
    origins: list[int] = []
    place = start
    for edit in _clipped(edits, start, end):
        if edit.start >= place and edit.end <= end:
            letters += [sentence[place : edit.start], edit.text]
            origins += [*range(place, edit.start), *[edit.start] * len(edit.text)]
            place = edit.end
    letters.append(sentence[place:end])
    origins += range(place, end)
    return "".join(letters), origins


def _clipped(edits: Sequence[Edit], start: int, end: int) -> Iterator[Edit]:
    """Yield the edits; of what is only taken out, the part that lies within the piece."""
    for edit in edits:
        if edit.text or (start <= edit.start and edit.end <= end):
            yield edit
        elif edit.start < end and start < edit.end:
            yield Edit(max(start, edit.start), min(end, edit.end), "")


def _tidied(text: str, origins: list[int]) -> Traced:
    for pattern in _HOLES:
        text, origins = _without(text, origins, [one.span(1) for one in pattern.finditer(text)])
    return Traced(text, tuple(origins))


def _without(
    text: str, origins: list[int], spans: Iterable[tuple[int, int]]
) -> tuple[str, list[int]]:
    for start, end in reversed(list(spans)):
        text = text[:start] + text[end:]
        origins = origins[:start] + origins[end:]
    return text, origins


def _finished(traced: Traced) -> Traced:
    """Begin with a capital, end with a stop."""
    text, origins = traced.text, traced.origins
    if text and text[0].islower() and not _SMALL.match(text):
        text = upper(text[0]) + text[1:]
    if text and not _STOP.search(text):
        text, origins = f"{text}.", (*origins, -1)
    return Traced(text, origins)


_HOLES = tuple(
    re.compile(pattern)
    for pattern in (
        r"([\s ](?=\s))",
        r"((?:\(\s*[,;]*\s*\)|\[\s*\]))",
        r"(\s+)(?=[,.;:?!)\]])",
        r"(?<=[(\[])(\s+)",
        r"([,;:](?:\s*[,;:])*)(?=\s*[,;:.])",
        r"(?i:\bthe (the) )",
        r"\b(?:and|but|or)(,)(?= [a-z]+ed\b)",
        r"^([\s,;:–—-]+)",
        r"([\s,;:–—-]+)$",
        r"((?:[,;]? (?:and|or|but|while|with|such as|including))(?=[\s,]*\.?$))",
        r"([,;:–—-]\s*)(?=\.$)",
        r"(\s)(?=\s)",
        r"(\s+)(?=[,.;:?!)\]])",
    )
)
_SMALL = re.compile(r"[a-z]+[A-Z]|[a-z]\d|[a-z]-[A-Z]")
_STOP = re.compile(r"[.!?][\"”’')\]]*$")
