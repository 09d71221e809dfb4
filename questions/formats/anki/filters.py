"""What stands before a field's name in a template: `hint:`, `cloze:`, `furigana:` and more."""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import TYPE_CHECKING

from questions import cloze, sides
from questions.plain import plain_text

if TYPE_CHECKING:
    from questions.formats.anki.templates import Node, Scene

_READING = re.compile(r"\[([^\]]+)\]")
TYPED = "[[type:"


def applied(node: Node, value: str, scene: Scene) -> str:
    """Apply the filters of a field, the one next to its name first; unknown ones do nothing."""
    if "type" in node.filters:
        rest = [one for one in reversed(node.filters) if one != "type"]
        return f"{TYPED}{':'.join((*rest, node.value))}]]"
    for name in node.filters:
        value = _one(name.strip(), value, node.value, scene)
    return value


def _one(name: str, value: str, field: str, scene: Scene) -> str:
    if name in {"cloze", "cloze-only"}:
        shown = scene.cloze(value, scene.ordinal, scene.is_back)
        return only(value, scene.ordinal) if name == "cloze-only" else shown
    if name == "text":
        return html.escape(plain_text(value), quote=False)
    if name == "hint":
        return hint(value, field)
    if name in {"furigana", "kanji", "kana"}:
        return _ruby(name, value)
    return "" if name.startswith("tts ") or name == "tts-voices" else value


def hint(value: str, name: str) -> str:
    """Show the value only to who asks for it."""
    if not value.strip():
        return ""
    return f"<details><summary>{html.escape(name)}</summary>\n{value}</details>"


def _ruby(name: str, value: str) -> str:
    """Read `漢字[かんじ]`: a blank before the word parts it from what stands in front."""
    value = value.replace("&nbsp;", " ")
    parts, position = [], 0
    for reading in _READING.finditer(value):
        start = reading.start()
        # Back to a blank, a tag's end or the last reading.
        begin = max(value.rfind(" ", position, start), value.rfind(">", position, start)) + 1
        begin = max(begin, position)
        word = value[begin:start]
        if not word or reading[1].startswith("sound:"):
            continue
        before = value[position:begin]
        parts += [before.removesuffix(" "), _with_reading(name, word, reading[1])]
        position = reading.end()
    return "".join((*parts, value[position:]))


def _with_reading(name: str, word: str, reading: str) -> str:
    if name == "furigana":
        return f"<ruby><rb>{word}</rb><rt>{reading}</rt></ruby>"
    return word if name == "kanji" else reading


def revealed(text: str, ordinal: int, is_back: bool) -> str:
    """Hide the clozes of one card, or show what was hidden; nothing where it has none here."""
    if not any(ordinal + 1 in mark.numbers for run in cloze.runs(text) for mark in run.marks):
        return ""
    return sides.hidden(text, ordinal + 1, is_back=is_back)


def only(text: str, ordinal: int) -> str:
    """Return what one card hides, without the text around it."""
    number = ordinal + 1
    found = []
    for active, group in groupby(cloze.runs(text), lambda run: _mark(run, number)):
        if active is not None:
            found.append("".join(run.text for run in group))
    return ", ".join(found)


def _mark(run: cloze.Run, number: int) -> cloze.Mark | None:
    return next((mark for mark in run.marks if number in mark.numbers), None)


_FILE = re.compile(
    r"<(?:img|audio|video|object)\b[^>]*?\b(?:src|data)=[\"']?([^\"'> ]+)[^>]*>", re.I
)


def words(value: str) -> str:
    """Return what a field is sorted and known by: its words and the names of its pictures."""
    if "<" not in value and "&" not in value:
        return value
    return plain_text(_FILE.sub(r" \1 ", value)).strip()
