"""Dated: events with the day, month or year in which they happened, and how to name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questions.generate.english import lead_of, rest_of, sentence, written
from questions.generate.fact import Fact, Modality, Part, Phrase, Role, Type
from questions.generate.naming.dates import iso

_SHORTEST, _LONGEST = 4, 18


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, in a sentence without its date; *when* is 2013, 2013-11 or 2013-11-05."""

    fact: Fact
    text: str
    when: str
    written: str  # as the text writes it

    @property
    def year(self) -> str:
        return str(_rank(self.when)[0])


def events(facts: Sequence[Fact]) -> Iterator[Event]:
    """Yield the events that can be named without their date, each sentence once."""
    told: set[int] = set()
    for fact in facts:
        if fact.sentence in told or fact.modality is not Modality.FACT or not fact.positive:
            continue
        if fact.doubts or (fact.predicate is not None and fact.predicate.tense != "past"):
            continue
        if (found := _event(fact) or _opened(fact)) is not None:
            told.add(fact.sentence)
            yield found


def in_order(found: Sequence[Event]) -> list[Event]:
    """Sort events and keep of those that cannot be told apart in time the first one."""
    ordered = sorted(found, key=lambda one: _rank(one.when))
    kept: list[Event] = []
    for one in ordered:
        if not kept or _is_after(one.when, kept[-1].when):
            kept.append(one)
    return kept


def _event(fact: Fact) -> Event | None:
    dates = [one for one in fact.parts if one.role is Role.TIME]
    if len(dates) != 1 or (when := _when(dates[0])) is None:
        return None
    subject, predicate = fact.subject, fact.predicate
    if subject is None or predicate is None:
        return None
    lead = lead_of(fact, dates)
    told = f"{subject.text} {written(predicate)} {rest_of(fact, dates)}"
    text = sentence(f"{lead}, {told}" if lead else told)
    return _named(fact, text, when, dates[0].phrase.text)


def _named(fact: Fact, text: str, when: str, date: str) -> Event | None:
    """Make the event, unless its words are too many or tell when it was."""
    if not _SHORTEST <= len(text.split()) <= _LONGEST or _TELLS_WHEN.search(text):
        return None
    return Event(fact, text, when, date)


def _opened(fact: Fact) -> Event | None:
    """Take the date off that a sentence of any structure opens with: In 1963, …"""
    first = next((one for one in fact.phrases if one.type is Type.DATE), None)
    opening = _OPENING.match(fact.statement)
    if first is None or opening is None or first.at != opening.end():
        return None
    end = first.at + len(first.text)
    rest = fact.statement[end:]
    if not rest.startswith(", ") or (when := _point(first)) is None or not _PAST.search(rest):
        return None
    return _named(fact, sentence(rest[2:]), when, first.text)


def _when(part: Part) -> str | None:
    """Return the date of a part that names one point of time; a stretch has no place in a row."""
    if part.phrase.type is not Type.DATE or part.marker.lower() not in {"in", "on", "at", ""}:
        return None
    return _point(part.phrase)


def _point(phrase: Phrase) -> str | None:
    when = phrase.normal or iso(phrase.text)
    return when if when and _PARTS.fullmatch(when) else None


def _rank(when: str) -> tuple[int, ...]:
    sign, rest = (-1, when[1:]) if when.startswith("-") else (1, when)
    year, *more = (int(one) for one in rest.split("-"))
    return (sign * year, *more)


def _is_after(one: str, other: str) -> bool:
    """Tell whether *one* is surely later: not so for 2013-11 and 2013."""
    first, second = _rank(one), _rank(other)
    shared = min(len(first), len(second))
    return first[:shared] > second[:shared]


_PARTS = re.compile(r"(-?\d{4})(?:-\d\d(?:-\d\d)?)?")
_OPENING = re.compile(r"(?:In|On) ")
#: A finite verb in the past, roughly: a sentence about what may still come has none.
_PAST = re.compile(r"\b(?:was|were|had|did|[a-z]+ed|became|began|left|took|led|won|wrote|made)\b")
#: What would give the order away, or leave open when it was.
_TELLS_WHEN = re.compile(
    r"\d{3,}|\b(?:then|later|after|before|again|earlier|first|finally|eventually|meanwhile|"
    r"subsequently|next|last|previous|previously|following|since|until|same|centur\w+|anniversary|"
    r"January|February|April|June|July|August|September|October|November|December)\b"
)
