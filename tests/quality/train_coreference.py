"""Learns the weights of questions/generate/references/ranking.py from the GUM corpus.

    python -m tests.quality.train_coreference DEP_FOLDER [CACHE_FOLDER]

Only documents whose licence allows any use are learned from, and none that is held out. The
thresholds are the lowest at which the choices of models that had not seen a document were right
so often as `PRECISION` says.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from questions.generate.references.ranking import KINDS, Features, model_of
from questions.generate.references.resolver import Choice, resolve
from tests.quality.gold import Case, case_of
from tests.quality.gum import LEARNED, documents

#: How often what is written must be right; people are asked for most.
PRECISION = {"he": 0.95, "his": 0.95}
USUAL = 0.9
FEWEST = 12
FOLDS = 5
#: The threshold of what is not right often enough at any.
NEVER = 0.97
_RESOURCE = Path(__file__).parents[2] / "questions/generate/resources/coreference.json"


@dataclass(slots=True)
class Example:
    """One reference: its options with *none* as the last, and which of them are right."""

    document: str
    kind: str
    options: list[Features]
    right: list[int]
    inside: list[bool]  # which options were said in the same sentence
    said_here: bool  # by the corpus: whether it was said in the same sentence


def examples(case: Case) -> list[Example]:
    """Go through a document with the right choices, and note what there was to choose from."""
    found: list[Example] = []

    def chooser(choice: Choice) -> list[float]:
        gold = case.gold.of(choice.referent)
        found_gold = [case.gold.of(before) for _, before, _ in choice.options]
        right = [
            at for at, one in enumerate(found_gold) if gold and one and one.entity == gold.entity
        ]
        options = [*(one[2] for one in choice.options), choice.nothing]
        said = case.gold.is_said_here(choice.referent)
        here = [one[1].sentence == choice.referent.sentence for one in choice.options]
        right_or_none = right or [len(options) - 1]
        found.append(
            Example(case.gum.name, choice.kind, options, right_or_none, [*here, False], said)
        )
        best = (right or [len(options) - 1])[0]
        return [float(at == best) for at in range(len(options))]

    resolve(case.parsed, case.naming, case.gum.title, chooser)
    return found


class Model:
    """A softmax over options, fitted by Adam on all examples at once."""

    def __init__(self, learned: Sequence[Example], *, decay: float = 0.003) -> None:
        self.names = sorted({name for one in learned for f in one.options for name in f})
        self._number = {name: at for at, name in enumerate(self.names)}
        self.weights = np.zeros(len(self.names))
        self._fit(learned, decay)

    def probabilities(self, one: Example) -> np.ndarray:
        scores = np.array([
            sum(self.weights[self._number[name]] * value
                for name, value in f.items() if name in self._number)
            for f in one.options
        ])  # fmt: skip
        powers = np.exp(scores - scores.max())
        return powers / powers.sum()

    def _fit(self, learned: Sequence[Example], decay: float) -> None:
        rows, columns, values, groups, right = _arrays(learned, self._number)
        count = len(groups)
        first = np.zeros_like(self.weights)
        second = np.zeros_like(self.weights)
        for step in range(1, 401):
            scores = np.bincount(rows, self.weights[columns] * values, minlength=count)
            gradient_rows = _softmax(scores, groups) - _softmax(
                np.where(right, scores, -1e9), groups
            )
            gradient = np.bincount(columns, gradient_rows[rows] * values, len(self.weights))
            gradient = gradient / len(learned) + decay * self.weights
            first = 0.9 * first + 0.1 * gradient
            second = 0.999 * second + 0.001 * gradient**2
            self.weights -= (
                0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
            )


def _arrays(learned: Sequence[Example], number: dict[str, int]) -> tuple[np.ndarray, ...]:
    rows, columns, values, groups, right = [], [], [], [], []
    for at, one in enumerate(learned):
        for option, found in enumerate(one.options):
            for name, value in found.items():
                rows.append(len(groups))
                columns.append(number[name])
                values.append(value)
            groups.append(at)
            right.append(option in one.right)
    return tuple(map(np.array, (rows, columns, values, groups, right)))


def _softmax(scores: np.ndarray, groups: np.ndarray) -> np.ndarray:
    most = np.full(groups.max() + 1, -np.inf)
    np.maximum.at(most, groups, scores)
    powers = np.exp(scores - most[groups])
    return powers / np.bincount(groups, powers)[groups]


def thresholds(learned: Sequence[Example]) -> dict[str, float]:
    """Return how sure a choice must be, from models that had not seen the document."""
    names = sorted({one.document for one in learned})
    fold = {name: at % FOLDS for at, name in enumerate(names)}
    judged: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for held in range(FOLDS):
        for kind, several in _by_kind(one for one in learned if fold[one.document] != held):
            model = Model(several)
            for one in learned:
                if model_of(one.kind) == kind and fold[one.document] == held:
                    _judge(judged, one, model.probabilities(one))
    return {
        kind: _lowest(kind, judged[kind]) for kind in (*KINDS, *(f"{one} inside" for one in KINDS))
    }


def _judge(
    judged: defaultdict[str, list[tuple[float, bool]]], one: Example, found: np.ndarray
) -> None:
    """Note the likeliest choice, and whether anything said in the same sentence is meant."""
    best = int(found.argmax())
    if best != len(found) - 1 and not one.inside[best]:
        judged[one.kind].append((float(found[best]), best in one.right))
    chance = float(found[np.array(one.inside)].sum())
    if chance > 0.5:
        judged[f"{one.kind} inside"].append((chance, one.said_here))


def _lowest(kind: str, judged: list[tuple[float, bool]]) -> float:
    judged = sorted(judged, reverse=True) or [(0.0, False)]
    right = np.cumsum([fits for _, fits in judged]) / np.arange(1, len(judged) + 1)
    good = [
        at for at, share in enumerate(right) if share >= PRECISION.get(kind, USUAL) and at >= FEWEST
    ]
    if not good:
        print(f"{kind}: {len(judged)} chosen, never right enough")  # noqa: T201
        return NEVER
    last = good[-1]
    print(  # noqa: T201
        f"{kind}: {len(judged)} chosen, right {right[-1]:.3f}; at {judged[last][0]:.2f} "
        f"{last + 1} are written, right {right[last]:.3f}"
    )
    return round(judged[last][0], 3)


def _by_kind(learned: Iterable[Example]) -> list[tuple[str, list[Example]]]:
    found: defaultdict[str, list[Example]] = defaultdict(list)
    for one in learned:
        if len(one.options) > 1:
            found[model_of(one.kind)].append(one)
    return sorted(found.items())


def main(folder: Path, cache: Path | None) -> None:
    """Write the resource."""
    learned = [
        one
        for part in ("learned", "looked-at")
        for gum in documents(folder, part)
        if gum.genre in LEARNED
        for one in examples(case_of(gum, cache))
    ]
    found = {
        "what": "Learned by tests/quality/train_coreference.py from GUM 11 (annotations CC BY 4.0)",
        "thresholds": thresholds(learned),
        "weights": {kind: _weights(Model(several)) for kind, several in _by_kind(learned)},
    }
    _RESOURCE.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _weights(model: Model) -> dict[str, float]:
    told = zip(model.names, model.weights, strict=True)
    return {name: round(float(weight), 3) for name, weight in told if abs(weight) > 0.005}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
