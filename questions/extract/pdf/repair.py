"""Lines of a PDF that PDFium cannot open, by pypdf, which mends more; widths are estimated."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from questions.extract.pdf.glyphs import Style, Word
from questions.extract.pdf.lines import Line, lines_of

# The width of a letter in most fonts, in units of their size.
_LETTER = 0.5


def lines_of_pages(data: bytes, most: int) -> tuple[tuple[Line, ...], ...] | None:
    """Return the lines of at most *most* pages, or None if the file cannot be opened at all."""
    import pypdf

    # It tells of each fault that it mends; whoever reads the text cannot do anything about them.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            return None
        pages = tuple(tuple(lines_of(_words(page))) for page in reader.pages[:most])
    except Exception:  # noqa: BLE001 - a damaged file breaks pypdf in every way there is
        return None
    return pages if any(pages) else None


def _words(page: Any) -> Sequence[Word]:
    found: list[Word] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        x, y = _place(cm, tm)
        height = abs(size * tm[3] * cm[3]) or size
        name = str((font or {}).get("/BaseFont", "")).lstrip("/")
        bold, italic = "bold" in name.lower(), "ital" in name.lower() or "obli" in name.lower()
        found.extend(_spread(text, x, y, Style(name, round(height, 1), bold, italic)))

    page.extract_text(visitor_text=visit)
    return found


def _place(cm: Sequence[float], tm: Sequence[float]) -> tuple[float, float]:
    return (
        tm[4] * cm[0] + tm[5] * cm[2] + cm[4],
        tm[4] * cm[1] + tm[5] * cm[3] + cm[5],
    )


def _spread(text: str, x: float, y: float, style: Style) -> Iterator[Word]:
    """Lay the words of one drawn text side by side."""
    for line in text.splitlines():
        place = x
        for word in line.split():
            width = len(word) * _LETTER * style.size
            yield Word(word, place, place + width, y, style, 0)
            place += width + _LETTER * style.size
