"""Markdown, by the tokens of markdown-it-py; its raw HTML is left out."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from questions.extract.building import Piece, Pieces
from questions.extract.exponents import raised
from questions.extract.key_terms import UNMARKED
from questions.text import BlockKind

_FRONT_MATTER = re.compile(r"\A---\n(?P<fields>.{0,4000}?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_FIELD = re.compile(r"^(title|lang|language):\s*[\"']?(.{1,200}?)[\"']?\s*$", re.MULTILINE)
_SIGNS = re.compile(r"^(?:#{1,6} \S|```|> \S|[^\n]*\]\(https?://)", re.MULTILINE)
#: What kramdown writes behind a word or a block for the page's look: {: .class #id title="…"}
_ATTRIBUTES = re.compile(r"\{:[ .#\w][^{}\n]{0,400}\}")
#: An entry of a list of definitions; kramdown may end it with a lone ^.
_DEFINED = re.compile(
    r"(?P<term>[^\n:]{1,80}?)[ \t]*\n[ \t]*:[ \t]+(?P<meaning>\S.*?)(?:\s\^)?\s*\Z", re.DOTALL
)
_NEST = 20


def recognises(text: str) -> bool:
    """Tell whether a text without a telling name is likely Markdown."""
    return len(_SIGNS.findall(text[:100_000])) >= 2 or text.startswith("# ")


def read(text: str) -> Pieces:
    """Find the blocks of *text*."""
    front = _FRONT_MATTER.match(text)
    fields = dict(_FIELD.findall(front["fields"])) if front else {}
    tokens = _PARSER.parse(text[front.end() :] if front else text)
    language = fields.get("lang") or fields.get("language")
    return Pieces(tuple(_pieces(tokens)), fields.get("title", ""), language)


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    around: list[str] = []
    for token in tokens:
        if token.nesting > 0:
            around.append(token.type + token.tag)
        elif token.nesting < 0:
            around.pop()
        elif token.type in {"fence", "code_block"}:
            yield Piece("code", token.content)
        elif token.type == "inline":
            yield from _inline(token, around)


def _inline(token: Token, around: Sequence[str]) -> Iterator[Piece]:
    children = token.children or ()
    # What is said of a picture that stands alone is no text of the document.
    if all(one.type in {"image", "softbreak"} or _is_blank(one) for one in children):
        return
    text = _ATTRIBUTES.sub("", "".join(_words(children)))
    bold = tuple(_bold(children))
    if defined := _DEFINED.match(text):
        text, bold = f"{defined['term']}: {defined['meaning']}", (defined["term"],)
    innermost = around[-1] if around else ""
    if innermost.startswith("heading_open"):
        yield Piece("heading", text, int(innermost[-1]))
    else:
        level = sum(one.startswith("list_item") for one in around)
        yield Piece(_kind(around), text, level, bold=bold)


def _is_blank(child: Token) -> bool:
    return child.type == "text" and not _ATTRIBUTES.sub("", child.content).strip()


def _kind(around: Sequence[str]) -> BlockKind:
    for one in reversed(around):
        if one.startswith("list_item"):
            return "list_item"
        if one.startswith("blockquote"):
            return "quote"
    return "paragraph"


def _words(children: Sequence[Token]) -> Iterator[str]:
    before = ""
    for child in children:
        said = child.content
        if child.type in {"text", "code_inline"}:
            yield raised(said) if before == "<sup>" else said
        elif child.type.endswith("break") or said.lower().startswith("<br"):
            yield "\n"
        elif child.type == "image":
            yield said
        before = said.lower()


def _bold(children: Sequence[Token]) -> Iterator[str]:
    opened: list[int] = []
    for at, child in enumerate(children):
        if child.type == "strong_open":
            opened.append(at)
        elif child.type == "strong_close":
            bold = children[opened.pop() : at]
            if not _is_for_the_index(children[at + 1 : at + 2]):
                yield _ATTRIBUTES.sub("", "".join(_words(bold)))


def _is_for_the_index(after: Sequence[Token]) -> bool:
    """Tell a word that is marked for the index only, which its author did not set off."""
    attributes = _ATTRIBUTES.match(after[0].content) if after and after[0].type == "text" else None
    return attributes is not None and UNMARKED in attributes[0]


_PARSER = MarkdownIt("commonmark", {"maxNesting": _NEST}).enable("table")
