"""PPTX, by python-pptx: each slide is a section under its title, its notes after it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from questions.extract.archives import Archive
from questions.extract.building import Piece, Pieces
from questions.messages import Message
from questions.text import BlockKind

PART = "ppt/presentation.xml"
_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SENTENCE_WORDS = 6
_TITLE_WORDS = 12
# Placeholders that repeat on each slide: date, footer, slide number, header.
_REPEATED = frozenset({"DATE", "FOOTER", "SLIDE_NUMBER", "HEADER"})
_TITLES = frozenset({"TITLE", "CENTER_TITLE", "VERTICAL_TITLE"})
_DEEPEST_GROUP = 20


def read(data: bytes, name: Message | str) -> Pieces:
    """Find the blocks of a presentation; *name* names the file in errors."""
    archive = Archive(data, name)
    archive.check_parts()
    # Its import takes longer than reading most presentations.
    from pptx import Presentation

    try:
        shown = Presentation(io.BytesIO(data))
        slides = [list(_slide(slide, number)) for number, slide in enumerate(shown.slides, start=1)]
        stated = " ".join((shown.core_properties.title or "").split())
    except Exception:  # noqa: BLE001 - python-pptx meets a damaged file with any error there is
        raise archive.damaged() from None
    pieces = tuple(piece for slide in slides for piece in slide)
    first = next(
        (piece.text for piece in pieces if piece.kind == "heading" and piece.page == 1), ""
    )
    return Pieces(pieces, first or ("" if stated.lower() == "powerpoint presentation" else stated))


def _slide(slide: Any, number: int) -> Iterator[Piece]:
    if slide._element.get("show") == "0":
        return
    shapes = sorted(_flat(slide.shapes, 0), key=_place)
    title = next((shape for shape in shapes if _placeholder(shape) in _TITLES), None)
    pieces = [piece for shape in shapes if shape is not title for piece in _shape(shape, number)]
    heading = " ".join(title.text_frame.text.split()) if title is not None else ""
    if not heading and pieces and len(pieces[0].text.split()) <= _TITLE_WORDS:
        heading = pieces.pop(0).text
    if heading:
        yield Piece("heading", heading, 1, number)
    seen: set[str] = set()
    for piece in pieces:
        if piece.text not in seen and piece.text != heading:
            seen.add(piece.text)
            yield piece
    yield from _notes(slide, number)


def _flat(shapes: Iterable[Any], depth: int) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes") and depth < _DEEPEST_GROUP:
            yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _place(shape: Any) -> tuple[int, int]:
    """Sort from top to bottom and left to right; what states no place keeps its turn."""
    return (int(shape.top or 0), int(shape.left or 0))


def _placeholder(shape: Any) -> str:
    return shape.placeholder_format.type.name if shape.is_placeholder else ""


def _shape(shape: Any, number: int) -> Iterator[Piece]:
    if _placeholder(shape) in _REPEATED:
        return
    if getattr(shape, "has_table", False):
        for row in shape.table.rows:
            cells = [" ".join(cell.text.split()) for cell in row.cells]
            yield Piece("table", " | ".join(cell for cell in cells if cell), 0, number)
    elif shape.has_text_frame:
        yield from _paragraphs(shape.text_frame, number)


def _paragraphs(frame: Any, number: int) -> Iterator[Piece]:
    texts = [(paragraph, _text(paragraph)) for paragraph in frame.paragraphs]
    filled = [(paragraph, text) for paragraph, text in texts if text]
    for paragraph, text in filled:
        is_sentence = len(text.split()) >= _SENTENCE_WORDS and bool(_STOP.search(text))
        alone = len(filled) == 1 and paragraph.level == 0
        kind: BlockKind = "paragraph" if is_sentence or alone else "list_item"
        yield Piece(kind, text, paragraph.level + 1, number, bold=tuple(_bold(paragraph)))


def _bold(paragraph: Any) -> Iterator[str]:
    """Yield the stretches in bold; a program may cut one into several runs."""
    for bold, runs in groupby(paragraph.runs, key=lambda run: bool(run.font.bold)):
        if bold:
            yield "".join(run.text for run in runs)


def _text(paragraph: Any) -> str:
    return " ".join(paragraph.text.replace("\v", " ").split())


def _notes(slide: Any, number: int) -> Iterator[Piece]:
    if not slide.has_notes_slide or slide.notes_slide.notes_text_frame is None:
        return
    for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
        if text := _text(paragraph):
            yield Piece("paragraph", text, 0, number)
