"""Names, dates and numbers: found in each sentence, joined and typed for the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questions.generate.fact import Name, Type
from questions.generate.naming.hints import hints
from questions.generate.naming.joining import Joined, joined
from questions.generate.naming.measures import measures
from questions.generate.naming.recognise import Found, recognise
from questions.generate.naming.roles import with_roles
from questions.generate.naming.survey import Survey, survey
from questions.generate.naming.votes import form_of
from questions.generate.reading import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Naming", "Survey", "Type", "name_all", "survey"]


@dataclass(frozen=True)
class Naming:
    """Who and what a stretch names, sentence by sentence."""

    names: tuple[Name, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    genders: dict[int, str]
    shared: frozenset[str]
    titles: dict[tuple[int, int], str]  # (sentence, start of the name) → words before it


def name_all(docs: Sequence[Doc], known: Survey, earlier: Sequence[Name] = ()) -> Naming:
    """Find and join the names of a stretch; *earlier* are the names of stretches before it."""
    found = [recognise(doc) for doc in docs]
    result = joined(found, known, earlier, hints(docs, found))
    mentions = tuple(
        _in_order(several, doc, result) for several, doc in zip(found, docs, strict=True)
    )
    titles = {
        (number, one.start): one.title
        for number, several in enumerate(found)
        for one in several
        if one.title
    }
    names = with_roles(result.names, docs, mentions, titles)
    return Naming(names, mentions, dict(result.genders), result.shared, titles)


def _in_order(found: Sequence[Found], doc: Doc, result: Joined) -> tuple[Mention, ...]:
    """Join names with dates and numbers; what a name holds is no number of its own."""
    named = [_mention(one, result) for one in found]
    counted = [
        one
        for one in measures(doc)
        if not any(other.start < one.end and one.start < other.end for other in named)
    ]
    return tuple(sorted((*named, *counted), key=lambda one: one.start))


def _mention(found: Found, result: Joined) -> Mention:
    number = result.by_form[form_of(found.text)]
    return Mention(found.start, found.end, found.text, result.names[number].type, number)
