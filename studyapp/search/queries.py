"""What a query is: terms, joined by "and", "or" and "not"; and what can be wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What can be wrong with a query.
FAULTS = {
    "too-long": "This search is longer than %(most)s characters.",
    "stray-bracket": "This bracket closes nothing.",
    "too-deep": "Brackets nest too deeply here.",
    "lonely-or": "Something must stand on both sides of “or”.",
    "open-bracket": "This bracket is never closed.",
    "empty-brackets": "There is nothing between these brackets.",
    "lonely-minus": "“-” leaves out what follows it at once: -word.",
    "too-many": "This search has more than %(most)s parts.",
    "unknown-word": "There is no search word “%(name)s:”.",
    "open-quote": "This quotation mark is never closed.",
    "no-value": "Nothing follows “%(name)s:”.",
    "empty-quotes": "There is nothing to look for between these marks.",
    "unknown-value": "“%(value)s” is none of the words after %(name)s: — %(known)s.",
    "no-days": "After %(name)s: stands a number of days, as in %(example)s.",
    "no-answer": "After the days stands an answer: %(known)s.",
}

# Whatever the language takes for the end of a phrase, and what says that it is meant.
_QUOTES = re.compile(r'["“”„«»\\]')


@dataclass(frozen=True)
class Spot:
    """A stretch of the query."""

    start: int = 0
    end: int = 0


class QueryError(ValueError):
    """A query that cannot be understood: why, where, and the nearest one that can.

    The *fault* is a key of `FAULTS`, so that a page can say it in the reader's language.
    """

    def __init__(self, fault: str, spot: Spot, *, fix: str = "", **values: str) -> None:
        super().__init__(FAULTS[fault] % values)
        self.fault = fault
        self.values = values
        self.spot = spot
        self.fix = fix.strip()
        self.suggestion = ""


@dataclass(frozen=True)
class Term:
    """One thing to look for; *key* is "" for words. A literal value has no wildcards."""

    key: str
    value: str
    literal: bool = False

    def __str__(self) -> str:
        inside = _QUOTES.sub(r"\\\g<0>", self.value)
        shown = f'"{inside}"' if self.literal else self.value
        return f"{self.key}:{shown}" if self.key else shown


@dataclass(frozen=True)
class Not:
    """What must not be so."""

    part: Query

    def __str__(self) -> str:
        return f"-{_inner(self.part)}"


@dataclass(frozen=True)
class Every:
    """What must be so together; without parts it finds everything."""

    parts: tuple[Query, ...] = ()

    def __str__(self) -> str:
        return " ".join(
            _inner(part) if isinstance(part, Either) else str(part) for part in self.parts
        )


@dataclass(frozen=True)
class Either:
    """What may be so, one or the other."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


Query = Term | Not | Every | Either


def _inner(part: Query) -> str:
    return f"({part})" if isinstance(part, Every | Either) else str(part)


def terms_of(query: Query) -> Iterator[Term]:
    """Yield each term of a query once, in order."""
    found: dict[Term, None] = {}
    _collect(query, found)
    yield from found


def _collect(query: Query, found: dict[Term, None]) -> None:
    if isinstance(query, Term):
        found[query] = None
    elif isinstance(query, Not):
        _collect(query.part, found)
    else:
        for part in query.parts:
            _collect(part, found)
