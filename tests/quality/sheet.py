"""Judging sheets: kept questions of many documents, blind, with planted ones among them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.quality.judged import QUESTIONS
from tests.quality.making import Made, make
from tests.quality.plants import Item, damaged_items, human_item, item_of
from tests.quality.references import Sample, read_document, samples

_FEWEST_DOCUMENTS = 20
_HOW_TO = """\
# How to judge

Each line of sheet.jsonl is one question about a document of the folder documents/. Read the
document first. Write one line of JSON for each into a file of your own:

    {{"id": "q0001", {fields}, "reason": "…"}}

{questions}

Answer true or false; null where a question does not apply (options: only where the item has any).
Say in a few words why, whenever an answer is false. In a cloze, _____ is what is hidden, with
its hint, if any, in brackets; a true/false item is a statement with the answer true or false.
Nothing tells where an item is from.
"""


@dataclass(frozen=True)
class _Drawn:
    """The items of one document and the document's text."""

    name: str
    text: str
    items: tuple[Item, ...]


def write_sheet(
    folder: Path,
    output: Path,
    *,
    number: int,
    seed: int,
    plants: float,
    documents: frozenset[str] | None = None,
) -> int:
    """Write a sheet of *number* kept questions and plants into *output*; return all items.

    *plants* is the share of human questions, and again of damaged ones, in *number*. Without
    *documents* they are drawn from all.
    """
    chance = Random(seed)
    names = documents or {path.stem for path in (folder / "documents").glob("*.txt")}
    made = {name: make(read_document(folder, name)[1]) for name in sorted(names)}
    kept = _kept(made, number, chance)
    if documents is None and len(kept) < _FEWEST_DOCUMENTS:
        raise ValueError(f"only {len(kept)} documents have questions that are kept")
    planted = _planted(samples(folder, documents), kept, round(plants * number), chance)
    drawn = [
        _Drawn(name, made[name].extracted.text, (*kept.get(name, ()), *planted.get(name, ())))
        for name in _shuffled(set(kept) | set(planted), chance)
    ]
    return _write(drawn, output, chance)


def _kept(made: Mapping[str, Made], number: int, chance: Random) -> dict[str, list[Item]]:
    """Draw questions by turns from the documents, so that a long one has no more than others."""
    piles = {}
    for name, one in made.items():
        pile = [item_of(name, question) for question in one.kept]
        chance.shuffle(pile)
        if pile:
            piles[name] = pile
    drawn: dict[str, list[Item]] = {name: [] for name in piles}
    for name in _by_turns(piles, number, chance):
        drawn[name].append(piles[name].pop())
    return drawn


def _by_turns(piles: Mapping[str, list[Item]], number: int, chance: Random) -> Iterator[str]:
    left = min(number, sum(len(pile) for pile in piles.values()))
    while left:
        for name in _shuffled(piles, chance)[:left]:
            if piles[name]:
                left -= 1
                yield name


def _planted(
    some: Sequence[Sample], kept: Mapping[str, list[Item]], number: int, chance: Random
) -> dict[str, list[Item]]:
    planted: dict[str, list[Item]] = {sample.name: [] for sample in some}
    share = -(-number // len(some))
    human, damaged = [], []
    for sample in some:
        facts = [fact for fact in sample.facts if fact.placed]
        chance.shuffle(facts)
        human += [human_item(sample, fact, chance) for fact in facts[:share]]
        rest = damaged_items(sample, facts[share:], kept.get(sample.name, []), chance)
        damaged += list(rest)[:share]
    for pile in (human, damaged):
        chance.shuffle(pile)
        for item in pile[:number]:
            planted[item.document].append(item)
    return planted


def _shuffled(names: Iterable[str], chance: Random) -> list[str]:
    ordered = sorted(names)
    chance.shuffle(ordered)
    return ordered


def _write(drawn: Sequence[_Drawn], output: Path, chance: Random) -> int:
    (output / "documents").mkdir(parents=True, exist_ok=True)
    sheet: list[dict[str, object]] = []
    key: dict[str, dict[str, object]] = {}
    for one in drawn:
        (output / "documents" / f"{one.name}.txt").write_text(one.text, encoding="utf-8")
        items = list(one.items)
        chance.shuffle(items)
        for item in items:
            name = f"q{len(sheet) + 1:04}"
            sheet.append(_shown(name, item))
            key[name] = _hidden(item)
    _lines(output / "sheet.jsonl", sheet)
    (output / "key.json").write_text(json.dumps(key, ensure_ascii=False, indent=0), "utf-8")
    fields = ", ".join(f'"{name}": true' for name in QUESTIONS)
    questions = "\n".join(f"* `{name}`: {words}" for name, words in QUESTIONS.items())
    (output / "README.md").write_text(_HOW_TO.format(fields=fields, questions=questions), "utf-8")
    return len(sheet)


def _lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def _shown(name: str, item: Item) -> dict[str, object]:
    options = {"options": item.options} if item.options else {}
    return {
        "id": name,
        "document": item.document,
        "kind": item.kind,
        "stem": item.stem,
        **options,
        "answer": item.answer,
        "source": item.source,
        "source_start": item.start,
    }


def _hidden(item: Item) -> dict[str, object]:
    question = item.question
    return {
        "origin": item.origin,
        "document": item.document,
        "kind": item.kind,
        "damage": item.damage,
        "fails": item.fails,
        "stem": item.stem,
        "answer": item.answer,
        "method": question.origin.method if question and question.origin else "",
        "question": question.model_dump(mode="json", exclude_defaults=True) if question else None,
    }
