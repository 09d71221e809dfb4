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
)
