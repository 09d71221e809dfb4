"""Reading sentences as the generator does, for the tests of its facts."""

from __future__ import annotations

from questions.extract import extract
from questions.generate.fact import Fact
from questions.generate.facts import facts
from questions.generate.parsing import parsed, prose
from questions.generate.references import read
from questions.text import sentences


def facts_of(text: str, title: str = "") -> tuple[Fact, ...]:
    """Return all facts of *text*, read as one plain document."""
    document = extract(text, "document.txt")
    numbered = list(enumerate(sentences(document.text, document.blocks)))
    found = parsed(document.text, document.blocks, numbered)
    return facts(read(found, title=title, text=prose(document.text, document.blocks)), title)


def statements(text: str, title: str = "") -> list[str]:
    """Return what the facts state, those that point to something unknown left out."""
    return [one.statement for one in facts_of(text, title) if not one.doubts]
