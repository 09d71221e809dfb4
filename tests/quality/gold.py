"""The generator's mentions beside the corpus's: which of one is which of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import DocBin

from questions.generate import naming
from questions.generate.naming import Naming
from questions.generate.parser import parser
from questions.generate.parsing import parsed, prose
from questions.generate.reading import Parsed
from questions.generate.references.mentions import Referent
from questions.text import sentences
from tests.quality.gum import GoldMention, GumDocument


@dataclass(slots=True)
class Case:
    """A document, read by the generator and annotated by people."""

    gum: GumDocument
    parsed: tuple[Parsed, ...]
    naming: Naming
    gold: Gold


def case_of(gum: GumDocument, cache: Path | None = None) -> Case:
    """Read a document as the generator does; *cache* is a folder that keeps parses."""
    read = _parsed(gum, cache)
    known = naming.survey(prose(gum.text, gum.blocks), gum.title)
    named = naming.name_all([one.doc for one in read], known)
    return Case(gum, read, named, Gold(gum.mentions, read))


def _parsed(gum: GumDocument, cache: Path | None) -> tuple[Parsed, ...]:
    numbered = list(enumerate(sentences(gum.text, gum.blocks)))
    if cache is None:
        return parsed(gum.text, gum.blocks, numbered)
    file = cache / f"{gum.name}.spacy"
    if not file.exists():
        read = parsed(gum.text, gum.blocks, numbered)
        DocBin(docs=[one.doc for one in read], store_user_data=True).to_disk(file)
        (cache / f"{gum.name}.txt").write_text(
            "\n".join(f"{one.index} {one.start} {one.block}" for one in read), encoding="utf-8"
        )
    docs = DocBin().from_disk(file).get_docs(parser().vocab)
    places = (cache / f"{gum.name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(
        Parsed(
            int(place.split()[0]),
            int(place.split()[1]),
            doc.text,
            int(place.split()[2]),
            gum.blocks[int(place.split()[2])].kind,
            gum.blocks[int(place.split()[2])].section,
            doc,
        )
        for doc, place in zip(docs, places, strict=True)
    )


class Gold:
    """Finds the gold mention of one of ours."""

    def __init__(self, mentions: Sequence[GoldMention], read: Sequence[Parsed]) -> None:
        self._mentions = mentions
        self._read = read
        self._first: dict[str, GoldMention] = {}
        for one in mentions:
            self._first.setdefault(one.entity, one)

    def of(self, referent: Referent) -> GoldMention | None:
        """Return the gold mention of the same words, None where the corpus has none."""
        sentence = self._read[referent.sentence]
        start = sentence.start + sentence.doc[referent.first].idx
        head = sentence.start + sentence.doc[referent.head].idx
        end = sentence.start + sentence.doc[referent.last].idx
        found = [
            one
            for one in self._mentions
            if one.start <= head < one.end
            and (start <= one.head[0] <= end)
            and ((one.heads > 1) == (referent.kind == "group") or referent.kind == "pronoun")
        ]
        return min(found, key=lambda one: (abs(one.start - start), one.end - one.start),
                   default=None)  # fmt: skip

    def is_said_here(self, referent: Referent) -> bool:
        """Tell whether the same thing comes earlier in the sentence."""
        gold = self.of(referent)
        sentence = self._read[referent.sentence]
        return gold is not None and any(
            one.entity == gold.entity and one.start != gold.start
            for one in self._mentions
            if sentence.start <= one.start < sentence.start + referent.start
        )

    def is_first(self, mention: GoldMention) -> bool:
        """Tell whether nothing before it is the same thing."""
        return self._first[mention.entity] is mention
