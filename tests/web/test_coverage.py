"""A document's page shows what is asked, and each sentence can be made a question of."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from studyapp import generation, worker
from studyapp.ids import new_id
from studyapp.tables import Draft, StoredQuestion
from tests.makers import (
    NOW,
    TEXT,
    a_cloze,
    a_document,
    a_draft,
    a_question,
    long_text,
    made,
)  # fmt: skip

VOLGA, DANUBE = "The Volga flows into the Caspian Sea.", "The Danube flows into the Black Sea."
HERE = TEXT.index(VOLGA)


def test_the_page_says_and_shows_how_many_sentences_are_asked(client, database, amina, document):
    keep(database, amina, document, VOLGA)
    made(database, a_draft, amina, document, DANUBE)
    page = client.page(f"/documents/{document}")
    words = page.select_one("#coverage > p").get_text()
    assert words == (
        "1 of 4 sentences has a question that you keep: known 0, slipping 0. "
        "1 more has a draft that waits. 2 have neither."
    )
    strip = page.select_one("#coverage svg")
    assert strip["aria-label"] == words
    counted = [len(strip.select(f"rect.{name}")) for name in ("fresh", "waits", "floor")]
    assert counted == [1, 1, 4]
    (row,) = page.select("#coverage tbody tr")
    assert [cell.get_text() for cell in row.select("td")] == ["4", "1", "0", "0", "1", "2", "0"]


def test_a_text_with_nothing_to_ask_has_no_strip(client, database, amina):
    bare = made(database, a_document, amina, "# Heading")
    page = client.page(f"/documents/{bare}")
    assert not page.select("#coverage svg")


def test_sentences_are_marked_and_each_paragraph_leads_to_its_own_page(
    client, database, amina, document
):
    keep(database, amina, document, VOLGA)
    made(database, a_draft, amina, document, DANUBE)
    page = client.page(f"/documents/{document}")
    assert page.select_one("mark.asked[id]").get_text() == VOLGA
    assert page.select_one("mark.drafted[id]").get_text() == DANUBE
    first, second = page.select("a.about")
    assert (first.get_text(), second.get_text()) == ("1/2", "0/2")
    assert first["aria-label"].endswith("1 of 2 sentences asked")
    paragraph = client.page(first["href"])
    assert [one.get_text() for one in paragraph.select(".quoted")] == [VOLGA, DANUBE]
    assert "Has a question that you keep." in paragraph.get_text()


def test_a_long_text_comes_in_parts_and_a_place_opens_the_part_it_is_in(client, database, amina):
    document = made(database, a_document, amina, long_text(1_500))
    first = client.page(f"/documents/{document}")
    assert "Part 1 of" in first.select_one("nav.parts").get_text()
    assert first.select_one("#coverage tbody a")["href"].startswith(
        f"/documents/{document}?part=1#"
    )
    place = 100_000
    page = client.page(f"/documents/{document}?at={place}")
    places = [int(one["id"][3:]) for one in page.select("article [id^=at-]")]
    assert places[0] <= place <= places[-1]
    assert len(places) < 1_000
    following = client.page(first.select_one("nav.parts a[rel=next]")["href"])
    assert "Part 2 of" in following.select_one("nav.parts").get_text()


@pytest.mark.parametrize("wish", ["part=0", "part=99999", "part=x", "at=999999", "at=-4", "part="])
def test_a_part_that_is_not_there_shows_one_that_is(client, database, amina, document, wish):
    assert client.page(f"/documents/{document}?{wish}").select("a.about")


def test_more_about_a_paragraph_brings_its_spare_drafts_and_undo_takes_them_back(
    client, database, amina, document
):
    draft = made(database, a_draft, amina, document, VOLGA)
    set_state(database, amina, draft, generation.SPARE)
    place = f"/documents/{document}/paragraphs/{HERE}"
    assert "1 draft" in client.page(place).select_one("form[action$=more] button").get_text()
    page = client.page(client.send(f"{place}/more", {"id": new_id()}).location)
    assert "A draft waits for you." in page.get_text()
    client.send("/changes/undo")
    assert "a draft can be brought" in client.page(place).get_text()


def test_without_spare_drafts_a_worker_looks_and_the_page_follows(
    client, database, amina, document
):
    place = f"/documents/{document}/paragraphs/{HERE}"
    page = client.page(client.send(f"{place}/more", {"id": new_id()}).location)
    assert page.select_one("progress")
    assert page.select_one("noscript meta[http-equiv=refresh]")
    assert client.fragment(place).select_one("[hx-get]")["hx-get"] == place
    worker.run_all(database, lambda: NOW)
    assert not client.fragment(place).select("progress")


def test_a_sentence_is_offered_word_by_word_and_kept_as_a_cloze(client, database, amina, document):
    place = f"/documents/{document}/sentences/{HERE}"
    page = client.page(place)
    assert [one.get_text() for one in page.select(".words span")] == VOLGA[:-1].split()
    assert page.select_one(".words").get_text() == VOLGA
    sent = client.send(place, fields(hide=[1, 5, 6]))
    assert sent.location == f"/documents/{document}?at={HERE}#at-{HERE}"
    assert client.page(sent.location).select_one("article mark").get_text() == VOLGA
    assert stems(database, amina) == ["The {{c1::Volga}} flows into the {{c2::Caspian Sea}}."]
    client.send("/changes/undo")
    assert not client.page(f"/documents/{document}").select("article mark")


def test_from_a_paragraph_one_comes_back_to_it(client, database, amina, document):
    paragraph = f"/documents/{document}/paragraphs/{HERE}"
    link = client.page(paragraph).select_one(".lines a.button")["href"]
    form = client.page(link).select_one("form.marking")
    assert form.select_one("input[name=next]")["value"] == paragraph
    sent = client.send(form["action"], fields(hide=[1], next=paragraph))
    assert sent.location == paragraph


def test_a_form_sent_twice_makes_one_question(client, database, amina, document):
    form = fields(hide=[1])
    for _ in range(2):
        client.send(f"/documents/{document}/sentences/{HERE}", form)
    assert len(stems(database, amina)) == 1


def test_words_that_were_selected_are_already_chosen(client, database, amina, document):
    start, end = HERE + 4, HERE + 9
    page = client.page(f"/documents/{document}/sentences/{start}?to={end}")
    assert [one["value"] for one in page.select(".words input[checked]")] == ["1"]


def test_a_question_in_own_words_keeps_its_source(client, database, amina, document):
    sent = client.send(
        f"/documents/{document}/sentences/{HERE}",
        fields(kind="short", question="Where does the Volga end?", answer="in the Caspian Sea"),
    )
    assert client.page(sent.location).select_one("article mark").get_text() == VOLGA
    assert stems(database, amina) == ["Where does the Volga end?"]


@pytest.mark.parametrize(("form", "words"), [
    ({}, "Choose the words to hide"),
    ({"hide": [5], "stem": "The Volga ends in a lake."}, "“Caspian” is no longer"),
    ({"kind": "short", "answer": "Lima"}, "needs words"),
    ({"kind": "short", "question": "Where?"}, "needs an answer"),
])  # fmt: skip
def test_what_cannot_be_asked_is_told_and_nothing_typed_is_lost(
    client, database, amina, document, form, words
):
    response = client.send(f"/documents/{document}/sentences/{HERE}", fields(**form))
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert words in page
    assert all(value in page for value in form.values() if isinstance(value, str))


@pytest.mark.parametrize("place", ["999999", "0/x", "-3"])
def test_a_sentence_that_is_not_there_is_not_found(client, database, amina, document, place):
    assert client.get(f"/documents/{document}/sentences/{place}").status_code == 404


def test_a_selection_of_half_the_book_is_answered_kindly(client, database, amina):
    document = made(database, a_document, amina, long_text(100))
    response = client.get(f"/documents/{document}/sentences/0?to=9000")
    assert "Select a sentence or two" in client.page(response.location).get_text()


def fields(**changed):
    return {
        "id": new_id(), "kind": "cloze", "stem": VOLGA, "question": "", "answer": "", "deck": "",
        **changed,
    }  # fmt: skip


def stems(database, learner_id):
    with database.reading() as session:
        kept = select(StoredQuestion).where(
            StoredQuestion.learner_id == learner_id, col(StoredQuestion.removed_at).is_(None)
        )
        return [row.body["stem"] for row in session.exec(kept)]


def keep(database, learner_id, document_id, quote):
    question = a_cloze(quote, document_id=document_id, start=TEXT.index(quote))
    made(database, a_question, learner_id, question, document_id=document_id)


def set_state(database, learner_id, draft_id, state):
    def action(session):
        session.get_one(Draft, (learner_id, draft_id)).state = state

    database.write(action)


@pytest.fixture
def document(database, amina):
    return made(database, a_document, amina)
