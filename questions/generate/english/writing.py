"""Writing: lists, possessives, and sentences that end as they should."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.generate.english.articles import mended
from questions.generate.english.capitals import capitalised

_ENDS = ".!?…"
_CLOSING = "”’\"')]»"


def joined(items: Sequence[str], conjunction: str = "and", *, serial_comma: bool = True) -> str:
    """Join a list: a, b, and c; with semicolons where an item holds a comma."""
    if len(items) < 3 or not conjunction:
        return (f" {conjunction} " if conjunction else ", ").join(items)
    mark = ";" if any("," in one for one in items) else ","
    last = mark if serial_comma or mark == ";" else ""
    return f"{f'{mark} '.join(items[:-1])}{last} {conjunction} {items[-1]}"


def possessive(owner: str, *, plural: bool = False, mark: str = "’") -> str:
    """Write whose it is: James’s, the countries’, the children’s."""
    if re.search(r"['’]s?$", owner):
        return owner
    many = plural and owner.endswith(("s", "S"))
    return f"{owner}{mark}" if many else f"{owner}{mark}s"


def owner_of(word: str) -> str:
    """Take the possessive ending off."""
    return re.sub(r"(?<=[sS])['’]$|['’][sS]$", "", word)


def question(text: str) -> str:
    """Write a question: one line, a capital first, one question mark at the end."""
    return capitalised(tidy(f"{_cut(tidy(text))}?"))


def sentence(text: str) -> str:
    """Write a statement: one line, a capital first, a full stop at the end."""
    tidied = tidy(text)
    bare = tidied.rstrip(_CLOSING)
    if tidied != bare and bare.endswith(tuple(_ENDS)):
        return capitalised(tidied)
    last = re.sub(r"[\s,;:]+(?=[.?!…]+$)", "", tidied.rstrip(" ,;:—–-"))
    return capitalised(tidy(last if last.endswith(tuple(_ENDS)) else f"{last}."))


def tidy(text: str) -> str:
    """Mend what exchanged or dropped words leave: spaces, doubled marks and articles, a and an."""
    while (once := _tidied(text)) != text:
        text = once
    return text


def _tidied(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\(\s*\)|\[\s*\]|“\s*”", "", text)
    text = re.sub(r"\s+([,.;:?!%)\]”])", r"\1", text)
    text = re.sub(r"([(\[“])\s+", r"\1", text)
    text = re.sub(r"([,;])(?:\s*[,;])+", r"\1", text)
    text = re.sub(r"([,;])(?=[^\W\d_])", r"\1 ", text)
    text = re.sub(r"[,;:](?=[.?!]$)", "", text)
    text = re.sub(r"\b(the|an?|of|in|to|by|at|for|with) (?:\1) ", r"\1 ", text, flags=re.I)
    text = re.sub(r"\b(?:an?|the) (?=(?:the|an?) )", "", text)
    text = re.sub(r"^[\s,;:.–—]+(?!\d)|^[–—-]+\s", "", text)
    return mended(re.sub(r" {2,}", " ", text)).strip()


def _cut(text: str) -> str:
    """Take off what ends a statement, but not the dot of an abbreviation."""
    text = text.rstrip(" ,;:!?…—–")
    return text if _ABBREVIATED.search(text) else text.rstrip(" .,;:!?…—–")


_ABBREVIATED = re.compile(r"(?:\b[^\W\d_]\.|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|etc|a\.m|p\.m))\.?$")
