"""Clozes: the statement itself with the answer hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from questions.generate.answers import (
    is_cut_off,
    is_listed,
    is_modifier,
    is_region,
    is_speaker,
    listed,
)
from questions.generate.drafts import Draft, variants
from questions.generate.facts import Fact, others_fit
from questions.generate.names import NAMED, Mention
from questions.generate.people import Directory
from questions.generate.rewriting import Edit, capitalised, rewrite
from questions.generate.suitability import trims
from questions.model import Finding, Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_BASE = {
    "person": 0.8, "place": 0.7, "organisation": 0.72, "work": 0.72, "event": 0.72,
    "product": 0.6, "language": 0.7, "date": 0.82, "number": 0.74, "percent": 0.72,
    "money": 0.7, "quantity": 0.68, "term": 0.8,
}  # fmt: skip
_UNFAIR = (is_listed, is_cut_off, is_region, is_modifier, is_speaker)
_EXAMPLE = re.compile(r"\b(?:such as|including|like|e\.g\.|for example|for instance)[^.;]*$")
_ENOUGH, _ENOUGH_WITHOUT_NAMES, _ENOUGH_FOR_A_TERM = 5, 7, 3
_SAYS_SOMETHING = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})


def cloze(fact: Fact, directory: Directory) -> Draft | None:
    """Hide the answer of *fact* in its sentence; None where that asks for nothing fair."""
    if fact.relation not in _BASE or _unfair(fact, directory):
        return None
    answer = fact.answer
    edits = [*fact.reading.edits, *trims(fact.statement)]
    others = [one for one in edits if not _same_place(one, answer)]
    if any(one.start < answer.end and answer.start < one.end for one in others):
        return None
    written = next((one.text for one in edits if _same_place(one, answer)), answer.text)
    gap = Edit(answer.start, answer.end, f"{{{{c1::{written}}}}}")
    stem = capitalised(rewrite(fact.statement.text, [gap, *others]))
    doubts = (*fact.reading.doubts, *_pair(fact), *others_fit(fact))
    return Draft(
        fact, Kind.CLOZE, stem, variants(written, answer.text), f"cloze-{fact.relation}",
        _score(fact, stem, len(doubts)), doubts,
    )  # fmt: skip


def _unfair(fact: Fact, directory: Directory) -> bool:
    """Tell whether other answers would fit as well, or the answer is what everything is about."""
    answer, tokens = fact.answer, _tokens(fact)
    if answer.kind == "person" and _is_poor_person(fact, directory):
        return True
    if not tokens or any(rule(answer, tokens) for rule in _UNFAIR):
        return True
    before = fact.statement.text[: answer.start].lower()
    return _EXAMPLE.search(before) is not None or not _clues(fact)


def _is_poor_person(fact: Fact, directory: Directory) -> bool:
    """Tell whether everything is about the person, or *a Norman* is none."""
    name, tokens = fact.answer.text, _tokens(fact)
    inside = {one.i for one in tokens}
    used = any(one.dep_ == "compound" and one.head.i not in inside for one in tokens)
    described = any(child.lower_ in {"a", "an"} for one in tokens for child in one.lefts)
    unknown = " " not in directory.full(name)
    return directory.same(name, directory.main) or (unknown and used) or described


def _pair(fact: Fact) -> tuple[Finding, ...]:
    if listed(fact.answer, _tokens(fact)) != 2:
        return ()
    reason = "The sentence names two that belong together; only the other one tells which."
    return (Finding(name="one-of-two", reason=reason),)


def _clues(fact: Fact) -> bool:
    """Tell whether enough stays to find the answer by."""
    cut = [Edit(fact.answer.start, fact.answer.end, ""), *fact.reading.edits]
    sense = {
        one.lemma_
        for one in fact.statement.doc
        if not any(edit.start <= one.idx < edit.end for edit in cut)
        and one.pos_ in _SAYS_SOMETHING
        and not one.is_stop
    }
    if fact.relation == "term":
        return len(sense) >= _ENOUGH_FOR_A_TERM
    return len(sense) >= (_ENOUGH if _names_another(fact) else _ENOUGH_WITHOUT_NAMES)


def _names_another(fact: Fact) -> bool:
    answer = fact.answer
    resolved = any(
        one.text[:1].isupper() and not _same_place(one, answer) for one in fact.reading.edits
    )
    return resolved or any(
        one.kind in NAMED | {"group", "date"}
        and (one.start >= answer.end or one.end <= answer.start)
        for one in fact.statement.mentions
    )


def _score(fact: Fact, stem: str, doubts: int) -> float:
    too_long = max(0, len(stem.split()) - 18) * 0.012
    return _BASE[fact.relation] - too_long - 0.15 * doubts


def _tokens(fact: Fact) -> list[Token]:
    return [one for one in fact.statement.doc if fact.answer.start <= one.idx < fact.answer.end]


def _same_place(edit: Edit, answer: Mention) -> bool:
    return (edit.start, edit.end) == (answer.start, answer.end)
