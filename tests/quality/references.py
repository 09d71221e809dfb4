"""Reference facts: what a teacher would ask about a document, written before any output was seen.

The project's own references keep no words of the documents, only places in them; the text is
read from the samples and has to be the very text that the places were counted in.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from questions.extract import extract
from questions.text import Extracted

_OURS = Path(__file__).parent / "references"
_SHARED = "generation/reference_russia-kazakhstan.jsonl"


@dataclass(frozen=True)
class Reference:
    """One fact worth knowing; *start* and *end* lie in the extracted text, or are both -1.

    *importance* is 1 to 3: 3 when a learner would be sorry to miss it.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    distractors: tuple[str, ...]
    start: int
    end: int
    importance: int

    @property
    def placed(self) -> bool:
        return self.start >= 0


@dataclass(frozen=True)
class Sample:
    """A document for development, as the product reads it, with what is worth asking in it."""

    name: str
    extracted: Extracted
    facts: tuple[Reference, ...]

    @property
    def text(self) -> str:
        return self.extracted.text

    @property
    def words(self) -> int:
        return len(self.text.split())


def samples(folder: Path, names: frozenset[str] | None = None) -> tuple[Sample, ...]:
    """Read the development documents below *folder* that have reference facts."""
    files = [folder / _SHARED, *sorted(_OURS.glob("*.jsonl"))]
    found = (_sample(folder, path) for path in files)
    return tuple(one for one in found if names is None or one.name in names)


def read_document(folder: Path, name: str) -> tuple[str, Extracted]:
    """Return the text of a sample document as it lies there, and as the product reads it."""
    data = (folder / "documents" / f"{name}.txt").read_bytes()
    return data.decode(), extract(data, f"{name}.txt")


def _sample(folder: Path, path: Path) -> Sample:
    rows = list(_rows(path))
    name = str(rows[0].get("document") or rows[0]["doc"])
    raw, extracted = read_document(folder, name)
    digest = hashlib.sha256(raw.encode()).hexdigest()
    for row in rows:
        if row.get("sha256", digest) != digest:
            raise ValueError(f"{path.name} was written for another text of {name}")
    return Sample(name, extracted, tuple(_fact(row, raw, extracted.text) for row in rows))


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _fact(row: dict[str, object], raw: str, text: str) -> Reference:
    start = int(str(row["start"]))
    end = int(str(row["end"])) if "end" in row else start + len(str(row["quote"]))
    place = placed(raw[start:end], text, start)
    return Reference(
        id=str(row["id"]),
        question=str(row["question"]),
        answers=(str(row["answer"]), *(str(one) for one in _list(row["accept"]))),
        distractors=tuple(str(one) for one in _list(row["distractors"])),
        start=place[0],
        end=place[1],
        importance=int(str(row["importance"])),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def placed(quote: str, text: str, near: int) -> tuple[int, int]:
    """Find *quote* in the extracted text, whatever its spaces have become; (-1, -1) if it went."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    spots = [match.span() for match in re.finditer(pattern, text)]
    return min(spots, key=lambda span: abs(span[0] - near), default=(-1, -1))
