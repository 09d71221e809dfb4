"""Quizzes over HTTP: set-up, questions, verdicts, result, and what bad input does."""

from __future__ import annotations

import pytest
from sqlmodel import select

from studyapp import cards
from studyapp.ids import new_id
from studyapp.tables import Card, Quiz, QuizAnswer
from tests.kinds import a_choice, a_several, a_statement
from tests.makers import (
    NOW,
    a_cloze,
    a_document,
    a_flashcard,
    a_question,
    a_short,
    made,
)

HOSTILE = '<script>alert(1)</script> "ünï" \u202etfel'


def test_a_quiz_with_verdicts_at_once_goes_from_set_up_to_result(client, database, amina):
    made(database, a_question, amina, a_choice())
    page = start(client, number="10")
    assert "Question 1 of 1" in page.h1.get_text()
    assert not page.select("ins, del, .judged")
    told = answer(client, page, pick="The Danube")
    assert "Not this time." in told.select_one(".verdict").get_text()
    assert "It is 3,530 km long." in told.get_text()
    assert told.select_one(".map a")["class"] == ["wrong", "here"]
    result = finish(client, told)
    assert result.h1.get_text(" ", strip=True) == "0 % · 0 of 1 right"
    assert "your answer, wrong" in result.select_one("#q1").get_text()


def test_a_quiz_with_verdicts_at_the_end_tells_nothing_before(client, database, amina):
    for number in range(3):
        made(database, a_question, amina, a_short(f"Question {number}?"))
    page = start(client, feedback="end")
    page = answer(client, page, typed="Cusco")
    assert "Question 2 of 3" in page.h1.get_text()
    assert page.select_one(".map a")["class"] == ["answered"]
    assert "wrong" not in page.main.get_text()
    page = answer(client, page, typed="Lima")
    page = answer(client, page, typed="Lima")
    assert "All answered" in page.h1.get_text()
    result = finish(client, page)
    assert result.h1.get_text(" ", strip=True).startswith("67 %")
    assert len(result.select("article")) == 3


def test_leaving_and_coming_back_goes_on_at_the_first_open_question(client, database, amina):
    for number in range(3):
        made(database, a_question, amina, a_short(f"Question {number}?"))
    quiz = path_of(start(client))
    answer(client, client.page(quiz), typed="Lima")
    assert "Question 2 of 3" in client.page(quiz).h1.get_text()
    going = client.page("/quizzes").select_one("section[aria-labelledby=going]")
    assert "1 of 3 answered" in going.get_text()


def test_a_flashcard_is_judged_by_the_learner_after_its_answer(client, database, amina):
    made(database, a_question, amina, a_flashcard())
    page = start(client, feedback="end")
    assert "Lima" not in page.main.get_text()
    form = page.select_one("form.ask")
    shown = client.page(f"{form['action']}?answer=1")
    assert "Lima" in shown.select_one(".answer").get_text()
    client.send(shown.select_one("form.ask")["action"], {"knew": "1"})
    result = finish(client, shown)
    assert result.h1.get_text(" ", strip=True) == "100 % · 1 of 1 right"
    assert "You knew it." in result.get_text()


def test_nothing_answered_is_said_and_nothing_kept(client, database, amina):
    made(database, a_question, amina, a_several())
    page = start(client)
    form = page.select_one("form.ask")
    response = client.send(form["action"], {})
    assert response.status_code == 422
    assert "Nothing is answered yet." in response.get_data(as_text=True)
    assert answers(database)[0].answered_at is None
    client.send(form["action"], {"unknown": "1"})
    told = client.page(path_of(page) + "/questions/1")
    assert "You did not know." in told.select_one(".verdict").get_text()


def test_how_sure_one_was_is_kept_and_told(client, database, amina):
    made(database, a_question, amina, a_statement())
    page = start(client, certainty="1")
    told = answer(client, page, pick="False", certainty="3")
    assert "You were certain." in told.get_text()
    assert "You were certain of 1 that was wrong." in finish(client, told).get_text()
    assert answers(database)[0].certainty == 3


def test_what_is_almost_right_can_be_counted_as_right(client, database, amina):
    made(database, a_question, amina, a_short("Which city?", "Santiago"))
    told = answer(client, start(client), typed="Santigo")
    assert "Almost." in told.get_text()
    result = finish(client, told)
    form = result.select_one("#q1 .tools form")
    response = client.send(form["action"], fields_of(form))
    assert response.location.endswith("#q1")
    again = client.page(path_of(told))
    assert "Counted as right by you." in again.get_text()
    assert again.h1.get_text(" ", strip=True).startswith("100 %")


def test_a_flag_is_set_and_taken_away_and_a_double_click_is_one(client, database, amina):
    made(database, a_question, amina, a_short())
    page = start(client)
    flag = f"{path_of(page)}/questions/1/flag"
    for flagged, stored in (("1", True), ("1", True), ("0", False)):
        client.send(flag, {"flagged": flagged})
        assert answers(database)[0].flagged is stored


def test_the_result_quizzes_the_missed_ones_again(client, database, amina):
    for stem, right in (("Lima?", "Lima"), ("Cusco?", "Cusco")):
        made(database, a_question, amina, a_short(stem, right))
    page = start(client, feedback="end")
    for _ in range(2):
        page = answer(client, page, typed="Lima")
    form = finish(client, page).select_one("form[action$=repetition]")
    assert "Quiz the 1 missed again" in form.get_text()
    for _ in range(2):
        response = client.send(form["action"], fields_of(form))
        assert response.status_code == 303
    again = client.page(response.location)
    assert "Cusco?" in again.main.get_text()
    assert len(rows(database, Quiz)) == 2


def test_the_result_brings_missed_ones_into_review(client, database, amina):
    kept = made(database, a_question, amina, a_short(), suspended=True, available_at=None, reps=3)
    result = finish(client, start(client))
    form = result.select_one("form[action$=review]")
    page = client.page(client.send(form["action"], fields_of(form)).location)
    assert "1 card is due now." in page.select_one("#flashes").get_text()
    with database.reading() as session:
        assert session.get(Card, (amina, kept.card_id)).available_at == NOW


def test_the_result_shows_the_words_that_were_scored(client, database, amina):
    kept = made(database, a_question, amina, a_short("What is the old wording?"))
    told = answer(client, start(client), typed="Lima")
    edited = a_short("What is the new wording?")
    database.write(lambda session: cards.edit(session, amina, kept.question_id, edited, NOW))
    result = finish(client, told)
    assert "What is the old wording?" in result.get_text()
    assert "edited since" in result.get_text()


def test_each_answer_stands_with_its_sentence(client, database, amina):
    document_id = made(database, a_document, amina)
    quote = "The Volga flows into the Caspian Sea."
    text = "Rivers of Europe\n\n" + quote
    cloze = a_cloze(quote, document_id=document_id, start=text.index(quote))
    made(database, a_question, amina, cloze, document_id=document_id)
    page = start(client)
    assert not page.select("figure")
    assert answer(client, page, typed="Sea").select_one("figure mark").get_text() == quote
    shown = finish(client, page).select_one("#q1 figure")
    assert shown.select_one("mark").get_text() == quote
    client.send(f"/documents/{document_id}/removal", {})
    left = client.page(path_of(page)).select_one("#q1 figure")
    assert left.get_text(strip=True) == quote


def test_the_overview_gives_no_answer_away(client, database, amina):
    made(database, a_question, amina, a_cloze("Lima is the capital of Peru."))
    page = start(client)
    overview = client.page(f"{path_of(page)}/overview")
    assert "Peru" not in overview.main.get_text()
    assert "1 question is open" in overview.h1.get_text()


def test_the_sheet_has_questions_and_a_key_that_can_be_left_out(client, database, amina):
    made(database, a_question, amina, a_choice())
    quiz = path_of(start(client))
    assert "The Volga" in client.page(f"{quiz}/paper").select_one(".key").get_text()
    assert not client.page(f"{quiz}/paper?key=0").select(".key")


def test_the_set_up_begins_with_the_last_settings(client, database, amina):
    for question in (a_short(), a_choice()):
        made(database, a_question, amina, question)
    start(client, number="7", feedback="end", order="document", kind=["choice"], certainty="1")
    sent = fields_of(client.page("/quizzes/new").select_one("form.setup"))
    assert (sent["number"], sent["feedback"], sent["order"]) == (["7"], ["end"], ["document"])
    assert (sent["kind"], sent["certainty"]) == (["choice"], ["1"])
    form = client.page("/quizzes").select_one("form.acts")
    page = client.page(client.send(form["action"], fields_of(form)).location)
    assert "Question 1 of 1" in page.h1.get_text()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": "0"}, "between 1 and 500"),
        ({"number": "501"}, "between 1 and 500"),
        ({"number": "9" * 400}, "between 1 and 500"),
        ({"number": "-3"}, "between 1 and 500"),
        ({"number": "ten"}, "between 1 and 500"),
        ({"feedback": HOSTILE}, "when the answers are shown"),
        ({"order": ""}, "orders"),
        ({"kind": "info"}, "kinds of the list"),
        ({"q": "is:nonsense"}, "nonsense"),
        ({"q": '"no end'}, ""),
        ({"q": "nothing fits this at all"}, "No question fits this."),
        ({"question": "0" * 32}, "No question fits this."),
    ],
)
def test_a_wish_that_cannot_be_met_comes_back_with_what_was_typed(
    client, database, amina, fields, said
):
    made(database, a_question, amina, a_short())
    response = client.send("/quizzes", {**usual(), **fields})
    assert response.status_code == 422
    assert said in response.get_data(as_text=True)
    assert rows(database, Quiz) == []


@pytest.mark.parametrize("name", ["deck", "document"])
def test_decks_and_documents_of_nobody_are_not_here(client, database, amina, name):
    made(database, a_question, amina, a_short())
    assert client.send("/quizzes", {**usual(), name: "0" * 32}).status_code == 404
    assert client.get(f"/quizzes/new?{name}={'0' * 32}").status_code == (
        404 if name == "document" else 200
    )


def test_a_search_from_the_address_that_cannot_be_read_is_told(client, database, amina):
    made(database, a_question, amina, a_short())
    page = client.page("/quizzes/new?q=is:nonsense")
    assert "nonsense" in page.select_one("#errors").get_text()
    sent = fields_of(client.page("/quizzes/new?q=Peru").select_one("form.setup"))
    assert sent["q"] == ["Peru"]


def test_a_form_without_an_id_is_refused(client, database, amina):
    made(database, a_question, amina, a_short())
    for wrong in ("", "x", "0" * 31, "g" * 32):
        assert client.send("/quizzes", {**usual(), "id": wrong}).status_code == 400


@pytest.mark.parametrize("position", ["0", "2", "99999999999999999999999", "-1", "x"])
def test_a_question_that_is_not_in_the_quiz_is_not_here(client, database, amina, position):
    made(database, a_question, amina, a_short())
    quiz = path_of(start(client))
    assert client.get(f"{quiz}/questions/{position}").status_code == 404
    assert client.send(f"{quiz}/questions/{position}/answer", {"typed": "x"}).status_code == 404


def test_whatever_is_typed_is_shown_as_text(client, database, amina):
    made(database, a_question, amina, a_short())
    told = answer(client, start(client), typed=HOSTILE)
    assert not told.select("main script")
    assert answers(database)[0].typed == HOSTILE
    assert HOSTILE in told.select_one(".outcome .unseen").get_text()


def test_a_finished_quiz_takes_no_answer_and_finishing_twice_is_harmless(client, database, amina):
    made(database, a_question, amina, a_short())
    page = start(client)
    quiz = path_of(page)
    for _ in range(2):
        assert client.send(f"{quiz}/completion").status_code == 303
    response = client.send(f"{quiz}/questions/1/answer", {"typed": "Lima"})
    assert response.status_code == 303
    assert answers(database)[0].answered_at is None
    assert "0 of 1 right" in client.page(response.location).h1.get_text()


def test_two_tabs_keep_the_first_verdict(client, database, amina):
    made(database, a_question, amina, a_short())
    page = start(client)
    answer(client, page, typed="Cusco")
    told = answer(client, page, typed="Lima")
    assert "Not this time." in told.get_text()
    assert answers(database)[0].typed == "Cusco"


def test_a_quiz_is_removed_and_brought_back(client, database, clock, amina):
    made(database, a_question, amina, a_short())
    quiz = path_of(start(client))
    clock.advance(minutes=1)
    for _ in range(2):
        assert client.send(f"{quiz}/removal").location == "/quizzes"
    assert client.get(quiz).status_code == 404
    client.send("/changes/undo")
    assert client.get(quiz).status_code == 303


def test_without_any_question_each_page_says_what_to_do(client, amina):
    for path in ("/quizzes", "/quizzes/new"):
        page = client.page(path)
        assert "Add material" in page.main.get_text()
        assert not page.select("form.setup")


def test_more_quizzes_than_a_page_stand_on_pages(client, database, amina):
    made(database, a_question, amina, a_short())
    for _ in range(32):
        finish(client, start(client))
    first = client.page("/quizzes")
    assert len(first.select(".scores li")) == 30
    second = client.page(first.find("a", string="Older")["href"])
    assert len(second.select(".scores li")) == 2
    assert client.get("/quizzes?page=999999999999999999").status_code == 200


def usual():
    return {"id": new_id(), "number": "", "order": "random", "feedback": "now"}


def start(client, **fields):
    """Start a quiz and return its first page."""
    response = client.send("/quizzes", {**usual(), **fields})
    assert response.status_code == 303, response.get_data(as_text=True)[:3000]
    return client.page(response.location)


def answer(client, page, *, pick=None, typed=None, certainty=None):
    """Answer the question of *page* and return the page that follows."""
    form = page.select_one("form.ask")
    fields = fields_of(form)
    if pick:
        fields["chosen"] = [
            label.input["value"]
            for label in form.select(".options label")
            if label.span.get_text(strip=True) == pick
        ]
    if typed is not None:
        fields["typed"] = typed
    if certainty:
        fields["certainty"] = certainty
    response = client.send(form["action"], fields)
    assert response.status_code == 303, response.get_data(as_text=True)[:3000]
    return client.page(response.location)


def finish(client, page):
    """End the quiz that *page* belongs to and return the result."""
    return client.page(client.send(f"{path_of(page)}/completion").location)


def path_of(page):
    """Return the address of the quiz that a page belongs to."""
    link = page.select_one("a[href*='/quizzes/'][href*='overview'], form[action*='/completion']")
    address = link.get("href") or link["action"]
    return address.rsplit("/", 1)[0]


def fields_of(form):
    """Return what *form* would send as it stands."""
    sent = {}
    for field in form.select("input[name]"):
        is_off = field.get("type") in {"radio", "checkbox"} and not field.has_attr("checked")
        if field["name"] != "csrf_token" and not is_off:
            sent.setdefault(field["name"], []).append(field.get("value", ""))
    return sent


def answers(database):
    return sorted(rows(database, QuizAnswer), key=lambda one: one.position)


def rows(database, model):
    with database.reading() as session:
        return [model(**row.model_dump()) for row in session.exec(select(model))]
