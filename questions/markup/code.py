"""Code in colours: Pygments' tokens as a few classes of our own."""

import html
import re
from typing import Final

from pygments import lex
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound

_BLOCK = re.compile(
    r"<code\s+class=[\"']?(?:language-|lang-)?([A-Za-z0-9+#_.-]{1,30})[\"']?[^>]*>(.{0,20000}?)</code>",
    re.DOTALL | re.IGNORECASE,
)
_INSIDE = re.compile(r"<br ?/?>", re.IGNORECASE)
_KINDS: Final[tuple[tuple[_TokenType, str], ...]] = (
    (Token.Comment, "code-comment"),
    (Token.Keyword, "code-keyword"),
    (Token.Literal.String, "code-string"),
    (Token.Literal.Number, "code-number"),
    (Token.Name.Function, "code-name"),
    (Token.Name.Class, "code-name"),
    (Token.Name.Builtin, "code-name"),
)
_MOST: Final = 500
CLASSES: Final = frozenset(name for _kind, name in _KINDS)


def coloured(text: str) -> str:
    """Colour the code blocks of HTML that say which language they are in."""
    if not 0 < text.count("<code") <= _MOST:
        return text
    return _BLOCK.sub(_block, text)


def _block(found: re.Match[str]) -> str:
    if "<" in _INSIDE.sub("", found[2]):
        # It has marks of its own, of another highlighter maybe.
        return found[0]
    plain = html.unescape(_INSIDE.sub("\n", found[2]))
    try:
        lexer = get_lexer_by_name(found[1].lower())
    except ClassNotFound:
        return found[0]
    return f"<code>{''.join(_piece(kind, value) for kind, value in lex(plain, lexer))}</code>"


def _piece(kind: _TokenType, value: str) -> str:
    words = html.escape(value, quote=False)
    name = next((name for one, name in _KINDS if kind[: len(one)] == one), None)
    return f'<span class="{name}">{words}</span>' if name else words
