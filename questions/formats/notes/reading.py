"""A note in Markdown: which way of writing its questions have, and the questions."""

import re
from collections.abc import Iterable
from typing import Final

from questions.errors import BankFormatError
from questions.formats import decoding
from questions.formats.base import LIKELY, NO, NO_OPTIONS, Options
from questions.formats.collecting import Collector
from questions.formats.notes import letters, outlines, sections
from questions.formats.notes.lines import Line, body
from questions.formats.notes.made import Card
from questions.formats.results import Reading

NAME: Final = "markdown"
_SAMPLE: Final = 64 * 1024
_FAINT: Final = 0.3
_LETTERED: Final = re.compile(r"^Q:.*\n(?:(?![QC]:).*\n){0,50}?A:|^C:.*\[", re.MULTILINE)
_NAME: Final = re.compile(r"\s*(?:name|title|deck)\s*[:=]\s*(.*)", re.IGNORECASE)


def recognises(data: bytes, name: str) -> float:
    """Tell notes by cards with letters or in an outline; headings alone say little."""
    try:
        text = decoding.decode(data[:_SAMPLE]).text
    except BankFormatError:
        return NO
    if text.lstrip()[:1] in {"<", "{"} and not text.lstrip().startswith("<!--"):
        return NO
    _front, lines = body(text)
    if _LETTERED.search(text) or sections.has_blocks(lines):
        return LIKELY
    if not name.lower().endswith((".md", ".markdown", ".txt")):
        return NO
    if outlines.is_outline(lines):
        return LIKELY
    is_note = name.lower().endswith((".md", ".markdown")) and "\n#" in f"\n{text}"
    return _FAINT if is_note or sections.has_quotes(lines) else NO


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read a note in the way of writing that it shows; what is left over is told."""
    decoded = decoding.decode(data, options.encoding)
    collector = Collector()
    collector.problems += decoded.problems
    front, lines = body(decoded.text)
    for card in _cards(lines, collector):
        collector.add(card.fields(), raw=f"{card.front}\n{card.back}", line=card.line)
    guessed = {"encoding": decoded.encoding}
    return collector.reading(NAME, name, title=_title(front), guessed=guessed)


def _cards(lines: list[Line], collector: Collector) -> Iterable[Card]:
    if sections.has_blocks(lines):
        return sections.blocks(lines)
    if letters.is_lettered(lines):
        return letters.cards(
            lines, lambda line, reason, raw: collector.tell(f"line {line}", reason, raw, line=line)
        )
    if outlines.is_outline(lines):
        return outlines.cards(lines)
    return sections.quotes(lines) if sections.has_quotes(lines) else sections.sections(lines)


def _title(front: list[str]) -> str:
    found = (match for line in front if (match := _NAME.fullmatch(line)))
    return next((match[1].strip().strip("\"'") for match in found), "")
