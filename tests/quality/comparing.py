"""Kept questions beside people's questions about the same text, blind: which would one keep?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from questions.model import Question
from tests.quality.corpus import Document, genre_of
from tests.quality.making import make
from tests.quality.plants import Item, human_item, item_of
from tests.quality.references import Sample, samples
from tests.quality.rows import FOLDER as VERDICTS

#: The five samples for which the most questions were written by hand (38 to 40). All have verdicts
#: that the ranker learned from, as every article of XQuAD has, of which moreover only an excerpt of
#: 600 words exists; `compare` prints how many, because they flatter the generated side.
DOCUMENTS = (
    "gum_bio_gordon",
    "gum_textbook_alamo",
    "psych_cognition",
    "russia-kazakhstan",
    "tech_pyfaq",
)
MOST = 20
SIDES = ("A", "B")
_HOW_TO = """\
# Which of the two would you keep?

Each line of pairs.jsonl has two questions, A and B, about one document of the folder documents/.
Read the document first. Then answer for each pair: which would you rather keep as a card for
remembering this text? Write one line of JSON for each into a file of your own:

    {"id": "p001", "prefer": "A", "reason": "…"}

`prefer` is "A", "B", or "tie" where both are as good or as bad; say in a few words why. Judge each
as it stands: is it clear a month later without the document, right by the document, the only right
answer, worth remembering, good English? In some stems _____ is what is hidden, with its hint, if
any, in brackets. The two need not ask about the same thing. Nothing tells where a question is from.
"""


@dataclass(frozen=True)
class Pair:
    """A generated question and a person's, of one document; *generated* is the side of ours."""

    document: Document
    ours: Item
    human: Item
    generated: str

    def shown(self, name: str) -> dict[str, object]:
        """Return what a judge sees: both in one shape, without source, options or method."""
        other = SIDES[self.generated == "A"]
        sides = {self.generated: self.ours, other: self.human}
        told = {side: {"stem": sides[side].stem, "answer": sides[side].answer} for side in SIDES}
        return {"id": name, "document": self.document.name, **told}

    def hidden(self) -> dict[str, object]:
        """Return what is kept from the judge."""
        origin = self.ours.question.origin if self.ours.question else None
        return {
            "generated": self.generated,
            "document": self.document.name,
            "digest": self.document.digest,
            "start": self.ours.start,
            "human_start": self.human.start,
            "kind": self.ours.kind,
            "method": origin.method if origin else "",
            "score": origin.score if origin else None,
        }


def drawn(folder: Path, chance: Random, kept: Callable[[Sample], Iterable[Question]]) -> list[Pair]:
    """Pair up to 20 of what *kept* gives of each document with as many of its human questions."""
    found: list[Pair] = []
    for sample in samples(folder, frozenset(DOCUMENTS)):
        ours = [item_of(sample.name, one) for one in _best(kept(sample))]
        found += _pairs(sample, ours, chance)
    return found


def kept_of(sample: Sample) -> Iterable[Question]:
    """Return what *keep all without findings* keeps of a document."""
    return make(sample.extracted).kept


def _best(questions: Iterable[Question]) -> list[Question]:
    scored = sorted(questions, key=_score, reverse=True)
    return scored[:MOST]


def _score(question: Question) -> float:
    return (question.origin.score if question.origin else None) or 0.0


def _pairs(sample: Sample, ours: Sequence[Item], chance: Random) -> Iterator[Pair]:
    document = Document(sample.name, genre_of(sample.name), sample.extracted)
    for item, human in nearest(ours, _by_hand(sample, chance)):
        yield Pair(document, item, human, chance.choice(SIDES))


def _by_hand(sample: Sample, chance: Random) -> list[Item]:
    """List a document's human questions, the most important first and those alike by chance."""
    facts = [fact for fact in sample.facts if fact.placed]
    chance.shuffle(facts)
    facts.sort(key=lambda fact: -fact.importance)
    return [human_item(sample, fact, chance) for fact in facts[:MOST]]


def nearest(ours: Sequence[Item], human: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Join each with one of the others, the nearest in the document first; none comes twice."""
    every = [
        (abs(one.start - other.start), i, j)
        for i, one in enumerate(ours)
        for j, other in enumerate(human)
    ]
    found: list[tuple[int, int]] = []
    left, right = set(range(len(ours))), set(range(len(human)))
    for _, i, j in sorted(every):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            found.append((i, j))
    return [(ours[i], human[j]) for i, j in sorted(found)]


def write_pairs(pairs: Sequence[Pair], output: Path, chance: Random) -> None:
    """Write pairs, documents, instructions and the key into *output*, documents by chance."""
    (output / "documents").mkdir(parents=True, exist_ok=True)
    for one in {pair.document.name: pair.document for pair in pairs}.values():
        (output / "documents" / f"{one.name}.txt").write_text(one.extracted.text, "utf-8")
    named = {f"p{number:03}": pair for number, pair in enumerate(_mixed(pairs, chance), 1)}
    sheet = [json.dumps(one.shown(name), ensure_ascii=False) for name, one in named.items()]
    (output / "pairs.jsonl").write_text("\n".join(sheet) + "\n", "utf-8")
    key = {name: one.hidden() for name, one in named.items()}
    (output / "key.json").write_text(json.dumps(key, ensure_ascii=False, indent=0), "utf-8")
    (output / "INSTRUCTIONS.md").write_text(_HOW_TO, "utf-8")


def _mixed(pairs: Sequence[Pair], chance: Random) -> list[Pair]:
    """Keep a document's pairs together, for it is read once, and mix them within it."""
    several = list(pairs)
    chance.shuffle(several)
    return sorted(several, key=lambda pair: pair.document.name)


def told(pairs: Sequence[Pair], verdicts: Mapping[str, int]) -> Iterator[str]:
    """Say how many pairs each document gave, and what is known of it already."""
    for name in DOCUMENTS:
        some = [pair for pair in pairs if pair.document.name == name]
        seen = verdicts.get(some[0].document.digest, 0) if some else 0
        learned = f"the ranker learned from {seen} verdicts about it" if some else "nothing is kept"
        yield f"{name:24}{len(some):3} pairs; {learned}"


def verdict_counts(folder: Path = VERDICTS) -> dict[str, int]:
    """Count the kept verdicts by the digest of their document."""
    counts: dict[str, int] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            digest = str(json.loads(line)["digest"])
            counts[digest] = counts.get(digest, 0) + 1
    return counts
