"""Interface text: gettext with types."""

from __future__ import annotations

import flask_babel


def gettext(message: str, **values: object) -> str:
    """Return *message* in the reader's language."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Return the form of a message that fits *number* in the reader's language."""
    return str(flask_babel.ngettext(one, many, number, **values))
