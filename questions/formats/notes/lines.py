"""What all notes have: front matter, code and comments, which hold no questions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_FENCE: Final = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_MOST_FRONT: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a note; *number* counts from 1. What *is_code* says nothing of questions."""

    number: int
    text: str
    is_code: bool = False


def body(text: str) -> tuple[list[str], list[Line]]:
    """Return the lines of the front matter and those of the note."""
    lines = text.split("\n")
    end = _front(lines)
    front = lines[1:end] if end else []
    return front, list(_marked(lines, end + 1 if end else 0))


def _front(lines: list[str]) -> int:
    """Return the line that closes the front matter, 0 where there is none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1:_MOST_FRONT], 1):
        if line.rstrip() == "---":
            # A rule before and after a text is no front matter.
            told = [one for one in lines[1:number] if one.strip()]
            return number if all(":" in one or "=" in one or one[0] in " -#" for one in told) else 0
    return 0


def _marked(lines: list[str], start: int) -> Iterator[Line]:
    fence = ""
    for number, line in enumerate(lines[start:], start + 1):
        found = _FENCE.match(line)
        if fence:
            yield Line(number, line, is_code=True)
            if found and found[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif found:
            fence = found[1]
            yield Line(number, line, is_code=True)
        else:
            yield Line(number, line)
