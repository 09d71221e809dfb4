"""What a file is, by its first bytes and, for archives, by its parts; then by its name."""

import io
import re
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from questions.errors import DocumentError
from questions.extract import decoding, html, markdown, plain, subtitles
from questions.extract.building import Pieces
from questions.messages import Message, say

_PDF = b"%PDF-"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# A PDF may begin with some rubbish, and readers look for it in the first 1,024 bytes.
_PDF_WITHIN = 1024
_READERS = {"pdf": "pdf", "docx": "word", "pptx": "slides", "epub": "epub"}
_BY_PART = {
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "META-INF/container.xml": "epub",
}
_OTHERS = {
    "xl/workbook.xml": (
        say("a spreadsheet (XLSX)"),
        say("Copy its text and paste it, or save it as PDF."),
    ),
    "content.xml": (
        say("an OpenDocument file"),
        say("Save it as DOCX, PPTX or PDF, and give that."),
    ),
    "Index/Document.iwa": (
        say("a Pages or Keynote document"),
        say("Export it as DOCX, PPTX or PDF."),
    ),
    "AndroidManifest.xml": (say("a program"), say("Give a document with text.")),
}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_SUBTITLE_TYPES = frozenset({"text/vtt", "application/x-subrip"})


def kind_of(data: bytes, name: str) -> str | None:
    """Return "pdf", "docx", "pptx" or "epub"; None for what may be text.

    Raises DocumentError for archives and documents of kinds that cannot be read.
    """
    if data.startswith(_PDF) or (
        PurePath(name.lower()).suffix == ".pdf" and _PDF in data[:_PDF_WITHIN]
    ):
        return "pdf"
    if data.startswith(_ZIP):
        return _kind_of_archive(data, name)
    if data.startswith(_OLD_OFFICE):
        raise DocumentError(
            say(
                "%(file)s is an old Office document (DOC, PPT, XLS), or one locked with a "
                "password. Save it as DOCX, PPTX or PDF without a password, and give that.",
                file=decoding.named(name),
            )
        )
    return None


def reader_of(kind: str) -> Callable[[bytes, Message], Pieces]:
    """Return what reads a *kind* of file; its libraries are imported only now."""
    read: Callable[[bytes, Message], Pieces] = import_module(
        f"questions.extract.{_READERS[kind]}"
    ).read
    return read


def text_reader(text: str, name: str, media_type: str | None) -> Callable[[str], Pieces]:
    """Choose by what the text is, then by what it is called."""
    suffix = PurePath(name.lower()).suffix
    kind = (media_type or "").partition(";")[0].strip().lower()
    if _HTML.match(text) or kind in _HTML_TYPES or suffix in {".html", ".htm", ".xhtml"}:
        return html.read
    if subtitles.recognises(text) or (
        (suffix in {".srt", ".vtt"} or kind in _SUBTITLE_TYPES) and "-->" in text
    ):
        return subtitles.read
    if kind == "text/markdown" or suffix in {".md", ".markdown", ".mdown"}:
        return markdown.read
    if suffix != ".txt" and markdown.recognises(text):
        return markdown.read
    return plain.read


def _kind_of_archive(data: bytes, name: str) -> str:
    try:
        members = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise DocumentError(
            say(
                "%(file)s begins like an office document or a zip archive, but is damaged or cut "
                "short. Open it in the program that made it and save it anew, or get another "
                "copy.",
                file=decoding.named(name),
            )
        ) from None
    for part, kind in _BY_PART.items():
        if part in members:
            return kind
    named = decoding.named(name)
    for part, (what, remedy) in _OTHERS.items():
        if part in members:
            raise DocumentError(
                say("%(file)s is %(what)s. %(remedy)s", file=named, what=what, remedy=remedy)
            )
    raise DocumentError(
        say("%(file)s is a zip archive. Unpack it, and give the documents in it.", file=named)
    )
