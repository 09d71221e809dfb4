"""Questions whose places `[[1]]` are filled with words to choose or to drag."""

import re
from collections.abc import Sequence
from typing import Any, Final

from questions.model import Gap

_PLACE: Final = re.compile(r"\[\[(\d{1,6})\]\]")
Option = dict[str, Any]


def chosen_gaps(
    stem: str, options: Sequence[Option]
) -> tuple[str, list[dict[str, Any]], list[Option]]:
    """Return the stem, a gap for each place of it, and the options.

    A place that stands twice gets a name of its own each time; one without a word stays text.
    """
    gaps: list[dict[str, Any]] = []
    taken: set[str] = set()

    def placed(found: re.Match[str]) -> str:
        number = int(found[1])
        if not 1 <= number <= len(options):
            return found[0]
        name = found[1] if found[1] not in taken else f"{found[1]}.{len(gaps) + 1}"
        taken.add(name)
        gaps.append({"id": name, "kind": "choice", "choices": _choices(number, options)})
        return f"[[{name}]]"

    return _PLACE.sub(placed, stem), gaps, list(options)


def options_of(gaps: Sequence[Gap], held: object) -> list[Option] | None:
    """Return the options that a question came with, where its gaps still are what they make."""
    if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
        return None
    for gap in gaps:
        number = gap.id.partition(".")[0]
        if not number.isdecimal() or not 1 <= int(number) <= len(held):
            return None
        told = [choice.model_dump(include={"text", "fraction"}) for choice in gap.choices]
        if told != _choices(int(number), held):
            return None
    return held


def _choices(number: int, options: Sequence[Option]) -> list[dict[str, Any]]:
    """Return the words of the group of the right one, which is worth the place."""
    group = options[number - 1].get("group")
    return [
        {"text": str(option.get("text", "")), "fraction": float(place == number)}
        for place, option in enumerate(options, 1)
        if option.get("group") == group
    ]
