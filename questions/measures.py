"""A number with its unit: which units stand for the same kind of quantity, and how many make one.

A question names its unit and may name others, each with how many of it make one of the unit
(`extra["units"] = {"cm": 100}` beside the unit `m`), as Moodle does. The metric prefixes of
a metric unit are known without being named.
"""

from collections.abc import Mapping
from types import MappingProxyType

from questions.model import Question, is_number

_PREFIXES = MappingProxyType(
    {"G": 1e9, "M": 1e6, "k": 1e3, "h": 1e2, "d": 1e-1, "c": 1e-2, "m": 1e-3, "µ": 1e-6, "n": 1e-9}
)
_METRIC = frozenset({"m", "g", "s", "l", "L", "N", "J", "W", "V", "A", "Hz", "Pa", "C", "F", "Ω"})
_SAME = str.maketrans({"\u03bc": "µ", "\u2126": "Ω", "\u00a0": " ", "\u202f": " "})


def units_of(question: Question) -> dict[str, float]:
    """Return the other units that a question takes, with how many of each make one of its own."""
    told = question.extra.get("units")
    if not isinstance(told, dict):
        return {}
    return {
        name: float(number)
        for name, number in told.items()
        if name and isinstance(number, int | float) and number > 0
    }


def measured(typed: str, unit: str | None, others: Mapping[str, float]) -> float | None:
    """Return a plain decimal number, with or without a unit, in the *unit* of the question.

    None where it is no number, or has a unit that is not known to be of the same kind.
    """
    text = typed.translate(_SAME).strip()
    if is_number(text):
        return float(text)
    named = dict(others) | ({unit: 1.0} if unit else {})
    known = {**(_relatives(unit) if unit else {}), **named}
    for name, number in _longest_first(known):
        if text.endswith(name) and is_number(bare := text.removesuffix(name)):
            return float(bare) / number
    # Prefixes differ by their case alone, other names of units hardly ever do.
    for name, number in _longest_first(named):
        bare, end = text[: -len(name)], text[-len(name) :]
        if end.casefold() == name.casefold() and is_number(bare):
            return float(bare) / number
    return None


def _longest_first(units: Mapping[str, float]) -> list[tuple[str, float]]:
    """List units as they may end a text: a longer name first, since a shorter may be its end."""
    plain = ((name.translate(_SAME).strip(), number) for name, number in units.items())
    return sorted((one for one in plain if one[0]), key=lambda one: -len(one[0]))


def _relatives(unit: str) -> dict[str, float]:
    """Return the metric relatives of a unit: of `km` the `m`, the `cm`…"""
    plain = unit.translate(_SAME)
    prefix, base = ("", plain) if plain in _METRIC else (plain[:1], plain[1:])
    own = _PREFIXES.get(prefix, 1.0)
    if base not in _METRIC or (prefix and prefix not in _PREFIXES):
        return {}
    return {base: own, **{name + base: own / size for name, size in _PREFIXES.items()}}
