"""EPUB: the chapters of the spine in their order, each read as a page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from questions.errors import DocumentError
from questions.extract.archives import Archive
from questions.extract.building import Piece, Pieces
from questions.extract.html import drop_unread, notes_of, parsed
from questions.extract.walking import HTML, pieces_of
from questions.messages import Message, say

MEDIA_TYPE = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_FONT_SCRAMBLING = re.compile(r"idpf\.org/2008/embedding|ns\.adobe\.com/pdf/enc#RC")
# Parts that surround a book's text, by what the book says of them.
_SURROUNDING = re.compile(
    r"\b(?:toc|cover|titlepage|copyright-page|index|landmarks|page-list|colophon|imprint|loi|lot)\b"
)
_NOTES = re.compile(r"\b(?:footnotes?|endnotes?|rearnotes?|note)\b")
_WORKS = re.compile(r"\b(?:bibliography|biblioentry)\b")


def read(data: bytes, name: Message | str) -> Pieces:
    """Find the blocks of a book; *name* names the file in errors."""
    archive = Archive(data, name)
    _refuse_locked(archive)
    folder, package = _package(archive)
    titles = _titles(archive, folder, package)
    pieces: list[Piece] = []
    notes: set[str] = set()
    for path in _chapters(archive, folder, package):
        found = list(_chapter(archive, path, notes))
        headed = any(piece.kind == "heading" for piece in found)
        if found and not headed and path in titles:
            found.insert(0, Piece("heading", titles[path], 1))
        pieces += found
    if not pieces:
        raise DocumentError(
            say("%(file)s has no text in its chapters. Give one with sentences in it.", file=name)
        )
    return Pieces(tuple(pieces), _said(package, "title"), _said(package, "language") or None)


def _refuse_locked(archive: Archive) -> None:
    if _ENCRYPTION not in archive:
        return
    scrambled = etree.tostring(archive.xml(_ENCRYPTION), encoding="unicode")
    methods = re.findall(r'Algorithm="([^"]*)"', scrambled)
    if any(not _FONT_SCRAMBLING.search(method) for method in methods):
        raise DocumentError(
            say(
                "%(file)s is protected against copying (DRM). Its text cannot be read here; "
                "give a copy without protection.",
                file=archive.name,
            )
        )


def _package(archive: Archive) -> tuple[str, etree._Element]:
    """Return the folder of the book's package file, and the package."""
    paths = archive.xml(_CONTAINER).xpath("//*[local-name()='rootfile']/@full-path")
    if not paths:
        raise archive.damaged()
    path = str(paths[0])
    return posixpath.dirname(path), archive.xml(path)


def _said(package: etree._Element, what: str) -> str:
    found = package.xpath(f"string(//*[local-name()='metadata']/*[local-name()='{what}'])")
    return " ".join(str(found).split())


def _manifest(folder: str, package: etree._Element) -> Mapping[str, tuple[str, str, str]]:
    """Return path, media type and properties of each item, by its id."""
    return {
        str(item.get("id")): (
            _path(folder, item.get("href") or ""),
            (item.get("media-type") or "").lower(),
            item.get("properties") or "",
        )
        for item in package.xpath("//*[local-name()='manifest']/*[local-name()='item']")
    }


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(href).path)))


def _chapters(archive: Archive, folder: str, package: etree._Element) -> Iterator[str]:
    """Yield the paths of the spine's pages that are part of the text."""
    items = _manifest(folder, package)
    guide = {
        _path(folder, one.get("href") or "")
        for one in package.xpath("//*[local-name()='guide']/*[local-name()='reference']")
        if re.search(r"toc|cover|title-?page|copyright|index", (one.get("type") or "").lower())
    }
    for step in package.xpath("//*[local-name()='spine']/*[local-name()='itemref']"):
        path, kind, properties = items.get(str(step.get("idref")), ("", "", ""))
        aside = step.get("linear") == "no" or path in guide or "nav" in properties.split()
        if kind in _PAGES and not aside and path in archive:
            yield path


def _chapter(archive: Archive, path: str, notes: set[str]) -> Iterator[Piece]:
    """Yield the blocks of a page; *notes* gathers where the notes are that pages point to."""
    root = parsed(archive.read(path).decode("utf-8", "replace"))
    notes |= {_place(path, address) for address in notes_of(root)}
    for target in root.xpath("//*[@id]"):
        if f"{path}#{target.get('id')}" in notes:
            _sort_note(target)
    for element in root.xpath(
        "//*[@*[local-name()='epub:type' or local-name()='type' or local-name()='role']]"
    ):
        _sort(element)
    drop_unread(root)
    body = root.find("body")
    return pieces_of(root if body is None else body, HTML)


def _place(path: str, address: str) -> str:
    parts = urlsplit(address)
    page = _path(posixpath.dirname(path), address) if parts.path else path
    return f"{page}#{parts.fragment}"


def _sort_note(target: html.HtmlElement) -> None:
    """Mark the paragraph that holds, or is, the place to which the mark of a note leads."""
    for element in (target, *target.iterancestors()):
        if element.tag in {"p", "li", "dd", "aside"}:
            element.tag = "footnote"
            return


def _sort(element: html.HtmlElement) -> None:
    """Drop what surrounds the text, and mark notes and lists of works, by their stated type."""
    stated = " ".join(
        (element.get("epub:type") or "", (element.get("role") or "").replace("doc-", ""))
    )
    if element.getparent() is None or element.tag == "body":
        return
    if _SURROUNDING.search(stated):
        element.drop_tree()
    elif _NOTES.search(stated) and element.tag in {
        "div",
        "section",
        "p",
        "li",
        "aside",
        "ol",
        "dd",
    }:
        element.tag = "footnote"
    elif _WORKS.search(stated):
        element.tag = "reference"


def _titles(archive: Archive, folder: str, package: etree._Element) -> dict[str, str]:
    """Return what the table of contents calls each page, for pages without a heading."""
    titles: dict[str, str] = {}
    for path, kind, properties in _manifest(folder, package).values():
        if path not in archive:
            continue
        if kind == "application/x-dtbncx+xml":
            titles.update(_from_ncx(archive, path))
        elif "nav" in properties.split():
            titles.update(_from_nav(archive, path))
    return titles


def _from_ncx(archive: Archive, path: str) -> Iterator[tuple[str, str]]:
    for point in archive.xml(path).xpath("//*[local-name()='navPoint']"):
        source = point.xpath("string(./*[local-name()='content']/@src)")
        label = point.xpath("string(./*[local-name()='navLabel'])")
        if label.strip():
            yield _path(posixpath.dirname(path), str(source)), " ".join(str(label).split())


def _from_nav(archive: Archive, path: str) -> Iterator[tuple[str, str]]:
    for link in parsed(archive.read(path).decode("utf-8", "replace")).iter("a"):
        label = " ".join("".join(link.itertext()).split())
        if label and link.get("href"):
            yield _path(posixpath.dirname(path), link.get("href") or ""), label
