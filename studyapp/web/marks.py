"""A document's text with a mark on every sentence that has a question or a draft."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from sqlmodel import Session

from questions.text import Block
from studyapp import documents, generation
from studyapp.tables import Document
from studyapp.web.show import anchor, sentence_starts
from studyapp.web.state import learner_id


@dataclass(frozen=True)
class BlockView:
    """A block of a document's page: its words in segments (text, mark, anchor)."""

    kind: str
    level: int
    segments: list[tuple[str, str | None, str | None]]


def heading_of(document: Document) -> SimpleNamespace:
    """Return what templates show of a document besides its text."""
    return SimpleNamespace(
        id=document.id,
        title=document.title,
        words=document.words,
        language=document.language or "",
    )


def marked_blocks(session: Session, document: Document) -> list[BlockView]:
    """Return the blocks of a document, cut into sentences and marked."""
    marks = _marks(session, document)
    blocks = documents.blocks_of(document)
    by_block: dict[int, list[tuple[int, int]]] = {}
    for number, start, end in sentence_starts(document.text, blocks):
        by_block.setdefault(number, []).append((start, end))
    return [
        BlockView(
            block.kind,
            block.level,
            _segments(document.text, block, by_block.get(number, []), marks),
        )
        for number, block in enumerate(blocks)
    ]


def _marks(session: Session, document: Document) -> list[tuple[int, int, str]]:
    drafts = documents.drafts_about(session, learner_id(), document.id)
    kept = documents.questions_about(session, learner_id(), document.id)
    return [
        (one.source_start, one.source_end, "draft")
        for one in drafts
        if one.state == generation.WAITING
    ] + [
        (one.source_start, one.source_end, "question")
        for one in kept
        if one.source_start is not None and one.source_end is not None
    ]


def _segments(
    text: str,
    block: Block,
    sentences: list[tuple[int, int]],
    marks: list[tuple[int, int, str]],
) -> list[tuple[str, str | None, str | None]]:
    segments: list[tuple[str, str | None, str | None]] = []
    place = block.start
    for start, end in sentences:
        if start > place:
            segments.append((text[place:start], None, None))
        segments.append((text[start:end], _mark_of(start, end, marks), anchor(start)))
        place = end
    if place < block.end:
        segments.append((text[place : block.end], None, None))
    return segments


def _mark_of(start: int, end: int, marks: list[tuple[int, int, str]]) -> str | None:
    found = {kind for first, last, kind in marks if first < end and last > start}
    return "question" if "question" in found else "draft" if "draft" in found else None
