"""Walk a tree of elements and collect its text in blocks, without recursion."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from questions.extract.building import Piece
from questions.extract.key_terms import UNMARKED
from questions.text import BlockKind


@dataclass(frozen=True, slots=True)
class Dialect:
    """Which elements stand for themselves, and as what; None goes by what is around it."""

    blocks: Mapping[str, BlockKind | None]
    breaks: frozenset[str]
    level: Callable[[etree._Element], int]
    inline_code_in: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Walk:
    dialect: Dialect
    kinds: list[tuple[BlockKind | None, int]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)  # where in *words* open bold stretches begin
    term: str = ""  # of a list of definitions, until what it means is read

    def flushed(self) -> Iterator[Piece]:
        """Yield what was collected as one block of the innermost kind that has a say."""
        text, bold = "".join(self.words), tuple(self.bold)
        self.words.clear()
        self.bold.clear()
        self.opened = [0] * len(self.opened)
        if text.strip():
            said = (one for one in reversed(self.kinds) if one[0] is not None)
            kind, level = next(said, ("paragraph", 0))
            if kind == "table" and _is_laid_out(text):
                kind = "paragraph"
            term, self.term = self.term, ""
            if term and _is_entry(term, text):
                yield Piece("list_item", f"{term}: {text}", level, bold=(term, *bold))
                return
            if term:
                yield Piece("paragraph", term)
            yield Piece(kind or "paragraph", text, level, bold=bold)

    def named(self) -> Iterator[Piece]:
        """Keep what was collected as a term, to stand before what is said of it."""
        if self.term:
            yield Piece("paragraph", self.term)
        self.term = " ".join("".join(self.words).split())
        self.words.clear()
        self.bold.clear()


def _is_entry(term: str, text: str) -> bool:
    """Tell a fragment, which needs its term before it, from sentences that stand alone."""
    asks = term[-1] in ".?!:"
    return not asks and (text.lstrip()[:1].islower() or _SENTENCE_END.search(text) is None)


def _is_laid_out(text: str) -> bool:
    """Recognise sentences in a table that only serves to place them on the page."""
    words = text.split()
    return "|" not in text and len(words) >= _FEWEST_WORDS and words[-1][-1] in ".!?”"


def pieces_of(root: etree._Element, dialect: Dialect) -> Iterator[Piece]:
    """Yield the blocks below *root* in reading order."""
    walk = _Walk(dialect)
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if not isinstance(element.tag, str):
            walk.words.append(element.tail or "" if event == "end" else "")
        elif event == "start":
            yield from _entered(walk, element)
            if element.tag in _ROWS and _is_data(element, walk.dialect):
                walk.words = [_cells(element)]
                steps.skip_subtree()
        else:
            yield from _left(walk, element, within=element is not root)
    yield from walk.flushed()
    if walk.term:
        yield Piece("paragraph", walk.term)


def _is_data(row: etree._Element, dialect: Dialect) -> bool:
    """Tell the row of a table from one that only places parts of a page side by side."""
    return len(row) > 1 and all(sum(_is_block(dialect, one) for one in cell) <= 1 for cell in row)


def _cells(row: etree._Element) -> str:
    texts = (" ".join("".join(cell.itertext()).split()) for cell in row)
    return " | ".join(text for text in texts if text)


def _entered(walk: _Walk, element: etree._Element) -> Iterator[Piece]:
    if _is_block(walk.dialect, element):
        yield from walk.flushed()
        walk.kinds.append((_kind(walk, element), _level(walk, element)))
    elif element.tag in walk.dialect.breaks:
        walk.words.append("\n")
    elif element.tag in _CELLS:
        yield from walk.flushed()
    if _is_bold(element):
        walk.opened.append(len(walk.words))
    walk.words.append(element.text or "")


def _is_bold(element: etree._Element) -> bool:
    """Tell what is set off from its paragraph; what Google Docs wraps a text in only seems so."""
    if element.tag == "hi":
        return element.get("rend") == "#b"
    weight = _WEIGHT.search(element.get("style") or "")
    if weight:
        return weight[1] != "normal"
    if UNMARKED in (element.get("class") or "").split():
        return False
    return element.tag in _BOLD or element.get("data-type") == "term"


def _is_term(element: etree._Element) -> bool:
    return element.tag == "dt" or (element.get("rend") or "").startswith("dt-")


def _kind(walk: _Walk, element: etree._Element) -> BlockKind | None:
    """Return what an element stands for; a row that only places parts stands for nothing."""
    holds_blocks = element.tag in _ROWS and any(
        _is_block(walk.dialect, one) for cell in element for one in cell
    )
    laid_out = holds_blocks and not _is_data(element, walk.dialect)
    return None if laid_out else walk.dialect.blocks[str(element.tag)]


def _left(walk: _Walk, element: etree._Element, *, within: bool) -> Iterator[Piece]:
    if _is_block(walk.dialect, element):
        yield from walk.named() if _is_term(element) else walk.flushed()
        walk.kinds.pop()
    if _is_bold(element):
        walk.bold.append("".join(walk.words[walk.opened.pop() :]))
    walk.words.append((element.tail or "") if within else "")


def _is_block(dialect: Dialect, element: etree._Element) -> bool:
    if element.tag not in dialect.blocks:
        return False
    parent = element.getparent()
    inside = parent is not None and parent.tag in dialect.inline_code_in
    return not (element.tag == "code" and inside)


def _level(walk: _Walk, element: etree._Element) -> int:
    if walk.dialect.blocks[str(element.tag)] == "list_item":
        return 1 + sum(kind == "list_item" for kind, _ in walk.kinds)
    return walk.dialect.level(element)


def _html_level(element: etree._Element) -> int:
    return int(str(element.tag)[1]) if element.tag in _HEADINGS else 0


def _main_text_level(element: etree._Element) -> int:
    rank = element.get("rend") or ""
    return int(rank[1]) if rank in _HEADINGS else (2 if element.tag == "head" else 0)


_HEADINGS: Mapping[str, BlockKind | None] = {f"h{level}": "heading" for level in range(1, 7)}
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|$)")
_BOLD = frozenset({"b", "strong", "dfn"})
_WEIGHT = re.compile(r"font-weight:\s*(normal|bold|[6-9]00)", re.IGNORECASE)
_FEWEST_WORDS = 8
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_GROUPS = (
    "address article aside body center dd details div dl dt fieldset figure "
    "footer header hgroup hr main ol p section summary table tbody tfoot thead ul"
)
HTML = Dialect(
    blocks=MappingProxyType(
        {
            **dict.fromkeys(_GROUPS.split()),
            **_HEADINGS,
            "blockquote": "quote",
            "li": "list_item",
            "pre": "code",
            "tr": "table",
            "caption": "caption",
            "figcaption": "caption",
            # No page has these; readers rename elements so that know more of them.
            "footnote": "footnote",
            "reference": "reference",
            "contents": "contents",
        }
    ),
    breaks=frozenset({"br"}),
    level=_html_level,
)
# What trafilatura returns: the elements of the Text Encoding Initiative that it uses.
MAIN_TEXT = Dialect(
    blocks=MappingProxyType(
        {
            **dict.fromkeys(("ab", "body", "div", "figure", "list", "p", "table")),
            "code": "code",
            "head": "heading",
            "item": "list_item",
            "quote": "quote",
            "row": "table",
        }
    ),
    breaks=frozenset({"lb"}),
    level=_main_text_level,
    inline_code_in=frozenset({"ab", "cell", "code", "head", "hi", "item", "p", "ref"}),
)
