"""Checks: reasons why a question may be flawed, in words for the person who learns it.

One set serves drafts, imported banks and the editor: `questions.checks.catalogue` lists it,
docs/findings.md describes it.
"""

from collections.abc import Iterator

from questions.bank import Bank
from questions.checks.banks import beside_each_other
from questions.checks.catalogue import BY_NAME, RULES, weight_of
from questions.checks.rule import Flaw, Rule, Weight
from questions.checks.seen import Seen
from questions.model import Finding, Kind, Question
from questions.pictures import is_occluded

__all__ = ["Weight", "can_mend", "check_bank", "findings", "mended", "weight_of"]


def findings(
    question: Question, document_text: str | None = None, *, language: str = "en"
) -> tuple[Finding, ...]:
    """Return what may be wrong with *question*, the weightiest first, each finding once.

    Without its document's text the quotes are not compared with it. Rules about English words are
    left out for other languages, and where the question is plainly not English.
    """
    return tuple(_found(Seen(question, document_text, language)))


def check_bank(bank: Bank) -> dict[str, tuple[Finding, ...]]:
    """Return the findings by question id, for those questions that have any."""
    texts = {document.id: document.text for document in bank.documents}
    seen = [
        Seen(one, texts.get(one.sources[0].document if one.sources else ""), bank.language)
        for one in bank.questions
    ]
    beside = beside_each_other(seen)
    found = {one.question.id: (*_found(one), *beside.get(one.question.id, ())) for one in seen}
    return {name: several for name, several in found.items() if several}


def can_mend(finding: Finding) -> bool:
    """Tell whether there is a mechanical mend; for this very question it may still fail."""
    rule = BY_NAME.get(finding.name)
    return rule is not None and rule.mend is not None


def mended(
    question: Question, finding: Finding, document_text: str | None = None
) -> Question | None:
    """Return the question without this flaw, or None where only a person can mend it."""
    rule = BY_NAME.get(finding.name)
    if rule is None or rule.mend is None:
        return None
    if (finding.field or "").startswith("parts."):
        return _mended_part(question, finding, document_text)
    changed = rule.mend(question, finding, document_text)
    return changed and changed.model_copy(update={"findings": _others(question, finding)})


def _found(seen: Seen) -> Iterator[Finding]:
    if is_occluded(seen.question):
        # Its clozes hold shapes on a picture: there are no words to judge.
        return
    for rule in RULES:
        if rule.applies_to(seen) and (flaw := rule.find(seen)):
            yield _finding(rule, flaw)
    if seen.kind is Kind.COMPOSITE:
        yield from _found_in_parts(seen)


def _found_in_parts(seen: Seen) -> Iterator[Finding]:
    alone = not seen.question.stem.strip()
    for number, part in enumerate(seen.question.parts):
        for finding in _found(Seen(part, seen.document, seen.language, alone=alone)):
            field = f"parts.{number}.{finding.field}" if finding.field else f"parts.{number}"
            yield finding.model_copy(update={"field": field})


def _finding(rule: Rule, flaw: Flaw) -> Finding:
    reason, place = f"{flaw.what} {rule.advice}", flaw.place
    if place is None:
        return Finding(name=rule.name, reason=reason)
    return Finding(
        name=rule.name, reason=reason, field=place.field, start=place.start, end=place.end
    )


def _mended_part(question: Question, finding: Finding, text: str | None) -> Question | None:
    _, number, *rest = (finding.field or "").split(".", 2)
    if not number.isdigit() or int(number) >= len(question.parts):
        return None
    inner = finding.model_copy(update={"field": rest[0] if rest else None})
    part = mended(question.parts[int(number)], inner, text)
    if part is None:
        return None
    parts = list(question.parts)
    parts[int(number)] = part
    return question.model_copy(
        update={"parts": tuple(parts), "findings": _others(question, finding)}
    )


def _others(question: Question, finding: Finding) -> tuple[Finding, ...]:
    return tuple(one for one in question.findings if one != finding)
