"""`python -m tests.parity.packages [--python P]`: our exports as Anki sees them.

Each real package is brought into an empty collection by Anki's own backend, and so is our export
of it in both generations; what is there then is compared: notes, note types, cards with all their
numbers, the log, presets and media. The backend runs in a process of its own, with a Python that
has it (`./run parity` makes one in .venv-anki).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from questions import formats
from tests.questions.cases import Case, cases

HERE = Path(__file__).parent
ORACLE = HERE / "packages_oracle.py"
COMPARED = ("error", "notes", "types", "cards", "reviews", "presets", "media")
# Cards lent to a filtered deck go home with the day they were due there; Anki's importer of such
# old packages makes a deck of the filtered one.
DELIBERATE = {"templates.apkg": {"cards"}}


@click.command()
@click.option("--python", envvar="ANKI_PYTHON", default=".venv-anki/bin/python")
def packages(python: str) -> None:
    """Compare every real package with our exports of it; exit 1 where something was lost."""
    real = [one for one in cases("anki") if one.told["ok"] and one.name.endswith(".apkg")]
    lost = sum(_compare(one, python) for one in real)
    click.echo(f"{len(real)} packages, two exports each; {lost} lost something.")
    sys.exit(1 if lost else 0)


def _compare(case: Case, python: str) -> int:
    first = formats.read(case.data, case.name)
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "real.apkg"]
        paths[0].write_bytes(case.data)
        for form in ("apkg", "apkg-legacy"):
            paths.append(Path(folder) / f"{form}.apkg")
            written = formats.write(first.bank, form, first.media, first.schedule)
            paths[-1].write_bytes(written.data)
        real, *ours = (_plain(one) for one in asked(python, paths))
    for form, seen in zip(("apkg", "apkg-legacy"), ours, strict=True):
        different = {name for name in COMPARED if real.get(name) != seen.get(name)}
        if different - DELIBERATE.get(Path(case.name).name, set()):
            click.echo(f"{case.name} as {form}: {', '.join(sorted(different))}")
            lost += 1
    return lost


def asked(python: str, paths: list[Path], **environment: str) -> list[dict[str, Any]]:
    """Return what Anki sees in packages, in a process that has nothing of ours."""
    answered = subprocess.run(
        [python, str(ORACLE), *map(str, paths)],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, **environment},
    )
    return [json.loads(line) for line in answered.stdout.splitlines()]


def _plain(seen: dict[str, Any]) -> dict[str, Any]:
    """Leave out what Anki decides: the order of equal ids, and marks behind names it has itself."""
    if "notes" not in seen:
        return seen
    notes = sorted([guid, name.rstrip("+_"), *rest] for guid, name, *rest in seen["notes"])
    types = {name.rstrip("+_"): one for name, one in seen["types"].items()}
    return seen | {"notes": notes, "types": types, "cards": sorted(seen["cards"])}


if __name__ == "__main__":
    packages(prog_name="packages")
