"""The part of the measurement that runs with every test run, and what it may not fall below."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

from tests.quality.measuring import Measured, measure

THRESHOLDS = Path(__file__).parent / "thresholds.json"
DOCUMENTS = frozenset({"russia-kazakhstan", "gum_bio_gordon", "psych_cognition", "tech_pyfaq"})
PARAGRAPHS = 40
_MARGIN = 0.01  # a parser's floating point may differ a little between machines


def measure_slice(folder: Path) -> Measured:
    """Measure a few documents and paragraphs: less than a minute of CPU."""
    return measure(folder, documents=DOCUMENTS, xquad_paragraphs=PARAGRAPHS, whole=False)


def thresholds() -> dict[str, float]:
    """Read the least that each figure of the slice has to be."""
    found: dict[str, float] = json.loads(THRESHOLDS.read_text(encoding="utf-8"))
    return found


def raised(old: Mapping[str, float], figures: Mapping[str, float]) -> dict[str, float]:
    """Raise each threshold to a point below what was measured; none is ever lowered."""
    return {
        name: max(old.get(name, 0.0), math.floor(1000 * (figure - _MARGIN)) / 1000)
        for name, figure in figures.items()
    }


def write_thresholds(figures: Mapping[str, float]) -> dict[str, float]:
    """Raise the thresholds in their file; return them."""
    old = thresholds() if THRESHOLDS.exists() else {}
    new = raised(old, figures)
    THRESHOLDS.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")
    return new
