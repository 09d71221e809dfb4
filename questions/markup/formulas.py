"""TeX as MathML: what browsers show without a script."""

import html
import re
from functools import lru_cache
from typing import Final

import nh3
from latex2mathml.converter import convert

from questions.markup import maths

_BREAK = re.compile(r"<(?:br|/?div|/?p)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_CHEMISTRY = re.compile(r"\\ce\{([^{}]{1,200})\}")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:math|displaymath|document)\}")
# Each level of braces costs the converter stack.
_DEEPEST: Final = 60
_ELEMENTS: Final = {
    "math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "msup", "msub", "msubsup", "mfrac",
    "msqrt", "mroot", "mover", "munder", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded",
    "mphantom", "menclose", "mmultiscripts", "mprescripts", "none",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize",
           "largeop", "movablelimits", "accent"},
    "mi": {"mathvariant"},
    "mspace": {"width", "height", "depth"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnalign", "columnspan", "rowspan"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "menclose": {"notation"},
}  # fmt: skip


def mathml(place: maths.Place) -> str:
    """Return a formula as MathML; one that cannot be read stands as it was written."""
    return _mathml(place.tex, place.is_display)


@lru_cache(maxsize=4096)
def _mathml(tex: str, is_display: bool) -> str:
    plain = _plain(tex)
    if plain and len(plain) <= maths.LONGEST and plain.count("{") <= _DEEPEST * 10:
        made = _converted(plain, is_display)
        if made:
            return made
    return f'<code class="tex">{html.escape(plain[: maths.LONGEST])}</code>'


def _plain(tex: str) -> str:
    """Return the TeX of a formula in HTML: its marks and entities are the editor's."""
    words = html.unescape(_TAG.sub("", _BREAK.sub("\n", tex))).replace("\xa0", " ")
    words = _ENVIRONMENT.sub("", words)
    return _CHEMISTRY.sub(r"\\mathrm{\1}", words).strip().strip("$").strip()


def _converted(tex: str, is_display: bool) -> str | None:
    if _depth(tex) > _DEEPEST:
        return None
    try:
        made = convert(tex, display="block" if is_display else "inline")
    except Exception:  # noqa: BLE001 - the converter stops at what it does not know in many ways
        return None
    # Our own words to begin with, but they hold a stranger's: the same allow-list as everywhere.
    return nh3.clean(made, tags=_ELEMENTS, attributes=_ATTRIBUTES, url_schemes=set())


def _depth(tex: str) -> int:
    depth = deepest = 0
    for letter in tex:
        depth += (letter == "{") - (letter == "}")
        deepest = max(deepest, depth)
    return deepest
