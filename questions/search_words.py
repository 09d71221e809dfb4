"""What search compares: words without case, accents and typography."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from questions import cloze
from questions.model import Kind, Question
from questions.plain import words_in

_SPACE = re.compile(r"\s+")
# Quotation marks, primes, hyphens and dashes as people, phones and word processors set them.
_SAME = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
)


def folded(text: str) -> str:
    """Reduce *text* to what search compares; folding twice changes nothing.

    Accents go where they adorn a letter (Latin, Greek); elsewhere they make another letter.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    letters: list[str] = []
    for letter in unicodedata.normalize("NFD", plain):
        adorns = unicodedata.combining(letter) and letters and _is_adorned(letters[-1])
        if not adorns:
            letters.append(letter)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", "".join(letters))).strip()


def _is_adorned(letter: str) -> bool:
    return letter < "\u0250" or "\u0370" <= letter < "\u0400"


def words_of(question: Question) -> str:
    """Return the folded words of a question, a line for each of its texts: the stem comes first."""
    texts = (words_in(question, text) for text in _texts(question))
    return "\n".join(filter(None, map(folded, texts)))


def listed(names: Iterable[str]) -> str:
    """Write folded names so that one of them can be found: each stands between line ends."""
    kept = dict.fromkeys(filter(None, map(folded, names)))
    return f"\n{chr(10).join(kept)}\n" if kept else ""


def _texts(question: Question) -> Iterator[str]:
    is_cloze = question.kind is Kind.CLOZE
    yield cloze.plain(question.stem) if is_cloze else question.stem
    yield from (one.text for one in question.answers)
    yield from (one.text for one in question.choices)
    yield from (one.text for one in question.spots)
    for pair in question.pairs:
        yield from (pair.left or "", pair.right)
    yield from question.items
    for gap in question.gaps:
        yield from (one.text for one in gap.options)
    for part in question.parts:
        yield from _texts(part)
    yield from (question.title or "", question.explanation)
