"""Doubts: findings that only whoever made a question from a text can have."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    name: str
    about: str
    advice: str


DOUBTS = (
    Doubt(
        "ambiguous-name",
        "Two people or places of the text share the name.",
        "Write the full name.",
    ),
    Doubt(
        "wide-blank",
        "Many wordings fit the blank, though the text has one of them.",
        "Hide words that only one answer fits, or ask a question instead.",
    ),
    Doubt(
        "needs-context",
        "Nothing in the question names who, what or where it is about.",
        "Write which one is meant, so that it can be answered without the text.",
    ),
)
