"""Every field of every form, with what nobody should send: a clear page, nothing lost or leaked.

The forms are those that the pages really show. Each is sent again and again in a transaction that
is taken back each time, so that every form meets the same state, whatever another one did. One
app serves them all, and a field gets the few values that its type has to fear.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import request
from flask.testing import FlaskClient
from sqlmodel import select

from studyapp.settings import Settings
from studyapp.tables import Card, Deck, Document, Draft, Preset, Quiz, StoredQuestion
from studyapp.web import create_app
from tests.accounts.signing import OTHER_SECRET, SECRET, an_account, enter
from tests.client import PageClient
from tests.conftest import HandClock
from tests.forms import Form, forms_of
from tests.makers import AMINA, BO
from tests.rehearsal import ONLY_SPARE, Rehearsal, furnish, furnish_other, remove_some, sit

SCRIPT = "<script>alert('hostile')</script>"
# Everything that ends a place in a page, a pattern, a query or a file name, and odd letters.
BREAKER = (
    "hostile\"'><img src=x onerror=alert(1)><!-- {{7*7}}${7*7} '; DROP TABLE learner; -- %_\\ "
    "../../etc/passwd ((a+)+[ a\x01\x0b\x1b[31m\x85b a\u202eb\u2066c\ufeffe "
    "\U0001f468\u200d\U0001f469 e\u0301\u0301 \ufffe\U000e0041 {{c99999999999::x::{{c1::y}}"
)
HUGE = "Many words. " * 25_600
NUL, SPACES = "\x00", " \t\r\n\u00a0\u3000 "
TYPED = (SCRIPT + BREAKER, HUGE, NUL + SPACES)
NUMBERS = ("1e999", "\u0663", "9" * 400, "99999999999")
CHOSEN = (None, BREAKER)
IS_ID = re.compile("[0-9a-f]{32}")
# The keys are forty fields alike; two of them tell what the others do.
ALIKE = "key-"
# Words that are only looked for are shown as far as they are, and a paste comes back as rows.
CUT = {"words", "pasted"}
_MOST_FORMS = 2
CY = "Cy"
FINE = {200, 303, 400, 401, 404, 413, 422, 429}


def test_no_value_of_a_field_breaks_a_form(sender, forms):
    faults = [
        fault
        for form in forms
        for field in fields_of(form)
        for value in values_for(form, field)
        for fault in sender.send(form, form.with_value(field, value), (field, value))
    ]
    assert not faults, "\n".join(faults)


def test_an_id_of_another_learner_gives_nothing_away(sender, forms, their_ids):
    faults = [
        fault
        for form in forms
        for field in fields_of(form)
        if IS_ID.fullmatch(dict(form.fields).get(field, ""))
        for theirs in their_ids
        for fault in sender.send(form, form.with_value(field, theirs), (field, None))
    ]
    assert not faults, "\n".join(faults)


FILES = [
    (b"", "empty.txt"),
    (b"\x89PNG\r\n\x1a\n" + bytes(40), "words.txt"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture.svg"),
    (b"PK\x03\x04" + bytes(60), "export.zip"),
    (b"A text of some words.", SCRIPT + "../" * 900 + "\x00.txt"),
    (b"\xff\xfe\x00\xd8\x00\xd8", "surrogates.txt"),
]


def test_no_file_breaks_a_form_that_takes_files(sender, forms):
    taking = [form for form in forms if form.takes_files]
    assert {form.endpoint for form in taking} >= {"documents.create", "settings.bring_back"}
    faults = [
        fault
        for form in taking
        for field in sorted(name for name, kind in form.types if kind == "file")
        for content, name in FILES
        for fault in sender.send_file(form, field, content, name)
    ]
    assert not faults, "\n".join(faults)


def test_nearly_every_route_that_changes_something_has_a_form_that_was_tried(app, forms):
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    tried = {form.endpoint for form in forms}
    assert tried <= routes
    assert len(routes - tried) <= len(routes) // 5, routes - tried


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (lambda: f"<p>{request.form['text']}</p>", "script"),
        (lambda: 1 / 0, "500"),
        (lambda: (f"<input value='{request.form['text'][:5]}'>", 422), "lost"),
    ],
)
def test_a_form_that_echoes_breaks_or_forgets_is_caught(world, answer, fault):
    app = made_app(world)
    app.add_url_rule("/faulty", "faulty", answer, methods=["POST"])
    form = Form("faulty", "/faulty", (), (("text", "text"),))
    sender = a_sender(app, world.database)
    assert fault in str(sender.send(form, [("text", SCRIPT)], ("text", SCRIPT)))


def values_for(form: Form, field: str) -> tuple[str | None, ...]:
    """Return what a field of this type has to fear."""
    if field in form.typed:
        return TYPED
    return NUMBERS if dict(form.types)[field] == "number" else CHOSEN


def fields_of(form: Form) -> list[str]:
    """Return the fields that are worth sending otherwise, the token aside."""
    alike = sorted(name for name in form.names if name.startswith(ALIKE))
    return sorted(form.names - set(alike[2:]))


def widest(forms: Iterable[Form]) -> list[Form]:
    """Return of each route the two forms that have the most fields."""
    chosen: dict[str, list[Form]] = {}
    for form in sorted(forms, key=lambda form: -len(form.names)):
        alike = chosen.setdefault(form.endpoint, [])
        if len(alike) < _MOST_FORMS and form.names not in [one.names for one in alike]:
            alike.append(form)
    return [form for alike in chosen.values() for form in alike]


class Sender:
    """Sends forms as Amina's browser does, and judges what comes back."""

    def __init__(self, app: Any, database: Rehearsal, cookie: str, token: str) -> None:
        self.app, self.database = app, database
        self.cookie, self.token = cookie, token

    def browser(self) -> FlaskClient:
        """Return a browser that is signed in, whatever the last one did."""
        browser = FlaskClient(self.app)
        browser.set_cookie("studyapp", self.cookie)
        return browser

    def send(
        self, form: Form, fields: list[tuple[str, str]], changed: tuple[str, str | None]
    ) -> list[str]:
        """Send *fields*, of which one was changed; take it back and return what went wrong."""
        field, value = changed
        data: dict[str, list[str]] = {}
        for name, held in fields:
            data.setdefault(name, []).append(held)
        where = f"{form.endpoint} {field}={str(value)[:40]!r}"
        with self.database.rehearsing():
            browser = self.browser()
            answer = browser.post(form.action, data=data | {"csrf_token": [self.token]})
            faults = [
                f"{where}: {fault}"
                for fault in self.faults(browser, answer, SCRIPT in (value or ""))
            ]
        if answer.status_code == 422 and value and field in form.typed - CUT:
            faults += [] if _stands_in(answer.text, value) else [f"{where}: its words are lost"]
        return faults

    def send_file(self, form: Form, field: str, content: bytes, name: str) -> list[str]:
        """Send a form with a file; take it back and return what went wrong."""
        data: dict[str, Any] = dict(form.fields) | {"csrf_token": self.token}
        with self.database.rehearsing(), io.BytesIO(content) as stream:
            browser = self.browser()
            answer = browser.post(
                form.action,
                data=data | {field: (stream, name)},
                content_type="multipart/form-data",
            )
            faults = self.faults(browser, answer)
        return [f"{form.endpoint} {field} {name[:40]!r}: {fault}" for fault in faults]

    def faults(self, browser: FlaskClient, answer: Any, is_markup: bool = False) -> list[str]:
        """Judge an answer and, where it leads on, the page after it and one that lists all."""
        if answer.status_code != 303:
            return _faults(answer)
        if not answer.location.startswith("/"):
            return [f"leads to {answer.location}"]
        # What was stored is seen on the next page; what is markup would be so on a list as well.
        paths = [answer.location, "/library"] if is_markup else [answer.location]
        pages = [browser.get(path) for path in paths]
        return [f"then {fault}" for page in pages for fault in _faults(page)]


def _faults(answer: Any) -> list[str]:
    """Say where an answer fails, repeats as markup what was sent, or tells of another learner."""
    code, text = answer.status_code, answer.text
    faults = [] if code in FINE else [f"{code} of {answer.request.path}"]
    echoed = (SCRIPT, "<img src=x", "{{49}}", "of Bo")
    return faults + [f"{words} on {answer.request.path}" for words in echoed if words in text]


def _stands_in(text: str, typed: str) -> bool:
    """Say whether what was typed is on the page, as a field's value or in words."""
    page = BeautifulSoup(text, "lxml")
    shown = [str(field.get("value", "")) for field in page.select("input")]
    shown.append(page.get_text())
    wanted = _plain(typed)
    return any(wanted in _plain(one) for one in shown)


def _plain(text: str) -> str:
    return "".join(text.replace("\x00", "").split())


@pytest.fixture
def sender(app, world):
    return a_sender(app, world.database)


def a_sender(app, database):
    browser = a_browser(app, AMINA)
    page = BeautifulSoup(browser.get("/documents/new").text, "html.parser")
    cookie = browser.get_cookie("studyapp").value
    return Sender(app, database, cookie, page.select_one("[name=csrf_token]")["value"])


def a_browser(app, name):
    """Return a browser in which somebody is signed in, which takes pages as they come."""
    client = app.test_client()
    enter(client, name, SECRET)
    browser = FlaskClient(app)
    browser.set_cookie("studyapp", client.get_cookie("studyapp").value)
    return browser


@pytest.fixture(scope="module")
def world(tmp_path_factory, sqlite_template, compiled):
    """Return a database in which Amina has something for each form, and who lives in it."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copyfile(sqlite_template, folder / "studyapp.db")
    database = Rehearsal(f"sqlite:///{folder / 'studyapp.db'}")
    people = [
        database.write(lambda session, one=one: an_account(session, *one))
        for one in ((AMINA, SECRET), (BO, OTHER_SECRET), (CY, SECRET))
    ]
    made = SimpleNamespace(folder=folder, database=database, compiled=compiled, people=people)
    enter(made_app(made).test_client(), AMINA, SECRET)
    for step in (furnish, sit, remove_some):
        database.write(lambda session, step=step: step(session, people[0]))
    database.write(lambda session: furnish_other(session, people[1]))
    yield made
    database.close()


@pytest.fixture(scope="module")
def app(world):
    return made_app(world)


def made_app(world):
    settings = Settings(
        data_dir=world.folder / "data",
        database_url=str(world.database.engine.url),
        secret_key="not-a-secret-in-tests",
        accounts="on",
        sign_up="open",
    )
    app = create_app(settings, world.database, HandClock())
    app.test_client_class = PageClient
    app.jinja_env.bytecode_cache = world.compiled
    return app


@pytest.fixture(scope="module")
def forms(app, world):
    with world.database.reading() as session:
        spare = session.exec(select(Document.id).where(Document.title == ONLY_SPARE)).one()
    outside = forms_of(app, FlaskClient(app), ("/sign-in", "/sign-up"))
    inside = forms_of(app, a_browser(app, AMINA), ("/", f"/documents/{spare}/drafts"))
    anew = forms_of(app, a_browser(app, CY), ("/settings/data",))
    found = {(form.endpoint, form.types): form for form in [*anew, *outside, *inside]}
    return widest(found.values())


@pytest.fixture(scope="module")
def their_ids(world):
    """Return ids of rows of each kind that are Bo's, whose every word says so."""
    with world.database.reading() as session:
        return [
            str(row.id)
            for model in (Document, Deck, StoredQuestion, Card, Draft, Quiz, Preset)
            for row in session.exec(
                select(model).where(model.learner_id == world.people[1]).limit(1)
            )
        ]
