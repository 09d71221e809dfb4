"""Clozes: the statement itself with the answer hidden."""

import re

from questions.generate.answers import is_cut_off, is_listed, is_modifier, is_region, is_speaker
from questions.generate.drafts import Draft, variants
from questions.generate.facts import Fact
from questions.generate.names import NAMED, Mention
from questions.generate.people import Directory
from questions.generate.rewriting import Edit, capitalised, rewrite
from questions.generate.suitability import trims
from questions.model import Kind

_BASE = {
    "person": 0.8, "place": 0.7, "organisation": 0.72, "work": 0.72, "event": 0.72,
    "product": 0.6, "language": 0.7, "date": 0.82, "number": 0.74, "percent": 0.72,
    "money": 0.7, "quantity": 0.68, "term": 0.8,
}  # fmt: skip


def cloze(fact: Fact, directory: Directory) -> Draft | None:
    """Hide the answer of *fact* in its sentence; None where that asks for nothing fair."""
    if fact.relation not in _BASE or _unfair(fact, directory):
        return None
    answer, edits = fact.answer, fact.reading.edits
    written = next((one.text for one in edits if _same_place(one, answer)), answer.text)
    if any(_overlaps(one, answer) for one in (*edits, *trims(fact.statement))
           if not _same_place(one, answer)):
        return None
    others = [one for one in edits if not _same_place(one, answer)]
    gap = Edit(answer.start, answer.end, f"{{{{c1::{written}}}}}")
    stem = capitalised(rewrite(fact.statement.text, [gap, *trims(fact.statement), *others]))
    return Draft(
        fact, Kind.CLOZE, stem, variants(written, answer.text), f"cloze-{fact.relation}",
        _score(fact, stem), tuple(fact.reading.doubts),
    )  # fmt: skip


def _unfair(fact: Fact, directory: Directory) -> bool:
    """Tell whether other answers would fit as well, or the answer is what everything is about."""
    answer, statement = fact.answer, fact.statement
    if answer.kind == "person" and directory.same(answer.text, directory.main):
        return True
    tokens = [one for one in statement.doc if answer.start <= one.idx < answer.end]
    rules = (is_listed, is_cut_off, is_region, is_modifier, is_speaker)
    return not tokens or any(rule(answer, tokens) for rule in rules) or (
        _is_example(fact) or not _clues(fact)
    )


def _is_example(fact: Fact) -> bool:
    before = fact.statement.text[: fact.answer.start].lower()
    return re.search(r"\b(?:such as|including|like|e\.g\.|for example,?|for instance,?)[^.;]*$",
                     before) is not None


def _clues(fact: Fact) -> bool:
    """Tell whether enough stays to find the answer: another name, or four words with a sense."""
    named = [one for one in fact.statement.mentions
             if one.kind in NAMED | {"group", "date"} and not _meets(one, fact.answer)]
    resolved = [one for one in fact.reading.edits
                if one.text[:1].isupper() and not _same_place(one, fact.answer)]
    sense = {one.lemma_ for one in fact.statement.doc
             if one.pos_ in {"NOUN", "VERB", "ADJ", "PROPN"} and not one.is_stop
             and not fact.answer.start <= one.idx < fact.answer.end}
    if fact.relation == "term":
        return len(sense) >= 3
    return len(sense) >= (4 if named or resolved else 7)


def _score(fact: Fact, stem: str) -> float:
    length = len(stem.split())
    too_long = max(0, length - 18) * 0.012
    return _BASE[fact.relation] - too_long - 0.15 * len(fact.reading.doubts)


def _meets(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _same_place(edit: Edit, answer: Mention) -> bool:
    return (edit.start, edit.end) == (answer.start, answer.end)


def _overlaps(edit: Edit, answer: Mention) -> bool:
    return edit.start < answer.end and answer.start < edit.end
