"""DOCX, by mammoth: its styles say what is a heading, a list, a caption, a note."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from lxml import html

from questions.extract.archives import Archive
from questions.extract.building import Piece, Pieces
from questions.extract.html import parsed
from questions.extract.walking import HTML, pieces_of
from questions.messages import Message

PART = "word/document.xml"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name^='toc '] => contents:fresh
p[style-name^='TOC '] => contents:fresh
p[style-name='table of figures'] => contents:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='Bibliography'] => reference:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')

"""
_NUMBER = re.compile(r"(?:\w+ )?(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_CONTENTS_LINE = re.compile(r"^\S.{2,120}?(?:\t|\.{3,}|…)\s*\d{1,4}$")
_LONGEST_HEADING = 120
_STOP = re.compile(r"[.!?…;,:]$")


def read(data: bytes, name: Message | str) -> Pieces:
    """Find the blocks of a DOCX; *name* names the file in errors."""
    archive = Archive(data, name)
    archive.check_parts()
    root = _as_page(data, archive)
    _sort(root)
    body = root.find("body")
    pieces = tuple(pieces_of(root if body is None else body, HTML))
    return Pieces(pieces, _title(archive, pieces))


def _as_page(data: bytes, archive: Archive) -> html.HtmlElement:
    # Both imports take longer than most starts of the program can spare.
    import mammoth

    no_picture = mammoth.images.img_element(lambda _image: {"src": ""})
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=no_picture
        )
    except Exception:  # noqa: BLE001 - mammoth meets a damaged file with any error there is
        raise archive.damaged() from None
    return parsed(f"<html><body>{made.value}</body></html>")


def _sort(root: html.HtmlElement) -> None:
    """Take out marks of notes, and name what is a note, a heading or contents by its look."""
    for mark in root.xpath(
        "//sup[a[starts-with(@href,'#footnote') or starts-with(@href,'#endnote')]]"
    ):
        mark.drop_tree()
    for back in root.xpath(
        "//a[starts-with(@href,'#footnote-ref') or starts-with(@href,'#endnote-ref')]"
    ):
        back.drop_tree()
    for note in root.xpath("//li[starts-with(@id,'footnote-') or starts-with(@id,'endnote-')]"):
        note.tag = "footnote"
    _name_headings(root)


def _name_headings(root: html.HtmlElement) -> None:
    for paragraph in list(root.iter("p")):
        if _CONTENTS_LINE.search("".join(paragraph.itertext()).strip()):
            paragraph.tag = "contents"
        elif (level := _bold_level(paragraph)) and paragraph.xpath("parent::body|parent::div"):
            paragraph.tag = f"h{level}"
    for item in root.xpath("//ol[count(li)=1]/li[count(*)=1][strong]"):
        # A list of one bold item is a numbered heading.
        if level := _bold_level(item):
            item.tag = f"h{level}"


def _bold_level(paragraph: html.HtmlElement) -> int:
    """Return the level of a paragraph that is wholly bold and stands like a heading, else 0."""
    text = " ".join("".join(paragraph.itertext()).split())
    bold = " ".join("".join("".join(one.itertext()) for one in paragraph.findall("strong")).split())
    if not 3 <= len(text) <= _LONGEST_HEADING or bold != text or _STOP.search(text):
        return 0
    numbered = _NUMBER.match(text)
    return min(6, numbered[1].count(".") + 2) if numbered else 2


def _title(archive: Archive, pieces: Sequence[Piece]) -> str:
    """Take the one main heading; else what the file's properties state, if that is in the text."""
    mains = [piece.text for piece in pieces if piece.kind == "heading" and piece.level == 1]
    if len(mains) == 1:
        return mains[0]
    stated = _stated(archive)
    opening = " ".join(_words(pieces[:40]))
    known = [word for word in stated.lower().split() if word in opening]
    return stated if stated and len(known) * 2 > len(stated.split()) else ""


def _words(pieces: Sequence[Piece]) -> Iterator[str]:
    for piece in pieces:
        yield piece.text.lower()


def _stated(archive: Archive) -> str:
    if "docProps/core.xml" not in archive:
        return ""
    found = archive.xml("docProps/core.xml").xpath("string(//*[local-name()='title'])")
    return " ".join(str(found).split())
