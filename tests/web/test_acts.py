"""Acts from the pages: undo and redo, decks, questions, settings, and what nobody should send."""

from __future__ import annotations

import io
import re

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from questions.model import Answer, Kind, Question
from studyapp.cards import mark
from studyapp.ids import new_id
from studyapp.tables import Card, Change, Learner, Review, StoredQuestion
from studyapp.web.act_labels import act_label
from tests.makers import NOW, a_card, a_document, a_draft, a_question, a_short, made
from tests.project import ROOT

SETTINGS = {
    "zone": "Asia/Kolkata",
    "rollover_hour": "2",
    "theme": "dark",
    "new_per_day": "5",
    "desired_retention": "0.85",
}


def test_undo_and_redo_say_what_they_did(client, database, amina):
    card_id = made(database, a_card, amina)
    client.send(f"/cards/{card_id}/mark", {"version": 0})
    page = client.page("/library")
    assert form_to(page, "/changes/undo").small.get_text() == "the mark"
    send(client, form_to(page, "/changes/undo"))
    page = client.page("/library")
    assert "Undone: the mark." in page.select_one(".flashes").get_text()
    send(client, form_to(page, "/changes/redo"))
    assert "Done again: the mark." in client.page("/library").get_text()


def test_with_nothing_to_undo_nothing_happens(client, amina):
    for act, words in (("undo", "Nothing to undo."), ("redo", "Nothing to do again.")):
        assert client.send(f"/changes/{act}").status_code == 303
        assert words in client.page("/").get_text()


def test_a_click_on_undo_sent_twice_takes_back_one_act(client, database, clock, amina):
    card_id = made(database, a_card, amina)
    for version, act in enumerate(("mark", "burial")):
        clock.advance(seconds=1)
        client.send(f"/cards/{card_id}/{act}", {"version": version})
    form = form_to(client.page("/library"), "/changes/undo")
    for _ in range(2):
        assert send(client, form).status_code == 303
    assert form_to(client.page("/library"), "/changes/undo").small.get_text() == "the mark"
    form = form_to(client.page("/library"), "/changes/redo")
    for _ in range(2):
        assert send(client, form).status_code == 303
    page = client.page("/library")
    assert form_to(page, "/changes/undo").small.get_text() == "putting a card off"


def test_nobody_takes_back_the_act_of_another(client, database, amina, bo):
    card_id = made(database, a_card, bo)
    database.write(lambda session: mark(session, bo, card_id, True, NOW))
    with database.reading() as session:
        (theirs,) = session.exec(select(Change.id))
    for fields in ({}, {"act": theirs}):
        client.send("/changes/undo", fields)
    with database.reading() as session:
        assert session.get_one(Card, (bo, card_id)).marked


def test_a_removal_sent_twice_is_one_act(client, database, amina):
    document_id = made(database, a_document, amina)
    deck_id = made(database, a_question, amina).deck_id
    for path in (f"/documents/{document_id}", f"/decks/{deck_id}"):
        for _ in range(2):
            assert client.send(f"{path}/removal").status_code == 303
        client.send("/changes/undo")
        assert client.get(path).status_code == 200


def test_a_new_act_ends_what_could_be_done_again(client, database, clock, amina):
    document_id = made(database, a_document, amina)
    draft_id = made(database, a_draft, amina, document_id)
    for path in (f"/drafts/{draft_id}/keeping", "/changes/undo", f"/drafts/{draft_id}/keeping"):
        clock.advance(seconds=1)
        client.send(path)
    for path in ("/changes/undo", "/changes/redo", "/changes/redo"):
        clock.advance(seconds=1)
        assert client.send(path).status_code == 303
    assert len(cards(database)) == 1


def test_every_act_has_words_of_its_own(client, database, amina):
    """What the services call their acts is never shown as it stands."""
    source = "\n".join(path.read_text() for path in (ROOT / "studyapp").glob("*.py"))
    labels = set(re.findall(r"record\(\s*session, learner(?:_id|\.id), \"([a-z-]+)\"", source))
    labels |= {"keep", "keep-all", "suspend", "resume", "answer"}
    assert len(labels) > 10
    with client.application.test_request_context():
        assert [label for label in sorted(labels) if act_label(label) == label] == []


def test_a_removed_deck_comes_back_by_undo(client, database, amina):
    kept = made(database, a_question, amina, a_short(), deck_title="Rivers")
    client.send(f"/decks/{kept.deck_id}/removal")
    assert client.get(f"/decks/{kept.deck_id}").status_code == 404
    assert "Nothing is due" in client.page("/review").get_text()
    client.send("/changes/undo")
    assert client.page(f"/decks/{kept.deck_id}").h1.get_text() == "Rivers"
    assert client.page("/review").select_one(".ask")


def test_reviewing_a_deck_that_is_gone_is_told(client, database, amina):
    kept = made(database, a_question, amina)
    client.send(f"/decks/{kept.deck_id}/removal")
    assert client.get(f"/review?deck={kept.deck_id}").status_code == 404
    assert client.get("/review?deck=nonsense").status_code == 200


def test_a_report_that_was_refused_is_not_told_as_done(client, database, amina):
    card_id = made(database, a_card, amina)
    assert client.send(f"/cards/{card_id}/report", {"version": 0}).status_code == 422
    assert "Reported" not in client.page("/").get_text()


def test_settings_are_stored_and_shown(client, database, amina):
    assert client.send("/settings", SETTINGS).status_code == 303
    page = client.page("/settings")
    assert page.html["data-theme"] == "dark"
    assert page.select_one("option[selected]").get_text() == "Asia/Kolkata"
    assert page.select_one("#new_per_day")["value"] == "5"
    assert page.select_one("#desired_retention")["value"] == "0.85"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("zone", "Mars"),
        ("rollover_hour", "noon"),
        ("rollover_hour", ""),
        ("new_per_day", "-3"),
        ("new_per_day", "9" * 5000),
        ("desired_retention", "nan"),
        ("desired_retention", "2"),
        ("theme", "<b>"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_with_what_was_typed(
    client, database, amina, name, value
):
    response = client.send("/settings", {**SETTINGS, name: value})
    assert response.status_code == 422
    page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    assert page.select_one("#errors").get_text(strip=True)
    assert page.select_one("#rollover_hour")["value"] == {**SETTINGS, name: value}["rollover_hour"]
    with database.reading() as session:
        assert session.get_one(Learner, amina).theme == "auto"


# PostgreSQL keeps no text with NUL, and no page of ours can send it.
NUL = "a\x00b"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/documents", {"id": "1" * 32, "text": NUL, "title": "T"}),
        ("/documents", {"id": "1" * 32, "text": "Some words.", "title": NUL}),
        ("/cards/{card}/reviews", {"id": "1" * 32, "rating": 3, "version": 0, "typed": NUL}),
        ("/cards/{card}/acceptances", {"typed": NUL}),
        ("/cards/{card}/report", {"reason": NUL}),
        ("/questions/{question}/edit", {"stem": NUL, "answer": "x"}),
        ("/questions/{question}/edit", {"stem": "x", "answer": NUL}),
        ("/drafts/{draft}", {"stem": f"{{{{c1::{NUL}}}}}", "deck": "D"}),
        ("/drafts/{draft}", {"stem": "{{c1::x}}", "deck": NUL}),
        ("/settings", {**SETTINGS, "zone": NUL}),
    ],
)
def test_characters_that_no_database_keeps_are_no_fault_of_ours(
    client, database, amina, path, fields
):
    kept = made(database, a_question, amina, a_short())
    draft_id = made(database, a_draft, amina, made(database, a_document, amina))
    place = path.format(card=kept.card_id, question=kept.question_id, draft=draft_id)
    assert client.send(place, fields).status_code in {303, 400, 422}
    for page in ("/", "/library", "/review", f"/decks/{kept.deck_id}"):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "query", ["shown_at=x", "shown_at=" + "9" * 5000, "review_id=zz", "typed=%00"]
)
def test_an_address_that_was_tampered_with_is_no_fault_of_ours(client, database, amina, query):
    kept = made(database, a_question, amina, a_short())
    assert client.get(f"/cards/{kept.card_id}/answer?{query}").status_code in {200, 400}


def test_a_file_name_that_no_database_keeps_is_refused(client, amina):
    file = (io.BytesIO(b"The Rhine rises in the Alps."), NUL)
    fields = {"csrf_token": client.token(), "id": new_id(), "files": file}
    response = client.post("/documents", data=fields, content_type="multipart/form-data")
    assert response.status_code in {303, 400}


def test_times_from_the_future_count_as_nothing(client, database, amina):
    card_id = made(database, a_card, amina)
    fields = {"id": new_id(), "rating": 3, "version": 0, "shown_at": "9" * 18}
    assert client.send(f"/cards/{card_id}/reviews", fields).status_code == 303
    with database.reading() as session:
        assert session.exec(select(Review.ms)).one() == 0


def test_a_very_long_answer_is_cut(client, database, amina):
    kept = made(database, a_question, amina, a_short())
    fields = {"id": new_id(), "rating": 1, "version": 0, "typed": "x" * 100_000}
    assert client.send(f"/cards/{kept.card_id}/reviews", fields).status_code == 303
    with database.reading() as session:
        assert len(session.exec(select(Review.typed)).one()) == 2000


def test_an_accepted_answer_that_does_not_fit_the_kind_is_refused(client, database, amina):
    number = Question(id="n", kind=Kind.NUMERIC, stem="Moons of Mars?", answers=(Answer(text="2"),))
    kept = made(database, a_question, amina, number)
    response = client.send(f"/cards/{kept.card_id}/acceptances", {"typed": "two"})
    assert response.status_code == 422
    assert "not a number" in response.get_data(as_text=True)
    assert client.get("/review").status_code == 200


def test_editing_a_question_from_its_deck_leads_back_there(client, database, amina):
    kept = made(database, a_question, amina, a_short())
    link = client.page(f"/decks/{kept.deck_id}").select_one("ul.rows a")
    form = client.page(link["href"]).select_one("main form")
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    response = client.send(form["action"], {**fields, "stem": "Capital?", "answer": "Lima"})
    assert response.location == f"/decks/{kept.deck_id}"
    with database.reading() as session:
        assert session.exec(select(StoredQuestion)).one().body["stem"] == "Capital?"


def form_to(page, path):
    return next(form for form in page.select("form") if form["action"] == path)


def send(client, form):
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    return client.send(form["action"], fields)


def cards(database):
    with database.reading() as session:
        return list(session.exec(select(Card.id)))
