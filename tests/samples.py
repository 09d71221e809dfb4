"""The sample files: other people's texts and banks, kept outside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE_THE_REPOSITORY = Path(__file__).parents[2] / "shared" / "samples"


def samples_folder() -> Path:
    """Return the folder of the samples, whether it is there or not."""
    return Path(os.environ.get("STUDYAPP_SAMPLES") or _BESIDE_THE_REPOSITORY)


def sample(path: str) -> Path:
    """Return one sample file or folder; without the samples, the asking test is skipped."""
    folder = samples_folder()
    if not folder.is_dir():
        pytest.skip("the samples are not here: set STUDYAPP_SAMPLES", allow_module_level=True)
    found = folder / path
    if not found.exists():
        raise FileNotFoundError(f"there is no sample {path}")
    return found
