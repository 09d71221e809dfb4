"""Reading a few sentences with the parser, for the tests of names and references."""

from __future__ import annotations

from datetime import date

from questions.extract import extract
from questions.generate.fact import Name
from questions.generate.parsing import parsed, prose
from questions.generate.reading import Read, Reading
from questions.generate.references import read
from questions.generate.rewriting import rewrite
from questions.text import sentences


def read_text(text: str, *, title: str = "", dated: date | None = None) -> Read:
    """Read *text* as one document."""
    document = extract(text, "document.txt")
    numbered = list(enumerate(sentences(document.text, document.blocks)))
    return read(
        parsed(document.text, document.blocks, numbered),
        text=prose(document.text, document.blocks),
        title=title,
        dated=dated,
    )


def name_of(found: Read, form: str) -> Name:
    """Return the name that has *form*; a KeyError if none has."""
    known = {alias: one for one in found.names for alias in one.aliases}
    return known[form]


def alone(reading: Reading) -> str:
    """Write the sentence as it can be read alone."""
    return rewrite(reading.parsed.text, reading.edits)


def refused(reading: Reading) -> list[str]:
    """Return the words that nothing could be put for."""
    return [reading.parsed.text[one.start : one.end] for one in reading.open]
