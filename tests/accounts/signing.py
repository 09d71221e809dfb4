"""Learners with passwords, and how a browser of theirs gets in; for tests of accounts."""

from __future__ import annotations

from studyapp import accounts, passwords
from studyapp.ids import new_id
from studyapp.settings import Settings
from studyapp.web import create_app
from tests.client import PageClient
from tests.makers import LONG_AGO

SECRET = "seven tall herons wading"
OTHER_SECRET = "nine small owls asleep"


def enter(client, name, password, *, next="/", address="127.0.0.1"):
    """Send the sign-in form as a browser at *address* does."""
    fields = {"id": new_id(), "name": name, "password": password}
    answer = client.post(
        "/sign-in",
        data=fields | {"next": next, "csrf_token": token_at(client, "/sign-in")},
        environ_overrides={"REMOTE_ADDR": address},
    )
    # The session that the token belonged to is gone.
    client._token = None
    return answer


def sign_up(client, name, password):
    fields = {"id": f"{abs(hash(name)):032x}"[-32:], "name": name, "password": password}
    response = client.get("/sign-up")
    if response.status_code != 200:
        return response
    token = token_at(client, "/sign-up")
    client._token = None
    return client.post("/sign-up", data=fields | {"csrf_token": token})


def token_at(client, path):
    client._token = str(client.page(path).select_one("input[name=csrf_token]")["value"])
    return client._token


def made_app(settings: Settings, database, clock, compiled, **more):
    app = create_app(settings.model_copy(update={"accounts": "on"} | more), database, clock)
    app.jinja_env.bytecode_cache = compiled
    app.testing = True
    app.test_client_class = PageClient
    return app


def an_account(session, name, password):
    key = f"{ord(name[0]):032x}"
    return accounts.open_account(session, key, name, passwords.hashed(password), "UTC", LONG_AGO)
