"""Ordering: events that the text dates, to be put in the order in which they happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from questions.generate.draft import Draft
from questions.generate.fact import DocumentModel, Fact
from questions.generate.kinds.chance import chance
from questions.generate.kinds.dated import Event, events, in_order
from questions.model import Kind

_FEWEST, _MOST = 3, 5
STEM = "Put these events in the order in which they happened, the earliest first."


def orderings(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Make orderings of a stretch's dated events, each in the window where its first one stands.

    Events belong together that are told in one section, or else of one subject.
    """
    inside = {one.sentence for one in facts}
    found = list(events(model.facts))
    for group in _grouped(found):
        ordered = _spread(in_order(group), model)
        if len(ordered) >= _FEWEST and min(one.fact.sentence for one in ordered) in inside:
            yield _draft(ordered)


def _grouped(found: Sequence[Event]) -> Iterator[list[Event]]:
    sections = _by(found, lambda one: one.fact.section)
    whole = [group for group in sections if len(in_order(group)) >= _FEWEST]
    yield from whole
    used = {one.fact.sentence for group in whole for one in group}
    yield from _by([one for one in found if one.fact.sentence not in used], _subject)


def _by(found: Sequence[Event], mark: Callable[[Event], Hashable]) -> list[list[Event]]:
    groups: defaultdict[Hashable, list[Event]] = defaultdict(list)
    for one in found:
        if (key := mark(one)) is not None:
            groups[key].append(one)
    return list(groups.values())


def _subject(one: Event) -> Hashable:
    subject = one.fact.subject
    return subject.name if subject is not None else None


def _spread(ordered: list[Event], model: DocumentModel) -> list[Event]:
    """Draw at most five, in their order."""
    if len(ordered) <= _MOST:
        return ordered
    lots = chance(model.seed, *(one.text for one in ordered))
    return [ordered[at] for at in sorted(lots.sample(range(len(ordered)), _MOST))]


def _draft(ordered: Sequence[Event]) -> Draft:
    dates = "; ".join(f"{one.written}: {one.text.rstrip('.')}" for one in ordered)
    return Draft(
        method="ordering-dated",
        kind=Kind.ORDERING,
        facts=tuple(one.fact for one in ordered),
        stem=STEM,
        items=tuple(one.text for one in ordered),
        explanation=f"{dates}.",
    )
