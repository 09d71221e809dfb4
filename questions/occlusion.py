"""Image occlusion: clozes that hold shapes on a picture instead of words.

A question of this make is a cloze with `extra["occlusion"]`: `image` is the HTML of the picture,
`shapes` the clozes, `header` the HTML above it.
"""

import re
from dataclasses import dataclass
from typing import Literal

from questions import cloze
from questions.model import Question

Look = Literal["asked", "covered", "open"]
_START = "image-occlusion:"
_PAIR = re.compile(r"([a-z]{1,12})=([^:]{0,4000})")
_MAX_POINTS = 200


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that hides a part of the picture; all its numbers are shares of the picture.

    *numbers* are left, top, width and height of a rectangle, left, top and the two radii of an
    ellipse, or the coordinates of a polygon one after the other. *hidden_always* says that it also
    hides its part while another card asks.
    """

    ordinals: tuple[int, ...]
    kind: Literal["rect", "ellipse", "polygon", "text"]
    numbers: tuple[float, ...]
    hidden_always: bool = False


def shapes(text: str) -> tuple[Shape, ...]:
    """Return the shapes that the clozes of *text* hold."""
    found = []
    for run in cloze.runs(text):
        if not run.marks or not run.text.startswith(_START):
            continue
        if shape := _shape(run.text, run.marks[-1]):
            found.append(shape)
    return tuple(found)


def looks(question: Question, part: str) -> tuple[tuple[Shape, Look], ...]:
    """Return the shapes of the card *part*: what it asks for, what else it covers, what is open."""
    told = question.extra.get("occlusion")
    text = told.get("shapes") if isinstance(told, dict) else None
    number = int(part[1:]) if part[1:].isdigit() else 0
    found: list[tuple[Shape, Look]] = []
    for shape in shapes(text if isinstance(text, str) else ""):
        asked = number in shape.ordinals
        look: Look = "asked" if asked else "covered" if shape.hidden_always else "open"
        found.append((shape, look))
    return tuple(found)


def shown(run: cloze.Run) -> str:
    """Return what a template shows of a run: of a shape nothing, it is drawn elsewhere."""
    return "" if run.marks and run.text.startswith(_START) else run.text


def _shape(text: str, mark: cloze.Mark) -> Shape | None:
    named, _colon, rest = text.removeprefix(_START).partition(":")
    values = dict(_PAIR.findall(rest))
    ordinals = tuple(sorted(mark.numbers))
    always = values.get("oi") == "1"
    if named == "polygon":
        numbers = _numbers(values.get("points", "").replace(" ", ",").split(","))
        return Shape(ordinals, "polygon", numbers, always) if len(numbers) >= 6 else None
    keys = {"rect": ("left", "top", "width", "height"), "ellipse": ("left", "top", "rx", "ry")}
    if named not in keys:
        return None
    numbers = _numbers([values.get(key, "") for key in keys[named]])
    known: Literal["rect", "ellipse"] = "rect" if named == "rect" else "ellipse"
    return Shape(ordinals, known, numbers, always) if len(numbers) == 4 else None


def _numbers(texts: list[str]) -> tuple[float, ...]:
    """Read shares between nought and one; anything else makes the shape unusable."""
    found = []
    for text in texts[: _MAX_POINTS * 2]:
        try:
            number = float(text)
        except ValueError:
            return ()
        if not -1 <= number <= 2:
            return ()
        found.append(number)
    return tuple(found)
