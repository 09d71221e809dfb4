"""Sentences for people that are made where nobody knows who will read them.

A service that refuses something says why in English; the page that shows it translates. So a
sentence is kept as a gettext message with what belongs into it, until it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A gettext message: *text* has `%(name)s` where a value belongs; str() of it is English."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


def say(text: str, /, **values: object) -> Message:
    """Return a message; *text* is a literal, so that the tools of gettext find it (`-k say`).

    A value may be a message itself.
    """
    return Message(text, values)
