"""Writing questions: every kind as a form, with and without script, pictures, source, history."""

from __future__ import annotations

import pytest
from sqlmodel import select

from questions.model import Kind, Question
from studyapp.ids import new_id
from studyapp.tables import Card, Deck
from tests.makers import (
    TEXT,
    a_cloze,
    a_deck,
    a_document,
    a_flashcard,
    a_question,
    made,
)
from tests.web.editor_forms import FORMS, form_of, parsed, stored


@pytest.mark.parametrize("kind", FORMS)
def test_a_question_of_each_kind_is_written_and_edited(client, database, amina, kind):
    fields = {**FORMS[kind], "kind": kind, "deck": "New::Deck", "full": "1", "tags": "a b"}
    key = new_id()
    for _ in range(2):
        response = client.send("/questions", {**fields, "id": key, "do": "save"})
        assert response.status_code == 303, kind
    (row,) = stored(database)
    assert (row.kind, row.body["stem"], row.body["tags"]) == (kind, fields["stem"], ["a", "b"])
    place = f"/questions/{row.id}/edit"
    page = client.page(place)
    sent = form_of(page)
    assert sent["kind"] == kind
    assert sent["deck"] == "New::Deck"
    response = client.send(place, {**sent, "explanation": "On the coast."})
    assert response.status_code == 303
    (again,) = stored(database)
    assert again.body == {**row.body, "explanation": "On the coast.", "id": again.id}
    assert client.page(response.location)


@pytest.mark.parametrize("kind", FORMS)
def test_what_is_missing_is_told_at_its_field_and_nothing_is_lost(client, database, amina, kind):
    fields = {"kind": kind, "full": "1", "id": new_id(), "explanation": "Kept.", "stem": " "}
    page = parsed(client.send("/questions", fields), 422)
    assert page.select_one("#errors").get_text(strip=True)
    assert page.select_one("#stem-problem").get_text(strip=True)
    assert page.select_one("#explanation").get_text() == "Kept."
    assert page.select_one("#deck-problem")
    assert stored(database) == []


def test_saving_goes_on_with_the_next_in_the_same_deck_and_kind(client, amina):
    fields = {**FORMS["short"], "kind": "short", "deck": "Rivers", "full": "1", "id": new_id()}
    page = client.page(client.send("/questions", {**fields, "do": "next"}).location)
    assert page.select_one("#kind option[selected]")["value"] == "short"
    assert page.select_one("#deck")["value"] == "Rivers"
    assert "The question is kept." in page.select_one(".flashes").get_text()


def test_another_kind_is_chosen_with_and_without_script(client, amina):
    fields = {"kind": "choice", "stem": "Capital of Peru?", "answer": "Lima", "full": "1"}
    fields["id"] = new_id()
    page = parsed(client.send("/questions", {**fields, "do": "kind"}), 200)
    assert page.select_one("#option-1").text == "Lima"
    part = parsed(client.send("/questions?do=kind", fields, htmx=True), 200)
    assert part.select_one("#editor #option-1").text == "Lima"
    assert part.select_one("h1") is None


def test_more_options_are_given(client, amina):
    fields = {**FORMS["choice"], "kind": "choice", "full": "1", "id": new_id(), "do": "more"}
    page = parsed(client.send("/questions", fields), 200)
    assert [one.text for one in page.select("[name=option]")] == ["Lima", "Quito"] + [""] * 4


def test_the_card_is_shown_as_it_is_written_with_what_may_be_wrong(client, database, amina):
    fields = {**FORMS["cloze"], "kind": "cloze", "full": "1", "id": new_id()}
    part = parsed(client.send("/questions?do=look", fields, htmx=True), 200)
    shown = [card.select_one(".asks").get_text(" ", strip=True) for card in part.select("article")]
    assert shown == ["blank lies in Peru.", "Lima lies in blank ."]
    fields = {"kind": "short", "stem": "What does it do?", "answer": "x", "full": "1"}
    part = parsed(client.send("/questions?do=look", {**fields, "id": new_id()}, htmx=True), 200)
    assert part.select(".findings li")
    part = parsed(client.send("/questions?do=look", {"full": "1", "id": new_id()}, htmx=True), 200)
    assert "appears here" in part.get_text()
    assert stored(database) == []


def test_what_can_be_mended_by_a_button_is(client, database, amina):
    fields = {"kind": "choice", "stem": "Which lies in Peru?", "full": "1", "id": new_id()}
    fields |= {"option": ["Lima", "Quito", "Quito", "Bogotá"], "right": "0", "tags": "kept"}
    part = parsed(client.send("/questions?do=look", fields, htmx=True), 200)
    button = part.select_one(".findings button")
    assert button["form"] == "question-form"
    place = button["formaction"]
    page = parsed(client.send(place, {**fields, "mend": button["value"]}), 200)
    options = [one.text for one in page.select("[name=option]")]
    assert options == ["Lima", "Quito", "Bogotá", ""]
    assert page.select_one("#tags")["value"] == "kept"
    for odd in ("nonsense", ""):
        assert client.send(place, {**fields, "mend": odd}).status_code == 200
    assert client.send(place, {"full": "1", "id": new_id(), "mend": "x"}).status_code == 200
    assert stored(database) == []


def test_a_twin_is_told_of(client, database, amina):
    kept = made(database, a_question, amina, a_flashcard("Capital of Peru", "Lima"))
    fields = {"kind": "flashcard", "stem": "Capital of Peru", "answer": "Lima", "full": "1"}
    part = parsed(client.send("/questions?do=look", {**fields, "id": new_id()}, htmx=True), 200)
    assert part.select_one(".findings-line a")["href"] == f"/questions/{kept.question_id}/edit"
    own = f"/questions/{kept.question_id}/edit?do=look"
    assert not parsed(client.send(own, fields, htmx=True), 200).select(".findings-line")


def test_an_edit_moves_the_question_to_the_deck_that_is_named(client, database, amina):
    kept = made(database, a_question, amina, a_flashcard("one", "x"))
    place = f"/questions/{kept.question_id}/edit"
    client.send(place, {**form_of(client.page(place)), "deck": "Elsewhere::New", "reverse": "1"})
    with database.reading() as session:
        deck = session.exec(select(Deck).where(Deck.title == "Elsewhere::New")).one()
        assert {card.deck_id for card in session.exec(select(Card))} == {deck.id}
        assert len(session.exec(select(Card)).all()) == 2
    client.send("/changes/undo")
    assert client.page(place).select_one("#deck")["value"] == "Geography"


def test_the_deck_is_the_one_one_comes_from_or_wrote_into_last(client, database, amina):
    deck_id = made(database, a_deck, amina, "Rivers")
    made(database, a_question, amina, deck_title="Cities")
    assert client.page("/questions/new").select_one("#deck")["value"] == "Cities"
    page = client.page(f"/questions/new?deck={deck_id}&kind=cloze")
    assert page.select_one("#deck")["value"] == "Rivers"
    assert page.select_one("#kind option[selected]")["value"] == "cloze"
    assert client.get(f"/questions/new?deck={'0' * 32}").status_code == 404
    assert client.get("/questions/new?deck=x&kind=y").status_code == 200


def test_a_question_of_another_kind_keeps_what_the_form_does_not_show(client, database, amina):
    foreign = Question(id=new_id(), kind=Kind.OPAQUE, stem="Hastings", raw="<item/>")
    kept = made(database, a_question, amina, foreign)
    place = f"/questions/{kept.question_id}/edit"
    page = client.page(place)
    assert "another program" in page.get_text()
    client.send(place, {**form_of(page), "stem": "The battle of Hastings"})
    (row,) = stored(database)
    assert (row.body["stem"], row.kind) == ("The battle of Hastings", "opaque")
    assert row.body["raw"] == "<item/>"


@pytest.mark.parametrize(
    "value", ["<script>x</script>", "\u202eevil", "😀" * 50, "x" * 30_000, "{{c1::", "\r\n"]
)
def test_odd_words_are_only_words(client, database, amina, value):
    fields = {"kind": "flashcard", "full": "1", "deck": "D", "do": "save", "id": new_id()}
    sent = {**fields, "stem": f"Q {value}", "answer": f"A {value}", "tags": value}
    response = client.send("/questions", sent)
    assert response.status_code in {303, 422}
    for row in stored(database):
        page = client.get(f"/questions/{row.id}/edit").get_data(as_text=True)
        assert "<script>x" not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "nonsense"},
        {"right": "99", "option": ["a", "b"], "kind": "choice"},
        {"media": "zz", "media_alt": "x", "media_place": "y"},
        {"source": "9-1", "document": "0" * 32},
        {"source": "x-y", "document": "0" * 32},
        {"document": "nonsense", "words": "x"},
        {"deck": "::"},
        {"deck": "x" * 400},
    ],
)
def test_a_form_that_was_tampered_with_is_no_fault_of_ours(client, database, amina, fields):
    sent = {"stem": "Q", "answer": "A", "full": "1", "deck": "D", "id": new_id(), **fields}
    for do in ("look", "kind", "find", "more", "save"):
        response = client.send("/questions", {**sent, "do": do})
        assert response.status_code in {200, 303, 404, 422}


# -- Source --------------------------------------------------------------------------------


def test_the_sentence_is_picked_from_the_document(client, database, amina):
    document_id = made(database, a_document, amina)
    fields = {**FORMS["short"], "kind": "short", "deck": "D", "full": "1", "id": new_id()}
    fields |= {"document": document_id, "words": "rhine"}
    part = parsed(client.send("/questions?do=find", fields, htmx=True), 200)
    (radio,) = part.select("[name=source][value*='-']")
    assert radio.parent.get_text(strip=True) == "The Rhine rises in the Alps."
    client.send("/questions", {**fields, "source": radio["value"], "do": "save"})
    (row,) = stored(database)
    (source,) = row.body["sources"]
    assert (row.document_id, source["quote"]) == (document_id, "The Rhine rises in the Alps.")
    place = f"/questions/{row.id}/edit"
    page = client.page(place)
    assert page.select_one("[name=source][checked]")["value"] == "keep"
    client.send(place, {**form_of(page), "source": "none"})
    (row,) = stored(database)
    assert (row.document_id, "sources" in row.body) == (None, False)


def test_a_document_of_somebody_else_is_no_source(client, database, amina, bo):
    theirs = made(database, a_document, bo)
    fields = {**FORMS["short"], "kind": "short", "deck": "D", "full": "1", "id": new_id()}
    fields |= {"document": theirs, "source": "18-30"}
    part = parsed(client.send("/questions?do=find", fields, htmx=True), 200)
    assert not part.select("[name=source][value*='-']")
    assert client.send("/questions", {**fields, "do": "save"}).status_code == 404
    assert TEXT.startswith("Rivers")


def test_a_source_whose_document_is_gone_is_kept(client, database, amina):
    document_id = made(database, a_document, amina)
    quote = "The Volga flows into the Caspian Sea."
    question = a_cloze(quote, document_id=document_id, start=18)
    kept = made(database, a_question, amina, question, document_id=document_id)
    client.send(f"/documents/{document_id}/removal")
    place = f"/questions/{kept.question_id}/edit"
    client.send(place, {**form_of(client.page(place)), "explanation": "New."})
    (row,) = stored(database)
    assert row.body["sources"][0]["quote"] == quote
