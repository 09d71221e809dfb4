"""A question as a note tells it, before it is one."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from questions.model import Kind

_LINK: Final = re.compile(
    r"\\[\[\]]|!?\[[^\[\]\n]{0,2000}\]\([^()\n]{0,2000}\)|\[([^\[\]\n]{1,2000})\]"
)
_MOST: Final = 499


@dataclass(slots=True)
class Card:
    """A front with its back, or with options of which some are right; *line* counts from 1."""

    line: int
    front: str
    back: str = ""
    reverse: bool = False
    deck: str | None = None
    tags: tuple[str, ...] = ()
    options: list[tuple[str, bool]] = field(default_factory=list)

    def fields(self) -> dict[str, Any]:
        """Return what of it goes into a question."""
        told: dict[str, Any] = {"format": "markdown", "stem": self.front.strip()}
        if self.deck:
            told["deck"] = self.deck
        if self.tags:
            told["tags"] = self.tags
        if "{{c1::" in self.front and not self.back:
            return told | {"kind": Kind.CLOZE}
        if self.options:
            return told | _chosen(self.options)
        told |= {"kind": Kind.FLASHCARD, "answers": [{"text": self.back.strip()}]}
        return told | ({"reverse": True} if self.reverse else {})


def with_gaps(text: str) -> str:
    """Write `[words]` as gaps, each with a number of its own; links and pictures stay."""
    number = 0

    def hidden(found: re.Match[str]) -> str:
        nonlocal number
        if found[1] is None:
            return found[0].removeprefix("\\") if found[0][0] == "\\" else found[0]
        number = min(number + 1, _MOST)
        return f"{{{{c{number}::{found[1]}}}}}"

    return _LINK.sub(hidden, text)


def _chosen(options: list[tuple[str, bool]]) -> dict[str, Any]:
    words = [text.strip().lower() for text, _is_right in options]
    right = [word for word, (_text, is_right) in zip(words, options, strict=True) if is_right]
    if sorted(words) == ["false", "true"] and len(right) == 1:
        return {"kind": Kind.TRUEFALSE, "answers": [{"text": right[0]}]}
    share = 1 / (len(right) or 1)
    choices = [{"text": text, "fraction": share if one else 0.0} for text, one in options]
    return {"kind": Kind.CHOICE, "multiple": len(right) > 1, "choices": choices}
