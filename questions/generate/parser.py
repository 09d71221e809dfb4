"""The parser: its files are compared with recorded hashes, then loaded once a process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypedDict

from questions.errors import GeneratorUnavailableError

if TYPE_CHECKING:
    from spacy.language import Language

_loading = Lock()


class _Record(TypedDict):
    package: str
    version: str
    files: dict[str, str]


def parser() -> Language:
    """Return the loaded parser; two threads that ask at once still load it once."""
    with _loading:
        return _loaded()


@cache
def _loaded() -> Language:
    # The parser's library takes as long to import as all the rest of the application.
    from spacy.util import load_model_from_path

    record = _record()
    folder = _folder(record["package"], record["version"])
    refuse_changed(folder, record["files"])
    return load_model_from_path(folder, exclude=["senter"])


def refuse_changed(folder: Path, recorded: Mapping[str, str]) -> None:
    """Raise GeneratorUnavailableError unless *folder* holds exactly the recorded files."""
    present = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    for name in sorted(recorded.keys() | present.keys()):
        if name not in present:
            raise _unusable(f"its file {name} is missing")
        if name not in recorded:
            raise _unusable(f"it has a file {name} that was never recorded")
        if hashlib.sha256(present[name].read_bytes()).hexdigest() != recorded[name]:
            raise _unusable(f"its file {name} is not the recorded one")


def _record() -> _Record:
    resource = files("questions.generate") / "resources" / "model_hashes.json"
    record: _Record = json.loads(resource.read_text(encoding="utf-8"))
    return record


def _folder(package: str, version: str) -> Path:
    """Find the model's files without running the package's own code."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise _unusable(f"the package {package} is not installed")
    folder = Path(found.origin).parent / f"{package}-{version}"
    if not folder.is_dir():
        raise _unusable(f"the installed {package} is not version {version}")
    return folder


def _unusable(reason: str) -> GeneratorUnavailableError:
    return GeneratorUnavailableError(
        "Only simple questions about names and dates are made, because the language model cannot "
        f"be used: {reason}. Install Studyapp's requirements again."
    )
