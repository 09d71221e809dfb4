"""Headers that keep a page to itself."""

from __future__ import annotations

import ipaddress
import re
import secrets

from flask import Flask, Response, abort, g, request

from studyapp.settings import Settings
from studyapp.web.state import state
from studyapp.web.texts import gettext as _

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; "
    "img-src 'self' data:{hosts}; media-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'{frames}"
)
# A host as a policy can name it; one with an IPv6 number cannot be named.
_NAMED_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?")

# What a browser says of a request that another site made it send.
_FOREIGN = {"cross-site", "same-site"}
_OWN_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)


def csp_nonce() -> str:
    """Return the word by which this answer's own scripts are known."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def install(app: Flask) -> None:
    """Answer only at our own addresses, and send the headers with every answer of *app*."""
    for check in (_refuse_other_hosts, _refuse_other_sites, _refuse_what_cannot_be_kept):
        app.before_request(check)
    app.after_request(_protect)


def _refuse_other_hosts() -> None:
    # A page elsewhere that has its name point here must not be answered. Werkzeug's own
    # list of hosts cannot name an IPv6 address.
    if not _is_ours(request.host, state().settings):
        abort(400, _("This app does not answer at this address. See STUDYAPP_HOSTS."))


def _refuse_other_sites() -> None:
    # A second lock beside the tokens: a form of another site changes nothing here.
    sent_by = request.headers.get("Sec-Fetch-Site", "")
    if request.method == "POST" and sent_by in _FOREIGN:
        abort(400, _("This form was sent by another site, so nothing was done."))


def _refuse_what_cannot_be_kept() -> None:
    # No field of a page can hold it, and PostgreSQL keeps no text with it.
    given = (*request.args.values(), *request.form.values(), *_file_names())
    if any("\0" in text for text in given):
        abort(400, _("What was sent holds a character that cannot be kept (NUL)."))


def _protect(response: Response) -> Response:
    headers = response.headers
    # A file that a learner brought has a stricter policy of its own (studyapp/web/media.py).
    headers.setdefault("Content-Security-Policy", _policy())
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint not in {"static", "media.show"}:
        headers["Cache-Control"] = "no-store"
    return response


def _policy() -> str:
    """Return the policy of a page; decks that it shows widen it (studyapp/web/deck_looks.py)."""
    hosts = "".join(f" https://{host}" for host in sorted(g.get("picture_hosts", ())))
    frames = f"; frame-src {_frames()}" if "frames_cards" in g else ""
    return _POLICY.format(nonce=csp_nonce(), hosts=hosts, frames=frames)


def _frames() -> str:
    """Name the only place that a frame may show, so that what stands in it can go nowhere else."""
    is_named = _NAMED_HOST.fullmatch(request.host)
    return f"{request.host}{request.script_root}/looks/" if is_named else "'self'"


def _is_ours(host: str, settings: Settings) -> bool:
    """Say whether a Host is this machine, or one that whoever set the server up has named.

    A number cannot be made to point here by a stranger's name server, so with accounts any will do.
    """
    if _OWN_HOST.fullmatch(host):
        return True
    name = re.sub(r":\d{1,5}\Z", "", host).lower()
    return settings.has_accounts and (name in settings.host_names or _is_number(name))


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _file_names() -> list[str]:
    return [file.filename or "" for _field, file in request.files.items(multi=True)]
