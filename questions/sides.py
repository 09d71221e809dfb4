"""The two sides of a card whose question is HTML or Markdown, in that format.

Plain questions are shown by `questions.faces`, which knows their gaps; here the marks of the text
stay, and what a cloze hides is hidden inside it.
"""

import html
from dataclasses import dataclass
from itertools import groupby

from questions import cloze, occlusion
from questions.markup import maths
from questions.model import Kind, Question


@dataclass(frozen=True, slots=True)
class Sides:
    """What a card asks and what it answers, not yet safe; the explanation is shown below."""

    front: str
    back: str
    is_filled: bool = False
    """Whether the back is the front with its gaps filled, to be shown in its place."""


def sides_of(question: Question, part: str) -> Sides:
    """Return the sides of the card *part* of a question."""
    if "occlusion" in question.extra:
        return _on_picture(question)
    if question.kind is Kind.CLOZE:
        number = int(part[1:])
        front = hidden(question.stem, number, is_back=False)
        return Sides(front, hidden(question.stem, number, is_back=True), is_filled=True)
    if own := own_face(question, part):
        return Sides(*own)
    answer = question.answers[0].text if question.answers else ""
    if part == "backward":
        return Sides(answer, question.stem)
    return Sides(question.stem, answer if question.kind is Kind.FLASHCARD else "")


def own_face(question: Question, part: str) -> tuple[str, str] | None:
    """Return front and back of a part that has a face of its own in `extra["faces"]`."""
    faces = question.extra.get("faces")
    face = faces.get(part) if isinstance(faces, dict) else None
    if not isinstance(face, dict):
        return None
    return str(face.get("front") or ""), str(face.get("back") or "")


def own_parts(question: Question) -> tuple[str, ...]:
    """Name the parts that have faces of their own."""
    faces = question.extra.get("faces")
    return tuple(faces) if isinstance(faces, dict) else ()


def hidden(text: str, number: int, *, is_back: bool) -> str:
    """Hide the clozes with *number*, or mark what they hide; other marks are only shown."""
    parts: list[str] = []
    for active, group in groupby(cloze.runs(text), lambda run: _active(run, number)):
        inner = "".join(occlusion.shown(run) for run in group)
        if active is not None:
            shown = inner if is_back or not inner else f"[{active.hint or '...'}]"
            parts.append(f"\x01{shown}\x02")
        else:
            parts.append(inner)
    return _marked("".join(parts))


def _active(run: cloze.Run, number: int) -> cloze.Mark | None:
    return next((mark for mark in run.marks if number in mark.numbers), None)


def _marked(text: str) -> str:
    """Turn the marks into elements, but for those inside formulas, where none can stand."""
    parts, position = [], 0
    for place in maths.places(text):
        if "\x01" in place.tex:
            inside = text[place.start : place.end].replace("\x01", "").replace("\x02", "")
            parts += [text[position : place.start], inside]
            position = place.end
    whole = "".join((*parts, text[position:]))
    return whole.replace("\x01", '<span class="cloze">').replace("\x02", "</span>")


def _on_picture(question: Question) -> Sides:
    told = question.extra["occlusion"]
    header = told.get("header") if isinstance(told, dict) else ""
    # The picture with its shapes is drawn by the page.
    return Sides(str(header or "") or html.escape(question.title or ""), "", is_filled=True)
