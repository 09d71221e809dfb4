"""Rounding as Anki does it, so that the last digits agree."""

from math import floor
from struct import pack, unpack


def rounded(number: float) -> int:
    """Return the nearest whole number, halves away from zero."""
    size = abs(number)
    whole = floor(size)
    nearest = whole + (size - whole >= 0.5)
    return nearest if number >= 0 else -nearest


def single(number: float) -> float:
    """Return *number* as 32-bit arithmetic would hold it."""
    return float(unpack("f", pack("f", number))[0])


def kept(number: float, places: int) -> float:
    """Return *number* with as many decimal places as are stored."""
    scale = 10.0**places
    return rounded(single(number * scale)) / scale
