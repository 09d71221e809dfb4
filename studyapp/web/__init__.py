"""The web application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from studyapp.accounts import LONGEST
from studyapp.assets import asset_folder
from studyapp.db import Database
from studyapp.settings import Settings, secret_key
from studyapp.steady import SteadyClock
from studyapp.web import (
    accounts,
    admin,
    card_pages,
    cards,
    changes,
    compression,
    crams,
    decisions,
    deck_looks,
    decks,
    documents,
    drafts,
    entry,
    errors,
    exports,
    generations,
    help,
    imports,
    library,
    media,
    memory,
    page,
    paragraphs,
    presets,
    progress,
    questions,
    quizzes,
    replacement,
    reviews,
    safety,
    search,
    sentences,
    session,
    texts,
    today,
    trash,
    uploads,
)
from studyapp.web import (
    settings as settings_pages,
)
from studyapp.web.fragments import init_htmx
from studyapp.web.state import State

Clock = Callable[[], datetime]
BLUEPRINTS = (
    today,
    documents,
    uploads,
    imports,
    generations,
    paragraphs,
    sentences,
    drafts,
    reviews,
    card_pages,
    crams,
    cards,
    questions,
    quizzes,
    decks,
    deck_looks,
    exports,
    library,
    search,
    replacement,
    presets,
    progress,
    trash,
    entry,
    media,
    memory,
    changes,
    settings_pages,
    decisions,
    help,
    admin,
)
# Where nobody signs in there is no way in either.
_WITH_ACCOUNTS = (accounts,)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(settings: Settings, database: Database, now: Clock = _utc_now) -> Flask:
    """Make the application. Nothing happens at import; the clock comes in as an argument."""
    app = Flask(
        "studyapp",
        template_folder=str(asset_folder("templates")),
        static_folder=str(asset_folder("static")),
    )
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_NAME="studyapp",
        # Set once, for as long as a sign-in can last: no asset carries it past a proxy that caches.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=settings.max_upload_bytes + 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        PERMANENT_SESSION_LIFETIME=LONGEST,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["studyapp"] = State(settings, database, SteadyClock(now))
    Babel(app, default_locale="en")
    # How much may be sent is settled before anything reads it. All before the tokens: whoever is
    # not let in is told so, and not that a token is missing.
    for part in (imports, safety, session):
        part.install(app)
    CSRFProtect(app)
    init_htmx(app)
    for part in (texts, page, errors, compression):
        part.install(app)
    for module in BLUEPRINTS + (_WITH_ACCOUNTS if settings.has_accounts else ()):
        app.register_blueprint(module.blueprint)
    if settings.proxies:
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted, x_prefix=trusted
        )
    return app
