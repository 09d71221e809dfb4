"""Interface text: gettext with types."""

from __future__ import annotations

import flask_babel

from studyapp.errors import StudyError
from studyapp.messages import Message


def gettext(message: str, /, **values: object) -> str:
    """Return *message* in the reader's language."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Return the form of a message that fits *number* in the reader's language."""
    return str(flask_babel.ngettext(one, many, number, **values))


def told(message: Message | str) -> str:
    """Return what a service says in the reader's language; a plain string stays as it is."""
    if isinstance(message, str):
        return message
    values = {
        name: told(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return gettext(message.text, **values)


def told_why(error: StudyError) -> str:
    """Return why a service refused, in the reader's language."""
    return " ".join(map(told, error.messages))
