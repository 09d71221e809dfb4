"""Headers that keep a page to itself."""

from __future__ import annotations

import re
import secrets

from flask import Flask, Response, abort, g, request

from studyapp.web.texts import gettext as _

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; "
    "img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)


_OWN_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)


def csp_nonce() -> str:
    """Return the word by which this answer's own scripts are known."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def install(app: Flask) -> None:
    """Answer only this machine, and send the headers with every answer of *app*."""

    @app.before_request
    def refuse_other_hosts() -> None:
        # A page elsewhere that has its name point here must not be answered. Werkzeug's own
        # list of hosts cannot name an IPv6 address.
        if not _OWN_HOST.fullmatch(request.host):
            abort(400, _("This app answers at localhost, 127.0.0.1 and [::1] only."))

    @app.before_request
    def refuse_what_cannot_be_kept() -> None:
        # No field of a page can hold it, and PostgreSQL keeps no text with it.
        given = (*request.args.values(), *request.form.values(), *_file_names())
        if any("\0" in text for text in given):
            abort(400, _("What was sent holds a character that cannot be kept (NUL)."))

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = _POLICY.format(nonce=csp_nonce())
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.endpoint != "static":
            headers["Cache-Control"] = "no-store"
        return response


def _file_names() -> list[str]:
    return [file.filename or "" for _field, file in request.files.items(multi=True)]
