"""Lists of other works, and lists of contents: by the headings that stand over them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from questions.extract.building import Piece
from questions.text import BlockKind

_NUMBER = r"(?:(?:\d{1,2}|[IVX]{1,5}|[A-Z])\.?\s+)?"
_REFERENCES = re.compile(
    _NUMBER + r"(?:references?(?: cited| list)?|(?:(?:selected|annotated) )?bibliograph(?:y|ie)"
    r"|(?:for |suggestions for |suggested |recommended )?further (?:reading|exploration)s?"
    r"|(?:suggested|recommended|additional) (?:readings?|sources)"
    r"|works cited|literature(?: cited)?|cited literature|sources cited|literatur(?:verzeichnis)?"
    r"|quellen(?:verzeichnis)?|références(?: bibliographiques)?|bibliografía|referencias"
    r"|bibliografia|referências|riferimenti|literatuur|bronnen|referenser|bibliografie"
    r"|список (?:использованн\w+ )?(?:литературы|источников)|литература|библиография"
    r"|参考文献)\s*:?",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire|índice|indice"
    r"|list of (?:figures|tables)|\w?одержание|оглавление|目录|目次",
    re.IGNORECASE,
)
_TEXT: frozenset[BlockKind] = frozenset({"paragraph", "list_item"})
_PAGE = re.compile(r"(?P<words>.*?\D)(?P<page>\d{1,4})$")
_LONGEST_LINE = 160


def is_references(title: str) -> bool:
    """Tell whether a heading stands over a list of other works."""
    return bool(_REFERENCES.fullmatch(title.strip()))


def is_contents(title: str) -> bool:
    """Tell whether a heading stands over a list of headings."""
    return bool(_CONTENTS.fullmatch(title.strip()))


def with_lists(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Name the pieces under such headings; a heading of the same or a higher level ends a list."""
    kind: BlockKind | None = None
    level, page = 0, 0
    for piece in pieces:
        if piece.kind == "heading" and (kind is None or piece.level <= level):
            kind = _opened(piece.text)
            level, page = piece.level, 0
            yield piece
        elif kind == "reference" and piece.kind in _TEXT:
            yield replace(piece, kind="reference")
        elif (
            kind == "contents"
            and piece.kind in _TEXT
            and (number := _page(piece.text)) >= page > -1
        ):
            page = number
            yield replace(piece, kind="contents", text=_spaced(piece.text))
        else:
            kind = None if kind == "contents" and piece.kind in _TEXT else kind
            yield piece


def _opened(title: str) -> BlockKind | None:
    if is_references(title):
        return "reference"
    return "contents" if is_contents(title) else None


def _page(line: str) -> int:
    """Return the page that a line of a table of contents ends with, or -1."""
    found = _PAGE.fullmatch(line.strip())
    return int(found["page"]) if found and len(line) <= _LONGEST_LINE else -1


def _spaced(line: str) -> str:
    found = _PAGE.fullmatch(line.strip())
    return f"{found['words'].rstrip(' .…')} … {found['page']}" if found else line
