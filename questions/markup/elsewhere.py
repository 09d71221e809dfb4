"""Pictures that lie on other sites: whose they are, and under which address they are asked for."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlsplit

# What a policy of ours can name: no number, no name of the learner's own network, no port.
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LONGEST_HOST = 253
_OWN_NETWORK = (".local", ".internal", ".localhost", ".lan", ".home.arpa", ".test", ".invalid")
_NAMED = re.compile(
    r"<img\b[^>]{0,2000}?\bsrc\s*=\s*[\"']?\s*(https?://[^\s\"'<>]{1,2000})"
    r"|!\[[^\]]{0,500}\]\(\s*(https?://[^\s\"'<>)]{1,2000})",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(r'<a class="elsewhere" href="([^"]*)"')
_KEPT_IN_ADDRESS = "/?:@!$&'()*+,;=%~-._"


class Picture(NamedTuple):
    """A picture of another site; its address is asked over https, whatever the deck said."""

    host: str
    address: str


def picture(source: str) -> Picture | None:
    """Return the picture that an address names; None for one that cannot be allowed."""
    try:
        parts = urlsplit(source)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if parts.scheme not in {"http", "https"} or not can_be_allowed(host):
        return None
    if port not in {None, 80, 443}:
        return None
    question = f"?{parts.query}" if parts.query else ""
    path = quote(f"{parts.path or '/'}{question}", safe=_KEPT_IN_ADDRESS)
    return Picture(host, f"https://{host}{path}")


def can_be_allowed(host: str) -> bool:
    """Tell whether a learner may allow the pictures of a site: it has a public name in ASCII."""
    is_name = len(host) <= _LONGEST_HOST and _HOST.fullmatch(host) is not None
    return is_name and not host.endswith(_OWN_NETWORK)


def hosts_named(text: str) -> Iterator[str]:
    """Yield the sites whose pictures a text, HTML or Markdown, wants to show."""
    for found in _NAMED.finditer(text):
        if far := picture(html.unescape(found[1] or found[2])):
            yield far.host


def hosts_left_out(rendered: str) -> Iterator[str]:
    """Yield the sites whose pictures stand as links in what `render` returned."""
    for found in _LEFT_OUT.finditer(rendered):
        if far := picture(html.unescape(found[1])):
            yield far.host
