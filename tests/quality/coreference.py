"""Measures names and references on documents of the GUM corpus.

    python -m tests.quality.coreference DEP_FOLDER [--part held-out] [--cache FOLDER] [--wrong he]

Of every reference that the generator writes out, or ties to words of its own sentence, the corpus
tells whether it is the same thing: that share is the precision. Of all references to something
before, the share that is answered so is the recall. Names are compared by type and by which of
them are one.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from questions.generate.fact import Type
from questions.generate.parsing import prose
from questions.generate.references import Traces, trace
from questions.generate.references.resolver import Link
from tests.quality.gold import Case, case_of
from tests.quality.gum import PARTS, GoldMention, documents

#: What the corpus calls each type.
_TYPES = {
    Type.PERSON: {"person"},
    Type.GROUP: {"person", "organization", "place", "abstract"},
    Type.ORG: {"organization"},
    Type.GPE: {"place", "organization"},
    Type.LOC: {"place"},
    Type.FAC: {"place", "organization", "object"},
    Type.EVENT: {"event", "time"},
    Type.WORK: {"abstract", "object"},
    Type.PRODUCT: {"object", "abstract"},
    Type.LANGUAGE: {"abstract"},
}


@dataclass
class Tally:
    """Counts over documents, by class of reference."""

    written: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    inner: Counter[str] = field(default_factory=Counter)
    inner_right: Counter[str] = field(default_factory=Counter)
    anaphoric: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    kept_wrong: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    types_right: Counter[str] = field(default_factory=Counter)
    joins: Counter[str] = field(default_factory=Counter)
    wrong: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    words: int = 0


def measure(case: Case, tally: Tally) -> Tally:
    """Add one document to the counts."""
    traces = trace(case.parsed, text=prose(case.gum.text, case.gum.blocks), title=case.gum.title)
    tally.words += len(case.gum.text.split())
    for number, links in enumerate(traces.resolved.links):
        for link in links:
            _judge(case, traces, number, link, tally)
    _types(case, traces, tally)
    _joins(case, traces, tally)
    return tally


def class_of(link: Link) -> str:
    """Name the class by which references are counted."""
    return link.kind if link.referent.kind == "pronoun" else f"{link.kind} N"


def _judge(case: Case, traces: Traces, number: int, link: Link, tally: Tally) -> None:
    one, kind = link.referent, class_of(link)
    gold = case.gold.of(one)
    refers = gold is not None and gold.status.startswith("giv") and not case.gold.is_first(gold)
    tally.anaphoric[kind] += refers
    decided = traces.decided[number]
    written = link in decided.written
    tied = any((it.start, it.end) == (one.start, one.end) for it in decided.inner)
    refused = any(it.start <= one.start < it.end for it in decided.open)
    if written or tied:
        right = gold is not None and (
            _is_right(case, link, gold) if written else case.gold.is_said_here(one)
        )
        (tally.written if written else tally.inner)[kind] += 1
        (tally.right if written else tally.inner_right)[kind] += right
        tally.answered[kind] += right
        if not right:
            tally.wrong[kind].append(_shown(case, link))
    elif not refused:
        tally.kept[kind] += 1
        outside = refers and gold is not None and not case.gold.is_said_here(one)
        tally.kept_wrong[kind] += outside
        if outside:
            tally.wrong[f"kept {kind}"].append(_shown(case, link))


def _is_right(case: Case, link: Link, gold: GoldMention) -> bool:
    """Compare with what the words are taken from: a mention that names or describes it."""
    if link.entity is None or link.antecedent is None:
        return False
    before = [
        case.gold.of(one)
        for one in link.entity.mentions
        if one.kind != "pronoun"
        and (one.sentence, one.first) < (link.referent.sentence, link.referent.first)
    ]
    told = [one.entity for one in before if one is not None]
    return bool(told) and Counter(told).most_common(1)[0][0] == gold.entity


def _shown(case: Case, link: Link) -> str:
    one = link.referent
    text = case.parsed[one.sentence].text
    before = link.antecedent
    meant = ""
    if before is not None:
        doc = case.parsed[before.sentence].doc
        meant = doc[before.first : before.last + 1].text
    place = f"{text[max(0, one.start - 120) : one.start]}[[{text[one.start : one.end]}]]"
    return f"{case.gum.name}: {place}{text[one.end : one.end + 40]} = {meant} ({link.sure:.2f})"


def _types(case: Case, traces: Traces, tally: Tally) -> None:
    """Compare the types of names with those of the corpus."""
    for several in traces.resolved.referents:
        for one in several:
            gold = case.gold.of(one) if one.kind == "name" and one.type in _TYPES else None
            if gold is None or one.type is None or not any(t.startswith("NNP") for t in gold.tags):
                continue
            right = gold.type in _TYPES[one.type]
            tally.types[one.type.value] += 1
            tally.types_right[one.type.value] += right
            if not right:
                text = case.parsed[one.sentence].text[one.start : one.end]
                tally.wrong["type"].append(f"{case.gum.name}: {text} {one.type} is {gold.type}")


def _joins(case: Case, traces: Traces, tally: Tally) -> None:
    """Compare which different forms of names are taken for one."""
    forms: dict[tuple[int, str], str] = {}
    for several in traces.resolved.referents:
        for one in several:
            gold = case.gold.of(one) if one.kind == "name" and one.name is not None else None
            if gold is not None and one.name is not None:
                text = case.parsed[one.sentence].text[one.start : one.end]
                forms.setdefault((one.name, text), gold.entity)
    for first, second in combinations(sorted(forms.items()), 2):
        ours, gold_same = first[0][0] == second[0][0], first[1] == second[1]
        proper = first[0][1] != second[0][1]
        if proper and (ours or gold_same):
            tally.joins["both" if ours and gold_same else "ours" if ours else "gold"] += 1
            if ours != gold_same:
                side = "joined" if ours else "apart"
                tally.wrong[side].append(f"{case.gum.name}: {first[0][1]} / {second[0][1]}")


def table(tally: Tally) -> Iterator[str]:
    """Write the counts as lines."""
    yield f"{tally.words} words"
    yield "class       written   right    tied   right   to answer  recall   kept  kept wrongly"
    for kind in sorted(tally.anaphoric):
        yield (
            f"{kind:10} {tally.written[kind]:7} {_share(tally.right[kind], tally.written[kind])} "
            f"{tally.inner[kind]:7} {_share(tally.inner_right[kind], tally.inner[kind])} "
            f"{tally.anaphoric[kind]:10} {_share(tally.answered[kind], tally.anaphoric[kind])} "
            f"{tally.kept[kind]:6} {tally.kept_wrong[kind]:6}"
        )
    every, right = sum(tally.types.values()), sum(tally.types_right.values())
    yield f"types of names: {every}, right {_share(right, every)}: " + ", ".join(
        f"{kind} {tally.types_right[kind]}/{count}" for kind, count in tally.types.most_common()
    )
    both = tally.joins["both"]
    yield (
        f"joined forms: {both + tally.joins['ours']}, "
        f"right {_share(both, both + tally.joins['ours'])}; "
        f"of {both + tally.joins['gold']} found {_share(both, both + tally.joins['gold'])}"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:7.3f}" if whole else "      -"


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--part", choices=PARTS, default="looked-at")
    arguments.add_argument("--cache", type=Path)
    arguments.add_argument("--wrong", default="")
    given = arguments.parse_args()
    tally = Tally()
    for gum in documents(given.folder, given.part):
        measure(case_of(gum, given.cache), tally)
    lines = tally.wrong[given.wrong] if given.wrong else table(tally)
    for line in lines:
        print(line)  # noqa: T201


if __name__ == "__main__":
    main()
