"""Review over HTTP: what is shown, what is stored, and what a second click does."""

from __future__ import annotations

from bs4 import BeautifulSoup
from sqlmodel import col, select

from studyapp.ids import new_id
from studyapp.tables import Card, Draft, Review, StoredQuestion
from tests.counting import counted
from tests.makers import (
    a_card,
    a_cloze,
    a_document,
    a_draft,
    a_flashcard,
    a_question,
    a_short,
    made,
)


def test_a_typed_answer_is_compared_graded_and_stored(client, database, amina):
    made(database, a_question, amina, a_short("What is the capital of Chile?", "Santiago"))
    shown = answer_page(client, client.page("/review"), typed="Santigo")
    assert "Almost." in shown.select_one(".verdict").get_text()
    assert shown.select_one("button.main b").get_text() == "Good"
    assert grade(client, shown, 3).status_code == 303
    (review,) = reviews(database)
    assert (review.typed, review.correct, review.rating) == ("Santigo", False, 3)


def test_a_wrong_answer_proposes_again(client, database, amina):
    made(database, a_question, amina, a_short())
    shown = answer_page(client, client.page("/review"), typed="Quito")
    assert shown.select_one("button.main b").get_text() == "Again"


def test_an_empty_answer_only_shows(client, database, amina):
    made(database, a_question, amina, a_short())
    shown = answer_page(client, client.page("/review"), typed="")
    assert "Lima" in shown.select_one(".outcome").get_text()
    assert shown.select_one("button.main b").get_text() == "Good"


def test_the_same_answer_sent_twice_counts_once(client, database, amina):
    made(database, a_card, amina)
    shown = answer_page(client, client.page("/review"))
    for _ in range(2):
        assert grade(client, shown, 3).status_code == 303
    assert len(reviews(database)) == 1


def test_two_tabs_count_once(client, database, amina):
    made(database, a_card, amina)
    first, second = (answer_page(client, client.page("/review")) for _ in range(2))
    assert grade(client, first, 3).status_code == 303
    assert grade(client, second, 1).status_code == 303
    assert [review.rating for review in reviews(database)] == [3]


def test_the_button_says_what_is_stored(client, database, clock, amina):
    for rating in (1, 2, 3, 4):
        made(database, a_card, amina)
        shown = answer_page(client, client.page("/review"))
        promised = shown.select(".grades button span")[rating - 1].get_text()
        grade(client, shown, rating)
        last = reviews(database)[-1]
        wait = last.delay or last.interval * 86400
        number, unit = promised.removeprefix("in ").split(" ")
        seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}[unit.rstrip("s")]
        assert round(wait / seconds) == int(number)
        clock.advance(seconds=1)


def test_i_was_right_adds_the_variant_and_grades_good(client, database, amina):
    made(database, a_question, amina, a_short())
    shown = answer_page(client, client.page("/review"), typed="Ciudad de los Reyes")
    form = shown.select_one(".accept form")
    response = client.send(form["action"], fields_of(form))
    again = BeautifulSoup(client.get(response.location).get_data(as_text=True), "html.parser")
    assert "Right." in again.select_one(".verdict").get_text()
    assert again.select_one("button.main b").get_text() == "Good"
    assert "Ciudad de los Reyes" in str(bodies(database))


def test_undo_on_the_last_page_brings_the_card_back(client, database, amina):
    made(database, a_card, amina)
    grade(client, answer_page(client, client.page("/review")), 4)
    done = client.page("/review")
    assert "Done for today" in done.get_text()
    form = done.select_one("form[action='/changes/undo']")
    assert client.send(form["action"], fields_of(form)).status_code == 303
    assert client.page("/review").select_one(".ask")
    assert reviews(database) == []


def test_mark_skip_set_aside_and_report(client, database, amina):
    ids = [made(database, a_card, amina) for _ in range(4)]
    for card_id, act in zip(ids, ("mark", "burial", "suspension", "report"), strict=True):
        for _ in range(2):  # a double click must not take back what it did
            client.send(f"/cards/{card_id}/{act}", {"version": 0, "reason": "It is wrong."})
    marked, buried, suspended, reported = (card(database, amina, card_id) for card_id in ids)
    assert marked.marked
    assert buried.buried_until is not None
    assert suspended.suspended
    assert suspended.available_at is None
    assert reported.suspended


def test_a_report_needs_a_reason(client, database, amina):
    card_id = made(database, a_card, amina)
    response = client.send(f"/cards/{card_id}/report", {"version": 0, "reason": " "})
    assert response.status_code == 422
    assert not card(database, amina, card_id).suspended


def test_editing_comes_back_to_the_same_card(client, database, amina):
    made(database, a_question, amina, a_flashcard(front="Capitol of Peru"))
    link = client.page("/review").select_one("a[data-key=e]")
    form = client.page(link["href"]).select_one("main form")
    fields = {**fields_of(form), "stem": "Capital of Peru", "answer": "Lima", "accepted": ""}
    response = client.send(form["action"], fields)
    assert response.location == "/review"
    assert "Capital of Peru" in client.page("/review").select_one("h2").get_text()


def test_a_question_that_cannot_be_asked_is_refused_with_its_text(client, database, amina):
    made(database, a_question, amina, a_cloze("Lima is the capital of Peru."))
    link = client.page("/review").select_one("a[data-key=e]")
    path = link["href"].split("?")[0]
    response = client.send(path, {"stem": "No gap is left here.", "answer": ""})
    assert response.status_code == 422
    assert "No gap is left here." in response.get_data(as_text=True)


def test_the_source_is_shown_after_the_answer_only(client, database, amina):
    document_id = made(database, a_document, amina)
    draft_id = made(database, a_draft, amina, document_id)
    client.send(f"/drafts/{draft_id}/keeping")
    page = client.page("/review")
    assert not page.select("figure")
    figure = answer_page(client, page).select_one("figure")
    with database.reading() as session:
        quote = session.get(Draft, (amina, draft_id)).body["sources"][0]["quote"]
    assert figure.select_one("mark").get_text() == quote


def test_an_answer_to_a_card_that_is_set_aside_leads_on(client, database, amina):
    card_id = made(database, a_card, amina)
    shown = answer_page(client, client.page("/review"))
    client.send(f"/cards/{card_id}/suspension", {"version": 0})
    assert grade(client, shown, 3).status_code == 303
    assert reviews(database) == []


def test_an_incomplete_answer_is_refused(client, database, amina):
    card_id = made(database, a_card, amina)
    for fields in ({"rating": 9, "version": 0}, {"rating": 3}, {"rating": "x", "version": "y"}):
        response = client.send(f"/cards/{card_id}/reviews", {"id": new_id(), **fields})
        assert response.status_code == 422
    response = client.send(f"/cards/{card_id}/reviews", {"id": "x", "rating": 3, "version": 0})
    assert response.status_code == 400


def test_an_answer_and_the_next_card_take_thirteen_statements(client, database, amina):
    counts = []
    made(database, a_card, amina)
    grade(client, answer_page(client, client.page("/review")), 3)
    for number in (3, 30):
        for _ in range(number):
            made(database, a_card, amina)
        shown = answer_page(client, client.page("/review"))
        with counted(database) as statements:
            assert grade(client, shown, 3).status_code == 303
            assert client.get("/review", headers={"HX-Request": "true"}).status_code == 200
        counts.append(len(statements))
    # Three for the answer. The page asks for the learner, what waits, what was begun today, the
    # last times and ratings, the next card by its queues, its question, and what undo would do.
    assert counts[0] == counts[1] <= 13, statements


def answer_page(client, page, typed=None):
    """Ask for the answer as the form of *page* does."""
    form = page.select_one("form.ask")
    fields = fields_of(form)
    if typed is not None:
        fields["typed"] = typed
    response = client.get(form["action"], query_string=fields)
    assert response.status_code == 200
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def grade(client, page, rating):
    form = page.select_one("form.grades")
    return client.send(form["action"], {**fields_of(form), "rating": rating})


def fields_of(form):
    return {
        field["name"]: field.get("value", "")
        for field in form.select("input[name]")
        if field["name"] != "csrf_token"
    }


def reviews(database):
    with database.reading() as session:
        found = select(Review).where(col(Review.voided_at).is_(None))
        return session.exec(found.order_by(col(Review.reviewed_at))).all()


def card(database, learner_id, card_id):
    with database.reading() as session:
        return session.get(Card, (learner_id, card_id))


def bodies(database):
    with database.reading() as session:
        return [row.body for row in session.exec(select(StoredQuestion))]
