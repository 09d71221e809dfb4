"""A picture of which parts are hidden, as the form of a question describes it. Pure.

The question is a cloze whose marks hold shapes (`questions/occlusion.py`); the form has a row for
each shape: the card that asks for it, its form, and its numbers in percent of the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questions import cloze, occlusion
from questions.model import Kind, Question, is_number
from questions.pictures import is_occluded
from studyapp.messages import Message, say

SHAPES = ("rect", "ellipse", "polygon")
MOST_CARDS = 100
_KEYS = {
    "rect": ("left", "top", "width", "height"),
    "ellipse": ("left", "top", "rx", "ry"),
}


@dataclass(frozen=True)
class CoverText:
    """A shape that hides something; *card* numbers the card that asks for it, "" for a new one.

    *coords* are percent of the picture with blanks between: left, top, right and bottom of a
    rectangle; the middle and the two radii of an ellipse; the corners of a polygon.
    """

    card: str = ""
    shape: str = "rect"
    coords: str = ""


def shares(shape: str, coords: str) -> tuple[float, ...] | None:
    """Return the numbers of a shape as shares of the picture; None where they make no shape."""
    texts = coords.replace("%", " ").replace(";", " ").split()
    if not all(is_number(text) and 0 <= float(text) <= 100 for text in texts):
        return None
    fits = len(texts) >= 6 and len(texts) % 2 == 0 if shape == "polygon" else len(texts) == 4
    if not fits or shape not in SHAPES:
        return None
    return tuple(float(text) / 100 for text in texts)


def percents(numbers: tuple[float, ...]) -> str:
    """Write shares of a picture as percent."""
    return " ".join(f"{round(100 * number, 2):g}" for number in numbers)


def covers_of(question: Question) -> tuple[CoverText, ...]:
    """Return the rows that the form of *question* shows."""
    if not is_occluded(question):
        return ()
    return tuple(
        CoverText(",".join(map(str, one.ordinals)), one.kind, percents(_corners(one)))
        for one in occlusion.shapes(question.stem)
        if one.kind in SHAPES
    )


def hides_all(question: Question) -> bool:
    """Tell whether what is not asked for stays hidden, too."""
    return is_occluded(question) and any(
        one.hidden_always for one in occlusion.shapes(question.stem)
    )


def header_of(question: Question) -> str:
    """Return the words above the picture, as they are written."""
    told = question.extra.get("occlusion")
    return str(told.get("header") or "") if isinstance(told, dict) else ""


def _corners(shape: occlusion.Shape) -> tuple[float, ...]:
    """Return the numbers as the form has them."""
    if shape.kind == "polygon":
        return shape.numbers
    left, top, across, down = shape.numbers
    if shape.kind == "rect":
        return left, top, left + across, top + down
    return left + across, top + down, across, down


def problems(covers: tuple[CoverText, ...], has_picture: bool) -> dict[str, Message]:
    """Say by field what is missing before the picture can be asked about."""
    if not has_picture:
        return {"upload": say("Put in the picture of which parts are to be hidden.")}
    written = [one for one in covers if one.coords.strip()]
    if not written:
        return {"cover": say("Say what to hide: where on the picture it is.")}
    if any(shares(one.shape, one.coords) is None for one in written):
        return {
            "cover": say(
                "A place has four numbers from 0 to 100, a polygon two for each corner, three"
                " corners or more."
            )
        }
    if any(_cards(one.card) is None for one in written):
        return {"cover": say("Cards are numbered from 1 to %(most)s.", most=MOST_CARDS)}
    return {}


def _cards(text: str) -> tuple[int, ...] | None:
    """Return the cards that a row names; () where it leaves that open, None for nonsense."""
    words = text.replace(",", " ").split()
    if not all(word.isdecimal() and 1 <= int(word[:4]) <= MOST_CARDS for word in words):
        return None
    return tuple(int(word) for word in words)


def values(
    base: Question | None, header: str, covers: tuple[CoverText, ...], hide_all: bool
) -> dict[str, Any]:
    """Return the stem and what `extra` says; shapes that the form cannot show are kept."""
    stem = _stem(base, covers, hide_all)
    old = base.extra.get("occlusion") if base else None
    known: Mapping[str, Any] = old if isinstance(old, dict) else {"image": ""}
    return {"stem": stem, "occlusion": {**known, "header": header.strip(), "shapes": stem}}


def _stem(base: Question | None, covers: tuple[CoverText, ...], hide_all: bool) -> str:
    written = tuple(one for one in covers if one.coords.strip())
    if base and written == covers_of(base) and hide_all == hides_all(base):
        return base.stem
    marks = [
        _mark(numbers, one, hide_all)
        for numbers, one in zip(_numbered(written), written, strict=True)
    ]
    return "\n".join((*marks, *_foreign(base)))


def _numbered(covers: tuple[CoverText, ...]) -> list[tuple[int, ...]]:
    """Give each row without a card the next free number, so that others keep theirs."""
    named = [_cards(one.card) or () for one in covers]
    last = max((number for numbers in named for number in numbers), default=0)
    found = []
    for numbers in named:
        last += not numbers
        found.append(numbers or (last,))
    return found


def _mark(numbers: tuple[int, ...], cover: CoverText, hide_all: bool) -> str:
    corners = shares(cover.shape, cover.coords) or ()
    told = _told(cover.shape, corners) + (":oi=1" if hide_all else "")
    return f"{{{{c{','.join(map(str, numbers))}::image-occlusion:{cover.shape}:{told}}}}}"


def _told(shape: str, corners: tuple[float, ...]) -> str:
    if shape == "polygon":
        pairs = zip(corners[::2], corners[1::2], strict=True)
        return "points=" + " ".join(f"{_figure(x)},{_figure(y)}" for x, y in pairs)
    first, second, third, fourth = corners
    if shape == "rect":
        left, right = sorted((first, third))
        top, bottom = sorted((second, fourth))
        numbers = (left, top, right - left, bottom - top)
    else:
        numbers = (first - third, second - fourth, third, fourth)
    pairs_of = zip(_KEYS[shape], numbers, strict=True)
    return ":".join(f"{key}={_figure(number)}" for key, number in pairs_of)


def _figure(share: float) -> str:
    return f"{round(share, 4):g}"


def _foreign(base: Question | None) -> list[str]:
    """Return the marks of *base* that are no shape of ours, as they came."""
    if base is None or base.kind is not Kind.CLOZE or not is_occluded(base):
        return []
    return [
        f"{{{{c{','.join(map(str, sorted(run.marks[-1].numbers)))}::{run.text}}}}}"
        for run in cloze.runs(base.stem)
        if run.marks and not occlusion.shapes(f"{{{{c1::{run.text}}}}}")
    ]
