"""Policy: which methods are kept by default, and why the others are not.

A method that is off still makes drafts for "more"; none of them is kept unasked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether drafts of a method are kept by default, from which score on, and the reason.

    Where an author set the key terms off, what else could be asked has to score *least_marked*.
    """

    on: bool
    reason: str
    least: float = 0.43
    least_marked: float = 0.0

    def floor(self, *, marked: bool) -> float:
        return max(self.least, self.least_marked) if marked else self.least


#: For names and plain words where an author set the key terms off: of 82 readings in such documents
#: 44 % were acceptable (53 % of the 17 with this score), of the key terms 78 % (round 13).
_BESIDE_TERMS = 0.55
ON = Rule(True, "judged good enough from its score on")
#: The longest name that a method begins with decides. The shares are of 4,468 verdicts, by trees
#: that saw nothing of the document; `./run quality ranker` prints them anew.
POLICY: dict[str, Rule] = {
    "cloze": ON,
    "cloze-name": Rule(
        True, "50 % of 490 acceptable above its score, 44 % of all", least_marked=_BESIDE_TERMS
    ),
    "cloze-people": Rule(
        False, "8 of 32 with a good score acceptable: Americans, British, as anybody would guess"
    ),
    "cloze-thing": Rule(
        True, "55 % of 646 acceptable above its score, 43 % of all", 0.37, _BESIDE_TERMS
    ),
    "cloze-beside": Rule(
        True, "59 % of 83 with letters acceptable above its score", 0.42, _BESIDE_TERMS
    ),
    "cloze-everyday": Rule(
        False, "acceptable in a tenth of 140: energy, city, members, hidden alone, ask for little"
    ),
    "cloze-scholar": Rule(
        False,
        "scientists, economists, experts: who studies the matter, as anybody would guess",
    ),
    "cloze-key-term": Rule(True, "82 % of 136 acceptable, of new documents 97 of 137", 0.38),
    "short-glossary": Rule(True, "44 of 60 acceptable: the document's own entry", 0.05),
    "cloze-term": Rule(True, "5 of 6 acceptable above its score", 0.3),
    "cloze-date": Rule(True, "7 of 11 acceptable above its score, 29 % of all", 0.5),
    "cloze-number": Rule(True, "20 % of 110 acceptable, so only with an unusual score", 0.5),
    "cloze-clause": Rule(False, "acceptable in none of 27: long to type, several wordings right"),
    "plain": Rule(True, "the only questions that can be made without the parser", 0.46),
    "short": ON,
    "short-when": Rule(True, "2 of 5 acceptable above its score, 42 % of all", 0.5),
    "short-what-object": Rule(True, "3 of 4 acceptable above its score", 0.42),
    "short-which": Rule(True, "8 of 11 acceptable above its score", 0.46),
    "short-where": Rule(True, "5 of 8 acceptable above its score", 0.42),
    "short-what-subject": Rule(False, "acceptable in 22 % of 82, and no better by score"),
    "short-who-subject": Rule(False, "acceptable in 27 % of 79, and no better by score"),
    "short-agent": Rule(False, "acceptable in 3 of 16"),
    "short-who-object": Rule(False, "acceptable in 2 of 12"),
    "short-how-many": Rule(False, "acceptable in none of 9"),
    "short-become": Rule(False, "acceptable in 1 of 9"),
    "short-other": Rule(False, "none of the few with a good score was acceptable"),
    "choice-date": Rule(True, "3 of 5 acceptable above its score"),
    "choice-state": Rule(True, "half of the few with a good score acceptable", 0.5),
    "choice-abbreviation": Rule(True, "10 of 12 acceptable above its score", 0.3),
    "choice": Rule(False, "too many of the others have an option that is no rival, as judged"),
    "ordering": Rule(False, "too few were judged"),
    "matching": Rule(False, "too few were judged"),
    "flashcard": Rule(True, "22 of 28 acceptable above its score", 0.38),
    "truefalse": Rule(False, "acceptable in 37 % of 254, and in 40 % of those with a good score"),
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
