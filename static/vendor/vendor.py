"""Fetch what the browser needs from npm, copy it here and record what was copied.

Run it by hand after a change of package.json: `python static/vendor/vendor.py`. It wants npm and
the network; nothing else in the project does, since the copies are kept with the code.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCKED = (".npmrc", "package.json", "package-lock.json")
FONTS = "@fontsource-variable"
FILES = {
    "htmx.org": ("LICENSE", "dist/htmx.min.js"),
    f"{FONTS}/literata": (
        "LICENSE",
        "files/literata-latin-wght-normal.woff2",
        "files/literata-latin-ext-wght-normal.woff2",
    ),
    "@fontsource/opendyslexic": (
        "LICENSE",
        "files/opendyslexic-latin-400-normal.woff2",
        "files/opendyslexic-latin-700-normal.woff2",
    ),
    f"{FONTS}/atkinson-hyperlegible-next": (
        "LICENSE",
        "files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
    ),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        modules = _fetch(Path(folder))
        record = dict(
            _copy(modules, package, file) for package, files in FILES.items() for file in files
        )
    text = json.dumps(record, indent=2, sort_keys=True)
    (HERE / "vendored.json").write_text(f"{text}\n", encoding="utf-8")


def _fetch(folder: Path) -> Path:
    """Install what the lock file names into *folder*, running no script of any package."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: install Node.js, then run this again")
    for name in LOCKED:
        shutil.copy(HERE / name, folder)
    subprocess.run([npm, "ci", "--ignore-scripts"], cwd=folder, check=True)  # noqa: S603  fixed words only
    return folder / "node_modules"


def _copy(modules: Path, package: str, file: str) -> tuple[str, dict[str, str]]:
    """Copy one file of *package* and return its path here with where it came from."""
    target = HERE / package.rpartition("/")[2] / Path(file).name
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(modules / package / file, target)
    about = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
    return target.relative_to(HERE).as_posix(), {
        "package": package,
        "version": about["version"],
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
    }


if __name__ == "__main__":
    main()
