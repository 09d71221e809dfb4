"""The documents whose questions are judged: the samples, XQuAD's articles, and GUM.

None of their words come into the project; a document counts by its name and the hash of its text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from questions.extract import extract
from questions.text import Extracted
from tests.quality import gum
from tests.quality.recall import titled_paragraphs
from tests.quality.references import read_document

#: The parts a corpus can have; `gum` and `gum-held-out` need the folder of GUM's files.
PARTS = ("samples", "xquad", "gum", "gum-held-out")
_GUM = {"gum": "learned", "gum-held-out": "held-out"}
# Articles of XQuAD that the samples have too.
_TWICE = frozenset({"1973 oil crisis", "Chloroplast"})
_GENRES = {"psych": "textbook", "wiki": "encyclopedia", "tech": "technical", "russia": "news"}


@dataclass(frozen=True)
class Document:
    """A text as the product reads it, with its genre."""

    name: str
    genre: str
    extracted: Extracted

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.extracted.text.encode()).hexdigest()[:16]


def corpus(folder: Path, gum_folder: Path | None, parts: tuple[str, ...]) -> Iterator[Document]:
    """Yield the documents of *parts* in a fixed order; *folder* holds the samples."""
    if "samples" in parts:
        yield from _samples(folder)
    if "xquad" in parts:
        yield from _articles(folder)
    for part in parts:
        if part in _GUM and gum_folder is not None:
            yield from map(_of_gum, gum.documents(gum_folder, _GUM[part]))


def genre_of(name: str) -> str:
    """Tell the genre of a document by its name."""
    first, _, rest = name.replace("-", "_").partition("_")
    return rest.split("_")[0] if first == "gum" else _GENRES.get(first, "encyclopedia")


def _samples(folder: Path) -> Iterator[Document]:
    for path in sorted((folder / "documents").glob("*.txt")):
        yield Document(path.stem, genre_of(path.stem), read_document(folder, path.stem)[1])


def _articles(folder: Path) -> Iterator[Document]:
    path = folder / "evaluation/xquad/xquad.en.json"
    for title, some in groupby(titled_paragraphs(path), key=lambda one: one[0]):
        if title not in _TWICE:
            text = "\n\n".join(words for _, words in some)
            found = extract(text, title, "text/plain")
            whole = Extracted(title, found.text, found.blocks, found.language)
            yield Document(f"xquad_{title.replace(' ', '_')}", "encyclopedia", whole)


def _of_gum(one: gum.GumDocument) -> Document:
    return Document(f"gum_{one.name}", one.genre, Extracted(one.title, one.text, one.blocks, "en"))
