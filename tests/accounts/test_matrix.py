"""Whose rows are whose where learners sign in: every route, asked by its owner and a stranger."""

from __future__ import annotations

import re

from sqlmodel import Session, select

from studyapp.tables import Document, SignIn
from studyapp.web import create_app
from tests.accounts.signing import OTHER_SECRET, SECRET, enter
from tests.makers import AMINA, BO
from tests.web.test_owners import FINE, SKIPPED_METHODS, ask, everything, named_routes, rows_of
from tests.web.test_pages import NOT_PAGES

NEVER = {"accounts.sign_out", "accounts.end", "accounts.remove"}


def test_a_row_answers_its_owner_and_no_other_account(app, database, amina, bo):
    mine, theirs = rows_of(database, amina), rows_of(database, bo)
    owner, stranger = app.test_client(), app.test_client()
    enter(owner, AMINA, SECRET)
    enter(stranger, BO, OTHER_SECRET)
    for endpoint, method, _rule in named_routes(app):
        if endpoint in NEVER:
            continue
        before = everything(database, amina)
        assert ask(stranger, app, endpoint, method, mine).status_code == 404, endpoint
        assert everything(database, amina) == before, endpoint
        assert ask(stranger, app, endpoint, method, theirs).status_code in FINE | {404}, endpoint


def test_one_learner_cannot_end_the_sign_in_of_another(app, database, amina, bo):
    owner, stranger = app.test_client(), app.test_client()
    enter(owner, AMINA, SECRET)
    enter(stranger, BO, OTHER_SECRET)
    with Session(database.engine) as session:
        theirs = session.exec(select(SignIn).where(SignIn.learner_id == amina)).one().id
    assert stranger.send(f"/settings/account/sign-ins/{theirs}/end").status_code == 404
    assert owner.get("/").status_code == 200


def test_only_an_admin_sees_administration_and_removes_learners(app, database, amina, bo):
    admin, other = app.test_client(), app.test_client()
    enter(admin, AMINA, SECRET)
    enter(other, BO, OTHER_SECRET)
    assert other.get("/admin").status_code == 404
    assert other.send(f"/admin/learners/{amina}/removal").status_code == 404
    assert BO in admin.page("/admin").get_text()
    assert admin.send(f"/admin/learners/{amina}/removal").status_code == 422
    assert admin.send(f"/admin/learners/{bo}/removal").status_code == 303
    assert other.get("/").status_code == 303
    assert everything(database, bo)["learner"] == []


def test_every_form_is_refused_without_its_token(app, database, amina):
    client = app.test_client()
    enter(client, AMINA, SECRET)
    ids = rows_of(database, amina) | {"sign_in_id": "0" * 32, "account_id": amina}
    for rule in app.url_map.iter_rules():
        if not rule.methods - SKIPPED_METHODS - {"GET"}:
            continue
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **{name: ids[name] for name in rule.arguments})
        assert client.post(path, data={"name": "x"}).status_code == 400, rule.endpoint


def test_every_page_is_whole_for_who_is_signed_in(app, database, amina):
    client = app.test_client()
    enter(client, AMINA, SECRET)
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and rule.endpoint not in NOT_PAGES:
            answer = client.get(rule.rule, follow_redirects=True)
            assert answer.status_code == 200, rule


def test_the_doors_lead_on_who_is_signed_in_already(app, amina):
    client = app.test_client()
    enter(client, AMINA, SECRET)
    for door in ("/sign-in", "/sign-up"):
        answer = client.get(door)
        assert (answer.status_code, answer.location) == (303, "/"), door


def test_a_path_before_the_app_is_kept_in_every_address(database, settings, clock, amina):
    behind = settings.model_copy(update={"proxies": 1})
    client = create_app(behind, database, clock).test_client()
    page = client.get("/", headers={"X-Forwarded-Prefix": "/study"}).text
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
    assert addresses
    assert [found for found in addresses if not found.startswith("/study")] == []


def test_what_no_proxy_said_is_not_believed(client, amina):
    page = client.get("/", headers={"X-Forwarded-Prefix": "/study"}).text
    assert "/study" not in page


def test_a_route_that_forgets_who_is_signed_in_is_caught(app, database, amina, bo):
    @app.get("/leaks/<id:document_id>")
    def leak(document_id):
        with database.reading() as session:
            found = session.exec(select(Document).where(Document.id == document_id)).first()
            return "there" if found else ("not there", 404)

    stranger = app.test_client()
    enter(stranger, BO, OTHER_SECRET)
    assert ask(stranger, app, "leak", "GET", rows_of(database, amina)).status_code != 404
