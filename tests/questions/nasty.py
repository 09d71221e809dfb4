"""Nasty sentences: short texts that question makers get wrong, with what may and may not come out.

Each line of nasty.jsonl has a name, a text and some of
- `never`: pairs of patterns; no card's stem and answer may match both,
- `keeps`: pairs of patterns; a card that says the first says the second, too,
- `says`: patterns that no card may match,
- `clean`: patterns that no card of a question without findings may match,
- `kept`: patterns that no card may match of what is kept by default,
- `has`: pairs of patterns; some card's stem and answer match both.
A card is written as its stem with `___` for what it hides, ` => ` and its answer; `keeps` looks at
the stem with nothing hidden. False statements are not looked at: they are there to be denied.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from questions import cloze
from questions.extract import extract
from questions.faces import face, parts_of
from questions.generate import Generator
from questions.model import Kind, Question

_LINES = Path(__file__).with_name("nasty.jsonl").read_text(encoding="utf-8").splitlines()
SENTENCES: list[dict[str, Any]] = [json.loads(line) for line in _LINES]


@dataclass(frozen=True)
class Card:
    """What one card shows and wants, and both together with nothing hidden."""

    stem: str
    answer: str
    filled: str
    clean: bool
    kept: bool

    def __str__(self) -> str:
        return f"{self.stem} => {self.answer}"


def cards_of(text: str) -> list[Card]:
    """Make the whole pool of a text, and write down every card that claims something."""
    document = extract(text, "document.txt")
    generator = Generator(document.text, document.blocks, document_id="d1", title="A document")
    made = [one for window in generator.windows for one in generator.make(window)]
    return [card for one in made for card in _cards(one.question, kept=one.kept)]


def broken(sentence: dict[str, Any], cards: list[Card]) -> Iterator[str]:
    """Yield what a sentence's expectations say against its cards."""
    for card in cards:
        yield from _false(sentence, card)
        yield from _lost(sentence, card)
    for stem, answer in sentence.get("has", ()):
        if not any(_holds(stem, one.stem) and _holds(answer, one.answer) for one in cards):
            yield f"has none: {stem} => {answer}"


def _false(sentence: dict[str, Any], card: Card) -> Iterator[str]:
    """Yield what no card may say, whatever else is said against it."""
    for stem, answer in sentence.get("never", ()):
        if _holds(stem, card.stem) and _holds(answer, card.answer):
            yield f"never: {card}"
    for said, kept in sentence.get("keeps", ()):
        if _holds(said, card.filled) and not _holds(kept, card.filled):
            yield f"loses {kept}: {card}"
    for said in sentence.get("says", ()):
        if _holds(said, str(card)) or _holds(said, card.filled):
            yield f"says: {card}"


def _lost(sentence: dict[str, Any], card: Card) -> Iterator[str]:
    """Yield what may be made, but neither without a finding nor by default."""
    for name, applies in (("clean", card.clean), ("kept", card.kept)):
        for said in sentence.get(name, ()) if applies else ():
            if _holds(said, card.filled) or _holds(said, str(card)):
                yield f"{name}: {card}"


def _holds(pattern: str, text: str) -> bool:
    """Search for a pattern; one with `(?i)` anywhere in it takes small and capital letters."""
    plain = pattern.replace("(?i)", "")
    return re.search(plain, text, re.IGNORECASE if plain != pattern else 0) is not None


def _cards(question: Question, *, kept: bool) -> Iterator[Card]:
    clean = not question.findings
    if question.kind is Kind.TRUEFALSE:
        if question.answers[0].text == "true":
            yield Card(question.stem, "", question.stem, clean, kept)
        return
    for part in parts_of(question):
        shown = face(question, part)
        stem = "".join("___" if one.gap else one.text for one in shown.stem)
        plain = cloze.plain(question.stem) if question.kind is Kind.CLOZE else ""
        yield Card(stem, shown.answer, plain or f"{stem} => {shown.answer}", clean, kept)
