"""Texts that each say how they are written, brought to the one format of a question and back."""

import html
import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from questions.markup.sources import as_html

Way = Literal["auto", "html", "plain", "markdown"]
Format = Literal["text", "markdown", "html"]

# Moodle's names for the ways, in GIFT and in XML.
WAYS: Final[dict[str, Way]] = {
    "html": "html",
    "moodle": "auto",
    "plain": "plain",
    "markdown": "markdown",
    "moodle_auto_format": "auto",
    "plain_text": "plain",
}
_MARKUP: Final = re.compile(r"</?[a-zA-Z!]|&(?:#?\w{1,31});")
_BLOCKS: Final = re.compile(r"<(?:p|div|br|pre|ul|ol|table|h[1-6]|blockquote)[\s>/]", re.IGNORECASE)


class Piece(NamedTuple):
    """A text and how it is written; `auto` is HTML in which a line end is a line end."""

    text: str
    way: Way = "auto"


def format_of(pieces: Iterable[Piece]) -> Format:
    """Choose the simplest format that can say all *pieces*."""
    found = {_needs(piece) for piece in pieces if piece.text}
    if not found or found == {"text"}:
        return "text"
    return "markdown" if found == {"markdown"} else "html"


def said_in(piece: Piece, form: Format) -> str:
    """Return a piece in the format that its question got."""
    if form != "html" or piece.way == "html":
        return piece.text
    if piece.way == "auto":
        return _with_breaks(piece.text)
    if piece.way == "plain":
        return as_html(piece.text, "text")
    return _one_paragraph(as_html(piece.text, "markdown"))


def plain_in(text: str, form: Format) -> str:
    """Return a text that is never markup, such as the right side of a pair, in a format."""
    return html.escape(text, quote=False) if form == "html" else text


def way_of(form: Format) -> Way:
    """Say how a question's texts are written, in Moodle's terms."""
    return "plain" if form == "text" else form


def has_markup(text: str) -> bool:
    """Tell whether a text of the way `auto` holds tags or entities."""
    return ("<" in text or "&" in text) and _MARKUP.search(text) is not None


def _one_paragraph(rendered: str) -> str:
    """Take a lone paragraph out of its tags: it will stand in a line."""
    bare = rendered.removeprefix("<p>").removesuffix("</p>")
    return rendered if "<p>" in bare or len(bare) != len(rendered) - 7 else bare


def _needs(piece: Piece) -> Format:
    if piece.way == "auto":
        return "html" if has_markup(piece.text) else "text"
    return "text" if piece.way == "plain" else piece.way


def _with_breaks(text: str) -> str:
    if "\n" not in text or _BLOCKS.search(text):
        return text
    return text.replace("\n", "<br>\n")
