"""The words of a text in any of the formats, for what can show no marks: lists, search, typing."""

import html
import re

from questions.model import Question

_TAG = re.compile(
    r"<!--.*?-->|<(?:script|style)\b[^>]*>.*?</(?:script|style)>|<[^>]*>", re.DOTALL | re.IGNORECASE
)
_BREAK = re.compile(r"<(?:br|hr|/?p|/?div|/?li|/?tr|/?h\d)\b[^>]*>", re.IGNORECASE)
_SOUND = re.compile(r"\[sound:[^\]]{1,400}\]")


def plain_text(value: str) -> str:
    """Return the words of HTML without its marks."""
    if "<" not in value and "&" not in value:
        return value
    return html.unescape(_TAG.sub("", value))


def words_in(question: Question, text: str) -> str:
    """Return the words of one text of a question, as they can be read and typed."""
    if question.format != "html":
        return text
    heard = _SOUND.sub("", text) if "[sound:" in text else text
    spaced = _BREAK.sub(lambda tag: f" {tag[0]}", heard) if "<" in heard else heard
    return " ".join(plain_text(spaced).split())
