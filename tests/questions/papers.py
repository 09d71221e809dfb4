"""Files of every kind, made in code for the tests of what is read of them."""

import io
import zipfile
import zlib
from dataclasses import dataclass

REGULAR, BOLD, ITALIC, MONO = "F1", "F2", "F3", "F4"
_FONTS = {
    REGULAR: "Helvetica",
    BOLD: "Helvetica-Bold",
    ITALIC: "Helvetica-Oblique",
    MONO: "Courier",
}
_PAGE = (612, 792)


@dataclass(frozen=True)
class Text:
    """Words at a place of a PDF page, counted from its lower left corner, in points."""

    x: float
    y: float
    words: str
    size: float = 10
    font: str = REGULAR


def lines(text, x, top, *, size=10, width=48, indent=0, font=REGULAR, step=12):
    """Break *text* into lines of at most *width* letters, from *top* downwards."""
    placed, held, y = [], "", top
    for word in [*text.split(), None]:
        if word is None or (held and len(held) + 1 + len(word) > width):
            placed.append(Text(x + (indent if not placed else 0), y, held, size, font))
            held, y = "", y - step
        held = f"{held} {word}" if held else word or ""
    return placed


def a_pdf(pages, *, title="", size=_PAGE, rotate=0):
    """Write a PDF; each page is a list of Text."""
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = {}
    for name, base in _FONTS.items():
        parts.append(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} "
            "/Encoding /WinAnsiEncoding >>".encode()
        )
        fonts[name] = len(parts)
    listed = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    kids = []
    for page in pages:
        parts.append(_stream(_drawn(page)))
        content = len(parts)
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {rotate} "
            f"/Contents {content} 0 R /Resources << /Font << {listed} >> >> >>".encode()
        )
        kids.append(f"{len(parts)} 0 R")
    parts[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return _file(parts, title)


def a_scan(pages=3):
    """Write a PDF whose pages are pictures."""
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    pixels = zlib.compress(b"\xff\x00" * 32)
    parts.append(
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Filter /FlateDecode /Length %d >> stream\n"
        % len(pixels)
        + pixels
        + b"\nendstream"
    )
    kids = []
    for _ in range(pages):
        parts.append(_stream("q 612 0 0 792 0 0 cm /Im Do Q"))
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(parts)} 0 R "
            "/Resources << /XObject << /Im 3 0 R >> >> >>".encode()
        )
        kids.append(f"{len(parts)} 0 R")
    parts[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return _file(parts, "")


def locked(pdf, password="secret"):
    """Lock a PDF with a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _drawn(page):
    shown = [
        f"/{one.font} {one.size} Tf 1 0 0 1 {one.x:.1f} {one.y:.1f} Tm ({_escaped(one.words)}) Tj"
        for one in page
    ]
    return "\n".join(["BT", *shown, "ET"])


def _escaped(words):
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _stream(content):
    data = zlib.compress(content.encode("cp1252"))
    return b"<< /Length %d /Filter /FlateDecode >> stream\n%b\nendstream" % (len(data), data)


def _file(parts, title):
    parts.append(f"<< /Title ({_escaped(title)}) >>".encode("cp1252"))
    written = bytearray(b"%PDF-1.5\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(parts) + 1, len(parts))
    return bytes(written + b"startxref\n%d\n%%%%EOF\n" % start)


def zipped(members):
    """Pack *members*, text or bytes by their names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def paragraph(text, style="", *, bold=False, after=""):
    """Write a paragraph of a DOCX."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{named}<w:r>{look}<w:t>{text}</w:t></w:r>{after}</w:p>"


def a_docx(*paragraphs, styles=(), head="", **members):
    """Write a DOCX; *styles* are (id, name), *members* more parts by their names."""
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in styles
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(["styles", *members])
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_LINKS}">{links}'
            "</Relationships>",
            "word/document.xml": f'{head}<w:document xmlns:w="{_WORD}"><w:body>'
            f"{''.join(paragraphs)}</w:body></w:document>",
            "word/styles.xml": f'<w:styles xmlns:w="{_WORD}">{named}</w:styles>',
            **{
                f"word/{name}.xml": f'<w:{name} xmlns:w="{_WORD}">{content}</w:{name}>'
                for name, content in members.items()
            },
        }
    )


def a_pptx(*slides):
    """Write a presentation; each slide is (title, texts, notes)."""
    from pptx import Presentation
    from pptx.util import Inches

    shown = Presentation()
    for title, texts, notes in slides:
        slide = shown.slides.add_slide(shown.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(texts)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    table = shown.slides[0].shapes.add_table(2, 2, Inches(1), Inches(5), Inches(4), Inches(1)).table
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"cell {row}{column}"
    written = io.BytesIO()
    shown.save(written)
    return written.getvalue()


def an_epub(*chapters, title="A book", language="en", **members):
    """Write a book; each chapter is the inside of a page's body, or None for a cover."""
    names = [f"c{number}.xhtml" for number in range(len(chapters))]
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in names
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    page = (
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>'
        "<body>{}</body></html>"
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
            'container"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{title}</dc:title><dc:language>{language}</dc:language></metadata>"
            f"<manifest>{items}{members.pop('items', '')}</manifest><spine>{spine}</spine>"
            "</package>",
            **{
                f"OPS/{name}": page.format(body) for name, body in zip(names, chapters, strict=True)
            },
            **members,
        }
    )
