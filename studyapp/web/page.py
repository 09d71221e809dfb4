"""What every template finds: assets by content, ids, the look, undo, the language."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from flask import Flask, abort, g, request, url_for
from flask_babel import format_datetime, get_locale
from werkzeug.routing import BaseConverter

from studyapp import __version__, changes, looks
from studyapp.assets import asset_folder
from studyapp.ids import new_id
from studyapp.tables import Learner
from studyapp.web.act_labels import act_label
from studyapp.web.keys import own_keys
from studyapp.web.safety import csp_nonce
from studyapp.web.state import database, learner, learner_id, nobody, now, state
from studyapp.web.texts import gettext as _

_ENGLISH = Locale("en")
_ADDING = {"documents.new", "documents.create", "imports.new", "imports.create"}
_SECTIONS = {
    "today": "today",
    "documents": "library",
    "uploads": "library",
    "imports": "add",
    "exports": "library",
    "drafts": "library",
    "decks": "library",
    "library": "library",
    "presets": "library",
    "memory": "library",
    "entry": "library",
    "replacement": "library",
    "paragraphs": "library",
    "sentences": "library",
    "generations": "library",
    "progress": "progress",
    "card_pages": "progress",
    "questions": "library",
    "search": "library",
    "trash": "library",
    "settings": "settings",
    "accounts": "settings",
    "admin": "settings",
    "quizzes": "quiz",
}


class IdConverter(BaseConverter):
    """An id in an address: 32 hex digits, anything else is no such page."""

    regex = "[0-9a-f]{32}"
    part_isolating = True


def install(app: Flask) -> None:
    """Give the templates of *app* what they share."""
    app.url_map.converters["id"] = IdConverter
    app.jinja_env.globals.update(
        csp_nonce=csp_nonce,
        static_url=static_url,
        dom_id=dom_id,
        new_id=new_id,
        own_keys=own_keys,
        moment=moment_label,
        version=__version__,
    )
    app.context_processor(_shared)


def dom_id(noun: str, key: str, part: str | None = None) -> str:
    """Return the id of the element that shows *part* of a thing."""
    return "-".join(piece for piece in (noun, key[-12:], part) if piece)


def static_url(path: str) -> str:
    """Return the address of an asset; it changes with the content, so it can be kept for good."""
    return url_for("static", filename=path, v=_fingerprint(asset_folder("static") / path))


@lru_cache(maxsize=64)
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def safe_next(fallback: str) -> str:
    """Return where the form wants to go on, if that is a path of this app."""
    wanted = request.values.get("next", "")
    if re.fullmatch(r"/(?![/\\])[^\x00-\x20\\]*", wanted):
        return wanted
    return fallback


def form_id(name: str = "id") -> str:
    """Return the id of the row that a form creates; the page put it there."""
    value = request.form.get(name, "")
    if not re.fullmatch(r"[0-9a-f]{32}", value):
        abort(400, _("This form was not complete. Go back, load the page again and send it anew."))
    return value


def _shared() -> dict[str, Any]:
    """Return what every template is given: read once, however many parts an answer has."""
    if "shared" not in g:
        g.shared = _for_nobody() if nobody() else _for_learner()
    shared: dict[str, Any] = g.shared
    return shared


def _for_learner() -> dict[str, Any]:
    with database().reading() as session:
        me = learner(session)
        done, undone = changes.heads(session, learner_id(), now())
    g.keys = me.keys
    blueprint = request.blueprint or ""
    section = "add" if request.endpoint in _ADDING else _SECTIONS.get(blueprint, "")
    return {
        "look": SimpleNamespace(theme=me.theme, **looks.whole(me.look)),
        "current": SimpleNamespace(section=section),
        "account": _account(me),
        "undo_label": act_label(done.label) if done else None,
        "undo_act": done.id if done else "",
        "redo_label": act_label(undone.label) if undone else None,
        "redo_act": undone.id if undone else "",
        **_language(),
    }


def _for_nobody() -> dict[str, Any]:
    """Return what the pages before the door are made with."""
    return {
        "look": SimpleNamespace(theme="auto", **looks.whole({})),
        "current": SimpleNamespace(section=""),
        "account": SimpleNamespace(on=True, name=None, is_admin=False),
        "undo_label": None,
        "undo_act": "",
        "redo_label": None,
        "redo_act": "",
        **_language(),
    }


def _account(me: Learner) -> SimpleNamespace:
    on = state().settings.has_accounts
    return SimpleNamespace(on=on, name=me.name if on else None, is_admin=me.is_admin or not on)


def _language() -> dict[str, str]:
    return {
        "language": str(get_locale() or "en").replace("_", "-"),
        "direction": "rtl" if reads_leftwards() else "ltr",
    }


def reads_leftwards() -> bool:
    """Say whether the reader's language is written from right to left."""
    locale = get_locale()
    return locale is not None and locale.text_direction == "rtl"


def moment_label(moment: datetime) -> str:
    """Write a moment the way the reader's language does, by the learner's clock."""
    with database().reading() as session:
        zone = ZoneInfo(learner(session).zone)
    return str(format_datetime(moment.astimezone(zone), "d MMM y, HH:mm", rebase=False))


def day_words(day: date, pattern: str) -> str:
    """Write a date by a pattern the way the reader's language does."""
    return _day_words(day, pattern, get_locale() or _ENGLISH)


@lru_cache(maxsize=8192)
def _day_words(day: date, pattern: str, locale: Locale) -> str:
    # A figure of all time names the same days each time, and writing one takes long.
    return format_date(day, pattern, locale)


def day_label(day: date, *, long: bool = False) -> str:
    """Write a date the way the reader's language does."""
    return day_words(day, "EEEE, d MMMM" if long else "d MMM")


def month_label(day: date) -> str:
    """Write the month and the year of a day."""
    return day_words(day, "MMM y")
