"""Shares of the mark as Moodle writes them: percents with five decimals."""

import re
from typing import Final

_PERCENT: Final = re.compile(r"[-+]?(?:\d{1,9}(?:\.\d{0,30})?|\.\d{1,30})")
_ROUNDED: Final = 5e-7
_DENOMINATORS: Final = (3, 6, 7, 9, 11, 12, 13)


class WeightError(ValueError):
    """A weight that is no number from -100 to 100."""


def fraction(percent: str) -> float:
    """Return the share that a number of percents names; Moodle's roundings become exact."""
    if percent == "100":
        return 1.0
    if percent == "0":
        return 0.0
    if not _PERCENT.fullmatch(percent.strip()):
        raise WeightError(f"the weight {percent[:40]!r} is not a number")
    value = float(percent) / 100
    if not -1 <= value <= 1:
        raise WeightError(f"the weight {percent[:40]} lies outside -100 to 100 percent")
    return exact(value)


def exact(value: float) -> float:
    """Return the simple fraction that a value of about seven decimals is the rounding of."""
    if round(value, 4) == value:
        return value
    for denominator in _DENOMINATORS:
        nearest = round(value * denominator) / denominator
        if abs(nearest - value) < _ROUNDED:
            return nearest
    return value


def percent(value: float) -> str:
    """Write a share so that reading it gives the same share again."""
    for digits in (5, 7, 9, 12):
        written = f"{value * 100:.{digits}f}".rstrip("0").rstrip(".")
        if written not in {"", "-0"} and fraction(written) == value:
            return written
    return f"{value * 100:.15f}"
