"""Who is signed in: the browser's cookie, and the door before every page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from studyapp import accounts
from studyapp.accounts import Ticket
from studyapp.errors import SignedOutError
from studyapp.tables import Learner
from studyapp.web.fragments import wants_fragment
from studyapp.web.state import database, now, state

_TICKET = "ticket"
# What anyone may see: the way in, and what a page is made of.
_OPEN = {
    "accounts.sign_in",
    "accounts.enter",
    "accounts.sign_up",
    "accounts.create",
    "accounts.sign_out",
    "help.healthz",
}


@dataclass(frozen=True)
class Visitor:
    """Who sends this request; `learner` is the row as it was read, not to be changed."""

    learner: Learner
    sign_in_id: str


class Cookies(SecureCookieSessionInterface):
    """One signed cookie: over https it is bound to this host and never sent without https."""

    def get_cookie_name(self, app: Flask) -> str:
        """Return the name; browsers hold a `__Host-` cookie to its promises."""
        return "__Host-studyapp" if request.is_secure else "studyapp"

    def get_cookie_secure(self, app: Flask) -> bool:
        """Say whether the cookie stays on https."""
        return request.is_secure

    def get_cookie_path(self, app: Flask) -> str:
        """Return the path: a `__Host-` cookie must have the root."""
        return "/" if request.is_secure else super().get_cookie_path(app)


def install(app: Flask) -> None:
    """Let nobody in who is not signed in, where *app* has accounts."""
    app.session_interface = Cookies()

    @app.before_request
    def look_who_comes() -> ResponseReturnValue | None:
        if not state().settings.has_accounts or request.endpoint == "static":
            return None
        if visitor() is not None or request.endpoint in _OPEN:
            return None
        return _to_the_door()


def visitor() -> Visitor | None:
    """Return who is signed in in this browser."""
    if "visitor" not in g:
        g.visitor = _visitor()
    found: Visitor | None = g.visitor
    return found


def let_in(ticket: Ticket) -> None:
    """Sign this browser in; nothing of the session before is kept."""
    session.clear()
    session[_TICKET] = str(ticket)
    session.permanent = True


def let_out() -> None:
    """Forget who was signed in in this browser."""
    session.clear()


def _visitor() -> Visitor | None:
    ticket = accounts.read_ticket(str(session.get(_TICKET, "")))
    if ticket is None:
        return None
    moment = now()
    with database().reading() as reading:
        found = accounts.holder(reading, ticket, moment)
        if found is None:
            return None
        reading.expunge_all()
    learner, sign_in = found
    if accounts.is_stale(sign_in, moment):
        database().write(
            lambda writing: accounts.seen(writing, ticket.learner_id, ticket.sign_in_id, moment)
        )
    return Visitor(learner, sign_in.id)


def _to_the_door() -> ResponseReturnValue:
    """Send a reader to the sign-in page and back again; a form that was sent keeps its words."""
    if request.method not in {"GET", "HEAD"}:
        raise SignedOutError("You are signed out here, so nothing was done.")
    wanted = request.full_path if request.query_string else request.path
    door = url_for("accounts.sign_in", next=wanted)
    if wants_fragment():
        # htmx would put the sign-in page into the middle of this one.
        return "", 204, {"HX-Redirect": url_for("accounts.sign_in")}
    return redirect(door, code=303)
