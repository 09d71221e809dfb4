"""Turn a document into text, blocks and headings.

A document is read as what it is, whatever it is called: a name only decides between kinds of
plain text. Whatever cannot be read is refused with a DocumentError that says what was given,
what is wrong with it and what to do.
"""

from dataclasses import replace
from pathlib import PurePath

from questions.errors import DocumentError
from questions.extract import decoding, language, sniffing
from questions.extract.building import built
from questions.extract.works import with_lists
from questions.messages import say
from questions.text import Block, Extracted

MAX_BYTES = 64 * 1024 * 1024
# What a file may be called; the form's field and the documentation list these.
SUFFIXES = tuple(
    ".pdf .docx .pptx .epub .html .htm .xhtml .md .markdown .txt .text .srt .vtt".split()
)
_SURE = 0.6
_VERY_SURE = 0.9

__all__ = ["MAX_BYTES", "SUFFIXES", "Block", "DocumentError", "Extracted", "extract"]


def extract(
    data: bytes | str, name: str, media_type: str | None = None, *, max_bytes: int = MAX_BYTES
) -> Extracted:
    """Read *data* as what it is; refuse with a DocumentError what has no text.

    PDF, DOCX, PPTX and EPUB are taken apart by large libraries. Whoever reads files of strangers
    calls this in a process of its own, with limits on memory and time.
    """
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "replace"))
    if size > max_bytes:
        raise DocumentError(
            say(
                "%(file)s has %(size)s MB, and the most is %(most)s MB. Give it in parts.",
                file=decoding.named(name),
                size=_megabytes(size),
                most=_megabytes(max_bytes),
            )
        )
    kind = sniffing.kind_of(data, name) if isinstance(data, bytes) else None
    if kind and isinstance(data, bytes):
        found = sniffing.reader_of(kind)(data, decoding.named(name))
    else:
        text = decoding.decoded(data, name)
        found = sniffing.text_reader(text, name, media_type)(text)
    listed = replace(found, pieces=tuple(with_lists(found.pieces)))
    extracted = built(listed, fallback_title=_title_of(name))
    return replace(extracted, language=_language(extracted))


def _title_of(name: str) -> str:
    """Read a file's name as words, unless its owner wrote it in words already."""
    stem = PurePath(name.replace("\x00", "")).stem.strip("- ")
    return stem if " " in stem else stem.replace("-", " ").replace("_", " ")


def _language(found: Extracted) -> str | None:
    """Believe what the text shows where that is plain, else what the document states."""
    told = language.of(found)
    stated = found.language
    if stated is None:
        return told.code if told.confidence >= _SURE else None
    differs = told.code is not None and stated.lower().split("-")[0] != told.code
    return told.code if differs and told.confidence >= _VERY_SURE else stated


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:.1f}".removesuffix(".0")
