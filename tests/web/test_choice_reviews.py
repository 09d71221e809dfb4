"""Review of choice and true/false over HTTP: what is shown, proposed, overridden and stored."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlmodel import col, select

from studyapp import cards
from studyapp.tables import Review
from tests.kinds import a_choice, a_several, a_statement
from tests.makers import NOW, a_question, a_review_card, made


def test_options_are_shown_in_the_same_order_each_time_and_without_the_answer(
    client, database, amina
):
    made(database, a_question, amina, a_choice())
    first, second = (client.page("/review") for _ in range(2))
    assert options(first) == options(second)
    assert sorted(options(first)) == ["The Danube", "The Rhine", "The Thames", "The Volga"]
    assert "It is 3,530 km long." not in first.get_text()
    assert not first.main.select(".right, ins, [checked]")


def test_the_first_right_pick_proposes_hard_and_a_later_one_good(client, database, amina):
    made(database, a_question, amina, a_choice())
    assert proposed(answer(client, "The Volga")) == "Hard"
    # What is due goes before what is new.
    made(database, a_review_card, amina, question=a_choice("Which one, once more?"))
    assert proposed(answer(client, "The Volga")) == "Good"


def test_a_wrong_pick_proposes_again_and_tells_each_option_apart(client, database, amina):
    made(database, a_question, amina, a_choice())
    shown = answer(client, "The Danube")
    assert proposed(shown) == "Again"
    judged = {
        row.select_one("span").get_text(strip=True): row for row in shown.select(".judged li")
    }
    assert judged["The Volga"].strong.get_text() == "right answer"
    assert judged["The Danube"].strong.get_text() == "your answer, wrong"
    assert judged["The Rhine"].strong is None
    assert "It is 3,530 km long." in judged["The Volga"].get_text()
    assert "It comes second." in judged["The Danube"].get_text()
    assert "The answer is The Volga." in shown.select_one(".verdict").get_text()


def test_looking_without_a_pick_proposes_again(client, database, amina):
    made(database, a_question, amina, a_choice())
    shown = answer(client)
    assert "Nothing chosen." in shown.select_one(".verdict").get_text()
    assert proposed(shown) == "Again"
    grade(client, shown, 1)
    (review,) = reviews(database)
    assert (review.chosen, review.correct, review.rating) == ([], None, 1)


def test_a_pick_is_stored_as_it_was_shown(client, database, amina):
    made(database, a_question, amina, a_choice())
    page = client.page("/review")
    grade(client, answer(client, "The Volga"), 2)
    (review,) = reviews(database)
    assert review.options == options(page)
    assert (review.chosen, review.correct) == (["The Volga"], True)
    assert (review.format, review.rating, review.certainty) == ("choice", 2, None)


def test_a_statement_is_picked_and_stored(client, database, amina):
    made(database, a_question, amina, a_statement())
    assert options(client.page("/review")) == ["True", "False"]
    shown = answer(client, "False")
    assert proposed(shown) == "Again"
    grade(client, shown, 1)
    (review,) = reviews(database)
    assert (review.options, review.chosen) == (["true", "false"], ["false"])
    assert (review.format, review.correct) == ("truefalse", False)


def test_several_right_ones_are_ticked(client, database, amina):
    made(database, a_question, amina, a_several(scoring="partial"))
    page = client.page("/review")
    assert {field["type"] for field in page.select("input[name=chosen]")} == {"checkbox"}
    assert "Tick all that are right" in page.get_text()
    shown = answer(client, "The Volga")
    assert "Partly right." in shown.select_one(".verdict").get_text()
    assert proposed(shown) == "Again"
    assert proposed(answer(client, "The Volga", "The Danube")) == "Hard"


@pytest.mark.parametrize(
    ("picked", "button", "rating", "certainty"),
    [("The Volga", "I guessed", 1, 1), ("The Danube", "I knew it", 3, None)],
)
def test_the_learner_may_overrule_before_the_grade(
    client, database, amina, picked, button, rating, certainty
):
    made(database, a_question, amina, a_choice())
    form = answer(client, picked).select_one("form.accept")
    assert form.button.get_text(strip=True).startswith(button)
    client.send(form["action"], fields_of(form))
    (review,) = reviews(database)
    assert (review.rating, review.certainty) == (rating, certainty)
    assert review.correct is (picked == "The Volga")


def test_an_answer_to_words_that_changed_since_is_shown_anew(client, database, amina):
    kept = made(database, a_question, amina, a_choice())
    shown = answer(client, "The Volga")
    database.write(
        lambda session: cards.edit(session, amina, kept.question_id, a_choice("Shortest?"), NOW)
    )
    response = grade(client, shown, 3)
    assert response.status_code == 303
    assert reviews(database) == []
    assert "Shortest?" in client.page(response.location).get_text()


def test_keys_that_name_no_option_are_no_pick(client, database, amina):
    card_id = made(database, a_question, amina, a_choice()).card_id
    response = client.get(f"/cards/{card_id}/answer?chosen=99&chosen=%00&chosen=x")
    shown = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    assert response.status_code == 200
    assert proposed(shown) == "Again"


def options(page):
    return [label.span.get_text(strip=True) for label in page.select(".options label")]


def answer(client, *picked):
    """Pick the options with these texts on the card that is next, and ask for the answer."""
    form = client.page("/review").select_one("form.ask")
    keys = [
        label.input["value"]
        for label in form.select(".options label")
        if label.span.get_text(strip=True) in picked
    ]
    fields = {**fields_of(form), "chosen": keys}
    response = client.get(form["action"], query_string=fields)
    assert response.status_code == 200
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def proposed(page):
    return page.select_one(".grades button.main b").get_text()


def grade(client, page, rating):
    form = page.select_one("form.grades")
    return client.send(form["action"], {**fields_of(form), "rating": rating})


def fields_of(form):
    """Return what *form* would send as it stands."""
    sent = {}
    for field in form.select("input[name]"):
        is_off = field.get("type") in {"radio", "checkbox"} and not field.has_attr("checked")
        if field["name"] != "csrf_token" and not is_off:
            sent.setdefault(field["name"], []).append(field.get("value", ""))
    return sent


def reviews(database):
    with database.reading() as session:
        found = select(Review).where(col(Review.voided_at).is_(None))
        return [Review(**row.model_dump()) for row in session.exec(found)]
