"""What a look over a whole document tells of its names: full forms, acronyms and titles.

No parse is needed, so a book is quick; every stretch of it is read with the same knowledge.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from questions.generate.lexicon import is_given_name
from questions.generate.naming.words import BEFORE_TITLES, COMMON, ENDS, TITLES

_WORD = r"(?:[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[’'-][^\W\d_]+)*|[A-Z]\.)"
_PARTICLE = r"(?:de|da|di|del|della|der|van|von|den|la|le|al|bin|ibn|el|ter|zu|y)"
_RUN = re.compile(rf"{_WORD}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}{_WORD})+")
_LINK = r"(?:of|the|and|for|in|on|to|with|&|de)"
_LONG = rf"{_WORD}(?:[ ](?:{_LINK}[ ]){{0,2}}{_WORD}){{1,8}}"
_SHORT = r"[A-Z][A-Za-z0-9&.-]{1,9}"
_DEFINED = re.compile(rf"({_LONG})[’']?s?,? ?\((?:the |an? |or )?[\"“‘']?({_SHORT})[\"”’']?[,;)]")
_EXPLAINED = re.compile(rf"\b({_SHORT}) ?\((?:the )?({_LONG})\)")
_TITLED = re.compile(
    r"\b([A-Z][a-z]+\.?) ((?:[A-ZÀ-ÖØ-Þ][\w’'-]+|[A-Z]\.)(?: (?:[A-ZÀ-ÖØ-Þ][\w’'-]+|[A-Z]\.)){0,3})"
)
_MOST = 20_000


@dataclass(frozen=True)
class Survey:
    """Names of several words by their last and first word; acronyms; titles by name."""

    title: str
    by_last: Mapping[str, tuple[str, ...]]
    by_first: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]
    acronyms: Mapping[str, str]  # CSTO → Collective Security Treaty Organization
    titles: Mapping[str, frozenset[str]]  # Tokayev → {president}


@lru_cache(maxsize=2)
def survey(text: str, title: str = "") -> Survey:
    """Look over the prose of a document; asked again for the same text it costs nothing."""
    counts = Counter(_runs(text))
    if len(counts) > _MOST:
        counts = Counter(dict(counts.most_common(_MOST)))
    by_last: defaultdict[str, list[str]] = defaultdict(list)
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for name in counts:
        by_last[name.split()[-1]].append(name)
        by_first[name.split()[0]].append(name)
    return Survey(
        title,
        {word: tuple(names) for word, names in by_last.items()},
        {word: tuple(names) for word, names in by_first.items()},
        counts,
        dict(_acronyms(text)),
        _titles(text),
    )


def is_person_name(name: str) -> bool:
    """Tell whether words in capitals look like a person's first and last name."""
    words = name.split()
    if not 1 < len(words) <= 5 or words[-1].lower() in ENDS or words[-1].endswith("."):
        return False
    first = words[0]
    known = is_given_name(first.split("-")[0]) or bool(re.fullmatch(r"[A-Z]\.", first))
    return known and first.lower() not in COMMON | TITLES


def _runs(text: str) -> Iterator[str]:
    """Yield the runs of capitalised words, without what only begins a sentence or is a title."""
    for match in _RUN.finditer(text):
        words = match[0].removesuffix("’s").removesuffix("'s").split(" ")
        while words and _is_lead(words[0]):
            words.pop(0)
        if len(words) > 1:
            yield " ".join(words)


def _is_lead(word: str) -> bool:
    lower = re.split(r"[’']", word)[0].lower().rstrip(".")
    return lower in COMMON or lower in TITLES or lower in BEFORE_TITLES


def _acronyms(text: str) -> Iterator[tuple[str, str]]:
    for match in _DEFINED.finditer(text):
        if long := _spelled(match[1], match[2]):
            yield match[2], long
    for match in _EXPLAINED.finditer(text):
        if long := _spelled(match[2], match[1]):
            yield match[1], long


def _spelled(long: str, short: str) -> str | None:
    """Return the last words of *long* that *short* is made of, None if it is not."""
    letters = re.sub(r"[^A-Za-z]", "", short).upper().removesuffix("S" if short[-1:] == "s" else "")
    words = re.split(r"[ -]", long)
    for first in range(len(words)):
        if initials(" ".join(words[first:])) == letters and len(letters) > 1:
            return long[_place(long, first) :]
    return None


def _place(long: str, first: int) -> int:
    starts = [0, *(match.end() for match in re.finditer(r"[ -]", long))]
    return starts[first]


def initials(long: str) -> str:
    """Return the first letters of the words that count: Organization of the … → O…"""
    small = {"of", "the", "and", "for", "in", "on", "to", "with", "&", "de", "a", "an"}
    return "".join(
        word[0].upper() for word in re.split(r"[ -]", long) if word and word.lower() not in small
    )


def _titles(text: str) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for match in _TITLED.finditer(text):
        word = match[1].lower().rstrip(".")
        if word in TITLES:
            name = match[2].removesuffix("’s").removesuffix("'s")
            found[name].add(word)
            found[name.split()[-1]].add(word)
    return {name: frozenset(several) for name, several in found.items()}
