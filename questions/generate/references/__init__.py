"""References: what *he*, *its*, *the treaty* and *this* stand for, or that it cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from questions.generate.fact import Name
from questions.generate.naming import Naming, name_all, survey
from questions.generate.reading import Doubt, Open, Parsed, Read, Reading
from questions.generate.references.decisions import Decided, Decider
from questions.generate.references.pairs import Told
from questions.generate.references.people import full_names, shared_names
from questions.generate.references.pointing import pointing
from questions.generate.references.resolver import Link, Resolved, resolve
from questions.generate.references.standing import Words, words_of
from questions.generate.references.times import dated as dated_edits
from questions.generate.rewriting import Edit

__all__ = ["Traces", "read", "trace"]


@dataclass(frozen=True)
class Traces:
    """What `read` relies on, for those who measure it."""

    naming: Naming
    resolved: Resolved
    decided: tuple[Decided, ...]

    @property
    def written(self) -> tuple[Link, ...]:
        """Return the links on which the words of an edit depend."""
        return tuple(link for one in self.decided for link in one.written)


def read(
    parsed: Sequence[Parsed],
    *,
    text: str,
    title: str = "",
    dated: date | None = None,
    earlier: Sequence[Name] = (),
) -> Read:
    """Read a stretch of sentences: names joined and typed, references resolved or refused.

    *text* is the prose of the whole document, in which full names, acronyms and titles are looked
    up once; *dated* is the day on which it was written; *earlier* are the names of the stretches
    before, whose types then hold here too. The result depends on nothing else.
    """
    traces = trace(parsed, text=text, title=title, earlier=earlier)
    words, told = words_of(parsed, traces.naming), Told()
    readings = tuple(
        _reading(one, number, traces, dated, tuple(told.edits(one.doc, number, words)))
        for number, one in enumerate(parsed)
    )
    return Read(traces.naming.names, readings)


def trace(
    parsed: Sequence[Parsed], *, text: str, title: str = "", earlier: Sequence[Name] = ()
) -> Traces:
    """Read a stretch, and keep how each decision came about."""
    naming = name_all([one.doc for one in parsed], survey(text, title), earlier)
    resolved = resolve(parsed, naming, title)
    words = words_of(parsed, naming)
    decided = tuple(_decided(one, number, resolved, words) for number, one in enumerate(parsed))
    return Traces(naming, resolved, decided)


def _decided(sentence: Parsed, number: int, resolved: Resolved, words: Words) -> Decided:
    decider = Decider(words, sentence.doc, number)
    links = {id(link.referent): link for link in resolved.links[number]}
    for one in resolved.referents[number]:
        if link := links.get(id(one)):
            decider.decide(link)
        if entity := resolved.entities.get(id(one)):
            decider.note(one, entity)
    return decider.decided


def _reading(
    sentence: Parsed, number: int, traces: Traces, said: date | None, summed: Sequence[Edit]
) -> Reading:
    """Put together what is known of a sentence; *summed* are its pairs and deeds, written out."""
    decided, naming = traces.decided[number], traces.naming
    mentions = naming.mentions[number]
    names = {one.id: one for one in naming.names}
    edits = [
        *summed,
        *decided.edits,
        *full_names(sentence.doc, mentions, names),
        *dated_edits(sentence.text, said),
    ]
    return Reading(
        sentence,
        mentions,
        tuple(sorted(edits, key=lambda one: (one.start, -one.end))),
        tuple(decided.inner),
        tuple(
            sorted(
                (
                    one
                    for one in (*decided.open, *pointing(sentence.doc))
                    if not _is_written(one, summed)
                ),
                key=lambda one: one.start,
            )
        ),
        (
            *(one for one in decided.doubts if not _is_written(one, summed)),
            *shared_names(mentions, naming),
        ),
    )


def _is_written(one: Open | Doubt, edits: Sequence[Edit]) -> bool:
    return any(edit.start <= one.start and one.end <= edit.end for edit in edits)
