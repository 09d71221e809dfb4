"""What judges said in rounds that are kept: printed beside a run's numbers, never part of them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from questions.generate.policy import rule_of
from tests.quality import preferred, rows
from tests.quality.judged import Rate
from tests.quality.plants import KEPT, OURS

#: How a reader marks in the reason that a minor edit would make the question acceptable.
_MINOR = re.compile(r"\bMINOR\b")


@dataclass(frozen=True)
class Reading:
    """One judge's reading of one question that was kept by default."""

    item: str
    method: str
    acceptable: bool
    false: bool
    minor: bool


@dataclass(frozen=True)
class Round:
    """The readings of a round; some questions have more than one."""

    readings: Sequence[Reading]

    @property
    def acceptable(self) -> Rate:
        return _rate(self.readings)

    @property
    def edited(self) -> Rate | None:
        """Return what is acceptable as is or with a minor edit; None where nobody marked one."""
        if not any(one.minor for one in self.readings):
            return None
        good = sum(one.acceptable or one.minor for one in self.readings)
        return Rate(good, len(self.readings))

    @property
    def to_each(self) -> Rate:
        """Return the questions that every one of their readers found acceptable."""
        items = {one.item for one in self.readings}
        refused = {one.item for one in self.readings if not one.acceptable}
        return Rate(len(items - refused), len(items))

    @property
    def false(self) -> int:
        """Count the questions whose answer some reader found false."""
        return len({one.item for one in self.readings if one.false})

    @property
    def by_method(self) -> Mapping[str, Rate]:
        """Return the readings of each method, the most frequent first."""
        found: defaultdict[str, list[Reading]] = defaultdict(list)
        for one in self.readings:
            found[one.method].append(one)
        most = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        return {method: _rate(some) for method, some in most}

    def lines(self) -> Iterator[str]:
        """Write the figures; a method is marked as the policy of today has it."""
        yield f"    acceptable as is              {self.acceptable} readings"
        yield f"    as is or with a minor edit    {self.edited or '     –  (none was marked)'}"
        yield f"    acceptable to each reader     {self.to_each} questions"
        yield f"    false facts                   {self.false:6} of {self.to_each.n:4}  questions"
        for method, rate in self.by_method.items():
            switch = "on" if rule_of(method).on else "off now"
            yield f"      {method:27} {rate} {switch}"


def lines(verdicts: Path = rows.FOLDER, comparisons: Path = preferred.FOLDER) -> Iterator[str]:
    """Write the kept rounds; the name of a round begins with the date it was judged."""
    yield "Judged on the day that names the round, by the engine of that day; not in this run:"
    for name, found in kept_rounds(verdicts).items():
        yield f"  {name:14} kept by default"
        yield from found.lines()
    every = preferred.stored(comparisons)
    for name, answers in every.items():
        judges = len({one.judge for one in answers})
        yield f"  {name:14} the generated question beside a person's, blind, judges: {judges}"
        yield from (f"  {line}" for line in preferred.lines(answers))
    if not every:
        yield "  The comparison with people's questions has not been judged yet."


def kept_rounds(folder: Path = rows.FOLDER) -> dict[str, Round]:
    """Read the rounds that judged only what is kept by default.

    Other rounds drew from the whole pool, to learn from: their share is not what a learner gets.
    """
    found: dict[str, Round] = {}
    for path in sorted(folder.glob("*.jsonl")):
        read = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        ours = [row for row in read if row["origin"] in OURS]
        if ours and all(row["origin"] == KEPT for row in ours):
            found[path.stem] = Round([_reading(row) for row in ours])
    return found


def _reading(row: Mapping[str, Any]) -> Reading:
    answers: Mapping[str, bool] = row["answers"]
    return Reading(
        item=str(row["item"]),
        method=str(row["method"]),
        acceptable=all(answers.values()),
        false=answers.get("correct") is False,
        minor=_MINOR.search(str(row["reason"])) is not None,
    )


def _rate(some: Sequence[Reading]) -> Rate:
    return Rate(sum(one.acceptable for one in some), len(some))
