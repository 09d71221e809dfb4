"""The pages of a PDF file, by PDFium; by pypdf where PDFium cannot open the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from questions.errors import DocumentError
from questions.extract.pdf import repair
from questions.extract.pdf.glyphs import words_of
from questions.extract.pdf.lines import Line, lines_of
from questions.messages import Message, say

MAX_PAGES = 3000
_LONGEST_OUTLINE = 5000
_FEWEST_LETTERS = 25
_MOST_UNREADABLE = 0.3


@dataclass(frozen=True, slots=True)
class Pages:
    """The lines of each page, the title that the file states, and the levels of its outline."""

    lines: tuple[tuple[Line, ...], ...]
    title: str
    outline: dict[str, int]


def pages_of(data: bytes, name: Message | str) -> Pages:
    """Read every page; *name* names the file in errors."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        pages = _without_pdfium(data, name, error)
    else:
        try:
            pages = _opened(document, name)
        finally:
            document.close()
    _check(pages, name)
    return pages


def _opened(document: pdfium.PdfDocument, name: Message | str) -> Pages:
    check_count(len(document), name)
    lines: list[tuple[Line, ...]] = []
    pictures = lost = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            # The pages that can be read are worth having; that most cannot is told.
            lost += 1
            lines.append(())
            continue
        lines.append(tuple(lines_of(words_of(page))))
        pictures += not lines[-1] and _has_picture(page)
        page.close()
    if lost * 2 > len(lines):
        raise damaged(name)
    if pictures and _letters(lines) < _FEWEST_LETTERS * len(lines):
        raise DocumentError(
            say(
                "%(file)s is scanned: its pages are pictures without text. Have the text "
                "recognised first (a scanner's program or OCRmyPDF does that), then give the new "
                "PDF.",
                file=name,
            )
        )
    title = document.get_metadata_value("Title")
    return Pages(tuple(lines), title, dict(_outline(document)))


def check_count(pages: int, name: Message | str) -> None:
    """Refuse more pages than can be read."""
    if pages > MAX_PAGES:
        raise DocumentError(
            say(
                "%(file)s has %(pages)s pages, and the most is %(most)s. Give it in parts.",
                file=name,
                pages=pages,
                most=MAX_PAGES,
            )
        )


def damaged(name: Message | str) -> DocumentError:
    """Say that a file cannot be opened."""
    return DocumentError(
        say(
            "%(file)s is a damaged PDF and cannot be opened. Open it in a PDF reader and save it "
            "anew, or get another copy.",
            file=name,
        )
    )


def _without_pdfium(data: bytes, name: Message | str, error: pdfium.PdfiumError) -> Pages:
    if getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
        raise DocumentError(
            say(
                "%(file)s is locked with a password. Open it in a PDF reader, save a copy without "
                "the password, and give that.",
                file=name,
            )
        ) from None
    found = repair.lines_of_pages(data, MAX_PAGES)
    if found is None:
        raise damaged(name) from None
    return Pages(found, "", {})


def _has_picture(page: pdfium.PdfPage) -> bool:
    return (
        next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None
    )


def _letters(pages: list[tuple[Line, ...]]) -> int:
    return sum(sum(map(str.isalpha, line.text)) for lines in pages for line in lines)


def _outline(document: pdfium.PdfDocument) -> Iterator[tuple[str, int]]:
    """Yield the outline's titles in small letters; of two that are equal the last counts."""
    for number, entry in enumerate(document.get_toc(max_depth=8)):
        if number >= _LONGEST_OUTLINE:
            return
        if title := " ".join((entry.get_title() or "").lower().split()):
            yield title, entry.level + 1


def _check(pages: Pages, name: Message | str) -> None:
    """Refuse pages without text, and text without letters."""
    text = "".join(line.text for lines in pages.lines for line in lines)
    if not text.strip():
        raise DocumentError(
            say(
                "%(file)s has no text: its pages are pictures or drawings. Have the text "
                "recognised first (a scanner's program or OCRmyPDF does that), then give the new "
                "PDF.",
                file=name,
            )
        )
    unreadable = sum(map(_is_unreadable, text))
    if unreadable > _MOST_UNREADABLE * len(text):
        raise DocumentError(
            say(
                "The letters of %(file)s cannot be read: its fonts do not say which letters they "
                "draw. Have the text recognised first (OCRmyPDF with --force-ocr does that).",
                file=name,
            )
        )


def _is_unreadable(letter: str) -> bool:
    return letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" or letter < " "
