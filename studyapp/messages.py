"""Sentences for people, as the whole app makes them; the domain of questions has them, too."""

from __future__ import annotations

from questions.messages import Message, packed, say, unpacked

__all__ = ["Message", "packed", "say", "unpacked"]
