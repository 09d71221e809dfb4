"""Cards that begin with `Q:`, `A:` or `C:`, as hashcards and SuperMemo's text have them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from questions.formats.notes.lines import Line
from questions.formats.notes.made import Card, with_gaps

_MARK: Final = re.compile(r"([QAC]):(?:\s+(.*)|$)")
_TASK: Final = re.compile(r"\s*[-*+] \[([ xX])\] (.*)")
_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ESCAPE: Final = re.compile(r"^(\s*)\\(?=(?:[QACE]:|- \[|#|---))")
_RULE: Final = "---"
# Says of a place in the file why nothing was made of it: the line, the reason, the words.
Tell = Callable[[int, str, str], None]


@dataclass(slots=True)
class _Open:
    """A card whose lines are not over: its letters so far, and their lines."""

    line: int
    letter: str
    parts: dict[str, list[str]] = field(default_factory=dict)
    options: list[tuple[str, bool]] = field(default_factory=list)


def is_lettered(lines: list[Line]) -> bool:
    """Tell whether a note has cards of this kind."""
    return any(not line.is_code and _MARK.match(line.text) for line in lines)


def cards(lines: list[Line], tell: Tell) -> Iterator[Card]:
    """Yield the cards; what stands before the first one or lacks its half is told."""
    reader = _Reader(tell)
    for line in lines:
        yield from reader.take(line)
    yield from reader.finish()


class _Reader:
    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._open: _Open | None = None
        self._deck: str | None = None

    def take(self, line: Line) -> Iterator[Card]:
        mark = None if line.is_code else _MARK.match(line.text)
        heading = None if line.is_code or mark else _HEADING.match(line.text)
        if mark and mark[1] == "A":
            self._answer(line, mark[2] or "")
        elif mark:
            yield from self.finish()
            self._open = _Open(line.number, mark[1], {mark[1]: [mark[2] or ""]})
        elif heading or (line.text.strip() == _RULE and not line.is_code):
            yield from self.finish()
            if heading:
                self._deck = None if len(heading[1]) == 1 else heading[2]
        else:
            self._more(line)

    def finish(self) -> Iterator[Card]:
        found, self._open = self._open, None
        if found is None:
            return
        text = {letter: "\n".join(lines).strip() for letter, lines in found.parts.items()}
        if found.letter == "C":
            yield from self._cloze(found, text["C"])
        elif found.letter == "Q":
            if not text.get("A") and not found.options:
                self._tell(found.line, "the question has no answer", text["Q"])
            else:
                yield Card(
                    found.line, text["Q"], text.get("A", ""), deck=self._deck, options=found.options
                )

    def _cloze(self, found: _Open, text: str) -> Iterator[Card]:
        told = with_gaps(text)
        if "{{c1::" in told:
            yield Card(found.line, told, deck=self._deck)
        else:
            self._tell(found.line, "no words are hidden: write them in brackets", text)

    def _answer(self, line: Line, text: str) -> None:
        found = self._open
        if found is None or found.letter != "Q":
            self._tell(line.number, "an answer without a question", text)
        elif "A" in found.parts:
            self._tell(line.number, "a second answer to one question", text)
        else:
            found.parts["A"] = [text]

    def _more(self, line: Line) -> None:
        found = self._open
        if found is None:
            if line.text.strip():
                self._tell(line.number, "it belongs to no question", line.text)
            return
        task = None if line.is_code else _TASK.match(line.text)
        if task and found.letter == "Q" and "A" not in found.parts:
            found.options.append((task[2], task[1] != " "))
        else:
            text = line.text if line.is_code else _ESCAPE.sub(r"\1", line.text)
            list(found.parts.values())[-1].append(text)
