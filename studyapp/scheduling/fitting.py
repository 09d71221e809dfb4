"""Fitting FSRS-6 to a log of answers, and saying how well parameters predict it.

Days are study days. A card's history starts at its last first answer; an answer on the same day
belongs to the history but is predicted by nobody. The optimiser is the compiled extra; it holds
the interpreter while it works, so call `fit` in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .parameters import DEFAULT_PARAMETERS, RANGES
from .vectors import Floats, Integers, after, first, recall

if TYPE_CHECKING:
    from fsrs_rs_python import FSRSItem

EPOCHS = 12
FOLDS = 5
# Below this many answers after a night nothing is fitted: chance would say more than memory.
FEWEST = 400
_BINS_OF_DAYS, _BINS_OF_REVIEWS = (2.48, 3.62), (1.99, 1.89)
_LEAST_CHANCE = 1e-4


@dataclass(frozen=True, eq=False)
class Log:
    """Answers, card after card and each card's in order: arrays with one entry an answer.

    `at` orders the answers of all cards in time; `first` says that an answer begins a history.
    """

    card: Integers
    at: Integers
    day: Integers
    rating: Integers
    first: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.card)

    @property
    def days(self) -> Integers:
        """Return the days since the answer before; 0 where there is none."""
        passed = np.diff(self.day, prepend=self.day[:1])
        # A learner who travelled west met a date twice; no day passes backwards.
        return np.where(self.first, 0, np.maximum(passed, 0))

    @property
    def depth(self) -> Integers:
        """Return how many answers came before in the same history."""
        starts = np.flatnonzero(self.first)
        return np.arange(len(self)) - np.repeat(starts, np.diff(np.append(starts, len(self))))

    @property
    def counts(self) -> npt.NDArray[np.bool_]:
        """Say which answers can be predicted: those after a night."""
        return self.days > 0


@dataclass(frozen=True)
class Scores:
    """How well chances of recall agreed with what was recalled; less is better but for AUC."""

    log_loss: float
    rmse: float
    auc: float


@dataclass(frozen=True)
class Found:
    """What a fit found; `outcome` is "better", "no-better" or "too-few"."""

    outcome: str
    reviews: int
    parameters: tuple[float, ...]
    scores: dict[str, dict[str, float]]


def is_possible() -> bool:
    """Say whether the optimiser is installed."""
    return find_spec("fsrs_rs_python") is not None


def whole_histories(
    card: Integers, at: Integers, day: Integers, rating: Integers, begins: npt.NDArray[np.bool_]
) -> Log:
    """Put answers in order and leave out what came before a card's last beginning."""
    order = np.lexsort((at, card))
    card, at, day, rating = (column[order] for column in (card, at, day, rating))
    begins = begins[order]
    is_first = np.ones(len(card), dtype=bool)
    is_first[1:] = card[1:] != card[:-1]
    begins = begins | is_first
    # The place of each card's last beginning.
    place = np.where(begins, np.arange(len(card)), 0)
    ends = np.append(np.flatnonzero(is_first)[1:], len(card)) if len(card) else np.array([], int)
    last = np.maximum.reduceat(place, np.flatnonzero(is_first)) if len(card) else place
    kept = np.arange(len(card)) >= np.repeat(last, np.diff(np.concatenate([[0], ends])))
    card, at, day, rating = (column[kept] for column in (card, at, day, rating))
    is_first = np.ones(len(card), dtype=bool)
    is_first[1:] = card[1:] != card[:-1]
    return Log(card, at, day, rating, is_first)


def states(w: Sequence[float], log: Log) -> tuple[Floats, Floats]:
    """Return stability and difficulty after each answer."""
    stability, difficulty = np.zeros(len(log)), np.zeros(len(log))
    days, depth = log.days, log.depth
    order = np.argsort(depth, kind="stable")
    bounds = np.searchsorted(depth[order], np.arange((depth.max() if len(log) else -1) + 2))
    for level, (start, end) in enumerate(pairwise(bounds)):
        now = order[start:end]
        if level == 0:
            stability[now], difficulty[now] = first(w, log.rating[now])
            continue
        before = now - 1
        stability[now], difficulty[now] = after(
            w, stability[before], difficulty[before], days[now], log.rating[now]
        )
    return stability, difficulty


def chances(w: Sequence[float], log: Log) -> Floats:
    """Return the chance of recall just before each answer; 1 for those on the same day."""
    stability, _difficulty = states(w, log)
    days = log.days
    before = np.where(log.first, 1.0, np.roll(stability, 1))
    return np.where(days > 0, recall(w, before, days), 1.0)


def score(chance: Floats, log: Log, chosen: npt.NDArray[np.intp]) -> Scores:
    """Compare predictions with what happened at the *chosen* answers."""
    p = np.clip(chance[chosen], _LEAST_CHANCE, 1 - _LEAST_CHANCE)
    y = (log.rating[chosen] > 1).astype(np.float64)
    loss = -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
    return Scores(float(loss), _rmse(p, y, log, chosen), _auc(p, y))


def _rmse(p: Floats, y: Floats, log: Log, chosen: npt.NDArray[np.intp]) -> float:
    """Compare the means of answers that are alike: in delay, in number before, in lapses."""
    lapsed = np.cumsum(log.rating == 1) - (log.rating == 1)
    starts = np.flatnonzero(log.first)
    begun = np.repeat(lapsed[starts], np.diff(np.append(starts, len(log))))
    lapses = (lapsed - begun)[chosen]
    keys = np.stack(
        [
            _binned(log.days[chosen], *_BINS_OF_DAYS),
            _binned(log.depth[chosen] + 1, *_BINS_OF_REVIEWS),
            np.where(lapses == 0, -1, _binned(np.maximum(lapses, 1), 1.65, 1.73)),
        ]
    )
    _values, place = np.unique(keys, axis=1, return_inverse=True)
    number = np.bincount(place.ravel())
    gap = (np.bincount(place.ravel(), p) - np.bincount(place.ravel(), y)) / number
    return float(np.sqrt((gap**2 * number).sum() / number.sum()))


def _binned(values: Integers, scale: float, base: float) -> Integers:
    return np.asarray(np.rint(np.log(values / scale + 1e-9) / np.log(base)), dtype=np.int64)


def _auc(p: Floats, y: Floats) -> float:
    """Return how often a recalled answer had the higher chance than a forgotten one."""
    good = int(y.sum())
    bad = len(y) - good
    if not good or not bad:
        return 0.5
    _values, place, number = np.unique(p, return_inverse=True, return_counts=True)
    rank = (np.cumsum(number) - (number - 1) / 2)[place]
    return float((rank[y == 1].sum() - good * (good + 1) / 2) / (good * bad))


def fit(log: Log, present: Sequence[float], *, since: int = 0) -> Found:
    """Fit parameters to *log* and compare them with the *present* and the published ones.

    Every score is over answers that come later than those fitted to: the log is cut in time into
    one part more than there are folds, and each part but the first is predicted from those before
    it. The present parameters may know the answers before the moment *since*; those are left out
    of the comparison.
    """
    from fsrs_rs_python import FSRS, TrainingConfig

    config = TrainingConfig(num_epochs=EPOCHS)

    def trained(chosen: npt.NDArray[np.intp]) -> tuple[float, ...]:
        histories = list(items(log, chosen))
        return _within(FSRS([]).compute_parameters(histories, training_config=config))

    order = np.flatnonzero(log.counts)
    order = order[np.argsort(log.at[order], kind="stable")]
    if len(order) < FEWEST:
        return Found("too-few", len(order), (), {})
    parts = np.array_split(order, FOLDS + 1)
    tested = [part[log.at[part] >= since] for part in parts[1:]]
    chosen = np.concatenate(tested)
    if len(chosen) < FEWEST // FOLDS:
        return Found("too-few", len(order), (), {})
    known = {name: chances(w, log) for name, w in _rivals(present).items()}
    known["constant"] = np.empty(len(log))
    known["new"] = np.empty(len(log))
    for number, part in enumerate(tested, start=1):
        before = np.concatenate(parts[:number])
        known["constant"][part] = (log.rating[before] > 1).mean()
        if len(part):
            known["new"][part] = chances(trained(before), log)[part]
    scores = {name: asdict(score(chance, log, chosen)) for name, chance in known.items()}
    is_better = scores["new"]["log_loss"] < min(
        scores[name]["log_loss"] for name in ("default", "present")
    )
    return Found("better" if is_better else "no-better", len(order), trained(order), scores)


def _rivals(present: Sequence[float]) -> dict[str, Sequence[float]]:
    return {"default": DEFAULT_PARAMETERS, "present": present}


def _within(parameters: Sequence[float]) -> tuple[float, ...]:
    """Return parameters in their ranges, with the four decimal places that are kept."""
    return tuple(
        round(min(max(float(value), low), high), 4)
        for value, (low, high) in zip(parameters, RANGES, strict=True)
    )


def items(log: Log, chosen: npt.NDArray[np.intp]) -> Iterator[FSRSItem]:
    """Yield for each chosen answer its card's history up to it, as the optimiser takes it."""
    from fsrs_rs_python import FSRSItem, FSRSReview

    reviews = [
        FSRSReview(rating, days)
        for rating, days in zip(log.rating.tolist(), log.days.tolist(), strict=True)
    ]
    starts = (np.arange(len(log)) - log.depth)[chosen].tolist()
    for start, end in zip(starts, chosen.tolist(), strict=True):
        yield FSRSItem(reviews[start : end + 1])
