"""Short questions: who, when, where, how many, what is the, what does it stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from questions.generate.clauses import Clause, clause_of
from questions.generate.drafts import Draft, variants
from questions.generate.facts import Fact, others_fit
from questions.generate.names import Mention
from questions.generate.people import Directory, surname
from questions.generate.rewriting import capitalised
from questions.generate.statements import end_of, span_of
from questions.model import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_FEWEST, _MOST = 6, 26


def short(fact: Fact, directory: Directory) -> Draft | None:
    """Ask for the answer of *fact*; None where no plain pattern fits."""
    if fact.relation.startswith("abbreviation:"):
        return _abbreviation(fact)
    rule, clause = _RULES.get(fact.relation), clause_of(fact.reading)
    if rule is None or clause is None or _is_main(fact, directory):
        return None
    stem = rule(clause, fact.answer)
    if stem is None or ";" in stem or not _FEWEST <= len(stem.split()) <= _MOST:
        return None
    return _draft(fact, capitalised(stem), directory)


def _draft(fact: Fact, stem: str, directory: Directory) -> Draft:
    answer = fact.answer.text
    full = directory.full(answer) if fact.relation == "person" else answer
    last = (surname(full),) if fact.relation == "person" else ()
    accepted = tuple(dict.fromkeys((*variants(full, answer), *last)))
    doubts = (*fact.reading.doubts, *others_fit(fact))
    score = 0.84 - max(0, len(stem.split()) - 14) * 0.015 - 0.15 * len(doubts)
    return Draft(
        fact,
        Kind.SHORT,
        stem,
        accepted,
        f"short-{fact.relation}",
        score,
        doubts,
    )


def _abbreviation(fact: Fact) -> Draft:
    name = fact.relation.partition(":")[2]
    answer = fact.answer.text
    return Draft(
        fact,
        Kind.SHORT,
        f"What does the abbreviation {name} stand for?",
        (answer,),
        "short-abbreviation",
        0.9,
    )


def _is_main(fact: Fact, directory: Directory) -> bool:
    return fact.relation == "person" and directory.same(fact.answer.text, directory.main)


def _when(clause: Clause, answer: Mention) -> str | None:
    phrase = _adjunct(clause, answer, {"in", "on"})
    if phrase is None or not _tells_enough(clause, answer):
        return None
    asked = "in what year" if re.fullmatch(r"\d{4}", answer.text) else "when"
    rest = clause.inverted(phrase)
    return f"{asked} {rest}?" if rest else None


def _where(clause: Clause, answer: Mention) -> str | None:
    phrase = _adjunct(clause, answer, {"in", "at"})
    if phrase is None or not _tells_enough(clause, answer):
        return None
    if re.match(r",? (?:in|at|near|on) |, [A-Z]", clause.statement.text[answer.end :]):
        return None
    rest = clause.inverted(phrase)
    return f"where {rest}?" if rest else None


def _who(clause: Clause, answer: Mention) -> str | None:
    """Ask for a subject that is a name with at most a title before it."""
    span = span_of(clause.subject)
    if end_of(span) != answer.end or _before_name(span.text, answer.text) > 3:
        return None
    if not _tells_enough(clause, answer) or any(one.dep_ == "conj" for one in span):
        return None
    if any(
        one.dep_ == "attr" and one.left_edge.lower_ in {"a", "an"} for one in clause.verb.children
    ):
        return None
    if (lead := clause.lead) and not re.fullmatch(r"(?:In|On) (?:[\w,]+ ){0,3}\d{4}", lead):
        return None
    rest = clause.words(end_of(span), clause.end)
    return f"{lead}, who {rest}?" if lead else f"who {rest}?"


def _how_many(clause: Clause, answer: Mention) -> str | None:
    number = _token_at(clause, answer.end - 1)
    if number is None or number.dep_ != "nummod" or clause.lead:
        return None
    if not _tells_enough(clause, answer):
        return None
    noun = number.head
    if noun.left_edge.idx != answer.start:
        return None
    if noun.i == clause.subject.i:
        return f"how many {clause.words(answer.end, clause.end)}?"
    if noun.dep_ != "dobj" or noun.head.i != clause.verb.i:
        return None
    phrase = span_of(noun)
    rest = clause.inverted((phrase[0].idx, end_of(phrase)))
    return f"how many {clause.words(answer.end, end_of(phrase))} {rest}?" if rest else None


def _what_is_the(clause: Clause, answer: Mention) -> str | None:
    """Ask *What is the Y of Z?* for the X of *X is the Y of Z*."""
    complement = next((one for one in clause.verb.children if one.dep_ == "attr"), None)
    if complement is None or clause.lead or complement.left_edge.lower_ != "the":
        return None
    if clause.after_subject != answer.end or clause.verb.lower_ not in {"is", "are"}:
        return None
    return f"what {clause.words(clause.verb.idx, clause.end)}?"


def _adjunct(clause: Clause, answer: Mention, prepositions: set[str]) -> tuple[int, int] | None:
    """Return where *in 1973* lies, if it says so of the main verb and of nothing else."""
    inside = [one for one in clause.statement.doc if answer.start <= one.idx < answer.end]
    token = next((one for one in inside if one.head not in inside), None)
    if token is None or token.dep_ != "pobj" or token.head.lower_ not in prepositions:
        return None
    preposition = token.head
    span = span_of(preposition)
    exact = (span[1].idx, end_of(span)) == (answer.start, answer.end) if len(span) > 1 else False
    if preposition.head.i != clause.verb.i or not exact:
        return None
    leads = clause.lead.rstrip(",") == span.text
    if clause.lead and not leads:
        return None
    return span[0].idx, answer.end


def _tells_enough(clause: Clause, answer: Mention) -> bool:
    """Tell whether the question still names somebody or something."""
    edits = any(one.text[:1].isupper() for one in clause.reading.edits)
    return edits or any(
        one.kind not in {"number", "date", "percent", "quantity", "money"} and one != answer
        for one in clause.statement.mentions
        if one.start < clause.end
    )


def _token_at(clause: Clause, place: int) -> Token | None:
    return next((one for one in clause.statement.doc if one.idx <= place < end_of(one)), None)


def _before_name(span: str, name: str) -> int:
    return len(span[: span.find(name)].split())


_RULES: dict[str, Callable[[Clause, Mention], str | None]] = {
    "date": _when, "place": _where, "person": _who, "number": _how_many, "term": _what_is_the,
}  # fmt: skip
