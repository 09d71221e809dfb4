"""Verdicts of judges: how many of the kept questions are acceptable, and did the judges look."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.quality.plants import DAMAGED, HUMAN, OURS

#: The six questions; all that apply have to be answered with yes.
QUESTIONS = {
    "fluent": "Is it correct, natural English?",
    "alone": "Can it be understood a month later, without the document?",
    "correct": "Is the answer right according to the source?",
    "only": "Is it the only right answer?",
    "worth": "Is it worth remembering?",
    "options": "Is every wrong option plausible, and wrong?",
}


class VerdictError(ValueError):
    """A verdict that cannot be read; the message names file and line."""


@dataclass(frozen=True)
class Verdict:
    """One judge's answers about one item; what did not apply is left out of *answers*."""

    item: str
    judge: str
    answers: Mapping[str, bool]
    reason: str

    @property
    def acceptable(self) -> bool:
        return all(self.answers.values())


@dataclass(frozen=True)
class Rate:
    """*yes* of *n*, with the 95 % interval of Wilson."""

    yes: int
    n: int

    @property
    def share(self) -> float:
        return self.yes / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.n:
            return 0.0, 1.0
        z, n, p = 1.96, self.n, self.share
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.share:6.1%} of {self.n:4}  ({low:.0%}-{high:.0%})"


@dataclass(frozen=True)
class Judgement:
    """What all verdicts say together."""

    acceptable: Rate
    by_kind: Mapping[str, Rate]
    by_document: Mapping[str, Rate]
    faults: Mapping[str, int]
    false_facts: Sequence[tuple[str, str]]
    caught: Mapping[str, Rate]
    caught_rightly: Rate
    human: Rate
    agreement: Rate
    unjudged: int

    def lines(self) -> Iterator[str]:
        """Write the result."""
        yield f"Acceptable as is     {self.acceptable}"
        for kind, rate in self.by_kind.items():
            yield f"  {kind:18} {rate}"
        least = sorted(self.by_document.items(), key=lambda item: item[1].share)[:5]
        yield f"Over {len(self.by_document)} documents; the weakest: " + ", ".join(
            f"{name} {rate.share:.0%}" for name, rate in least
        )
        yield "Answered with no: " + ", ".join(f"{name} {n}" for name, n in self.faults.items())
        yield f"False facts: {len(self.false_facts)}"
        yield from (f"    {name}: {words}" for name, words in self.false_facts)
        yield f"Planted human ones   {self.human} acceptable"
        for damage, rate in self.caught.items():
            yield f"Damaged, {damage:18} {rate} caught"
        yield f"  for the right reason {self.caught_rightly}"
        if self.agreement.n:
            yield f"Two judges agree     {self.agreement}"
        if self.unjudged:
            yield f"{self.unjudged} items of the sheet have no verdict."

    def as_json(self) -> dict[str, object]:
        return {
            "acceptable": self.acceptable.share,
            "judged": self.acceptable.n,
            "interval": self.acceptable.interval,
            "by_kind": {name: [rate.yes, rate.n] for name, rate in self.by_kind.items()},
            "by_document": {name: [rate.yes, rate.n] for name, rate in self.by_document.items()},
            "faults": dict(self.faults),
            "false_facts": [name for name, _ in self.false_facts],
            "human": [self.human.yes, self.human.n],
            "caught": {name: [rate.yes, rate.n] for name, rate in self.caught.items()},
            "caught_rightly": [self.caught_rightly.yes, self.caught_rightly.n],
            "agreement": [self.agreement.yes, self.agreement.n],
            "unjudged": self.unjudged,
        }


def judge(files: Iterable[Path], key_file: Path) -> Judgement:
    """Read the verdicts in *files* (JSON lines) about the sheet whose key is *key_file*."""
    key = json.loads(key_file.read_text(encoding="utf-8"))
    verdicts = [one for path in files for one in read_verdicts(path, key)]
    return judgement(verdicts, key)


def read_verdicts(path: Path, key: Mapping[str, object]) -> Iterator[Verdict]:
    """Read one judge's file; a line that cannot be used is an error, never left out."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _verdict(json.loads(line), path.stem, key)
        except (KeyError, TypeError, ValueError) as error:
            raise VerdictError(f"{path.name}, line {number}: {error}") from error


def _verdict(row: Mapping[str, object], judge_name: str, key: Mapping[str, object]) -> Verdict:
    item = str(row["id"])
    if item not in key:
        raise ValueError(f"the sheet has no item {item}")
    answers = {}
    for name in QUESTIONS:
        answer = row.get(name)
        if answer is not None and not isinstance(answer, bool):
            raise ValueError(f"{name} is {answer!r}; it has to be true, false or null")
        if answer is None and name != "options":
            raise ValueError(f"{name} is not answered")
        if answer is not None:
            answers[name] = answer
    return Verdict(item, judge_name, answers, str(row.get("reason", "")))


def judgement(verdicts: Sequence[Verdict], key: Mapping[str, Mapping[str, str]]) -> Judgement:
    """Add up the verdicts; an item that two judges saw counts twice."""
    ours = [one for one in verdicts if key[one.item]["origin"] in OURS]
    human = [one for one in verdicts if key[one.item]["origin"] == HUMAN]
    damaged = [one for one in verdicts if key[one.item]["origin"] == DAMAGED]
    faults = Counter(name for one in ours for name, yes in one.answers.items() if not yes)
    return Judgement(
        acceptable=_rate(ours),
        by_kind=_grouped(ours, key, "kind"),
        by_document=_grouped(ours, key, "document"),
        faults={name: faults[name] for name in QUESTIONS},
        false_facts=[
            (one.item, f"{key[one.item]['stem']} = {key[one.item]['answer']} ({one.reason})")
            for one in ours
            if not one.answers["correct"]
        ],
        caught={
            damage: Rate(rate.n - rate.yes, rate.n)
            for damage, rate in _grouped(damaged, key, "damage").items()
        },
        caught_rightly=Rate(
            sum(one.answers.get(key[one.item]["fails"]) is False for one in damaged), len(damaged)
        ),
        human=_rate(human),
        agreement=_agreement(verdicts),
        unjudged=len(set(key) - {one.item for one in verdicts}),
    )


def _rate(verdicts: Sequence[Verdict]) -> Rate:
    return Rate(sum(one.acceptable for one in verdicts), len(verdicts))


def _grouped(
    verdicts: Iterable[Verdict], key: Mapping[str, Mapping[str, str]], by: str
) -> dict[str, Rate]:
    groups: defaultdict[str, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        groups[key[one.item][by]].append(one)
    return {name: _rate(group) for name, group in sorted(groups.items())}


def _agreement(verdicts: Iterable[Verdict]) -> Rate:
    """Compare the judges of every item that more than one has seen, two by two."""
    seen: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for one in verdicts:
        seen[one.item][one.judge] = one.acceptable
    pairs = [
        (several[first], several[second])
        for several in seen.values()
        for first in several
        for second in several
        if first < second
    ]
    return Rate(sum(one == other for one, other in pairs), len(pairs))
