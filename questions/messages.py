"""Sentences for people that are made where nobody knows who will read them.

What refuses something says why in English; the page that shows it translates. So a sentence is
kept as a gettext message with what belongs into it, until it is shown.
"""

from __future__ import annotations

import json
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


def packed(message: Message | str) -> str:
    """Write a message down, for a column or another process; a plain string stays as it is."""
    return message if isinstance(message, str) else json.dumps(_noted(message), ensure_ascii=False)


def unpacked(kept: str) -> Message | str:
    """Read what `packed` wrote; anything else is a plain string."""
    if not kept.startswith('{"say": '):
        return kept
    try:
        return _read(json.loads(kept))
    except (ValueError, KeyError, TypeError, AttributeError):
        return kept


def _noted(message: Message) -> dict[str, object]:
    values = {
        name: _noted(value) if isinstance(value, Message) else str(value)
        for name, value in message.values.items()
    }
    return {"say": message.text, "values": values}


def _read(noted: dict[str, dict[str, object]]) -> Message:
    values = {
        name: _read(value) if isinstance(value, dict) else str(value)
        for name, value in noted["values"].items()
    }
    return Message(str(noted["say"]), values)
