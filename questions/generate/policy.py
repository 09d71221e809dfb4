"""Policy: which methods are kept by default, and why the others are not.

A method that is off still makes drafts for "more"; none of them is kept unasked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether drafts of a method are kept by default, and the reason."""

    on: bool
    reason: str


ON = Rule(True, "judged good enough")
#: The longest name that a method begins with decides.
POLICY: dict[str, Rule] = {
    "cloze": ON,
    "cloze-thing": Rule(True, "of technical terms and telling noun phrases, by their score"),
    "cloze-clause": Rule(False, "several wordings are right, and they are long to type"),
    "plain": Rule(True, "the only questions that can be made without the parser"),
    "cloze-number": Rule(False, "judged acceptable in 4 of 20"),
    "short": ON,
    "short-what-subject": Rule(False, "judged acceptable in none of 15"),
    "short-who-subject": Rule(False, "judged acceptable in 4 of 17: too many fit"),
    "short-what-object": Rule(False, "judged acceptable in 4 of 7"),
    "choice-date": ON,
    "choice-state": ON,
    "choice-abbreviation": ON,
    "choice": Rule(False, "too many of the others have an option that is no rival, as judged"),
    "ordering": Rule(False, "too few were judged"),
    "matching": Rule(False, "too few were judged"),
    "flashcard": ON,
    "truefalse": Rule(False, "judged acceptable in 1 of 5"),
}
OFF = Rule(False, "not judged yet")


def rule_of(method: str) -> Rule:
    """Return the rule for a method: that of its own name, or of what it begins with."""
    name = method
    while name:
        if name in POLICY:
            return POLICY[name]
        name = name.rpartition("-")[0]
    return OFF
