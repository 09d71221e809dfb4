"""Kinds: makers of questions from facts, one for each form that a question can take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from questions.generate.draft import Draft
from questions.generate.fact import DocumentModel, Fact
from questions.generate.kinds.abbreviations import abbreviation_choices
from questions.generate.kinds.choice import choices
from questions.generate.kinds.glossary import glossary
from questions.generate.kinds.lists import completions, exclusions
from questions.generate.kinds.matching import matchings
from questions.generate.kinds.ordering import orderings
from questions.generate.kinds.reasons import reasons
from questions.generate.kinds.terms import term_choices

Maker = Callable[[Sequence[Fact], DocumentModel], Iterable[Draft]]

#: Every maker here by its name; a maker sees one window's facts and all that is known.
MAKERS: Mapping[str, Maker] = {
    "choice": choices,
    "term-choice": term_choices,
    "abbreviation-choice": abbreviation_choices,
    "exclusion": exclusions,
    "completion": completions,
    "ordering": orderings,
    "matching": matchings,
    "reason": reasons,
    "glossary": glossary,
}
