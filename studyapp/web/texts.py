"""Interface text: gettext with types."""

from __future__ import annotations

from collections.abc import Mapping

import flask_babel
from babel.support import NullTranslations
from flask import Flask, g, has_app_context
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from studyapp.errors import StudyError
from studyapp.messages import Message, unpacked

# Smaller ones are written the same everywhere.
_GROUPED = 1000


def install(app: Flask) -> None:
    """Let the templates of *app* say things by the functions of this module."""
    app.jinja_env.globals.update(_=_marked, gettext=_marked, ngettext=_marked_form)


def gettext(message: str, /, **values: object) -> str:
    """Return *message* in the reader's language."""
    said = _catalogue().ugettext(message)
    return said % _shown(values) if values else said


def lazy_gettext(message: str) -> LazyString:
    """Return *message* as what becomes text in the language of whoever reads it then."""
    return LazyString(gettext, message)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Return the form of a message that fits *number* in the reader's language."""
    return _catalogue().ungettext(one, many, number) % _shown({"num": number, **values})


def _marked(message: str, /, **values: object) -> Markup:
    """Return a message for a template, where values are escaped and 100%% means 100 %."""
    # The words are our own and our translators'.
    said = Markup(_catalogue().ugettext(message))  # noqa: S704
    return said % _shown(values) if values or "%" in said else said


def _marked_form(one: str, many: str, number: int, /, **values: object) -> Markup:
    said = Markup(_catalogue().ungettext(one, many, number))  # noqa: S704
    return said % _shown({"num": number, **values})


def grouped(number: float) -> str:
    """Write a whole number in the reader's way: from a thousand on its digits stand in groups."""
    return str(flask_babel.format_decimal(number)) if has_app_context() else f"{number:,}"


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: grouped(value) if isinstance(value, int) and abs(value) >= _GROUPED else value
        for name, value in values.items()
    }


def _catalogue() -> NullTranslations:
    """Return the messages of the reader's language; a page asks a hundred times and more."""
    if not has_app_context():
        return NullTranslations()
    found: NullTranslations | None = g.get("catalogue")
    if found is None:
        found = g.catalogue = flask_babel.get_translations()
    return found


def told(message: Message | str) -> str:
    """Return what a service says in the reader's language; a plain string stays as it is."""
    if isinstance(message, str):
        return message
    values = {
        name: told(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return gettext(message.text, **values)


def told_kept(kept: str | None) -> str:
    """Return what was written down of why some work failed, in the reader's language."""
    return told(unpacked(kept)) if kept else ""


def told_why(error: StudyError) -> str:
    """Return why a service refused, in the reader's language."""
    return " ".join(map(told, error.messages))
