"""A document's text in blocks and sentences; every place is counted in code points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

BlockKind = Literal[
    "heading",
    "paragraph",
    "list_item",
    "quote",
    "code",
    "table",
    "caption",
    "footnote",
    "reference",
    "contents",
    "figure",
    "label",
]
# What an author tells the reader in sentences. Questions are made from these blocks alone: a
# heading is a topic, and the others are rows of a table, words under or in a picture, notes,
# titles of other works, lines of a table of contents, code, or a label ("L1.2", a speaker's name).
PROSE: frozenset[BlockKind] = frozenset({"paragraph", "list_item", "quote"})
# Blocks that are one piece each: no full stop in them ends a sentence.
_WHOLE: frozenset[BlockKind] = frozenset(
    {"heading", "code", "table", "contents", "figure", "label"}
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text that no sentence crosses, under the headings of its *section*.

    *page* is where it begins, counted from 1: a page of a PDF or a slide. *seconds* is when it
    begins in a recording. *terms* are the words in it that its author set off as key terms. Ask
    only about blocks whose kind is in `PROSE`.
    """

    kind: BlockKind
    level: int
    start: int
    end: int
    section: tuple[str, ...] = ()
    page: int | None = None
    seconds: int | None = None
    terms: tuple[str, ...] = ()

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Block:
        """Read what `dataclasses.astuple` and JSON made of a block; older rows have less."""
        kind, level, start, end, section, *later = row
        more = dict(zip(("page", "seconds", "terms"), later, strict=False))
        place = more.get("page"), more.get("seconds")
        return cls(kind, level, start, end, tuple(section), *place, tuple(more.get("terms", ())))


@dataclass(frozen=True, slots=True)
class Extracted:
    """What could be read of a document: its blocks lie in its text without overlap."""

    title: str
    text: str
    blocks: tuple[Block, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, from *start* to *end*, in the block with the number *block*."""

    start: int
    end: int
    block: int


def sentences(text: str, blocks: Iterable[Block]) -> tuple[Sentence, ...]:
    """Split the blocks into sentences; a heading, a table's row or a piece of code is one."""
    return tuple(
        Sentence(start, end, number)
        for number, block in enumerate(blocks)
        for start, end in _trimmed(text, _stretches(text, block))
    )


def _trimmed(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in stretches:
        piece = text[start:end]
        if words := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            yield first, first + len(words)


def _stretches(text: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.start
    if block.kind not in _WHOLE:
        # The search only collects whole runs of marks, so that a million dots cost one look each.
        for stop in _STOP.finditer(text, block.start, block.end):
            if _ends(text, start, stop, block.end):
                yield start, stop.end()
                start = stop.end()
    yield start, block.end


def _ends(text: str, start: int, stop: re.Match[str], limit: int) -> bool:
    """Judge whether the marks at *stop* end the sentence that began at *start*."""
    if stop["wide"]:
        return True
    after = _NEXT.match(text, stop.end(), limit)
    if after is None:
        return False
    if stop["marks"] == ".":
        before = text[max(start, stop.start() - _LONGEST) : stop.start()].strip()
        last = _LAST.search(before)
        word = last[0] if last else ""
        return not _goes_on(word, after, alone=before == word)
    return not (stop["closers"] and _SPEECH.match(text, after.start("word"), limit))


def _goes_on(word: str, after: re.Match[str], *, alone: bool) -> bool:
    """Judge whether the dot after *word* belongs to it and not to the sentence."""
    numbered = after["word"][:1].isdigit()
    if alone and (word.isdigit() or len(word) == 1):
        return True
    if word in _BEFORE_NUMBERS:
        return numbered or bool(_ROMAN.fullmatch(after["word"]))
    if word.lower() in _NEVER_LAST or (word in _MONTHS and numbered):
        return True
    if word in _SOMETIMES_LAST or _INITIALS.fullmatch(word):
        initial = after.string[after.end() : after.end() + 1] == "."
        return initial or after["word"] not in _STARTERS
    return False


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_LONGEST = 24
_STOP = re.compile(
    r"(?P<wide>[\u3002\uff01\uff1f]+[\u300d\u300f\u201d\uff09]*)"
    r"|(?P<marks>[.!?…]+)(?P<closers>[\"'”’»)\]]*)(?:\[[\w ]{1,12}\])*"
)
_NEXT = re.compile(r"\s+[\"'“‘„«(\[¿¡]{0,4}(?P<word>[^\W_a-zß-öø-ÿ][\w’']{0,40})")
_LAST = re.compile(r"(?:[^\W_]+\.)*[^\W_]+$")
_INITIALS = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_ROMAN = re.compile(r"[IVXLC]{2,}|[VX]")
_SPEECH = re.compile(
    r"(?:[\w’'.]+ ){1,2}(?:said|says|asked|asks|replied|replies|answered|added|cried|shouted|"
    r"whispered|wrote|exclaimed|explained|warned|told)\b"
)
_NEVER_LAST = _words(
    "mr mrs ms mx dr prof gen sen rep gov capt cpt col lt sgt maj cmdr adm rev hon pres messrs mme "
    "mlle st mt ft dept univ assn bros vs viz approx est e.g i.e cf ca resp bzw z.b d.h"
)
_BEFORE_NUMBERS = _words(
    "No Nos no nos Nr Op op Vol vol Fig Figs fig figs pp Ch ch Sec sec Art art Eq eq Tab "
    "Par para Ref refs Pt Ex BWV"
)
_SOMETIMES_LAST = _words("Jr Sr Inc Ltd Co Corp Bros etc al Esq Ave Blvd Rd ed eds")
_MONTHS = _words("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")
_STARTERS = _words(
    "A According After All Also Although An And Another As At Because Before Both But By "
    "Despite During Each Even For From He Her Here His How However I If In Instead It Its Later "
    "Many Meanwhile Moreover Most My No Not Now On One Other Our Several She Since So Some "
    "Still Such That The Their Then There These They This Those Though Through Thus To Today "
    "Under Until We What When Where Which While Who Why With Yet You Your"
)
