"""Accounts: the way in and out, guesses, stolen and ended sessions, and whose rows are whose."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlmodel import Session, select

from studyapp import accounts, passwords
from studyapp.ids import new_id
from studyapp.tables import Learner, SignIn
from tests.accounts.signing import OTHER_SECRET, SECRET, enter, sign_up, token_at
from tests.makers import AMINA, a_deck, made
from tests.web.test_owners import rows_of

HASHER = passwords._HASHER


def test_nothing_is_shown_before_the_door(door, app):
    for path in ("/", "/library", "/review", "/settings", "/admin", "/help", "/nowhere"):
        answer = door.get(path)
        assert answer.status_code == 303, path
        assert answer.location.startswith("/sign-in?next="), path


def test_a_server_where_nobody_has_an_account_yet_is_healthy(door, settings):
    settings.data_dir.mkdir(exist_ok=True)
    assert door.get("/healthz").get_json() == {"ok": True, "problems": []}


def test_every_form_before_the_door_is_refused(door, app, database, amina):
    ids = rows_of(database, amina) | {"sign_in_id": "0" * 32, "account_id": amina}
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or rule.endpoint in {
            "accounts.enter",
            "accounts.create",
            "accounts.sign_out",
        }:
            continue
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **{name: ids[name] for name in rule.arguments})
        assert door.post(path, data={}).status_code == 401, rule.endpoint


def test_an_account_lets_its_learner_in_and_out(door, amina):
    assert "Sign in" in door.page("/").get_text()
    assert enter(door, AMINA, SECRET).status_code == 303
    assert f"Signed in as {AMINA}" in door.page("/").get_text()
    assert door.send("/sign-out").status_code == 303
    assert "Sign in" in door.page("/").get_text()


def test_the_way_in_leads_on_to_the_page_that_was_wanted(door, amina):
    answer = enter(door, AMINA, SECRET, next="/library?sort=title")
    assert answer.location == "/library?sort=title"
    door.send("/sign-out")
    assert enter(door, AMINA, SECRET, next="https://elsewhere.example/").location == "/"


def test_a_name_is_found_however_it_is_written(door, amina):
    assert enter(door, f"  {AMINA.upper()} ", SECRET).status_code == 303


def test_a_wrong_name_and_a_wrong_password_look_alike(door, amina):
    wrong_password = enter(door, AMINA, "not this one")
    wrong_name = enter(door, "Nobody", "not this one")
    assert wrong_password.status_code == wrong_name.status_code == 422
    said = [
        re.sub(r"[0-9a-f]{32}|value=\"[^\"]*\"|v=\w+|nonce=\"[^\"]*\"", "", answer.text)
        for answer in (wrong_password, wrong_name)
    ]
    assert said[0] == said[1]


def test_what_was_typed_stands_in_the_form_but_not_the_password(door, amina):
    answer = enter(door, "Amina ", "wrong password")
    assert 'value="Amina "' in answer.text
    assert "wrong password" not in answer.text


def test_a_thousand_guesses_are_slowed_down_and_the_owner_still_gets_in(
    app, amina, clock, monkeypatch
):
    looked_at = []
    real = passwords.check
    monkeypatch.setattr(passwords, "check", lambda *a: (looked_at.append(a), real(*a))[1])
    # As a machine guesses: it fetches the token once, and looks at no page.
    machine = FlaskClient(app, app.response_class)
    found = BeautifulSoup(machine.get("/sign-in").text, "html.parser")
    token = found.select_one("input[name=csrf_token]")["value"]
    fields = {"name": AMINA, "next": "/", "csrf_token": token}
    guesses = (fields | {"id": new_id(), "password": f"guess number {n}"} for n in range(1000))
    answers = [machine.post("/sign-in", data=guess).status_code for guess in guesses]
    assert set(answers) == {422, 429}
    assert len(looked_at) == 5
    clock.advance(minutes=1)
    elsewhere = app.test_client()
    assert enter(elsewhere, AMINA, SECRET, address="192.0.2.7").status_code == 303


def test_guesses_at_names_that_nobody_has_are_slowed_down_alike(door, amina):
    known = [enter(door, AMINA, "wrong one").status_code for _ in range(8)]
    unknown = [enter(door, "Nobody", "wrong", address="192.0.2.9").status_code for _ in range(8)]
    assert known == unknown


@pytest.mark.parametrize("name", [AMINA, "Nobody", "", "x" * 5000, "a\u202eb"])
def test_the_same_work_is_done_for_names_that_exist_and_that_do_not(door, amina, monkeypatch, name):
    enter(door, "somebody", "the first guess makes what nobody has")
    hashed, verified = [], []
    counting = SimpleNamespace(
        hash=lambda password: hashed.append(password),
        verify=lambda kept, tried: (verified.append(kept), HASHER.verify(kept, tried)),
        check_needs_rehash=HASHER.check_needs_rehash,
    )
    monkeypatch.setattr(passwords, "_HASHER", counting)
    assert enter(door, name, "not this one").status_code == 422
    assert (len(verified), hashed) == (1, [])
    parameters = [kept.split("$")[1:4] for kept in verified]
    assert parameters == [["argon2id", "v=19", "m=19456,t=2,p=1"]]


def test_one_address_that_tries_many_names_is_slowed_down(door, amina):
    answers = [enter(door, f"name {number}", "guess").status_code for number in range(30)]
    assert answers[:20] == [422] * 20
    assert 429 in answers[20:]


def test_a_page_says_how_long_to_wait(door, amina):
    for _ in range(5):
        enter(door, AMINA, "wrong one")
    answer = enter(door, AMINA, "wrong one")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert "too many tries" in answer.text


def test_an_old_cookie_opens_nothing_after_the_sign_out(door, app, amina):
    enter(door, AMINA, SECRET)
    cookie = door.get_cookie("studyapp").value
    door.send("/sign-out")
    thief = app.test_client()
    thief.set_cookie("studyapp", cookie)
    assert thief.get("/").status_code == 303


def test_a_browser_that_was_idle_for_a_month_signs_in_again(door, amina, clock):
    enter(door, AMINA, SECRET)
    clock.advance(days=29)
    assert door.get("/").status_code == 200
    clock.advance(days=31)
    assert door.get("/").status_code == 303


def test_a_made_up_ticket_opens_nothing(door, app, database, amina):
    enter(door, AMINA, SECRET)
    with Session(database.engine) as session:
        known = session.exec(select(SignIn)).one()
        forged = accounts.Ticket(known.learner_id, known.id, "made up")
        assert accounts.holder(session, forged, known.created_at) is None
    for text in ("", "x", "0" * 32, f"{'0' * 32}.{'1' * 32}.secret", "..", "é.é.é"):
        assert accounts.read_ticket(text) is None or text.startswith("0" * 32 + ".")


def test_the_ticket_is_new_at_each_sign_in_and_only_its_hash_is_kept(door, database, amina):
    enter(door, AMINA, SECRET)
    first = door.get_cookie("studyapp").value
    enter(door, AMINA, SECRET)
    assert door.get_cookie("studyapp").value != first
    with Session(database.engine) as session:
        for row in session.exec(select(SignIn)):
            assert row.secret_hash not in first


def test_a_browser_can_be_signed_out_from_another(door, app, database, amina):
    enter(door, AMINA, SECRET)
    phone = app.test_client()
    enter(phone, AMINA, SECRET)
    assert len(door.page("/settings/account").select(".rows > li")) == 2
    door.send("/settings/account/sign-ins/end")
    assert phone.get("/").status_code == 303
    assert door.get("/").status_code == 200


def test_a_changed_password_signs_the_other_browsers_out(door, app, amina):
    phone = app.test_client()
    enter(phone, AMINA, SECRET)
    enter(door, AMINA, SECRET)
    fields = {"password": SECRET, "new_password": OTHER_SECRET}
    assert door.send("/settings/account/password", fields).status_code == 303
    assert phone.get("/").status_code == 303
    assert door.get("/").status_code == 200
    assert enter(phone, AMINA, SECRET).status_code == 422
    assert enter(phone, AMINA, OTHER_SECRET).status_code == 303


@pytest.mark.parametrize(
    ("password", "fresh", "says"),
    [
        ("not mine", OTHER_SECRET, "present password is not right"),
        (SECRET, "short", "at least 8 characters"),
        (SECRET, "password", "first that are tried"),
        (SECRET, "qwertzuiop", "first that are tried"),
        (SECRET, "x" * 200, "at most 128"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(door, amina, password, fresh, says):
    enter(door, AMINA, SECRET)
    answer = door.send("/settings/account/password", {"password": password, "new_password": fresh})
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{fresh}"' not in answer.text
    door.send("/sign-out")
    assert enter(door, AMINA, SECRET).status_code == 303


def test_the_first_account_is_the_admin_s_and_takes_over_what_was_studied(app, database, learner):
    made(database, a_deck, learner, "Kept from before")
    door = app.test_client()
    assert "first account" in door.page("/").get_text()
    assert sign_up(door, "Chidi", SECRET).status_code == 303
    assert "Kept from before" in door.page("/library").get_text()
    assert door.get("/admin").status_code == 200


def test_sign_up_is_closed_after_the_first_account(app, database, learner):
    sign_up(app.test_client(), "Chidi", SECRET)
    answer = sign_up(app.test_client(), "Dana", OTHER_SECRET)
    assert answer.status_code == 422
    assert "Sign-up is closed" in answer.text


def test_open_sign_up_gives_each_learner_an_empty_place(open_app, learner):
    first, second = open_app.test_client(), open_app.test_client()
    sign_up(first, "Chidi", SECRET)
    assert sign_up(second, "Dana", OTHER_SECRET).status_code == 303
    assert second.get("/admin").status_code == 404
    assert "Dana" in second.page("/").get_text()


def test_the_same_sign_up_sent_twice_makes_one_account(open_app, database, learner):
    door = open_app.test_client()
    fields = {"id": "7" * 32, "name": "Chidi", "password": SECRET}
    token = token_at(door, "/sign-up")
    first = door.post("/sign-up", data=fields | {"csrf_token": token})
    door = open_app.test_client()
    again = door.post("/sign-up", data=fields | {"csrf_token": token_at(door, "/sign-up")})
    assert first.status_code == again.status_code == 303
    with Session(database.engine) as session:
        assert len(session.exec(select(Learner)).all()) == 1


def test_a_taken_name_is_not_given_twice(open_app, learner):
    sign_up(open_app.test_client(), "Chidi", SECRET)
    answer = sign_up(open_app.test_client(), "\uff23HIDI", OTHER_SECRET)
    assert answer.status_code == 422
    assert "taken" in answer.text


@pytest.mark.parametrize(
    ("name", "says"),
    [("", "Choose a name"), ("x" * 61, "at most 60"), ("a\u200bb", "cannot be seen")],
)
def test_a_name_that_will_not_do_is_refused_and_still_stands(open_app, learner, name, says):
    answer = sign_up(open_app.test_client(), name, SECRET)
    assert answer.status_code == 422
    assert says in answer.text
    assert SECRET not in answer.text


def test_the_cookie_is_bound_to_the_host_over_https_and_closed_to_scripts(app, amina):
    client = app.test_client()
    plain = client.get("/sign-in").headers["Set-Cookie"]
    assert plain.startswith("studyapp=")
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    secure = client.get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert secure.startswith("__Host-studyapp=")
    assert "Secure" in secure
    assert "Path=/;" in secure
    assert "Domain" not in secure


def test_a_host_from_elsewhere_gets_nothing(app, amina):
    client = app.test_client()
    for host in ("evil.example", "localhost.evil.example", "study.example.evil"):
        assert client.get("/", base_url=f"http://{host}").status_code == 400
    for host in ("study.example", "study.example:8443", "192.0.2.4:8000", "[2001:db8::1]"):
        assert client.get("/", base_url=f"http://{host}").status_code == 303


def test_a_form_from_another_site_changes_nothing(door, amina):
    enter(door, AMINA, SECRET)
    token = token_at(door, "/settings/account")
    answer = door.post(
        "/sign-out", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
    assert door.get("/").status_code == 200


def test_an_expired_session_keeps_what_was_typed(door, app, database, amina, clock):
    enter(door, AMINA, SECRET)
    token = token_at(door, "/documents/new")
    clock.advance(days=40)
    answer = door.post("/documents", data={"csrf_token": token, "text": "A long text of mine."})
    assert answer.status_code == 401
    assert "A long text of mine." in answer.text
