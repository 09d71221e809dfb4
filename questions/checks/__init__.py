"""Checks: reasons why a question may be flawed, in words for the person who learns it."""

from collections import defaultdict

from questions.bank import Bank
from questions.checks.rules import RULES
from questions.checks.sources import source_reasons
from questions.faces import face, parts_of
from questions.model import Finding, Question, fingerprint

__all__ = ["check_bank", "findings"]


def findings(question: Question, document_text: str | None = None) -> tuple[Finding, ...]:
    """Return what may be wrong with *question*; without its text the quote is not checked."""
    found = [
        Finding(name=name, reason=reason)
        for name, rule in RULES.items()
        if (reason := rule(question))
    ]
    if document_text is not None:
        found += [
            Finding(name="quote-mismatch", reason=reason)
            for reason in source_reasons(question, document_text)
        ]
    return tuple(found)


def check_bank(bank: Bank) -> dict[str, tuple[Finding, ...]]:
    """Return the findings by question id, for those questions that have any."""
    texts = {document.id: document.text for document in bank.documents}
    twins = _twins(bank)
    found: dict[str, tuple[Finding, ...]] = {}
    for question in bank.questions:
        source = question.sources[0].document if question.sources else ""
        several = findings(question, texts.get(source))
        if question.id in twins:
            several += (Finding(name="duplicate-question", reason=twins[question.id]),)
        if several:
            found[question.id] = several
    return found


def _twins(bank: Bank) -> dict[str, str]:
    """Find the questions that ask again what an earlier one asks."""
    seen: defaultdict[tuple[str, ...], list[Question]] = defaultdict(list)
    for question in bank.questions:
        seen[_asks(question)].append(question)
    return {
        again.id: f"It asks the same as the question “{first.stem[:60]}”."
        for first, *more in seen.values()
        for again in more
    }


def _asks(question: Question) -> tuple[str, ...]:
    shown = [face(question, part) for part in parts_of(question)]
    words = tuple(
        " ".join(segment.text if not segment.gap else "…" for segment in one.stem).lower()
        for one in shown
    )
    return words or (fingerprint(question),)
