"""The way in and out, and a learner's own account."""

from __future__ import annotations

import math
from collections.abc import Sequence

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import accounts, banks, learners, passwords, throttle
from studyapp.accounts import Ticket
from studyapp.errors import RefusedError
from studyapp.ids import derived_id, new_id
from studyapp.start import server_zone
from studyapp.tables import Learner
from studyapp.web import session as sessions
from studyapp.web.devices import device_words
from studyapp.web.page import form_id, safe_next
from studyapp.web.state import database, learner_id, now, signed_in, state
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext, told, told_why

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Show the way in; on a new install, the way to the first account."""
    if sessions.visitor() is not None:
        return redirect(safe_next(url_for("today.show")), code=303)
    with database().reading() as session:
        if not accounts.there_are_any(session):
            return redirect(url_for("accounts.sign_up"), code=303)
    return _door("", [])


@blueprint.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign this browser in."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    wait, ticket = _ticket(name, password, form_id())
    if wait:
        answer = make_response(_door(name, [_waiting(wait)]), 429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    if ticket is None:
        problem = _("The name and the password do not fit together. Check both and try again.")
        return _door(name, [problem]), 422
    sessions.let_in(ticket)
    return redirect(safe_next(url_for("today.show")), code=303)


@blueprint.get("/sign-up")
def sign_up() -> ResponseReturnValue:
    """Show the form for a new account, where one can be made."""
    if sessions.visitor() is not None:
        return redirect(url_for("today.show"), code=303)
    return _application()


@blueprint.post("/sign-up")
def create() -> ResponseReturnValue:
    """Make an account and sign this browser in."""
    _may_sign_up()
    name, password = request.form.get("name", ""), request.form.get("password", "")
    key = form_id()
    if problems := accounts.name_problems(name):
        return _application(name, list(map(told, problems)), "name"), 422
    if problems := passwords.problems(password, [name]):
        return _application(name, list(map(told, problems)), "password"), 422
    try:
        whose = _made(key, name, passwords.hashed(password))
    except RefusedError as taken:
        # The same form, sent twice, finds the account that it made.
        _wait, ticket = _ticket(name, password, derived_id(key, "sign-in"))
        if ticket is None:
            return _application(name, [told_why(taken)], "name"), 422
        sessions.let_in(ticket)
        return redirect(url_for("today.show"), code=303)
    sessions.let_in(_begun(whose, derived_id(key, "sign-in")))
    return redirect(url_for("today.show"), code=303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign this browser out, here and in the database."""
    visitor = sessions.visitor()
    if visitor is not None:
        whose, which = visitor.learner.id, visitor.sign_in_id
        database().write(lambda session: accounts.end_if_there(session, whose, which))
    sessions.let_out()
    return redirect(url_for("accounts.sign_in"), code=303)


@blueprint.get("/settings/account")
def show() -> ResponseReturnValue:
    """Show the account: the browsers that are signed in, the password, the end."""
    return _account()


@blueprint.post("/settings/account/password")
def change_password() -> ResponseReturnValue:
    """Change the password; the other browsers have to sign in again."""
    me, form = signed_in(), request.form
    guarded = throttle.guards(me.name_key or "", request.remote_addr or "")
    moment = now()
    wait = database().write(lambda session: throttle.begin(session, guarded, moment))
    if wait:
        return _account([_waiting(math.ceil(wait.total_seconds()))]), 429
    if not passwords.check(me.password_hash, form.get("password", "")).right:
        wrong = _("The present password is not right, so nothing was changed.")
        return _account([wrong], "password"), 422
    fresh = form.get("new_password", "")
    problems = passwords.problems(fresh, [me.name])
    if not problems:
        kept = passwords.hashed(fresh)
        here = _sign_in_id()

        def action(session: Session) -> None:
            throttle.passed(session, guarded)
            accounts.set_password(session, me.id, kept, keep=here)

        database().write(action)
        flash(_("The password is changed. Every other browser was signed out."))
        return redirect(url_for("accounts.show"), code=303)
    database().write(lambda session: throttle.passed(session, guarded))
    return _account(list(map(told, problems)), "new_password"), 422


@blueprint.post("/settings/account/sign-ins/<id:sign_in_id>/end")
def end(sign_in_id: str) -> ResponseReturnValue:
    """Sign one browser out."""
    whose = learner_id()
    database().write(lambda session: accounts.end(session, whose, sign_in_id))
    if sign_in_id == _sign_in_id():
        sessions.let_out()
        return redirect(url_for("accounts.sign_in"), code=303)
    flash(_("That browser is signed out."))
    return redirect(url_for("accounts.show"), code=303)


@blueprint.post("/settings/account/sign-ins/end")
def end_others() -> ResponseReturnValue:
    """Sign every other browser out."""
    whose, here = learner_id(), _sign_in_id()
    database().write(lambda session: accounts.end_others(session, whose, here))
    flash(_("Every other browser is signed out."))
    return redirect(url_for("accounts.show"), code=303)


@blueprint.post("/admin/learners/<id:account_id>/removal")
def remove(account_id: str) -> ResponseReturnValue:
    """Delete a learner with everything that is theirs; for admins."""
    if not signed_in().is_admin:
        abort(404)
    database().write(lambda session: accounts.remove(session, account_id))
    flash(_("The learner and everything of theirs is gone."))
    return redirect(url_for("admin.show"), code=303)


def _ticket(name: str, password: str, sign_in_id: str) -> tuple[int, Ticket | None]:
    """Return the seconds to wait, or else the ticket for who has that name and password."""
    moment = now()
    guarded = throttle.guards(accounts.name_key(name), request.remote_addr or "")
    wait = database().write(lambda session: throttle.begin(session, guarded, moment))
    if wait:
        return math.ceil(wait.total_seconds()), None
    with database().reading() as session:
        found = accounts.find(session, name)
        whose, kept = (found.id, found.password_hash) if found else (None, None)
    checked = passwords.check(kept, password)
    if whose is None or not checked.right:
        return 0, None

    def action(session: Session) -> None:
        throttle.passed(session, guarded)
        throttle.tidy(session, moment)
        if checked.renewed:
            learners.load(session, whose).password_hash = checked.renewed

    database().write(action)
    return 0, _begun(whose, sign_in_id)


def _begun(whose: str, sign_in_id: str) -> Ticket:
    device, moment = str(request.user_agent), now()
    return database().write(
        lambda session: accounts.begin(session, whose, sign_in_id, device, moment)
    )


def _made(key: str, name: str, kept: str) -> str:
    bank, texts = banks.demo()
    zone, moment = server_zone(), now()

    def action(session: Session) -> str:
        before = learners.single(session)
        whose = accounts.open_account(session, key, name, kept, zone, moment)
        if before is None or whose != before.id:
            clock = learners.clock_of(session.get_one(Learner, whose), moment)
            banks.bring_in(session, whose, bank, texts, clock, is_demo=True)
        return whose

    return database().write(action)


def _may_sign_up() -> bool:
    """Refuse a stranger where sign-up is closed; return whether this will be the first account."""
    with database().reading() as session:
        is_first = not accounts.there_are_any(session)
    if not is_first and state().settings.sign_up == "closed":
        closed = _("Sign-up is closed here. Whoever runs this server can add you.")
        raise RefusedError(closed)
    return is_first


def _sign_in_id() -> str:
    visitor = sessions.visitor()
    return visitor.sign_in_id if visitor else ""


def _waiting(seconds: int) -> str:
    return ngettext(
        "There were too many tries. Wait %(num)s second, then try again.",
        "There were too many tries. Wait %(num)s seconds, then try again.",
        seconds,
    )


def _door(name: str, errors: list[str]) -> str:
    return render_template(
        "accounts/sign_in.html",
        name=name,
        errors=errors,
        next=safe_next(url_for("today.show")),
        is_open=state().settings.sign_up == "open",
        key=new_id(),
    )


def _application(name: str = "", errors: Sequence[str] = (), faulty: str = "") -> str:
    return render_template(
        "accounts/sign_up.html",
        name=name,
        errors=errors,
        faulty=faulty,
        is_first=_may_sign_up(),
        key=new_id(),
        least=passwords.LEAST,
    )


def _account(errors: Sequence[str] = (), faulty: str = "") -> str:
    moment = now()
    with database().reading() as session:
        devices = accounts.devices(session, learner_id(), moment)
    return render_template(
        "accounts/show.html",
        devices=devices,
        here=_sign_in_id(),
        words=device_words,
        errors=errors,
        faulty=faulty,
        least=passwords.LEAST,
    )
