"""Turn a document into text, blocks and headings."""

import re
from collections.abc import Callable
from pathlib import PurePath

from questions.errors import DocumentError
from questions.extract import decoding, html, markdown, plain
from questions.extract.building import Pieces, built
from questions.text import Block, Extracted

MAX_BYTES = 32 * 1024 * 1024

__all__ = ["MAX_BYTES", "Block", "DocumentError", "Extracted", "extract"]


def extract(
    data: bytes | str, name: str, media_type: str | None = None, *, max_bytes: int = MAX_BYTES
) -> Extracted:
    """Read *data* as what it is; refuse with a DocumentError what has no text."""
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "replace"))
    if size > max_bytes:
        raise DocumentError(
            f"The document has {_megabytes(size)} MB, and the most is {_megabytes(max_bytes)} MB. "
            "Give it in parts."
        )
    text = decoding.decoded(data, name)
    found = _reader(text, name, media_type)(text)
    return built(found, fallback_title=_title_of(name))


def _title_of(name: str) -> str:
    """Read a file's name as words, unless its owner wrote it in words already."""
    stem = PurePath(name.replace("\x00", "")).stem.strip("- ")
    return stem if " " in stem else stem.replace("-", " ").replace("_", " ")


def _reader(text: str, name: str, media_type: str | None) -> Callable[[str], Pieces]:
    """Choose by what the text is, then by what it is called."""
    suffix = PurePath(name.lower()).suffix
    kind = (media_type or "").partition(";")[0].strip().lower()
    if _HTML.match(text) or kind in _HTML_TYPES or suffix in {".html", ".htm", ".xhtml"}:
        return html.read
    if kind == "text/markdown" or suffix in {".md", ".markdown", ".mdown"}:
        return markdown.read
    if suffix != ".txt" and markdown.recognises(text):
        return markdown.read
    return plain.read


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")


_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
