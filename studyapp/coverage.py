"""Coverage: which sentences of a document have a question, which a draft, and which have none.

The text of a document never changes, so how it is cut into sentences and parts is worked out once
and remembered for the last few documents. What has a question is read anew each time, as places
only: 25,000 drafts of a book are 25,000 pairs of numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cached_property
from itertools import pairwise
from threading import Lock

from sqlalchemy import case, select, type_coerce
from sqlmodel import Session, col

from questions.model import Kind
from questions.text import Block, Sentence, sentences
from studyapp import documents, generation
from studyapp.decks import OF_QUESTION
from studyapp.errors import NotFoundError
from studyapp.tables import Card, Document, Draft, StoredQuestion
from studyapp.tables.base import Json

PART = 30_000  # code points of text that one page shows, about 5,000 words
COLUMNS = 120
MOST_ROWS = 100
_REMEMBERED = 4  # documents; a book of 500,000 words takes about 10 MB
_NOT_ASKED = frozenset({"heading", "code"})
# Only these may have several sources; of all others the places are columns.
OF_SEVERAL = (Kind.MATCHING.value, Kind.ORDERING.value)


class Mark(IntEnum):
    """The best that a sentence has, in rising order."""

    NONE = 0
    SPARE = 1
    DRAFT = 2
    QUESTION = 3


class Hold(IntEnum):
    """How a question is remembered; of several the highest stands for a sentence.

    SLIPPING is one that is due again or was forgotten, FRESH one that is not learned yet.
    """

    NONE = 0
    KNOWN = 1
    FRESH = 2
    SLIPPING = 3


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a text: some blocks in a row; *number* counts from 1."""

    number: int
    first_block: int
    end_block: int
    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    """A text in blocks, sentences and parts."""

    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    parts: tuple[Part, ...]

    @cached_property
    def starts(self) -> list[int]:
        """The first place of each sentence, in order."""
        return [one.start for one in self.sentences]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [one.start for one in self.blocks]

    def asked(self, index: int) -> bool:
        """Tell whether a sentence is one to ask about: a heading or code is not."""
        return self.blocks[self.sentences[index].block].kind not in _NOT_ASKED

    def inside(self, start: int, end: int) -> range:
        """Return the numbers of the sentences that touch a stretch of the text."""
        first = max(0, bisect_right(self.starts, start) - 1)
        if first < len(self.sentences) and self.sentences[first].end <= start:
            first += 1
        return range(first, max(first, bisect_left(self.starts, end)))

    def block_at(self, place: int) -> int:
        """Return the number of the block that holds a place of the text.

        Raises:
            NotFoundError: no block does
        """
        number = bisect_right(self._block_starts, place) - 1
        if number < 0 or place >= self.blocks[number].end:
            raise NotFoundError("paragraph", str(place))
        return number

    def part_at(self, place: int) -> Part:
        """Return the part that shows a place, or the nearest one before it."""
        number = bisect_right([one.start for one in self.parts], place)
        return self.parts[max(0, number - 1)]

    def part(self, number: int) -> Part:
        """Return a part by its number; there is always a first and a last one."""
        return self.parts[min(max(number, 1), len(self.parts)) - 1]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sentences have a question, only a draft, only a spare draft, or nothing.

    Of those with a question some are known and some slipping; the others are not learned yet.
    """

    asked: int = 0
    waiting: int = 0
    spare: int = 0
    bare: int = 0
    known: int = 0
    slipping: int = 0

    @property
    def total(self) -> int:
        return self.asked + self.waiting + self.spare + self.bare

    @property
    def is_begun(self) -> bool:
        """Say whether any sentence has a question, or a draft that waits."""
        return bool(self.asked or self.waiting)

    @property
    def without(self) -> int:
        """The sentences with neither question nor draft, for whatever reason."""
        return self.spare + self.bare


@dataclass(frozen=True, slots=True)
class Section:
    """The sentences below one heading; the path is empty before the first one."""

    path: tuple[str, ...]
    start: int
    tally: Tally


@dataclass(frozen=True)
class Coverage:
    """The marks of a document's sentences and how they are remembered, one byte each."""

    layout: Layout
    marks: bytes = field(repr=False)
    holds: bytes = field(repr=False)

    @cached_property
    def numbers(self) -> list[int]:
        """The sentences that could have a question."""
        return [index for index in range(len(self.marks)) if self.layout.asked(index)]

    @cached_property
    def whole(self) -> Tally:
        return self.tally(self.numbers)

    def mark(self, index: int) -> Mark:
        return Mark(self.marks[index])

    def hold(self, index: int) -> Hold:
        return Hold(self.holds[index])

    def tally(self, numbers: Iterable[int]) -> Tally:
        """Count the sentences with these numbers by their marks."""
        numbers = list(numbers)
        found = bytes(self.marks[index] for index in numbers)
        held = bytes(self.holds[index] for index in numbers)
        return Tally(
            found.count(Mark.QUESTION),
            found.count(Mark.DRAFT),
            found.count(Mark.SPARE),
            found.count(Mark.NONE),
            held.count(Hold.KNOWN),
            held.count(Hold.SLIPPING),
        )

    def within(self, start: int, end: int) -> Tally:
        """Count the sentences of a stretch of the text."""
        return self.tally(i for i in self.layout.inside(start, end) if self.layout.asked(i))

    def columns(self, most: int = COLUMNS) -> list[Tally]:
        """Divide the text into at most *most* columns of nearly as many sentences each."""
        total = len(self.numbers)
        number = min(most, total)
        edges = [total * place // number for place in range(number + 1)] if number else []
        return [self.tally(self.numbers[first:last]) for first, last in pairwise(edges)]

    def sections(self, most: int = MOST_ROWS) -> list[Section]:
        """Count by headings, as deep as gives at most *most* rows; else none."""
        deepest = max((len(block.section) for block in self.layout.blocks), default=0)
        for depth in range(min(deepest, 6), -1, -1):
            groups = self._by_section(depth)
            if len(groups) <= most:
                return [
                    Section(path, self.layout.sentences[numbers[0]].start, self.tally(numbers))
                    for path, numbers in groups
                ]
        return []

    def by_part(self) -> list[Section]:
        """Count by parts, for a long text without headings."""
        return [
            Section((), part.start, self.within(part.start, part.end)) for part in self.layout.parts
        ]

    def _by_section(self, depth: int) -> list[tuple[tuple[str, ...], list[int]]]:
        groups: list[tuple[tuple[str, ...], list[int]]] = []
        for index in self.numbers:
            block = self.layout.blocks[self.layout.sentences[index].block]
            path = block.section[:depth]
            if not groups or groups[-1][0] != path:
                groups.append((path, []))
            groups[-1][1].append(index)
        return groups


def of(session: Session, document: Document, now: datetime | None = None) -> Coverage:
    """Return the coverage of a document, with what is known at *now* if it is given."""
    layout = layout_of(document)
    marks = _marks(layout, _spans(session, document))
    held = _marks(layout, _held(session, document, now) if now else ())
    return Coverage(layout, marks, held)


def layout_of(document: Document) -> Layout:
    """Cut a document's text into sentences and parts; done once while it is remembered."""
    return _LAYOUTS.of(document)


class _Layouts:
    """The layouts of the documents that were asked for last."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[tuple[str, str, str], Layout] = OrderedDict()
        self._lock = Lock()

    def of(self, document: Document) -> Layout:
        key = (document.learner_id, document.id, document.sha256)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        layout = _laid_out(document.text, documents.blocks_of(document))
        with self._lock:
            self._known[key] = layout
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return layout


_LAYOUTS = _Layouts(_REMEMBERED)


def _laid_out(text: str, blocks: tuple[Block, ...]) -> Layout:
    return Layout(blocks, sentences(text, blocks), tuple(_parts(blocks)))


def _parts(blocks: Sequence[Block]) -> Iterator[Part]:
    """Cut between blocks, before a heading rather than after it."""
    first = number = 0
    for index, block in enumerate(blocks):
        last = index + 1 == len(blocks)
        full = block.end - blocks[first].start >= PART
        if last or (full and block.kind != "heading"):
            number += 1
            yield Part(number, first, index + 1, blocks[first].start, block.end)
            first = index + 1
    if not number:
        yield Part(1, 0, 0, 0, 0)


_Span = tuple[int, int, IntEnum]


def _spans(session: Session, document: Document) -> Iterator[_Span]:
    """Yield what the drafts and questions of a document are made from."""
    yield from _of_drafts(session, document)
    yield from _of_questions(session, document)


def _of_drafts(session: Session, document: Document) -> Iterator[_Span]:
    marks = {generation.WAITING: Mark.DRAFT, generation.SPARE: Mark.SPARE}
    about = (
        col(Draft.learner_id) == document.learner_id,
        col(Draft.document_id) == document.id,
        col(Draft.state).in_(marks),
    )
    places = select(col(Draft.source_start), col(Draft.source_end), col(Draft.state))
    for start, end, state in session.execute(places.where(*about)):
        yield start, end, marks[state]
    bodies = select(col(Draft.body), col(Draft.state))
    for body, state in session.execute(bodies.where(*about, col(Draft.kind).in_(OF_SEVERAL))):
        yield from _sources(body, marks[state])


def _of_questions(session: Session, document: Document) -> Iterator[_Span]:
    about = (
        col(StoredQuestion.learner_id) == document.learner_id,
        col(StoredQuestion.document_id) == document.id,
        col(StoredQuestion.removed_at).is_(None),
    )
    places = select(col(StoredQuestion.source_start), col(StoredQuestion.source_end))
    for start, end in session.execute(places.where(*about)):
        if start is not None and end is not None:
            yield start, end, Mark.QUESTION
    bodies = select(col(StoredQuestion.body))
    several = col(StoredQuestion.kind).in_(OF_SEVERAL)
    for body in session.execute(bodies.where(*about, several)).scalars():
        yield from _sources(body, Mark.QUESTION)


def _held(session: Session, document: Document, now: datetime) -> Iterator[_Span]:
    """Yield how the cards of a document are remembered; those set aside say nothing."""
    several = case((col(StoredQuestion.kind).in_(OF_SEVERAL), col(StoredQuestion.body)))
    rows = session.execute(
        select(
            col(StoredQuestion.kind),
            col(StoredQuestion.source_start),
            col(StoredQuestion.source_end),
            type_coerce(several, Json),
            col(Card.state),
            col(Card.due_at),
        )
        .join(Card, OF_QUESTION)
        .where(
            col(StoredQuestion.learner_id) == document.learner_id,
            col(StoredQuestion.document_id) == document.id,
            col(StoredQuestion.removed_at).is_(None),
            col(Card.suspended).is_(False),
        )
    )
    for kind, start, end, body, state, due in rows:
        hold = _hold_of(state, due, now)
        if kind in OF_SEVERAL:
            yield from _sources(body, hold)
        elif start is not None and end is not None:
            yield start, end, hold


def _hold_of(state: str, due: datetime, now: datetime) -> Hold:
    if state in {"new", "learning"}:
        return Hold.FRESH
    return Hold.SLIPPING if state == "relearning" or due <= now else Hold.KNOWN


def _sources(body: dict[str, object], mark: IntEnum) -> Iterator[_Span]:
    found = body.get("sources", [])
    for source in found if isinstance(found, list) else []:
        yield int(source["start"]), int(source["end"]), mark


def _marks(layout: Layout, spans: Iterable[_Span]) -> bytes:
    marks = bytearray(len(layout.sentences))
    for start, end, mark in spans:
        for index in layout.inside(start, end):
            marks[index] = max(marks[index], mark)
    return bytes(marks)
