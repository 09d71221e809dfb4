"""Shapes on a picture: places to point at, and what an occluded picture hides. Pure."""

import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from questions import occlusion
from questions.model import Kind, Question, Spot

Look = Literal["place", "asked", "hidden"]
ShapeKind = Literal["rect", "ellipse", "polygon"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape in shares of the picture, where its letter stands, and why it is drawn.

    *numbers* are left, top, width and height of a rect; the middle and the radii of an ellipse;
    the corners of a polygon, one coordinate after the other. A "place" can be pointed at, what is
    "asked" or "hidden" is covered, and what is asked is uncovered with the answer.
    """

    kind: ShapeKind
    numbers: tuple[float, ...]
    look: Look
    key: str = ""
    letter: str = ""

    @property
    def middle(self) -> tuple[float, float]:
        """Return where the shape's letter stands."""
        if self.kind == "rect":
            left, top, width, height = self.numbers
            return left + width / 2, top + height / 2
        if self.kind == "ellipse":
            return self.numbers[0], self.numbers[1]
        across, down = self.numbers[::2], self.numbers[1::2]
        return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2


def is_occluded(question: Question) -> bool:
    """Tell whether the clozes of *question* hide parts of a picture instead of words."""
    return question.kind is Kind.CLOZE and "occlusion" in question.extra


def shapes_of(question: Question, part: str) -> tuple[Shape, ...]:
    """List the shapes that the card *part* of *question* draws on its picture."""
    if question.kind is Kind.HOTSPOT:
        found = (_spot(spot, number) for number, spot in enumerate(question.spots))
        return tuple(shape for shape in found if shape)
    return _covers(question, part) if is_occluded(question) else ()


def letter_of(number: int) -> str:
    """Name the places on a picture A, B, C…"""
    return string.ascii_uppercase[number % len(string.ascii_uppercase)]


def _spot(spot: Spot, number: int) -> Shape | None:
    numbers, key, letter = tuple(spot.coords), str(number), letter_of(number)
    if spot.shape == "rect" and len(numbers) == 4:
        left, top, right, bottom = numbers
        box = (min(left, right), min(top, bottom), abs(right - left), abs(bottom - top))
        return Shape("rect", box, "place", key, letter)
    if spot.shape == "ellipse" and len(numbers) == 4:
        return Shape("ellipse", numbers, "place", key, letter)
    if spot.shape == "polygon" and _is_polygon(numbers):
        return Shape("polygon", numbers, "place", key, letter)
    return None


def _covers(question: Question, part: str) -> tuple[Shape, ...]:
    found: list[Shape] = []
    for one, look in occlusion.looks(question, part):
        if look != "open" and (drawn := _cover(one)):
            found.append(Shape(*drawn, "asked" if look == "asked" else "hidden"))
    return tuple(found)


def _cover(shape: occlusion.Shape) -> tuple[ShapeKind, tuple[float, ...]] | None:
    numbers = shape.numbers
    if shape.kind == "rect" and len(numbers) == 4:
        return "rect", numbers
    if shape.kind == "ellipse" and len(numbers) == 4:
        left, top, across, down = numbers
        return "ellipse", (left + across, top + down, across, down)
    if shape.kind == "polygon" and _is_polygon(numbers):
        return "polygon", numbers
    return None


def _is_polygon(numbers: Sequence[float]) -> bool:
    return len(numbers) >= 6 and len(numbers) % 2 == 0
