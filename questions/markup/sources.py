"""Text of the three formats that a question can have, as HTML that is not yet safe."""

import html
from functools import lru_cache
from typing import Literal

from markdown_it import MarkdownIt

Format = Literal["text", "markdown", "html"]


def as_html(text: str, form: Format) -> str:
    """Return *text* as HTML; what comes out is as dangerous as what went in."""
    if form == "html":
        return text
    if form == "markdown":
        rendered: str = _markdown().render(text)
        return rendered.strip()
    return html.escape(text, quote=False).replace("\n", "<br>")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(
        ["table", "strikethrough"]
    )
