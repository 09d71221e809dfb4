"""Books of any length, to see whether cost grows in step with the text."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from tests.quality.cost import Cost, cost
from tests.quality.measuring import XQUAD

_NUMBER = re.compile(r"\b\d{1,8}\b")
_LONG_NAME = re.compile(r"\b([A-Z][a-z]{3,})\b")


def growth(folder: Path, words: int) -> Iterator[Cost]:
    """Measure a quarter, a half and the whole of a book of *words* words, each by itself."""
    with tempfile.TemporaryDirectory(prefix="studyapp-book-") as place:
        for part in (4, 2, 1):
            yield _cost_of(folder, Path(place), words // part)


def _cost_of(folder: Path, place: Path, words: int) -> Cost:
    short, long = place / "short.txt", place / f"{words}.md"
    short.write_text("A short text is read first, so that the models are loaded.", "utf-8")
    long.write_text(book(folder, words), "utf-8")
    return cost([short, long])


def book(folder: Path, words: int) -> str:
    """Write chapters of the samples; when they come again, with other names and numbers."""
    chapters = _chapters(folder)
    endless = (_changed(chapter, turn) for turn in count() for chapter in chapters)
    written: list[str] = []
    number = 0
    while number < words:
        text = next(endless)
        written.append(f"# Chapter {len(written) + 1}\n\n{text}")
        number += len(text.split())
    return "\n\n".join(written)


def _chapters(folder: Path) -> Sequence[str]:
    return [*_documents(folder), *_articles(folder)]


def _documents(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "documents").glob("*.txt")):
        yield path.read_text(encoding="utf-8")


def _articles(folder: Path) -> Iterator[str]:
    data = json.loads((folder / XQUAD).read_text(encoding="utf-8"))["data"]
    for article in data:
        yield "\n\n".join(one["context"] for one in article["paragraphs"])


def _changed(text: str, turn: int) -> str:
    """Make another text of the same shape: the same words again would be left out as copies."""
    if not turn:
        return text
    syllable = "".join("abdegiklmnoprstuvz"[(turn // 18**place) % 18] for place in (0, 1))
    renamed = _LONG_NAME.sub(lambda match: f"{match[1]}{syllable}", text)
    return _NUMBER.sub(lambda match: str(int(match[0]) + turn), renamed)
