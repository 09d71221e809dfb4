"""A web page: its main text, without script, navigation and what else surrounds it."""

import re
from collections.abc import Iterator

from lxml import etree, html

from questions.errors import DocumentError
from questions.extract.building import Piece, Pieces
from questions.extract.exponents import raised
from questions.extract.walking import HTML, MAIN_TEXT, pieces_of
from questions.messages import say

# Beyond these the main text is not told from the rest; everything that is text is kept instead.
_LARGEST_WEIGHED = 3_000_000
_DEEPEST_WEIGHED = 120
_ENOUGH = 200
_UNREAD = (
    "//script|//style|//noscript|//template|//nav|//form|//iframe|//object|//svg|//canvas|//button"
    "|//select|//dialog|//*[@hidden]|//*[@aria-hidden='true']|//*[@role='navigation']"
    "|//*[contains(translate(@style,' ',''),'display:none')]"
)
_SURROUNDING = "//*[contains(@class,'mw-editsection')]|//body/header|//body/footer|//body/aside"
_LINK_TO_NOTE = ".//a[contains(@href,'#')]"
_NOTE = re.compile(r"\s*\[[\w ]{1,12}\]\s*")


def read(text: str) -> Pieces:
    """Find the blocks of the page's main text."""
    root = parsed(text)
    drop_unread(root)
    _drop(root, _SURROUNDING)
    title, language = _title(root), _language(root)
    everything = tuple(pieces_of(_most_telling(root), HTML))
    main = tuple(_main_text(root)) if _can_be_weighed(root, text) else ()
    chosen = main if _length(main) >= max(_ENOUGH, _length(everything) // 4) else everything
    return Pieces(chosen, title, language)


def parsed(text: str) -> html.HtmlElement:
    # The declaration would contradict the text, which is decoded already.
    bare = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(bare.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        raise DocumentError(say("The page has no text. Copy its text and paste it.")) from None
    return root


def drop_unread(root: html.HtmlElement) -> None:
    """Take out what is not shown or not read, and the marks of notes."""
    _drop(root, _UNREAD)
    for note in root.xpath("//sup"):
        if _NOTE.fullmatch("".join(note.itertext())) or note.xpath(_LINK_TO_NOTE):
            note.drop_tree()
        elif len(note) == 0:
            note.text = raised(note.text or "")


def notes_of(root: html.HtmlElement) -> set[str]:
    """Return the addresses to which the marks of notes in a page lead."""
    return {str(link.get("href")) for link in root.xpath(f"//sup[{_LINK_TO_NOTE}]//a[@href]")}


def _drop(root: html.HtmlElement, path: str) -> None:
    for element in root.xpath(path):
        if element.getparent() is not None:
            element.drop_tree()


def _most_telling(root: html.HtmlElement) -> etree._Element:
    """Take the one element that says it is the main text, if there is one."""
    for tag in ("main", "article"):
        found = root.findall(f".//{tag}")
        if len(found) == 1 and len("".join(found[0].itertext()).strip()) >= _ENOUGH:
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _main_text(root: html.HtmlElement) -> Iterator[Piece]:
    # Its import takes longer than reading a page, and most starts of the program read none.
    from trafilatura import bare_extraction

    document = bare_extraction(root, include_comments=False, include_formatting=True)
    body = getattr(document, "body", None)
    return iter(()) if body is None else pieces_of(body, MAIN_TEXT)


def _can_be_weighed(root: html.HtmlElement, text: str) -> bool:
    return len(text) <= _LARGEST_WEIGHED and _depth(root) <= _DEEPEST_WEIGHED


def _depth(root: html.HtmlElement) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _length(pieces: tuple[Piece, ...]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _title(root: html.HtmlElement) -> str:
    """Take the one main heading; the page's own title often names the site as well."""
    headings = root.xpath("//main//h1|//article//h1") or root.findall(".//h1")
    if len(headings) == 1 and (heading := " ".join("".join(headings[0].itertext()).split())):
        return heading
    named = root.xpath("string(//meta[@property='og:title']/@content)")
    return str(named or root.xpath("string(//head/title)")).strip()


def _language(root: html.HtmlElement) -> str | None:
    language = root.get("lang") or root.get("xml:lang") or ""
    return language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", language) else None
