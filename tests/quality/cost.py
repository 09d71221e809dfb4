"""What generating costs: CPU and memory, in a process of its own.

`python -m tests.quality.cost FILE…` generates from each file by turns and prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.extract import extract
from tests.quality.making import made_by_turns

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Cost:
    """*first* is the CPU of starting and of the first file, *seconds* that of all others."""

    first: float
    seconds: float
    words: int
    peak_mb: float

    @property
    def per_1000_words(self) -> float:
        return 1000 * self.seconds / self.words if self.words else 0.0


def cost(files: Sequence[Path]) -> Cost:
    """Generate from *files* in a fresh process; the first one pays for loading the models."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.quality.cost", *map(str, files)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"generating failed: {done.stderr[-2000:]}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def _measure(files: Sequence[str]) -> dict[str, float]:
    first, words, seconds = 0.0, 0, 0.0
    for number, name in enumerate(files):
        begun = time.process_time()
        extracted = extract(Path(name).read_bytes(), Path(name).name)
        # As the worker does: what is made is stored and let go.
        for _question in made_by_turns(extracted):
            pass
        if number == 0:
            first = time.process_time()
        else:
            words += len(extracted.text.split())
            seconds += time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"first": first, "seconds": seconds, "words": words, "peak_mb": peak}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(sys.argv[1:])) + "\n")
