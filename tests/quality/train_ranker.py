"""Learns the trees of questions/generate/ranking/learned.py from the verdicts of judges.

    ./run quality ranker [--write]

Whole documents are left out of what their questions are scored by: every figure that is printed
is of documents that had no part in the trees behind it. The trees that are written are of all
verdicts together.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from questions.generate.ranking.trees import written
from tests.quality.agreement import area, kappa
from tests.quality.boosting import Array, Settings, grow
from tests.quality.judged import QUESTIONS, Rate
from tests.quality.rows import Row, read_rows

FOLDS = 10
#: A feature that fewer items have tells nothing.
FEWEST = 15
SETTINGS = Settings()
_RESOURCE = Path(__file__).parents[2] / "questions/generate/resources/ranking.json"


def lines(*, write: bool) -> Iterator[str]:
    """Tell what the ranker is worth; *write* what the product uses, learned from all verdicts."""
    every = read_rows()
    # What is no longer made was judged, too, but nobody knows what the ranker would see of it.
    rows = [row for row in every if row.ours and row.features]
    names = _names(rows)
    yield from report(rows, held_out_chances(rows, names), every)
    if write:
        _write(rows, names)


def _names(rows: Sequence[Row]) -> list[str]:
    found = Counter(name for row in rows for name in row.features)
    return sorted(name for name, times in found.items() if times >= FEWEST)


def columns_of(rows: Sequence[Row], names: Sequence[str]) -> Array:
    """Return the features of each row: (n, d)."""
    return np.array([[row.features.get(name, 0.0) for name in names] for row in rows])


def acceptable(rows: Sequence[Row]) -> Array:
    return np.array([float(row.acceptable) for row in rows])


def held_out_chances(rows: Sequence[Row], names: Sequence[str]) -> Array:
    """Score each row by trees that saw nothing of its document: (n,)."""
    columns, yes = columns_of(rows, names), acceptable(rows)
    folds = np.array([_fold(row.document) for row in rows])
    found = np.zeros(len(rows))
    for number in range(FOLDS):
        out = folds == number
        if out.any():
            forest = grow(columns[~out], yes[~out], names, SETTINGS)
            found[out] = [forest.chance(rows[at].features) for at in np.flatnonzero(out)]
    return found


def _fold(document: str) -> int:
    """Put a document into a fold; the same text under two names falls into one."""
    name = document.removeprefix("gum_")
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big") % FOLDS


def report(rows: Sequence[Row], chance: Array, every: Sequence[Row]) -> Iterator[str]:
    """Write the figures, all of held-out documents."""
    yes = acceptable(rows)
    documents = len({row.document for row in rows})
    yield f"{len(rows)} verdicts on {documents} documents, {yes.mean():.1%} acceptable as is"
    hand = np.array([row.features.get("hand", 0.0) for row in rows])
    yield f"AUC {area(chance, yes):.3f} learned, {area(hand, yes):.3f} by hand"
    for name in QUESTIONS:
        asked = [at for at, row in enumerate(rows) if name in row.answers]
        answers = np.array([float(rows[at].answers[name]) for at in asked])
        yield f"  {name:8} {answers.mean():6.1%} yes, AUC {area(chance[asked], answers):.3f}"
    yield from _top(chance, yes)
    yield from _calibration(chance, yes)
    yield from _by_method(rows, chance, yes)
    yield from _judging(every)


def _top(chance: Array, yes: Array) -> Iterator[str]:
    order = np.argsort(-chance, kind="stable")
    for share in (0.03, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5):
        best = yes[order[: max(1, round(share * len(order)))]]
        least = chance[order[len(best) - 1]]
        yield f"  best {share:4.0%} (≥ {least:.2f})  {Rate(int(best.sum()), len(best))}"


def _calibration(chance: Array, yes: Array) -> Iterator[str]:
    yield "Calibration: foretold, found"
    for low in np.arange(0, 1, 0.1):
        inside = (chance >= low) & (chance < low + 0.1)
        if inside.any():
            rate = Rate(int(yes[inside].sum()), int(inside.sum()))
            yield f"  {chance[inside].mean():5.1%}  {rate}"


def _by_method(rows: Sequence[Row], chance: Array, yes: Array) -> Iterator[str]:
    yield "By method: all, and of those that are foretold at 0.5 and more"
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        found[row.method].append(at)
    for method, places in sorted(found.items(), key=lambda one: -len(one[1])):
        high = [at for at in places if chance[at] >= 0.5]
        yield (
            f"  {method:22} {Rate(int(yes[places].sum()), len(places))}   "
            f"{Rate(int(yes[high].sum()), len(high))}"
        )


def _judging(every: Sequence[Row]) -> Iterator[str]:
    """Write how the judges did: what was planted, and where two saw the same."""
    for judge in sorted({(row.round, row.judge) for row in every}):
        own = [row for row in every if (row.round, row.judge) == judge]
        ours = [row for row in own if row.ours]
        damaged = [row for row in own if row.origin == "damaged"]
        human = [row for row in own if row.origin == "human"]
        yield (
            f"  {judge[0]} {judge[1]:12} accepts {sum(r.acceptable for r in ours):3} of "
            f"{len(ours):3}; human {sum(r.acceptable for r in human)} of {len(human)}; damaged "
            f"caught {sum(not r.acceptable for r in damaged)} of {len(damaged)}"
        )
    yield from _twice(every)


def _twice(every: Sequence[Row]) -> Iterator[str]:
    seen: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in every:
        seen[row.round, row.item].append(row)
    pairs = [(one[0], one[1]) for one in seen.values() if len(one) > 1]
    told = {"acceptable": [(one.acceptable, other.acceptable) for one, other in pairs]}
    for name in QUESTIONS:
        told[name] = [
            (one.answers[name], other.answers[name])
            for one, other in pairs
            if name in one.answers and name in other.answers
        ]
    yield f"Judged twice: {len(pairs)}; kappa " + ", ".join(
        f"{name} {kappa(some):.2f}" for name, some in told.items()
    )


def _write(rows: Sequence[Row], names: Sequence[str]) -> None:
    forest = grow(columns_of(rows, names), acceptable(rows), names, SETTINGS)
    made = {
        "source": f"{len(rows)} verdicts on {len({row.document for row in rows})} documents, "
        f"rounds {', '.join(sorted({row.round for row in rows}))}; tests/quality/train_ranker.py",
        "first": round(forest.first, 5),
        "trees": [written(tree) for tree in forest.trees],
    }
    text = json.dumps(made).replace("]], [", "]],\n[").replace('"trees": [', '"trees": [\n')
    _RESOURCE.write_text(text + "\n", encoding="utf-8")
