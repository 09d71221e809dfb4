"""Policy: which methods are kept by default, and why the others are not.

A method that is off still makes drafts for "more"; none of them is kept unasked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether drafts of a method are kept by default, from which score on, and the reason."""

    on: bool
    reason: str
    least: float = 0.38


ON = Rule(True, "judged good enough from its score on")
#: The longest name that a method begins with decides. The shares are of documents that the ranker
#: did not learn from; `./run quality ranker` prints them anew.
POLICY: dict[str, Rule] = {
    "cloze": ON,
    "cloze-name": Rule(True, "57 % of 82 acceptable above its score, on new documents", 0.36),
    "cloze-thing": Rule(True, "46 % of 74 acceptable above its score, 24 % of all", 0.41),
    "cloze-term": Rule(True, "70 % of 10 acceptable at any score", 0.25),
    "cloze-date": Rule(True, "60 % of 10 acceptable above its score", 0.42),
    "cloze-number": Rule(True, "half of the few above its score; 25 % of 68 at any", 0.42),
    "cloze-clause": Rule(False, "acceptable in none of 27: long to type, several wordings right"),
    "plain": Rule(True, "the only questions that can be made without the parser", 0.46),
    "short": ON,
    "short-when": Rule(True, "half of 10 acceptable above its score", 0.42),
    "short-what-object": Rule(True, "7 of 11 acceptable above its score", 0.36),
    "short-what-subject": Rule(False, "acceptable in 9 % of 54"),
    "short-who-subject": Rule(False, "acceptable in 29 % of 59, and no better by score"),
    "short-agent": Rule(False, "acceptable in 2 of 9"),
    "short-where": Rule(False, "none of the few with a good score was acceptable"),
    "short-how-many": Rule(False, "acceptable in none of 6"),
    "short-become": Rule(False, "acceptable in none of 5"),
    "choice-date": ON,
    "choice-state": ON,
    "choice-abbreviation": Rule(True, "5 of 7 acceptable at any score", 0.25),
    "choice": Rule(False, "too many of the others have an option that is no rival, as judged"),
    "ordering": Rule(False, "too few were judged"),
    "matching": Rule(False, "too few were judged"),
    "flashcard": Rule(True, "80 % of 17 acceptable above its score", 0.3),
    "truefalse": Rule(False, "acceptable in 30 % of 114, and in 40 % of those with a good score"),
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
