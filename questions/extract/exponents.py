"""Exponents and charges: 10², Na⁺, 1s², written so that they do not run into what stands before."""

import re

_RAISED_ONE = re.compile(r"[+−–-]?\d{1,3}[+−–-]?|[+−–-]")
_SIGNS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def raised(text: str) -> str:
    """Write what stands raised in small signs if it is a number or a charge, else as it is."""
    return text.translate(_SIGNS) if _RAISED_ONE.fullmatch(text) else text
