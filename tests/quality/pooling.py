"""Judging sheets of the whole pool: what a ranker has to tell apart, not only what is kept.

A sheet shows neither method nor score. A draft is drawn the more rarely the more there are of its
kind, method, genre and score, so that what is rare is judged too. Documents are dealt out whole,
so that a judge reads few of them; a tenth of each sheet is judged by the next judge as well.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.quality.corpus import Document, genre_of
from tests.quality.judged import QUESTIONS
from tests.quality.making import Made, make
from tests.quality.plants import KEPT, POOL, Item, damaged_items, human_item, item_of
from tests.quality.references import Sample

TWICE = 0.1  # of a sheet is judged by two
PLANTED = 0.05  # of a sheet is human or damaged
MOST_OF_ONE = 0.06  # of a batch may be of one document
#: Genres that are less often studied; still judged, for they are given too.
_SELDOM = {"letter": 0.3, "interview": 0.3, "speech": 0.4, "court": 0.5, "whow": 0.5}

_HOW_TO = """\
# How to judge

Each line of your sheet is one question about a document of the folder documents/ (its field
`document` names the file). Read the source sentence and what stands around it in the document,
the whole document where you need it. Write one line of JSON for each item, in the order of the
sheet, into a file of your own:

    {{"id": "…", {fields}, "reason": "…"}}

{questions}

Answer each with true or false; `options` only where the item has options, null elsewhere. Judge
as a demanding teacher who would hand this item to a learner as it is:

* `fluent`: one slip in grammar, article, capital or mark is a no; so is a sentence cut wrongly.
* `alone`: somebody who learned it a month ago and has forgotten the document understands who and
  what is meant. "the report", "they", "the study", "this region" without a name is a no. The title
  of the document is not shown, unless it stands in the item.
* `correct`: the answer is what the source says, with its limits (who claimed it, could, some).
* `only`: nothing else that is as true would be put there by somebody who knows the matter. A gap
  that many words fill is a no; a synonym or a spelling of the answer is not another answer.
* `worth`: a learner of this subject would be glad to remember it; passing remarks, examples,
  anecdotes, scenery and what everybody knows are a no.
* `options`: every wrong option is plausible, of the same kind, and certainly wrong.

In a cloze, _____ is what is hidden, and what stands in brackets right behind it is the hint that
the learner sees in the gap. A true/false item is a statement with the answer true or false. A
flashcard has a front and a back. `reason`: in a few words of your own, why, for every item (also
why it is good); quote no more than three words in a row from the document. Each item is judged for
itself; nothing tells where it is from, and there is no share that has to be good.
"""


@dataclass(frozen=True)
class Batch:
    """What a round of judging asks for."""

    sheets: int
    size: int
    seed: int
    kept_only: bool = False
    first: int = 1  # the number of the first sheet
    lean: float = 0.0  # draw by the score to this power as well: where it matters most


@dataclass(frozen=True)
class Pooled:
    """A document with the items that may be drawn of it, and what the engine made."""

    document: Document
    made: Made
    items: tuple[Item, ...]


def pooled(documents: Iterable[Document], *, kept_only: bool) -> list[Pooled]:
    """Make the questions of each document; those with findings are never shown to a judge."""
    found = []
    for one in documents:
        made = make(one.extracted)
        kept = {question.id for question in made.kept}
        some = made.kept if kept_only else made.clean
        items = tuple(
            replace(item_of(one.name, each), origin=KEPT if each.id in kept else POOL)
            for each in some
        )
        found.append(Pooled(one, made, items))
    return found


def write_batch(
    some: Sequence[Pooled],
    planted: Sequence[Sample],
    batch: Batch,
    output: Path,
    keys: Path,
) -> int:
    """Write the sheets of a batch into *output* and its key into *keys*; return all lines."""
    chance = Random(batch.seed)
    some = [*some, *_only_planted(some, planted)]
    drawn = _drawn(some, batch, chance)
    plants = _plants(planted, drawn, round(PLANTED * batch.size * batch.sheets), chance)
    piles = _dealt(drawn, plants, batch, chance)
    named = _named(piles, batch)
    _documents(some, output)
    rows = 0
    for number, own in enumerate(named):
        shared = named[number - 1] if batch.sheets > 1 else []
        rows += _sheet(output / f"sheet-{batch.first + number}.jsonl", own, shared, chance)
    _key(keys / f"key-{batch.first}.json", [one for own in named for one in own], some)
    _instructions(output / "JUDGE.md")
    return rows


def _only_planted(some: Sequence[Pooled], planted: Sequence[Sample]) -> list[Pooled]:
    """Return the documents that give plants and nothing else."""
    known = {one.document.name for one in some}
    return [
        Pooled(
            Document(one.name, genre_of(one.name), one.extracted),
            Made(one.extracted, (), (), 0.0),
            (),
        )
        for one in planted
        if one.name not in known
    ]


def _drawn(some: Sequence[Pooled], batch: Batch, chance: Random) -> list[Item]:
    """Draw by weight without putting back, at most a few of one document."""
    genres = {one.document.name: one.document.genre for one in some}
    every = [item for one in some for item in one.items]
    strata = Counter(_stratum(item, genres) for item in every)
    lots = [
        (chance.random() ** (1 / _weight(item, genres, strata, batch)), at)
        for at, item in enumerate(every)
    ]
    wanted = batch.sheets * batch.size
    most = max(2, math.ceil(MOST_OF_ONE * wanted))
    taken: list[Item] = []
    of_one: Counter[str] = Counter()
    for _, at in sorted(lots, reverse=True):
        if of_one[every[at].document] < most and len(taken) < wanted:
            of_one[every[at].document] += 1
            taken.append(every[at])
    return taken


def _stratum(item: Item, genres: Mapping[str, str]) -> tuple[object, ...]:
    origin = item.question.origin if item.question else None
    method = origin.method if origin else ""
    return (method, genres[item.document], math.floor(8 * _score(item)))


def _score(item: Item) -> float:
    origin = item.question.origin if item.question else None
    return origin.score or 0.0 if origin else 0.0


def _weight(
    item: Item,
    genres: Mapping[str, str],
    strata: Mapping[tuple[object, ...], int],
    batch: Batch,
) -> float:
    genre = _SELDOM.get(genres[item.document], 1.0)
    even = 1.0 if batch.kept_only else math.sqrt(strata[_stratum(item, genres)])
    return genre / even * max(0.05, _score(item)) ** batch.lean


def _plants(
    planted: Sequence[Sample], drawn: Sequence[Item], number: int, chance: Random
) -> list[Item]:
    """Take human and damaged items by turns from the documents that have references."""
    human, damaged = [], []
    for sample in planted:
        facts = [fact for fact in sample.facts if fact.placed]
        chance.shuffle(facts)
        share = -(-number // len(planted))
        made = [one for one in drawn if one.document == sample.name]
        human += [human_item(sample, fact, chance) for fact in facts[:share]]
        damaged += list(damaged_items(sample, facts[share:], made, chance))[:share]
    chance.shuffle(human)
    chance.shuffle(damaged)
    return human[: number // 2] + damaged[: number - number // 2]


def _dealt(
    drawn: Sequence[Item], plants: Sequence[Item], batch: Batch, chance: Random
) -> list[list[Item]]:
    """Deal whole documents to the sheets, the largest first, each to the shortest sheet."""
    by_document: dict[str, list[Item]] = {}
    for item in (*drawn, *plants):
        by_document.setdefault(item.document, []).append(item)
    piles: list[list[Item]] = [[] for _ in range(batch.sheets)]
    for name in sorted(by_document, key=lambda one: (-len(by_document[one]), one)):
        chance.shuffle(by_document[name])
        min(piles, key=len).extend(by_document[name])
    return piles


def _named(piles: Sequence[Sequence[Item]], batch: Batch) -> list[list[tuple[str, Item]]]:
    return [
        [(f"s{batch.first + at}-{number:03}", item) for number, item in enumerate(pile, 1)]
        for at, pile in enumerate(piles)
    ]


def _sheet(
    path: Path, own: Sequence[tuple[str, Item]], other: Sequence[tuple[str, Item]], chance: Random
) -> int:
    """Write a judge's own items, and a tenth as many that another judge has too."""
    shared = chance.sample(list(other), min(len(other), round(TWICE * len(own))))
    # Grouped by document, so that each is read once.
    ordered = sorted([*own, *shared], key=lambda one: one[1].document)
    rows = [_shown(name, item) for name, item in ordered]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return len(rows)


def _shown(name: str, item: Item) -> dict[str, object]:
    options = {"options": item.options} if item.options else {}
    return {
        "id": name, "document": f"documents/{item.document}.txt", "kind": item.kind,
        "stem": item.stem, **options, "answer": item.answer, "source": item.source,
        "source_start": item.start,
    }  # fmt: skip


def _documents(some: Sequence[Pooled], output: Path) -> None:
    (output / "documents").mkdir(parents=True, exist_ok=True)
    for one in some:
        path = output / "documents" / f"{one.document.name}.txt"
        path.write_text(one.document.extracted.text, encoding="utf-8")


def _key(
    path: Path,
    named: Sequence[tuple[str, Item]],
    some: Sequence[Pooled],
) -> None:
    by_name = {one.document.name: one for one in some}
    key = {name: _hidden(item, by_name[item.document]) for name, item in named}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(key, ensure_ascii=False, indent=0), "utf-8")


def _hidden(item: Item, pooled: Pooled) -> dict[str, object]:
    """Say where an item is from, and what it shows to a ranker."""
    question, document = item.question, pooled.document
    origin = question.origin if question else None
    features = pooled.made.features.get(question.id, {}) if question and not item.damage else {}
    return {
        "origin": item.origin, "document": item.document, "digest": document.digest,
        "genre": document.genre, "kind": item.kind, "damage": item.damage, "fails": item.fails,
        "stem": item.stem, "answer": item.answer, "start": item.start,
        "method": origin.method if origin else "", "score": origin.score if origin else None,
        "question": question.model_dump(mode="json", exclude_defaults=True) if question else None,
        "features": features,
    }  # fmt: skip


def _instructions(path: Path) -> None:
    fields = ", ".join(f'"{name}": true' for name in QUESTIONS)
    questions = "\n".join(f"* `{name}`: {words}" for name, words in QUESTIONS.items())
    path.write_text(_HOW_TO.format(fields=fields, questions=questions), encoding="utf-8")
