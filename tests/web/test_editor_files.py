"""Beside the words of a question: pictures and sound, its history, and many at once."""

from __future__ import annotations

import pytest
from sqlmodel import select

from studyapp import cards
from studyapp.ids import new_id
from studyapp.tables import Card, Media, QuestionVersion
from tests.makers import a_deck, a_flashcard, a_question, a_review_card, a_short, made
from tests.web.editor_forms import FORMS, form_of, parsed, stored, upload

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cf"
    "c0000003010100c9fe92ef0000000049454e44ae426082"
)


def test_a_picture_is_kept_shown_and_described(client, database, amina):
    fields = {**FORMS["flashcard"], "kind": "flashcard", "deck": "D", "full": "1"}
    response = upload(client, {**fields, "id": new_id(), "do": "files"}, PNG, "map.png")
    page = parsed(response, 200)
    assert page.select_one("#stem").get_text().strip() == "Capital of Peru"
    sha256 = page.select_one("[name=media]")["value"]
    picture = page.select_one(".medium img")
    sent = {**form_of(page), "media_alt": "A map of Peru", "media_place": "answer", "do": "save"}
    assert client.send("/questions", sent).status_code == 303
    (row,) = stored(database)
    assert row.body["media"] == [sha256]
    answer = client.get(picture["src"], buffered=True)
    assert answer.data == PNG
    assert answer.mimetype == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "private" in answer.headers["Cache-Control"]
    part = client.get(picture["src"], headers={"Range": "bytes=0-3"}, buffered=True)
    assert (part.status_code, part.data) == (206, PNG[:4])


def test_a_picture_stands_on_its_side_of_the_card_in_review(client, database, amina):
    fields = {**FORMS["short"], "kind": "short", "deck": "D", "full": "1"}
    page = parsed(upload(client, {**fields, "id": new_id(), "do": "files"}, PNG, "map.png"), 200)
    sent = {**form_of(page), "media_alt": "A map", "media_place": "question", "do": "save"}
    client.send("/questions", sent)
    (row,) = stored(database)
    asked = client.page("/review")
    assert asked.select_one("#card img")["alt"] == "A map"
    place = f"/questions/{row.id}/edit"
    client.send(place, {**form_of(client.page(place)), "media_place": "answer"})
    asked = client.page("/review")
    assert asked.select_one("#card img") is None
    card_id = asked.select_one(".ask")["action"].split("/")[2]
    assert client.page(f"/cards/{card_id}/answer?typed=Lima").select_one(".outcome img")


def test_a_picture_is_taken_out_again(client, database, amina):
    fields = {**FORMS["flashcard"], "kind": "flashcard", "deck": "D", "full": "1"}
    upload(client, {**fields, "id": new_id(), "do": "save"}, PNG, "map.png")
    (row,) = stored(database)
    (sha256,) = row.body["media"]
    place = f"/questions/{row.id}/edit"
    client.send(place, {**form_of(client.page(place)), "media_gone": sha256})
    (row,) = stored(database)
    assert "media" not in row.body


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg"),
        (b"<html><script>x</script>", "x.png"),
        (b"MZ\x90\x00", "x.exe"),
        (b"", "empty.png"),
        (b"GIF8", "short.gif"),
    ],
)
def test_a_file_that_cannot_be_shown_is_refused_and_nothing_is_lost(
    client, database, amina, data, name
):
    fields = {**FORMS["flashcard"], "kind": "flashcard", "deck": "D", "full": "1", "do": "save"}
    page = parsed(upload(client, {**fields, "id": new_id()}, data, name), 422)
    assert page.select_one("#upload-problem").get_text(strip=True)
    assert page.select_one("#stem").get_text().strip() == "Capital of Peru"
    assert stored(database) == []


def test_a_file_larger_than_the_limit_is_refused_by_name(
    client, database, amina, settings, monkeypatch
):
    monkeypatch.setattr(type(settings), "max_upload_bytes", property(lambda _own: len(PNG) - 1))
    fields = {**FORMS["flashcard"], "kind": "flashcard", "deck": "D", "full": "1", "do": "save"}
    page = parsed(upload(client, {**fields, "id": new_id()}, PNG, "map.png"), 422)
    assert "map.png" in page.select_one("#upload-problem").get_text()
    assert not settings.media_dir.exists()


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS\x00", "audio/ogg"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
    ],
)
def test_what_a_file_is_is_told_by_its_bytes(client, database, amina, start, media_type):
    fields = {**FORMS["flashcard"], "kind": "flashcard", "deck": "D", "full": "1", "do": "files"}
    page = parsed(upload(client, {**fields, "id": new_id()}, start + b"x" * 40, "x.txt"), 200)
    shown = page.select_one(".medium img, .medium audio")
    assert client.get(shown["src"], buffered=True).mimetype == media_type
    assert (shown.name == "img") == media_type.startswith("image/")


def test_the_same_file_is_kept_once(client, database, amina, settings):
    fields = {**FORMS["flashcard"], "kind": "flashcard", "deck": "D", "full": "1", "do": "files"}
    for _ in range(2):
        upload(client, {**fields, "id": new_id()}, PNG, "../../etc/map.png")
    with database.reading() as session:
        assert [row.name for row in session.exec(select(Media))] == ["map.png"]
    assert len([path for path in settings.media_dir.rglob("*") if path.is_file()]) == 1


# -- History -------------------------------------------------------------------------------


def test_the_history_shows_what_each_edit_changed(client, database, clock, amina):
    kept = made(database, a_question, amina, a_flashcard("The old words", "x"))
    place = f"/questions/{kept.question_id}"
    assert "Nothing was changed" in client.page(f"{place}/history").get_text()
    for stem in ("The new words", "The newest words"):
        clock.advance(minutes=1)
        client.send(f"{place}/edit", {**form_of(client.page(f"{place}/edit")), "stem": stem})
    page = client.page(f"{place}/history")
    told = [
        (row.select_one("del").get_text(), row.select_one("ins").get_text())
        for row in page.select(".history > li")
    ]
    assert told == [("out: new", "in: newest"), ("out: old", "in: new")]
    clock.advance(minutes=1)
    client.send(page.select(".history form")[-1]["action"])
    assert client.page(f"{place}/edit").select_one("#stem").get_text().strip() == "The old words"
    assert len(client.page(f"{place}/history").select(".history > li")) == 3


def test_an_edit_that_was_taken_back_is_no_change(client, database, clock, amina):
    kept = made(database, a_question, amina, a_flashcard("old", "x"))
    place = f"/questions/{kept.question_id}"
    client.send(f"{place}/edit", {**form_of(client.page(f"{place}/edit")), "stem": "new"})
    clock.advance(minutes=1)
    client.send("/changes/undo")
    assert not client.page(f"{place}/history").select(".history > li")
    with database.reading() as session:
        assert len(session.exec(select(QuestionVersion)).all()) == 1


def test_a_question_is_deleted_once_and_comes_back(client, database, amina):
    kept = made(database, a_question, amina)
    for _ in range(2):
        assert client.send(f"/questions/{kept.question_id}/removal").status_code == 303
    assert client.get(f"/questions/{kept.question_id}/edit").status_code == 404
    client.send("/changes/undo")
    assert client.get(f"/questions/{kept.question_id}/edit").status_code == 200


def test_an_edit_in_the_middle_of_a_review_leads_back_to_it(client, database, amina):
    made(database, a_question, amina, a_short("Capital of Peru?", "Lima"))
    link = client.page("/review").select_one("a[href*='/edit']")
    page = client.page(link["href"])
    response = client.send(page.select_one("#editor form")["action"], form_of(page))
    assert response.location.startswith("/review")


def test_a_report_ends_when_the_question_is_mended(client, database, amina):
    card_id = made(database, a_review_card, amina)
    client.send(f"/cards/{card_id}/report", {"reason": "It is wrong.", "version": 0})
    with database.reading() as session:
        question_id = cards.get(session, amina, card_id)[0].question_id
    place = f"/questions/{question_id}/edit"
    client.send(place, form_of(client.page(place)))
    with database.reading() as session:
        assert session.get_one(Card, (amina, card_id)).available_at is not None


# -- Two columns ---------------------------------------------------------------------------


def test_rows_become_cards(client, database, amina):
    deck_id = made(database, a_deck, amina, "Words")
    page = client.page(f"/decks/{deck_id}/entry")
    fields = {"id": page.select_one("form[data-entry] [name=id]")["value"], "reverse": "1"}
    fields |= {"term": ["uno", "", "dos"], "definition": ["one", "", "two"]}
    fields["pasted"] = "tres\tthree\ncuatro\tfour"
    for _ in range(2):
        assert client.send(f"/decks/{deck_id}/entry", fields).status_code == 303
    assert {row.body["stem"] for row in stored(database)} == {"uno", "dos", "tres", "cuatro"}
    with database.reading() as session:
        assert len(session.exec(select(Card)).all()) == 8
    client.send("/changes/undo")
    assert stored(database) == []


def test_a_row_with_one_side_stays_in_the_form(client, database, amina):
    deck_id = made(database, a_deck, amina, "Words")
    fields = {"id": new_id(), "term": ["uno", "dos"], "definition": ["one", ""], "kind": "short"}
    page = parsed(client.send(f"/decks/{deck_id}/entry", fields), 422)
    assert "only one side" in page.select_one("#errors").get_text()
    assert page.select_one("[name=term]")["value"] == "dos"
    assert [row.kind for row in stored(database)] == ["short"]


@pytest.mark.parametrize("fields", [{}, {"pasted": "   "}, {"term": ["x"], "definition": [""]}])
def test_nothing_whole_is_told(client, database, amina, fields):
    deck_id = made(database, a_deck, amina, "Words")
    page = parsed(client.send(f"/decks/{deck_id}/entry", {"id": new_id(), **fields}), 422)
    assert page.select_one("#errors").get_text(strip=True)
    assert stored(database) == []


def test_too_many_rows_are_refused_with_what_was_pasted(client, database, amina):
    deck_id = made(database, a_deck, amina, "Words")
    pasted = "\n".join(f"{number}\tx" for number in range(1001))
    fields = {"id": new_id(), "pasted": pasted}
    page = parsed(client.send(f"/decks/{deck_id}/entry", fields), 422)
    assert page.select_one("#pasted").get_text().strip() == pasted


def test_a_picture_is_shown_in_a_quiz_too(client, database, amina):
    fields = {**FORMS["short"], "kind": "short", "deck": "D", "full": "1"}
    page = parsed(upload(client, {**fields, "id": new_id(), "do": "files"}, PNG, "map.png"), 200)
    sent = {**form_of(page), "media_alt": "A map", "media_place": "question", "do": "save"}
    client.send("/questions", sent)
    setup = client.page("/quizzes/new?q=deck:d")
    form = setup.select_one("form[action='/quizzes']")
    fields = {
        field["name"]: field.get("value", "")
        for field in form.select("input[name]")
        if field.get("type") not in {"checkbox", "radio"} or field.has_attr("checked")
    }
    kinds = [field["value"] for field in form.select("[name=kind][checked]")]
    begun = client.send("/quizzes", {**fields, "kind": kinds})
    assert client.page(begun.location).select_one(".media img")["alt"] == "A map"
