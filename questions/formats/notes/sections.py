"""Cards by headings, between START and END, or as numbered questions with quoted answers."""

import re
from collections.abc import Iterator
from typing import Final

from questions.formats.notes.lines import Line
from questions.formats.notes.made import Card

_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_NUMBER: Final = re.compile(r"\d{1,6}\.\s+(.*)")
_FIELD: Final = re.compile(r"(Front|Back|Text|Extra|Tags|Question|Answer):\s*(.*)")
_DETAIL: Final = re.compile(r"(?:ID: \d+|<!--ID: ?\d+-->)\s*$")
_START, _END = "START", "END"


def has_blocks(lines: list[Line]) -> bool:
    """Tell whether a note has cards between START and END."""
    said = {line.text.strip() for line in lines if not line.is_code}
    return _START in said and _END in said


def blocks(lines: list[Line]) -> Iterator[Card]:
    """Yield the cards between START and END; the first line names their kind."""
    inside: list[Line] | None = None
    for line in lines:
        told = line.text.strip()
        if told == _START and not line.is_code:
            inside = []
        elif told == _END and inside is not None:
            if card := _block(inside):
                yield card
            inside = None
        elif inside is not None:
            inside.append(line)


def _block(lines: list[Line]) -> Card | None:
    fields: dict[str, list[str]] = {"Front": []}
    name = "Front"
    for line in lines[1:]:
        found = None if line.is_code else _FIELD.match(line.text)
        if found:
            name = found[1]
            fields.setdefault(name, []).append(found[2])
        elif not _DETAIL.match(line.text):
            fields[name].append(line.text)
    text = {key: "\n".join(told).strip() for key, told in fields.items()}
    front = text["Front"] or text.get("Question", "") or text.get("Text", "")
    back = text.get("Back") or text.get("Answer") or ""
    if not front:
        return None
    return Card(lines[0].number, front, back, tags=tuple(text.get("Tags", "").split()))


def has_quotes(lines: list[Line]) -> bool:
    """Tell whether numbered questions have quoted answers below them."""
    return any(
        _NUMBER.match(line.text) and _next(lines, place).startswith(">")
        for place, line in enumerate(lines)
        if not line.is_code
    )


def _next(lines: list[Line], place: int) -> str:
    """Return the first line after *place* that says something, of the few that may be it."""
    following = (line.text.strip() for line in lines[place + 1 : place + 4])
    return next((text for text in following if text), "")


def quotes(lines: list[Line]) -> Iterator[Card]:
    """Yield numbered questions with their quoted answers."""
    front: list[str] = []
    back: list[str] = []
    start = 0
    for line in lines:
        number = None if line.is_code else _NUMBER.match(line.text)
        if number:
            if front and back:
                yield Card(start, "\n".join(front), "\n".join(back))
            front, back, start = [number[1]], [], line.number
        elif line.text.startswith(">") and front:
            back.append(line.text[1:].removeprefix(" "))
        elif front and not back and not _DETAIL.match(line.text):
            front.append(line.text)
    if front and back:
        yield Card(start, "\n".join(front), "\n".join(back))


def sections(lines: list[Line]) -> Iterator[Card]:
    """Yield headings with the text below them; those above other headings are decks."""
    found = list(_sections(lines))
    sides = {title.lower(): (line, text) for _level, title, line, text in found}
    if "front" in sides and "back" in sides:
        line, front = sides["front"]
        tags = sides.get("tags", (0, ""))[1].replace("`", " ").split()
        yield Card(line, front, sides["back"][1], tags=tuple(tags))
        return
    path: list[tuple[int, str]] = []
    for place, (level, title, line, text) in enumerate(found):
        while path and path[-1][0] >= level:
            path.pop()
        is_deck = place + 1 < len(found) and found[place + 1][0] > level
        if is_deck:
            path.append((level, title.replace("::", ":")[:100]))
        if text and not (is_deck and level == 1):
            yield Card(line, title, text, deck="::".join(name for _level, name in path) or None)


def _sections(lines: list[Line]) -> Iterator[tuple[int, str, int, str]]:
    heading: tuple[int, str, int] | None = None
    text: list[str] = []
    for line in lines:
        found = None if line.is_code else _HEADING.match(line.text)
        if found:
            if heading:
                yield (*heading, "\n".join(text).strip())
            heading, text = (len(found[1]), found[2], line.number), []
        else:
            text.append(line.text)
    if heading:
        yield (*heading, "\n".join(text).strip())
