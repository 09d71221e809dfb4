"""From text of strangers to HTML that a page can show.

`render` takes the text of a question in its format and returns HTML that is safe in our pages:
formulas as MathML, code in colours, pictures and sounds from the question's own files, nothing
that runs and nothing that is fetched from elsewhere, unless the learner allows pictures of a site.
Equal texts are rendered once.
"""

import html
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from questions.markup import code, formulas, maths, safe, sources
from questions.markup.safe import Address
from questions.markup.sources import Format

__all__ = ["Address", "Format", "render"]

_PRIVATE = re.compile("[\ue000-\ue002]")
_MARK = re.compile("\ue000(\\d{1,6})\ue001")
_SOUND = re.compile(r"\[sound:([^\[\]]{1,400})\]")
_MATHJAX = re.compile(
    r"<anki-mathjax\b([^>]*)>(.{0,5000}?)</anki-mathjax>", re.DOTALL | re.IGNORECASE
)
_KEPT: Final = 4096
LONGEST: Final = 1_000_000


def render(
    text: str,
    form: Format,
    files: Mapping[str, str],
    address: Address,
    hosts: frozenset[str] = safe.NOWHERE,
) -> str:
    """Return *text* as safe HTML; *files* maps names to SHA-256s, *address* these to addresses.

    Pictures of other sites are links, but for those of *hosts*.
    """
    return _rendered(text[:LONGEST], form, tuple(sorted(files.items())), address, hosts)


@lru_cache(maxsize=_KEPT)
def _rendered(
    text: str,
    form: Format,
    files: tuple[tuple[str, str], ...],
    address: Address,
    hosts: frozenset[str],
) -> str:
    known = dict(files)
    kept: list[str] = []
    bare = _without_formulas(_PRIVATE.sub("", text), kept)
    bare = _SOUND.sub(lambda found: _put(_sound(found[1], known, address), kept), bare)
    cleaned = safe.cleaned(code.coloured(sources.as_html(bare, form)))
    finished = safe.finished(cleaned, known, address, hosts)
    return safe.outside_tags(finished, lambda piece, is_tag: _filled(piece, kept, is_tag))


def _without_formulas(text: str, kept: list[str]) -> str:
    """Take the formulas out, so that neither Markdown nor the sanitiser touches them."""
    text = _MATHJAX.sub(
        lambda found: _put(formulas.mathml(maths.Place(0, 0, found[2], "block" in found[1])), kept),
        text,
    )
    parts, position = [], 0
    for place in maths.places(text):
        parts += [text[position : place.start], _put(formulas.mathml(place), kept)]
        position = place.end
    return "".join((*parts, text[position:]))


def _put(made: str, kept: list[str]) -> str:
    kept.append(made)
    return f"\ue000{len(kept) - 1}\ue001"


def _filled(piece: str, kept: list[str], is_tag: bool) -> str:
    """Put back what was taken out; inside a tag only its words can stand."""

    def told(found: re.Match[str]) -> str:
        made = kept[int(found[1])] if int(found[1]) < len(kept) else ""
        return html.escape(re.sub(r"<[^>]*>", "", made)) if is_tag else made

    return _MARK.sub(told, piece)


def _sound(name: str, files: Mapping[str, str], address: Address) -> str:
    told = unicodedata.normalize("NFC", html.unescape(name))
    if key := files.get(told):
        shown, label = html.escape(address(key)), html.escape(told)
        return f'<audio controls preload="none" src="{shown}" aria-label="{label}"></audio>'
    return f'<span class="missing">{html.escape(told)}</span>'
