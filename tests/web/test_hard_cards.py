"""Hints on the way, promises kept, days set by hand, and advice for what does not stick."""

from __future__ import annotations

import pytest
from sqlmodel import select

from questions.faces import parts_of
from questions.hints import hints_of
from questions.model import Finding
from studyapp import changes
from studyapp.ids import new_id
from studyapp.tables import Card, Review
from tests.makers import NOW, a_cloze, a_flashcard, a_question, a_review_card, a_short, made


def test_letters_come_last_and_only_for_what_is_typed():
    asked = a_short("Which river?", "Caspian Sea").model_copy(update={"hints": ("It is salt.",)})
    assert [(one.text, one.reveals) for one in hints_of(asked, "answer")] == [
        ("It is salt.", False),
        ("C······ S··", True),
    ]
    assert hints_of(a_short("Which?", "Po"), "answer") == ()
    assert hints_of(a_flashcard("one", "two and three"), "forward") == ()
    told = a_cloze("A").model_copy(
        update={"stem": "Workers feel a sense of {{c1::ownership::o…}}."}
    )
    assert hints_of(told, *parts_of(told)) == (), "its gap shows its letters from the beginning"


def test_a_hint_makes_hard_and_letters_make_again(client, database, amina):
    question = a_short("Capital?", "Lima").model_copy(update={"hints": ("On the coast.",)})
    card_id = made(database, a_question, amina, question).card_id
    page = client.page(f"/cards/{card_id}/answer?more=1&typed=Li")
    assert "On the coast." in page.get_text()
    assert page.select_one("#typed")["value"] == "Li"
    assert proposed(client.page(f"/cards/{card_id}/answer?typed=Lima&hints=1")) == "Hard"
    assert "L···" in client.page(f"/cards/{card_id}/answer?more=1&hints=1").get_text()
    shown = client.page(f"/cards/{card_id}/answer?typed=Lima&hints=2")
    assert proposed(shown) == "Again"
    client.send(f"/cards/{card_id}/reviews", form(shown, rating="1"))
    assert review_of(database, amina).hint == 2


def test_the_page_s_promise_is_what_is_stored(client, database, amina):
    card_id = made(database, a_review_card, amina)
    page = client.page(f"/cards/{card_id}/answer")
    promised = dict(pair.split(":") for pair in form(page)["promised"].split())
    for _number in range(30):
        made(database, a_review_card, amina, due_at=NOW, available_at=NOW)
    client.send(f"/cards/{card_id}/reviews", form(page, rating="3"))
    assert card_of(database, amina, card_id).interval == int(promised["3"])


@pytest.mark.parametrize("promise", ["3:9999", "3:0", "x", "3:-1", "9:9", "3:٣"])
def test_a_promise_that_nobody_made_is_not_kept(client, database, amina, promise):
    card_id = made(database, a_review_card, amina)
    page = client.page(f"/cards/{card_id}/answer")
    promised = dict(pair.split(":") for pair in form(page)["promised"].split())
    client.send(f"/cards/{card_id}/reviews", {**form(page, rating="3"), "promised": promise})
    assert card_of(database, amina, card_id).interval == int(promised["3"])


def test_a_day_is_set_from_the_review_once(client, database, amina):
    card_id = made(database, a_review_card, amina)
    sent = {"id": new_id(), "version": "0", "days": "6"}
    for _twice in range(2):
        assert client.send(f"/cards/{card_id}/due", sent).status_code == 303
    card = card_of(database, amina, card_id)
    assert (card.due_day - NOW.date()).days == 6
    assert card.version == 1
    client.send(f"/cards/{card_id}/forgetting", {"id": new_id(), "version": "1"})
    assert card_of(database, amina, card_id).state == "new"
    assert client.send(f"/cards/{card_id}/due", {**sent, "days": "soon"}).status_code == 422


def test_advice_names_doubts_wrong_answers_and_the_neighbour(client, database, amina):
    doubt = Finding(name="vague", reason="It can be read in two ways.")
    asked = a_short("Capital of Australia?", "Canberra").model_copy(update={"findings": (doubt,)})
    card_id = made(database, a_question, amina, asked, lapses=8).card_id
    made(database, a_question, amina, a_short("Capital of New South Wales?", "Sydney"))
    made(database, a_question, amina, a_short("Who wrote it?", "Anna"))
    for _twice in range(2):
        database.write(lambda session: session.add(a_wrong_review(amina, card_id)))
    text = client.page(f"/cards/{card_id}/advice").get_text(" ", strip=True)
    assert "Forgotten 8 times" in text
    assert "It can be read in two ways." in text
    assert "sydney 2" in text
    assert "You gave its answer to this question." in text
    assert "Who wrote it?" not in text


def test_a_leech_is_told_with_the_way_to_its_advice(client, database, amina):
    card_id = made(database, a_review_card, amina, lapses=7)
    page = client.page(f"/cards/{card_id}/answer")
    client.send(f"/cards/{card_id}/reviews", form(page, rating="1"))
    link = client.page("/review").select_one(f"a[href='/cards/{card_id}/advice']")
    assert link is not None
    assert card_of(database, amina, card_id).suspended
    database.write(lambda session: changes.undo(session, amina, NOW) and None)
    assert not card_of(database, amina, card_id).suspended


def a_wrong_review(learner_id, card_id):
    return Review(
        learner_id=learner_id,
        id=new_id(),
        card_id=card_id,
        reviewed_at=NOW,
        zone_offset=0,
        day=NOW.date(),
        kind="review",
        state="review",
        rating=1,
        rating_rule=1,
        last_interval=3,
        interval=1,
        ms=5000,
        format="typed",
        typed="sydney",
        correct=False,
        effects=[],
    )


def proposed(page):
    return page.select_one("form.grades button.main b").get_text()


def form(page, **fields):
    sent = page.select("form.grades input[name]")
    return {one["name"]: one.get("value", "") for one in sent} | fields


def card_of(database, learner_id, card_id):
    with database.reading() as session:
        return session.get_one(Card, (learner_id, card_id))


def review_of(database, learner_id):
    with database.reading() as session:
        return session.exec(select(Review).where(Review.learner_id == learner_id)).one()
