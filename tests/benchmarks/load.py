"""Answers at a steady pace, with the worker idle and with the worker at a large document.

The pace is kept whatever happens: an answer's time counts from the moment it was due, so that
one slow answer is charged for all that it delays.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.benchmarks.learner import Learner
from tests.benchmarks.places import install_with_cards
from tests.benchmarks.tables import at, ms, ratio, say, table
from tests.faults.clients import Giver, Ledger
from tests.faults.install import until

EVERY, ANSWERS = 0.2, 150
WORDS = 60_000


def measure(folder: Path) -> None:
    """Print how long learners wait."""
    with install_with_cards(folder, decks=1, cards=2 * ANSWERS + 100) as (install, decks):
        learner = Learner(install.url, decks[0])
        for _ in range(20):
            learner.turn()
        idle = _paced(learner)
        Giver(install.url, Ledger(), random.Random(1), WORDS).turn()
        until(install.progress, patience=60)
        before = install.progress()
        busy = _paced(learner)
        done, unfinished = install.progress() - before, install.unfinished()
    _print(idle, busy)
    say(f"\nThe worker did {done} windows meanwhile; its job was {'' if unfinished else 'not '}on.")


def _paced(learner: Learner) -> list[float]:
    waited = []
    begun = time.perf_counter()
    for number in range(ANSWERS):
        due = begun + number * EVERY
        time.sleep(max(0.0, due - time.perf_counter()))
        waited.append(learner.turn().ended - due)
    return waited


def _print(idle: list[float], busy: list[float]) -> None:
    table(
        f"Answer and next card, {1 / EVERY:.0f} a second, {ANSWERS} of them",
        ["worker", "p50", "p99"],
        [
            ["idle", ms(at(50, idle)), ms(at(99, idle))],
            ["making questions from a large document", ms(at(50, busy)), ms(at(99, busy))],
            ["", ratio(at(50, busy), at(50, idle)), ratio(at(99, busy), at(99, idle))],
        ],
    )
