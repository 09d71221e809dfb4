"""A document's text with a mark on every sentence that has a question or a draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

from flask import request
from flask_babel import format_number
from sqlmodel import Session

from studyapp import coverage
from studyapp.coverage import Coverage, Hold, Mark, Part, Tally
from studyapp.tables import Document
from studyapp.web.show import anchor
from studyapp.web.state import now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

_NAMES = {Mark.QUESTION: "question", Mark.DRAFT: "draft"}
_HELD = {Hold.KNOWN: "known", Hold.SLIPPING: "slipping"}


@dataclass(frozen=True)
class BlockView:
    """A block of a document's page: its words in segments (text, mark, anchor).

    A mark is "known", "slipping", "question" (not learned yet) or "draft".

    *tally* counts its sentences by what they have; None where nothing is asked.
    """

    kind: str
    level: int
    start: int
    segments: list[tuple[str, str | None, str | None]]
    tally: Tally | None


@dataclass(frozen=True)
class RowView:
    """A section in the table behind the strip."""

    title: str
    part: int
    anchor: str
    tally: Tally


@dataclass(frozen=True)
class CoverageView:
    """The strip: columns from the start of the text to its end, in words, and as a table."""

    sentence: str
    columns: list[Tally]
    rows: list[RowView]
    whole: Tally


@dataclass(frozen=True)
class TextView:
    """One part of a document's text, and how far its questions reach in the whole."""

    blocks: list[BlockView]
    part: int
    parts: int
    coverage: CoverageView


def heading_of(document: Document) -> SimpleNamespace:
    """Return what templates show of a document besides its text."""
    return SimpleNamespace(
        id=document.id,
        title=document.title,
        words=document.words,
        words_shown=format_number(document.words),
        language=document.language or "",
    )


def text_view(
    session: Session, document: Document, *, part: int = 1, place: int | None = None
) -> TextView:
    """Return a part of a document, by its number or by a *place* that it shows."""
    covered = coverage.of(session, document, now())
    layout = covered.layout
    shown = layout.part(part) if place is None else layout.part_at(place)
    return TextView(
        blocks=list(_blocks(covered, document.text, shown)),
        part=shown.number,
        parts=len(layout.parts),
        coverage=_coverage_view(covered),
    )


def part_shown() -> int:
    """Return the part of the text that the page asks for; the first one without a word."""
    wanted = request.args.get("part", "")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 1


def mark_name(mark: Mark) -> str | None:
    """Name what a sentence shows of its best question: nothing for a spare draft."""
    return _NAMES.get(mark)


def _held_name(covered: Coverage, index: int) -> str | None:
    mark = covered.mark(index)
    name = mark_name(mark)
    return _HELD.get(covered.hold(index), name) if mark is Mark.QUESTION else name


def _blocks(covered: Coverage, text: str, part: Part) -> Iterator[BlockView]:
    for block in covered.layout.blocks[part.first_block : part.end_block]:
        numbers = list(covered.layout.inside(block.start, block.end))
        asked = [index for index in numbers if covered.layout.asked(index)]
        yield BlockView(
            block.kind,
            block.level,
            block.start,
            list(_segments(covered, text, numbers, block.start, block.end)),
            covered.tally(asked) if asked else None,
        )


def _segments(
    covered: Coverage, text: str, numbers: list[int], start: int, end: int
) -> Iterator[tuple[str, str | None, str | None]]:
    place = start
    for index in numbers:
        one = covered.layout.sentences[index]
        if one.start > place:
            yield text[place : one.start], None, None
        yield text[one.start : one.end], _held_name(covered, index), anchor(one.start)
        place = one.end
    if place < end:
        yield text[place:end], None, None


def _coverage_view(covered: Coverage) -> CoverageView:
    return CoverageView(
        _sentence(covered.whole),
        covered.columns(),
        list(_rows(covered)),
        covered.whole,
    )


def _rows(covered: Coverage) -> Iterator[RowView]:
    """Yield a row for each section; for each part where a long text has no sections."""
    sections = covered.sections()
    parted = len(sections) < 2 <= len(covered.layout.parts)
    for one in covered.by_part() if parted else sections:
        part = covered.layout.part_at(one.start).number
        if one.path:
            title = one.path[-1]
        elif parted:
            title = _("Part %(number)s", number=part)
        else:
            title = _("Before the first heading") if len(sections) > 1 else _("The whole text")
        yield RowView(title, part, anchor(one.start), one.tally)


def _sentence(whole: Tally) -> str:
    """Say in words what the strip shows."""
    if not whole.total:
        return _("This text has no sentence to ask about.")
    if not whole.is_begun:
        return ngettext(
            "Its one sentence has no question yet.",
            "None of its %(num)s sentences has a question yet.",
            whole.total,
        )
    return " ".join(_counted(whole) if whole.asked else _not_yet(whole))


def _not_yet(whole: Tally) -> Iterator[str]:
    yield ngettext(
        "%(num)s of %(total)s sentences has a draft that waits, and none a question yet.",
        "%(num)s of %(total)s sentences have a draft that waits, and none a question yet.",
        whole.waiting,
        total=whole.total,
    )


def _counted(whole: Tally) -> Iterator[str]:
    yield ngettext(
        "%(num)s of %(total)s sentences has a question that you keep: known %(known)s, "
        "slipping %(slipping)s.",
        "%(num)s of %(total)s sentences have a question that you keep: known %(known)s, "
        "slipping %(slipping)s.",
        whole.asked,
        total=whole.total,
        known=whole.known,
        slipping=whole.slipping,
    )
    if whole.waiting:
        yield ngettext(
            "%(num)s more has a draft that waits.",
            "%(num)s more have a draft that waits.",
            whole.waiting,
        )
    if whole.without:
        yield ngettext("%(num)s has neither.", "%(num)s have neither.", whole.without)
