"""`./run bench`: figures beside a floor measured in the same run. Nothing here is asserted."""

from __future__ import annotations

import platform
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import answers, pages, steps


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    say(f"Python {platform.python_version()}, {platform.machine()}; medians of one run each")
    with tempfile.TemporaryDirectory() as folder:
        for number, part in enumerate((steps.report, pages.report, answers.report)):
            place = Path(folder) / str(number)
            place.mkdir()
            say()
            for line in part(place):
                say(line)


main()
