"""Texts that are HTML or Markdown, made safe for the page: of reviews, quizzes and previews."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from questions import markup
from questions.markup import Address
from questions.markup.safe import NOWHERE
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


def _address(sha256: str) -> str:
    return url_for("media.show", media_id=media.id_of(sha256))


def rich_of(
    question: Question, part: str, address: Address = _address, hosts: frozenset[str] = NOWHERE
) -> Rich | None:
    """Return the sides of a card that is more than plain text; None for a plain one.

    Pictures of *hosts* are shown, those of other sites are links.
    """
    if question.format == "text":
        return None
    sides = sides_of(question, part)
    return Rich(
        front=rich_text(question, sides.front, address, hosts),
        back=rich_text(question, sides.back, address, hosts),
        explanation=rich_text(question, question.explanation, address, hosts),
        is_filled=sides.is_filled,
    )


def rich_text(
    question: Question, text: str, address: Address = _address, hosts: frozenset[str] = NOWHERE
) -> Markup:
    """Return one text of a question as HTML that can do nothing."""
    files = question.extra.get("files")
    named = files if isinstance(files, dict) else {}
    known = {name: key for name, key in named.items() if isinstance(key, str)}
    # The one place where HTML of strangers becomes markup: what render returns is on its lists.
    return Markup(markup.render(text, question.format, known, address, hosts))  # noqa: S704


def rich_line(question: Question, text: str, hosts: frozenset[str] = NOWHERE) -> Markup | str:
    """Return a short text, an option or a label, for a line of the page; plain text as it is."""
    if question.format == "text":
        return text
    made = rich_text(question, text, hosts=hosts).strip()
    inside = made.removeprefix("<p>").removesuffix("</p>")
    # One paragraph is a line; what holds several keeps them.
    return inside if len(inside) == len(made) - 7 and "<p>" not in inside else made


def pieces_of(
    question: Question, text: str, names: Iterable[str], hosts: frozenset[str] = NOWHERE
) -> list[tuple[Markup, str]]:
    """Divide a text at its places `[[name]]`: each piece, with the name of the place after it.

    The pieces are parts of one text that is safe as a whole; the last one has no name. Marks
    inside a tag are no places.
    """
    made = rich_text(question, text, hosts=hosts)
    known = "|".join(re.escape(name) for name in names)
    found: list[tuple[Markup, str]] = []
    place = 0
    for match in re.finditer(rf"<[^>]*>|\[\[({known})\]\]", made):
        if match[1] is not None:
            found.append((made[place : match.start()], match[1]))
            place = match.end()
    return [*found, (made[place:], "")]


def shows(question: Question, sha256: str) -> bool:
    """Say whether the text of a question shows a file where it belongs."""
    files = question.extra.get("files")
    return question.format != "text" and isinstance(files, dict) and sha256 in files.values()
