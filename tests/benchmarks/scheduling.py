"""Simulating, forecasting and fitting, beside Anki's backend where a Python with it is named.

ANKI_PYTHON names a Python that has the package anki; without it only we are measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from studyapp import demo, fitting, forecasts, learners, migrations
from studyapp.db import Database
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.scheduling.fitting import EPOCHS, Log, chances, items, score, whole_histories
from studyapp.scheduling.simulator import Collection, Habits, simulate
from studyapp.scheduling.vectors import after, first, recall, wait
from tests.benchmarks.tables import table

HERE = Path(__file__).parent
SIZES = (20_000, 100_000)
LEARNERS = 8


def measure(folder: Path) -> None:
    """Print what scheduling costs and how good it is."""
    _simulator()
    _bands()
    _fits(folder)
    _gaps()


def _cpu(action: Callable[[], object]) -> float:
    begun = time.process_time()
    action()
    return time.process_time() - begun


def _simulator() -> None:
    anki = _of_anki()
    rows = []
    for cards in SIZES:
        collection, habits = a_collection(cards), Habits(new_per_day=0)
        year = min(_cpu(lambda: simulate(collection, habits)) for _ in range(3))  # noqa: B023
        thirty = _cpu(lambda: forecasts.levels(collection, habits))  # noqa: B023
        theirs = anki.get(str(cards), {})
        rows.append(
            [
                f"{cards:,}",
                _seconds(year),
                _seconds(theirs.get("simulate")),
                _seconds(thirty),
            ]
        )
    table(
        "A year of an existing collection, CPU",
        ["cards", "365 days", "Anki", "thirty levels of retention"],
        rows,
    )


def _bands() -> None:
    rows = []
    for cards in (500, 2_000, 20_000):
        collection, habits = a_collection(cards), Habits(new_per_day=0)
        band = forecasts.forecast(collection, habits, date(2026, 1, 1))
        truth = simulate(collection, habits, fates=40, seed=99).reviews[:, 1:]
        inside = ((truth >= band.low[1:]) & (truth <= band.high[1:])).mean()
        # Nobody can tell chance in advance: so wide is the band of the truths themselves.
        least = np.median(np.subtract(*np.quantile(truth, (0.9, 0.1), axis=0)))
        rows.append(
            [
                f"{cards:,}",
                f"{inside:.1%}",
                f"{np.median(band.high - band.low):.0f}",
                f"{least:.0f}",
                f"{band.reviews.mean():.0f}",
            ]
        )
    table(
        "The 80 % band of a year's days, against forty simulated truths",
        ["cards", "days inside", "median width", "of the truths themselves", "reviews a day"],
        rows,
    )


def _fits(folder: Path) -> None:
    url = f"sqlite:///{folder / 'fit.db'}"
    migrations.upgrade(url)
    database = Database(url)
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    made = demo.make(database, now, "UTC", cards=10_000, answers=100_000, seed=5, name="Bench")
    preset_id = learners.default_preset_id(made.learner_id)
    with database.reading() as session:
        log: list[Log] = []
        read = _cpu(lambda: log.append(fitting.log_of(session, made.learner_id, preset_id)[0]))
    whole = _cpu(lambda: trained(log[0], np.flatnonzero(log[0].counts)))
    checked = _cpu(lambda: fitting.fit(log[0], DEFAULT_PARAMETERS))
    database.close()
    table(
        f"Fitting {made.reviews:,} answers ({EPOCHS} epochs), CPU",
        ["read the log", "fit", "both", "fit with five-fold check"],
        [[_seconds(read), _seconds(whole), _seconds(read + whole), _seconds(checked)]],
    )


def _gaps() -> None:
    """Fit learners of known memory to the first 80 % of their log; predict the rest."""
    sums = np.zeros(3)
    rows = []
    for seed in range(1, LEARNERS + 1):
        truth = demo.true_parameters(seed)
        log = a_log(seed, truth, cards=2_000, answers=20_000)
        order = np.flatnonzero(log.counts)
        order = order[np.argsort(log.at[order], kind="stable")]
        known, rest = np.split(order, [int(len(order) * 0.8)])
        rivals = (DEFAULT_PARAMETERS, trained(log, known), truth)
        losses = [score(chances(w, log), log, rest).log_loss for w in rivals]
        sums += losses
        rows.append([str(seed), *(f"{loss:.4f}" for loss in losses)])
    closed = (sums[0] - sums[1]) / (sums[0] - sums[2])
    rows.append(["mean", *(f"{loss / LEARNERS:.4f}" for loss in sums)])
    table(
        f"Log loss of the last fifth of 20,000 answers; {closed:.0%} of the gap is closed",
        ["learner", "usual", "fitted", "true"],
        rows,
    )


def trained(log: Log, chosen: np.ndarray) -> tuple[float, ...]:
    """Fit parameters to the chosen answers."""
    from fsrs_rs_python import FSRS, TrainingConfig

    config = TrainingConfig(num_epochs=EPOCHS)
    return tuple(FSRS([]).compute_parameters(list(items(log, chosen)), training_config=config))


def a_collection(cards: int) -> Collection:
    """Return cards in the middle of their life."""
    chance = np.random.default_rng(cards)
    stability = chance.lognormal(3, 1.2, cards)
    last = -chance.integers(0, 30, cards)
    due = np.maximum(last + np.rint(stability).astype(int), chance.integers(0, 3, cards))
    return Collection(stability, chance.uniform(2, 9, cards), last, due)


@dataclass
class _Cards:
    """What cards are believed and truly remembered to be: stability, difficulty."""

    believed: np.ndarray
    true: np.ndarray
    last: np.ndarray
    seen: np.ndarray


def a_log(seed: int, truth: tuple[float, ...], *, cards: int, answers: int) -> Log:
    """Return the log of a learner whose memory works by *truth*, scheduled by the usual."""
    chance = np.random.default_rng(seed)
    due = chance.integers(0, 300, cards)
    state = _Cards(
        np.ones((2, cards)), np.ones((2, cards)), due.copy(), np.zeros(cards, dtype=bool)
    )
    parts, number, day = [], 0, 0
    while number < answers:
        now = np.flatnonzero(due <= day)
        if len(now):
            begins = ~state.seen[now]
            ratings = _answered(state, now, day, truth, chance)
            waits = wait(DEFAULT_PARAMETERS, state.believed[0, now], 0.9)
            moved = np.rint(waits * chance.uniform(0.9, 1.1, len(now)))
            due[now] = day + np.maximum(1, moved).astype(int)
            at = day * 1_000_000 + np.arange(len(now))
            parts.append((now, at, np.full(len(now), day), ratings, begins))
            number += len(now)
        day += 1
    return whole_histories(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _answered(
    state: _Cards,
    now: np.ndarray,
    day: int,
    truth: tuple[float, ...],
    chance: np.random.Generator,
) -> np.ndarray:
    is_new, passed = ~state.seen[now], day - state.last[now]
    known = recall(truth, state.true[0, now], passed)
    ratings = np.where(
        chance.random(len(now)) < known, chance.choice([2, 3, 4], len(now), p=[0.12, 0.75, 0.13]), 1
    )
    begun = chance.choice([1, 2, 3, 4], len(now), p=[0.24, 0.1, 0.49, 0.17])
    ratings = np.where(is_new, begun, ratings)
    for w, memory in ((truth, state.true), (DEFAULT_PARAMETERS, state.believed)):
        later = after(w, memory[0, now], memory[1, now], passed, ratings)
        memory[:, now] = np.where(is_new, first(w, ratings), later)
    state.last[now] = day
    state.seen[now] = True
    return ratings


def _of_anki() -> dict[str, dict[str, float]]:
    python = os.environ.get("ANKI_PYTHON")
    if not python:
        return {}
    sizes = [str(size) for size in SIZES]
    done = subprocess.run(
        [python, str(HERE / "anki_simulator.py"), *sizes],
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def _seconds(number: float | None) -> str:
    return "" if number is None else f"{number:.2f} s"
