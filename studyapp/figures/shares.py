"""Shares of a number, and how sure they are."""

from __future__ import annotations

import math

ENOUGH = 20
"""Below so many answers a share is not told, only how far it may lie."""
_Z = 1.959964


def share(hits: int, number: int) -> float | None:
    """Return *hits* of *number*, None of nothing."""
    return round(hits / number, 4) if number else None


def wilson(hits: float, number: int) -> tuple[float | None, float | None]:
    """Return the 95 % interval of a share by Wilson's score (J. Am. Stat. Assoc. 22, 1927)."""
    if not number:
        return None, None
    part, spread = hits / number, _Z * _Z / number
    middle = part + spread / 2
    reach = _Z * math.sqrt(part * (1 - part) / number + spread / (4 * number))
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    return round(max(0.0, low), 4), round(min(1.0, high), 4)
