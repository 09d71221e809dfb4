"""What keeps a page to itself: its headers, whom it answers, and where a form may lead."""

from __future__ import annotations

import pytest

from tests.makers import a_card, a_flashcard, a_question, made

PAGES = ["/", "/documents/new", "/library", "/review", "/settings", "/help", "/nowhere"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_headers(client, amina, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "HX-Request" in headers["Vary"]


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_lets_only_our_own_files_act(client, amina, path):
    response = client.get(path)
    policy = dict(
        part.strip().split(" ", 1)
        for part in response.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    nonce = policy["script-src"].split("'nonce-")[1].split("'")[0]
    for script in client.page(path, response.status_code).select("script"):
        assert script["src"].startswith("/static/")
    assert nonce in response.get_data(as_text=True)


def test_each_answer_has_a_nonce_of_its_own(client, amina):
    first, second = (client.get("/").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_no_other_host_and_no_style_of_its_own(client, amina, path):
    page = client.page(path, 404 if path == "/nowhere" else 200)
    for element in page.select("[src], [href], [action]"):
        for name in ("src", "href", "action"):
            assert "//" not in str(element.get(name, ""))
    assert not page.select("style, [style], [onclick], [onload]")


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "0.0.0.0"])
def test_a_request_to_another_host_is_refused(client, amina, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_is_answered(client, amina, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "place",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "javascript:x",
        "/%09/example.org\t",
        "/ok\r\nSet-Cookie: a=b",
        "",
        "example.org",
        "///example.org",
    ],
)
def test_a_form_leads_to_this_app_only(client, amina, place):
    response = client.send("/changes/undo", {"next": place})
    assert response.status_code == 303
    assert response.location == "/"


def test_a_path_of_this_app_is_followed(client, amina):
    assert client.send("/changes/undo", {"next": "/library?a=b"}).location == "/library?a=b"


def test_the_cookie_is_not_for_scripts(client, amina):
    cookie = client.get("/documents/new").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_hostile_question_is_only_words(client, database, amina):
    attack = '<img src=x onerror=alert(1)><p hx-get="/x" hx-trigger="load">'
    made(database, a_question, amina, a_flashcard(front=attack, back=attack))
    page = client.page("/review")
    assert attack in page.select_one("[hx-disable] h2").get_text()
    assert not page.select("img, [onerror], [hx-get='/x']")


def test_a_fault_of_ours_says_so_and_names_a_number(client, app, database, amina, caplog):
    made(database, a_card, amina)

    @app.get("/broken")
    def broken():
        raise ValueError("a secret detail")

    app.testing = False
    page = client.page("/broken", 500)
    assert "a secret detail" not in page.get_text()
    number = page.get_text().split("report the number ")[1][:8]
    assert number in caplog.text


def test_what_was_typed_is_shown_when_an_act_fails(client, amina):
    response = client.send("/cards/" + "0" * 32 + "/report", {"reason": "It is plainly wrong."})
    assert response.status_code == 404
    assert "It is plainly wrong." in response.get_data(as_text=True)
