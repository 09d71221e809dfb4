"""Cards whose text is HTML or Markdown, made safe for the page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from questions import markup
from questions.model import Question
from questions.sides import sides_of
from studyapp import media


@dataclass(frozen=True)
class Rich:
    """What a card shows; where *is_filled* the back stands in the place of the front."""

    front: Markup
    back: Markup
    explanation: Markup
    is_filled: bool


def rich_of(question: Question, part: str) -> Rich | None:
    """Return the sides of a card that is more than plain text; None for a plain one."""
    if question.format == "text":
        return None
    sides = sides_of(question, part)
    return Rich(
        front=rich_text(question, sides.front),
        back=rich_text(question, sides.back),
        explanation=rich_text(question, question.explanation),
        is_filled=sides.is_filled,
    )


def rich_text(question: Question, text: str) -> Markup:
    """Return one text of a question as HTML that can do nothing."""
    files = question.extra.get("files")
    named = files if isinstance(files, dict) else {}
    known = {name: key for name, key in named.items() if isinstance(key, str)}
    # The one place where HTML of strangers becomes markup: what render returns is on its lists.
    return Markup(markup.render(text, question.format, known, _address))  # noqa: S704


def shows(question: Question, sha256: str) -> bool:
    """Say whether the text of a question shows a file where it belongs."""
    files = question.extra.get("files")
    return question.format != "text" and isinstance(files, dict) and sha256 in files.values()


def _address(sha256: str) -> str:
    return url_for("media.show", media_id=media.id_of(sha256))
