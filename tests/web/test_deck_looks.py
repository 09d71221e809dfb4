"""What a deck may show: pictures of other sites, and its cards as they were made."""

from __future__ import annotations

import pytest

from studyapp.tables import Deck
from tests.makers import a_question, made
from tests.own_looks import FAR, HOST, a_note, scripted

SCRIPT = "document.title = 1"


def test_a_picture_of_another_site_is_shown_only_where_it_was_allowed(client, database, amina):
    one = made(database, a_note, amina, scripted(""), f"What is this? {FAR}")
    first = client.get("/review")
    assert HOST not in first.headers["Content-Security-Policy"]
    page = client.page("/review")
    assert page.select("#card img") == []
    assert page.select_one(".left-out").find(string=lambda text: HOST in text)
    send_form(client, page.select_one("form.left-out"))
    after = client.get("/review")
    assert f"img-src 'self' data: https://{HOST};" in after.headers["Content-Security-Policy"]
    picture = client.page("/review").select_one("#card img")
    assert (picture["src"], picture["referrerpolicy"]) == (
        f"https://{HOST}/volga.png", "no-referrer",
    )  # fmt: skip
    # Pages that show no card allow nothing.
    for path in ("/", "/library", "/settings"):
        assert HOST not in client.get(path).headers["Content-Security-Policy"]
    assert deck(database, amina, one.deck_id).picture_hosts == [HOST]


def test_another_deck_shows_no_picture_that_one_was_allowed(client, database, amina):
    allowed = made(database, a_question, amina, deck_title="Allowed")
    client.send(f"/decks/{allowed.deck_id}/allowances", {"host": HOST})
    made(database, a_note, amina, scripted(""), FAR)
    assert client.page(f"/review?deck={allowed.deck_id}").select("#card img") == []
    other = client.page("/review?deck=").select_one("#card")
    assert other.select("img") == []


def test_the_allowance_can_be_undone_and_is_taken_back_in_the_settings(client, database, amina):
    kept = made(database, a_note, amina, scripted(""), FAR)
    place = f"/decks/{kept.deck_id}"
    for _ in range(2):
        client.send(f"{place}/allowances", {"host": HOST})
    undo = client.page("/library").select_one("form[action='/changes/undo']")
    assert undo.small.get_text() == "what the deck may show"
    send_form(client, undo)
    assert deck(database, amina, kept.deck_id).picture_hosts == []
    box = client.page(f"{place}/edit").select_one(f"input[name=host][value='{HOST}']")
    assert not box.has_attr("checked")
    client.send(f"{place}/looks", {"host": HOST, "own_look": "1"})
    assert client.page(f"{place}/edit").select_one("input[name=host]").has_attr("checked")
    client.send(f"{place}/looks", {})
    shown = deck(database, amina, kept.deck_id)
    assert (shown.picture_hosts, shown.own_look) == ([], False)


@pytest.mark.parametrize("host", ["localhost", "*.example.org", "a.org; script-src *", "", "::1"])
def test_what_is_no_site_cannot_be_allowed(client, database, amina, host):
    kept = made(database, a_note, amina, scripted(""), FAR)
    answer = client.send(f"/decks/{kept.deck_id}/allowances", {"host": host})
    assert answer.status_code == 422
    assert deck(database, amina, kept.deck_id).picture_hosts == []


def test_the_own_look_is_offered_and_begins_only_when_asked_for(client, database, amina):
    kept = made(database, a_note, amina, scripted(SCRIPT), "The Volga?")
    card = client.page("/review").select_one("#card")
    assert SCRIPT not in str(card)
    assert card.select_one("#stem").get_text(strip=True) == "The Volga?"
    frame = card.select_one("details:not([open]) iframe")
    assert (frame["sandbox"], frame["loading"]) == (["allow-scripts"], "lazy")
    client.send(f"/decks/{kept.deck_id}/allowances", {"own_look": "1"})
    card = client.page("/review").select_one("#card")
    assert card.select("details iframe") == []
    assert card.select_one("iframe")["src"] == f"/looks/{kept.card_id}?side=front"
    answer = client.page(f"/cards/{kept.card_id}/answer").select_one("#card")
    assert answer.select_one("iframe")["src"] == f"/looks/{kept.card_id}?side=back"
    assert answer.select("form.grades")


def test_what_stands_in_the_frame_reaches_nothing(client, database, amina):
    kept = made(database, a_note, amina, scripted(SCRIPT), "The Volga?")
    shown = client.get(f"/looks/{kept.card_id}?side=back")
    assert SCRIPT in shown.text
    assert "A river" in shown.text
    policy = dict(one.strip().partition(" ")[::2] for one in
                  shown.headers["Content-Security-Policy"].split(";"))  # fmt: skip
    assert policy["sandbox"] == "allow-scripts"
    assert policy["default-src"] == "'none'"
    assert {policy[f"{name}-src"] for name in ("img", "media", "font")} == {"data:"}
    assert "connect-src" not in policy
    # Opened as a page of its own it would be free to leave.
    opened = client.get(f"/looks/{kept.card_id}", headers={"Sec-Fetch-Dest": "document"})
    assert opened.status_code == 404
    # Only what shows cards may frame it, and nothing but it.
    pages = {path: client.get(path).headers["Content-Security-Policy"] for path in ("/review", "/")}
    assert "frame-src localhost/looks/" in pages["/review"]
    assert "frame-src" not in pages["/"]


def test_a_card_that_keeps_no_look_says_so(client, database, amina):
    kept = made(database, a_question, amina)
    assert "no look of its own" in client.get(f"/looks/{kept.card_id}").text
    assert client.page("/review").select("iframe") == []


def deck(database, learner_id, deck_id):
    with database.reading() as session:
        return session.get_one(Deck, (learner_id, deck_id))


def send_form(client, form):
    fields = {one["name"]: one["value"] for one in form.select("input[name]")}
    assert client.send(form["action"], fields).status_code == 303
