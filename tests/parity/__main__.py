"""`./run parity [--reviews N] [--figures] [--rebuild]`: our scheduler beside Anki's own backend.

The backend (package `anki`, AGPL) runs in a process and an environment of its own: the Python
named by --python, or one that is made once in .venv-anki. Its clock is set by a few lines of C,
compiled here. Settings and answers are drawn from a seed, so a recording can be made again byte
for byte.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.scheduling.parameters import RANGES
from tests.parity import figures
from tests.parity.replay import RECORDED, compared, recorded

HERE = Path(__file__).parent
ANKI = "26.9.3"
RECORDED_REVIEWS, RECORDED_SETTINGS = 20_160, 56
REVIEWS_EACH = 5_000
STEPS = (((60, 600), (600,)), ((), ()), ((60, 3600, 86400), (900, 43200)), ((1500,), ()))
ZONES = ("UTC", "UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata")
# In its test mode, which switches fuzz off, the backend sets its clock back in these hours.
AVOIDED = range(1, 5)
# Around a rollover that clock changes move, Anki divides seconds where we count dates.
MARGIN = 2


@click.command()
@click.option("--reviews", default=20_000, show_default=True, help="How many answers to compare.")
@click.option("--seed", default=1, show_default=True)
@click.option("--rebuild", is_flag=True, help="Record the file that the tests replay, again.")
@click.option(
    "--python",
    default=lambda: os.environ.get("ANKI_PYTHON", ""),
    help=f"A Python that has anki=={ANKI}.",
)
@click.option("--figures", "of_figures", is_flag=True, help="Compare figures, not schedules.")
def parity(reviews: int, seed: int, rebuild: bool, python: str, of_figures: bool) -> None:
    """Compare our scheduler, or our figures, with Anki's; exit 1 if anything differs."""
    with tempfile.TemporaryDirectory(prefix="studyapp-parity-") as folder:
        clock = _compiled(Path(folder))
        if of_figures:
            sys.exit(_figures(python or _made_environment(), clock, again=rebuild))
        oracle = _Oracle(python or _made_environment(), clock)
        if rebuild:
            _rebuild(oracle)
            return
        wanted = [_settings(seed + n, REVIEWS_EACH) for n in range(-(-reviews // REVIEWS_EACH))]
        sys.exit(_compare(oracle, wanted))


def _figures(python: str, clock: Path, *, again: bool) -> int:
    if again:
        figures.rebuild(python, clock)
        return 0
    return figures.compare(python, clock)


class _Oracle:
    """Anki's backend, a process for each history."""

    def __init__(self, python: str, clock: Path) -> None:
        self._python = python
        self._environment = {**os.environ, "LD_PRELOAD": str(clock), "ANKI_TEST_MODE": "1"}

    def lines(self, settings: dict[str, Any]) -> Iterator[Any]:
        yield settings
        done = subprocess.run(
            [self._python, str(HERE / "oracle.py")],
            input=json.dumps(settings),
            env={**self._environment, "TZ": settings["zone"]},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        yield from map(json.loads, done.stdout.splitlines())


def _compiled(folder: Path) -> Path:
    target = folder / "clock.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-o", str(target), str(HERE / "clock.c")], check=True
    )
    return target


def _made_environment() -> str:
    python = HERE.parents[1] / ".venv-anki" / "bin" / "python"
    if not python.exists():
        click.echo(f"Making .venv-anki with anki {ANKI} (once) …", err=True)
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"anki=={ANKI}"], check=True)
    return str(python)


def _settings(seed: int, reviews: int) -> dict[str, Any]:
    """Draw the settings of one history."""
    chance = random.Random(seed)
    learning, relearning = STEPS[seed % len(STEPS)]
    rollover, zone = chance.randrange(7), chance.choice(ZONES)
    return {
        "seed": seed,
        "cards": min(250, max(20, reviews // 15)),
        "reviews": reviews,
        "zone": zone,
        "rollover_hour": rollover,
        "hours": _hours(rollover, moves=zone not in ("UTC", "Asia/Kolkata")),
        "learning_steps": list(learning),
        "relearning_steps": list(relearning),
        "desired_retention": round(chance.uniform(0.7, 0.97), 2),
        "parameters": _parameters(chance) if seed % 8 else [],
    }


def _hours(rollover: int, *, moves: bool) -> list[int]:
    near = {(rollover + hour) % 24 for hour in range(-MARGIN, MARGIN)} if moves else set()
    return [hour for hour in range(24) if hour not in AVOIDED and hour not in near]


def _parameters(chance: random.Random) -> list[float]:
    """Draw parameters around the published ones, each in its range; some know no same day."""
    drawn = [
        round(min(max(value * chance.lognormvariate(0, 0.3), lowest), highest), 4)
        for value, (lowest, highest) in zip(DEFAULT_PARAMETERS, RANGES, strict=True)
    ]
    if chance.random() < 0.1:
        drawn[17:20] = [0.0, 0.0, 0.0]
    return sorted(drawn[:4]) + drawn[4:]


def _compare(oracle: _Oracle, wanted: Iterable[dict[str, Any]]) -> int:
    """Compare history after history; say what differs, and return the exit status."""
    begun, number, found = time.monotonic(), 0, Counter[str]()
    sets = 0
    for settings in wanted:
        answers, names, differing = compared(oracle.lines(settings))
        number, found, sets = number + answers, found + names, sets + 1
        for answer, schedule in differing[:3]:
            click.echo(f"seed {settings['seed']}: {answer} but here {schedule}")
        click.echo(f"{number:,} answers, {sum(found.values())} differences", err=True)
    kinds = ("state", "delay", "interval", "stability", "difficulty", "lapses")
    told = ", ".join(f"{kind} {found[kind]}" for kind in kinds)
    click.echo(
        f"{number:,} answers, {sets} parameter sets, Anki {ANKI}, "
        f"{time.monotonic() - begun:.0f} s. Differences: {told}."
    )
    return 1 if found else 0


def _rebuild(oracle: _Oracle) -> None:
    each = RECORDED_REVIEWS // RECORDED_SETTINGS
    about = {"anki": ANKI, "command": "./run parity --rebuild", "reviews": RECORDED_REVIEWS}
    with RECORDED.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(_line(about))
        for seed in range(1, RECORDED_SETTINGS + 1):
            for line in oracle.lines(_settings(seed, each)):
                packed.write(_line(line))
    number, found, _differing = compared(recorded())
    click.echo(f"{number:,} answers recorded from Anki {ANKI}; {found.total()} differ here.")


def _line(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


if __name__ == "__main__":
    parity(prog_name="./run parity")
