"""Obsidian with its Spaced Repetition plugin: `front::back`, `==hidden==`, and when it is due."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from questions.errors import BankFormatError
from questions.faces import parts_of
from questions.formats import decoding
from questions.formats.base import CERTAIN, LIKELY, NO, NO_OPTIONS, POSSIBLE, Format, Options
from questions.formats.collecting import Collector
from questions.formats.notes.lines import Line, body
from questions.formats.results import Reading
from questions.formats.schedule import CardState, Schedule
from questions.model import Kind, Question

NAME: Final = "obsidian"
_HISTORY: Final = re.compile(r"<!--\s*SR:((?:!\d{4}-\d{2}-\d{2},\d{1,6},\d{1,6}){1,500})\s*-->")
_MOMENT: Final = re.compile(r"!(\d{4}-\d{2}-\d{2}),(\d{1,6}),(\d{1,6})")
_DECK: Final = re.compile(r"(?:^|(?<=\s))#flashcards(?:/([\w/-]{1,200}))?(?=\s|$)")
_TAGGED: Final = re.compile(r"\bflashcards\b")
_HIDDEN: Final = re.compile(r"==(?!\s|=)([^=\n]{1,2000})==")
_NUMBERED: Final = re.compile(r"([1-9]\d?);;")
_CODE: Final = re.compile(r"`[^`\n]*`")
# `std::vector` and `10::30` are no cards, where a note does not say that it has cards.
_NO_CARD: Final = re.compile(r"[a-z_]\w*::[a-z_~]\w*|\d::\d")
_LIST: Final = re.compile(r"^(?:[-*+]\s+|>\s?|\d{1,4}[.)]\s+)+")
_SAMPLE: Final = 64 * 1024
_PLACEHOLDER: Final = "\x1a"


@dataclass(slots=True)
class _Card:
    """One question as it stands in the note."""

    line: int
    kind: Kind
    front: str
    back: str = ""
    reverse: bool = False
    history: list[tuple[date, int, int]] = field(default_factory=list)


class _Reader:
    def __init__(self, collector: Collector, *, is_tagged: bool) -> None:
        self.collector = collector
        self.cards: list[CardState] = []
        self._is_tagged = is_tagged
        self._deck: str | None = None

    def read(self, lines: list[Line]) -> None:
        for paragraph in _paragraphs(lines):
            for card in self._cards(paragraph):
                self._add(card)

    def _cards(self, lines: list[Line]) -> Iterator[_Card]:
        """Yield the cards of one paragraph: of two parts, of single lines, or with gaps."""
        split = next((n for n, one in enumerate(lines) if _is_split(one) and n), None)
        if split is not None:
            yield self._two_parts(lines, split)
            return
        rest: list[Line] = []
        found: _Card | None = None
        for line in lines:
            card = None if line.is_code else self._single(line)
            if card:
                if found:
                    yield found
                found = card
            elif found and (history := _HISTORY.search(line.text)):
                found.history = list(_moments(history[1]))
            else:
                rest.append(line)
        if found:
            yield found
        elif hidden := self._with_gaps(rest):
            yield hidden

    def _two_parts(self, lines: list[Line], split: int) -> _Card:
        front = self._without_deck("\n".join(one.text for one in lines[:split]))
        back = "\n".join(one.text for one in lines[split + 1 :])
        history = _HISTORY.search(back)
        return _Card(
            lines[0].number,
            Kind.FLASHCARD,
            front.strip(),
            _HISTORY.sub("", back).strip(),
            lines[split].text.strip() == "??",
            list(_moments(history[1])) if history else [],
        )

    def _single(self, line: Line) -> _Card | None:
        text = self._without_deck(line.text)
        history = _HISTORY.search(text)
        text = _HISTORY.sub("", text)
        # What stands in code counts for nothing, but keeps its place.
        bare = _CODE.sub(lambda found: _PLACEHOLDER * len(found[0]), text)
        at = bare.find("::")
        if at < 0:
            return None
        width = 3 if bare.startswith(":::", at) else 2
        around = bare[max(0, at - 40) : at + 40]
        if width == 2 and not self._is_tagged and _NO_CARD.search(around):
            return None
        front, back = text[:at], text[at + width :]
        moments = list(_moments(history[1])) if history else []
        return _Card(
            line.number,
            Kind.FLASHCARD,
            _LIST.sub("", front.strip()),
            back.strip(),
            width == 3,
            moments,
        )

    def _with_gaps(self, lines: list[Line]) -> _Card | None:
        text = self._without_deck("\n".join(one.text for one in lines))
        history = _HISTORY.search(text)
        text = _HISTORY.sub("", text).strip()
        bare = _CODE.sub(lambda found: _PLACEHOLDER * len(found[0]), text)
        if any(one.is_code for one in lines) or not _HIDDEN.search(bare):
            return None
        moments = list(_moments(history[1])) if history else []
        return _Card(
            lines[0].number, Kind.CLOZE, _LIST.sub("", _hidden(text, bare)), history=moments
        )

    def _without_deck(self, text: str) -> str:
        """Take the tag of a deck out of a text; the questions from here on are in it."""
        if "#flashcards" not in text:
            return text
        if found := _DECK.search(text):
            self._deck = found[1].strip("/").replace("/", "::") if found[1] else None
        return _DECK.sub("", text)

    def _add(self, card: _Card) -> None:
        told: dict[str, Any] = {"kind": card.kind, "stem": card.front, "format": "markdown"}
        if card.kind is Kind.FLASHCARD:
            told["answers"] = [{"text": card.back}]
        if card.reverse:
            told["reverse"] = True
        if self._deck:
            told["deck"] = self._deck
        raw = f"{card.front}\n{card.back}".strip()
        question = self.collector.add(told, raw=raw, line=card.line)
        if question:
            self._note_history(question, card)

    def _note_history(self, question: Question, card: _Card) -> None:
        for part, (due, interval, ease) in zip(parts_of(question), card.history, strict=False):
            self.cards.append(
                CardState(
                    id=len(self.cards) + 1,
                    question=question.id,
                    part=part,
                    deck=question.deck or "",
                    state="review",
                    due_day=due,
                    interval=interval,
                    reps=1,
                    held={"ease": ease},
                )
            )


def recognises(data: bytes, name: str) -> float:
    """Tell notes of the plugin by its history, its tag or its signs."""
    try:
        text = decoding.decode(data[:_SAMPLE]).text
    except BankFormatError:
        return NO
    if "<!--SR:" in text:
        return CERTAIN
    if _DECK.search(text):
        return LIKELY
    if not name.lower().endswith(".md"):
        return NO
    lines = [line.text for line in body(text)[1] if not line.is_code]
    if any(" :: " in line or " ::: " in line for line in lines):
        return LIKELY
    signed = (line for line in lines if "::" in line)
    has_signs = any(not _NO_CARD.search(line) for line in signed)
    is_split = any(line.strip() in {"?", "??"} for line in lines)
    is_hidden = any(_HIDDEN.search(line) for line in lines)
    return POSSIBLE if has_signs or is_split or is_hidden else NO


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read a note: its questions, and when each of their cards is due."""
    decoded = decoding.decode(data, options.encoding)
    collector = Collector()
    collector.problems += decoded.problems
    front, lines = body(decoded.text)
    has_tag = any(_TAGGED.search(line) for line in front) or _DECK.search(decoded.text)
    reader = _Reader(collector, is_tagged=bool(has_tag))
    reader.read(list(_without_comments(lines, collector)))
    schedule = Schedule(cards=tuple(reader.cards)) if reader.cards else None
    return collector.reading(NAME, name, schedule=schedule, guessed={"encoding": decoded.encoding})


def _without_comments(lines: list[Line], collector: Collector) -> Iterator[Line]:
    """Leave out what stands in a comment; one that is never closed ends at its line."""
    last = max((one.number for one in lines if "-->" in one.text), default=0)
    is_inside = False
    for line in lines:
        text = line.text
        if is_inside:
            is_inside = "-->" not in text
            continue
        start = -1 if line.is_code else text.find("<!--")
        if start < 0 or _HISTORY.search(text):
            yield line
        elif "-->" in text[start:]:
            kept = text[:start] + text[text.find("-->", start) + 3 :]
            if kept.strip():
                yield Line(line.number, kept)
        elif line.number < last:
            is_inside = True
        else:
            told = "a comment is opened and never closed; what follows was read"
            collector.tell(f"line {line.number}", told, text, "repaired", line.number)


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    found: list[Line] = []
    for line in lines:
        if line.text.strip() or line.is_code:
            is_heading = line.text.startswith("#") and not line.is_code and "::" not in line.text
            if is_heading and not line.text.startswith("#flashcards"):
                if found:
                    yield found
                found = []
                continue
            found.append(line)
        elif found:
            yield found
            found = []
    if found:
        yield found


def _is_split(line: Line) -> bool:
    return not line.is_code and line.text.strip() in {"?", "??"}


def _moments(written: str) -> Iterator[tuple[date, int, int]]:
    for told, interval, ease in _MOMENT.findall(written):
        try:
            yield date.fromisoformat(told), int(interval), int(ease)
        except ValueError:
            continue


def _hidden(text: str, bare: str) -> str:
    """Write `==words==` as gaps; each has its own number, or the one of `==1;;words==`."""
    pieces, position = [], 0
    for number, found in enumerate(_HIDDEN.finditer(bare), 1):
        words = text[found.start(1) : found.end(1)]
        numbered = _NUMBERED.match(words)
        own, words = (numbered[1], words[numbered.end() :]) if numbered else (str(number), words)
        told, mark, hint = words.partition(";;")
        hidden = f"{told}::{hint}" if mark else told
        pieces += [text[position : found.start()], f"{{{{c{own}::{hidden}}}}}"]
        position = found.end()
    return "".join((*pieces, text[position:]))


FORMAT: Final = Format(
    name=NAME,
    title="Obsidian Spaced Repetition",
    suffixes=(".md",),
    recognises=recognises,
    read=read,
    media_type="text/markdown",
)
