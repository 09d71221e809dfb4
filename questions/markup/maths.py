"""Formulas in text: where they stand, and their MathML."""

from collections.abc import Iterator
from dataclasses import dataclass

# How a formula begins, how it ends, and whether it stands on a line of its own.
_PAIRS = (
    ("\\(", "\\)", False),
    ("\\[", "\\]", True),
    ("[$$]", "[/$$]", True),
    ("[$]", "[/$]", False),
    ("[latex]", "[/latex]", False),
    ("$$", "$$", True),
)
LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """A formula from *start* to *end*, its marks included."""

    start: int
    end: int
    tex: str
    is_display: bool


def places(text: str) -> Iterator[Place]:
    """Yield the formulas of *text* in order; they do not overlap."""
    if "\\" not in text and "$" not in text and "[latex]" not in text:
        return
    position = 0
    following = [text.find(opening) for opening, _closing, _display in _PAIRS]
    while True:
        for number, (opening, _closing, _display) in enumerate(_PAIRS):
            if 0 <= following[number] < position:
                following[number] = text.find(opening, position)
        starts = [(start, number) for number, start in enumerate(following) if start >= 0]
        if not starts:
            return
        start, number = min(starts)
        opening, closing, display = _PAIRS[number]
        end = text.find(closing, start + len(opening))
        if end < 0:
            # None of this kind is closed any more.
            following[number] = -1
            continue
        yield Place(start, end + len(closing), text[start + len(opening) : end], display)
        position = end + len(closing)
