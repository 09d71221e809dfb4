"""Make HTML of strangers safe to stand in our pages.

Only elements that show something are let through, with the attributes that they need. The browser
is asked for nothing outside: pictures come from the question's own files, and one that lies
elsewhere becomes a link, unless the learner allows its site. What htmx, a style or a script could
read is not on the lists.
"""

import html
import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import unquote, urlsplit

import nh3

from questions.markup import code, elsewhere

_TEXT = {
    "a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code",
    "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt",
    "u", "ul", "var", "wbr",
}  # fmt: skip
_DROPPED: Final = {"script", "style", "template", "noscript", "iframe", "object", "title", "xmp",
                   "noembed", "noframes", "plaintext", "select", "textarea"}  # fmt: skip
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "col": {"span"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "*": {"dir", "lang"},
}
_CLASSES: Final = {"span": {"cloze", *code.CLASSES}, "code": {"tex"}}
_SCHEMES: Final = {"http", "https", "mailto"}
_TAG = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_SIZE = re.compile(r"\d{1,4}")
_HEADING = re.compile(r"<(/?)h[1-6]\b")
Address = Callable[[str], str]
NOWHERE: Final[frozenset[str]] = frozenset()


def cleaned(text: str) -> str:
    """Return HTML that shows what *text* shows and does nothing."""
    return nh3.clean(
        text,
        tags=_TEXT,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def finished(
    text: str, files: Mapping[str, str], address: Address, hosts: frozenset[str] = NOWHERE
) -> str:
    """Give cleaned HTML its pictures and links; the headings stay below those of the page."""
    lowered = _HEADING.sub(r"<\1h4", text)
    return _TAG.sub(lambda tag: _tag(tag[0], files, address, hosts), lowered)


def outside_tags(text: str, change: Callable[[str, bool], str]) -> str:
    """Apply *change* to the pieces of cleaned HTML; the flag says whether a piece is a tag."""
    parts, position = [], 0
    for tag in _TAG.finditer(text):
        parts += [change(text[position : tag.start()], False), change(tag[0], True)]
        position = tag.end()
    return "".join((*parts, change(text[position:], False)))


def _tag(tag: str, files: Mapping[str, str], address: Address, hosts: frozenset[str]) -> str:
    if tag.startswith("<img"):
        return _picture(dict(_ATTRIBUTE.findall(tag)), files, address, hosts)
    if tag.startswith("<a "):
        return _link(dict(_ATTRIBUTE.findall(tag)))
    return tag


def _picture(
    told: Mapping[str, str], files: Mapping[str, str], address: Address, hosts: frozenset[str]
) -> str:
    source = html.unescape(told.get("src", ""))
    alt = told.get("alt", "")
    if key := files.get(source) or files.get(unquote(source)):
        return f'<img src="{html.escape(address(key))}" alt="{alt}"{_sizes(told)} loading="lazy">'
    if hosts and (far := elsewhere.picture(source)) and far.host in hosts:
        return (
            f'<img src="{html.escape(far.address)}" alt="{alt}"{_sizes(told)} loading="lazy" '
            'referrerpolicy="no-referrer">'
        )
    host = _host(source)
    if host:
        name = html.escape(host)
        return (
            f'<a class="elsewhere" href="{html.escape(source)}" target="_blank" '
            f'rel="noopener noreferrer nofollow">{alt or name}</a>'
        )
    return f'<span class="missing">{alt or html.escape(source[:80])}</span>'


def _sizes(told: Mapping[str, str]) -> str:
    known = ((name, told.get(name, "")) for name in ("width", "height"))
    return "".join(f' {name}="{size}"' for name, size in known if _SIZE.fullmatch(size))


def _link(told: Mapping[str, str]) -> str:
    target = html.unescape(told.get("href", ""))
    title = f' title="{told["title"]}"' if told.get("title") else ""
    # An address of this site would let a deck speak in the app's name.
    if not (_host(target) or target.startswith("mailto:")):
        return f"<a{title}>"
    return (
        f'<a href="{html.escape(target)}" target="_blank" '
        f'rel="noopener noreferrer nofollow"{title}>'
    )


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        return parts.hostname or "" if parts.scheme in {"http", "https"} else ""
    except ValueError:
        return ""
