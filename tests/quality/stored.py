"""What judges said in rounds that are kept: printed beside a run's numbers, never part of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.quality import preferred, rows
from tests.quality.judged import Rate
from tests.quality.plants import KEPT, OURS


def lines(verdicts: Path = rows.FOLDER, comparisons: Path = preferred.FOLDER) -> Iterator[str]:
    """Write the kept rounds; the name of a round begins with the date it was judged."""
    yield "Judged on the day that names the round, by the engine of that day; not in this run:"
    for name, rate in kept_rounds(verdicts).items():
        yield f"  {name:14} kept by default, acceptable as is {rate}"
    for name, found in preferred.stored(comparisons).items():
        judges = len({one.judge for one in found})
        yield f"  {name:14} the generated question beside a person's, blind, judges: {judges}"
        yield from (f"  {line}" for line in preferred.lines(found))


def kept_rounds(folder: Path = rows.FOLDER) -> dict[str, Rate]:
    """Count what was acceptable in the rounds that judged only what is kept by default.

    Other rounds drew from the whole pool, to learn from: their share is not what a learner gets.
    """
    found: dict[str, Rate] = {}
    for path in sorted(folder.glob("*.jsonl")):
        read = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        ours = [row for row in read if row["origin"] in OURS]
        if ours and all(row["origin"] == KEPT for row in ours):
            found[path.stem] = Rate(sum(all(row["answers"].values()) for row in ours), len(ours))
    return found
