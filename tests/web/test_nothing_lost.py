"""What somebody typed or did is not lost: refused forms, error pages, and undo after adding."""

from __future__ import annotations

from bs4 import BeautifulSoup
from sqlmodel import select

from studyapp.tables import Document, StoredQuestion
from studyapp.writing import LONGEST
from tests.makers import a_deck, a_question, made


def test_words_that_are_too_many_stay_in_the_editor(client, database, amina):
    words = "word " * LONGEST
    key = client.page("/questions/new").select_one("#editor [name=id], form [name=id]")["value"]

    sent = {"id": key, "full": "1", "kind": "flashcard", "stem": words, "answer": "A", "deck": "D"}
    answer = client.send("/questions", sent)

    assert answer.status_code == 422
    assert words.strip() in answer.text
    assert f"At most {LONGEST:,} letters" in answer.text
    assert rows_of(database, StoredQuestion) == []


def test_a_row_that_is_too_long_stays_and_the_others_are_kept(client, database, amina):
    deck = made(database, a_deck, amina, "Words")
    key = client.page(f"/decks/{deck}/entry").select_one("[name=id]")["value"]

    fields = {"id": key, "term": ["one", "x" * 6000], "definition": ["eins", "long"]}
    answer = client.send(f"/decks/{deck}/entry", fields)

    assert answer.status_code == 422
    assert "x" * 6000 in answer.text
    assert "Row 2 has more than 5,000 letters on a side." in answer.text
    assert [row.body["stem"] for row in rows_of(database, StoredQuestion)] == ["one"]


def test_a_number_of_questions_that_is_refused_stays_in_the_form(client, database, amina):
    made(database, a_question, amina)

    answer = client.send("/quizzes", {"id": "1" * 32, "number": "1e9", "feedback": "now"})

    assert answer.status_code == 422
    assert parsed(answer).select_one("#number")["value"] == "1e9"


def test_a_text_that_was_added_goes_and_comes_back_by_undo_and_redo(client, database, amina):
    key = client.page("/documents/new").select_one("main [name=id]")["value"]
    place = client.send("/documents", {"id": key, "text": "The Volga flows into the Caspian Sea."})

    undone = client.send("/changes/undo", {"next": place.location})
    assert undone.location == "/library"
    assert "Undone: adding the text." in client.get("/library").text
    assert [bool(row.removed_at) for row in rows_of(database, Document)] == [True]

    again = client.send("/changes/redo", {"next": "/library"})
    assert again.status_code == 303
    assert [bool(row.removed_at) for row in rows_of(database, Document)] == [False]


def test_an_error_page_shows_every_field_that_was_typed_by_its_name(client, amina):
    forged = {
        "csrf_token": "x",
        "id": "0" * 32,
        "do": "save",
        "stem": "Which is it?",
        "option": ["The first", "The second"],
        "deck": "Mine",
        "password": "a secret",
    }

    answer = client.post("/questions", data=forged)

    assert answer.status_code == 400
    fields = {
        (label.get_text(), label.find_next("textarea").get_text())
        for label in parsed(answer).select("section[aria-labelledby=kept] label")
    }
    assert fields == {
        ("Question", "Which is it?"),
        ("Option", "The first"),
        ("Option", "The second"),
        ("Deck", "Mine"),
    }


def parsed(answer):
    return BeautifulSoup(answer.text, "lxml")


def rows_of(database, model):
    with database.reading() as session:
        return list(session.exec(select(model)))
