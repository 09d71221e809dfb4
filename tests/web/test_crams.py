"""Cramming over HTTP: any card until it is recalled, logged, undoable, and nothing scheduled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlmodel import col, select

from studyapp import fitting, learners, progress, queue
from studyapp.ids import new_id
from studyapp.tables import Card, Review
from tests.makers import (
    NOW,
    a_card,
    a_deck,
    a_question,
    a_review_card,
    a_short,
    clock_of,
    made,
)


def test_cards_that_are_not_due_are_asked_until_each_was_recalled_once(client, database, amina):
    soon, late = (not_due(database, amina, days) for days in (3, 9))
    shown = answer_page(client, client.page("/cram"))
    assert soon in shown.select_one("form.grades")["action"]
    after_a_miss = grade(client, shown, 1)
    assert late in after_a_miss.select_one("form.ask")["action"]
    back_to_the_missed = grade(client, answer_page(client, after_a_miss), 3)
    assert soon in back_to_the_missed.select_one("form.ask")["action"]
    done = grade(client, answer_page(client, back_to_the_missed), 3)
    assert "All recalled once" in done.get_text()
    assert [one.get_text() for one in done.select("dd")] == ["2", "3", "2", "0"]


def test_nothing_is_scheduled_and_all_is_logged(client, database, amina):
    card_id = made(database, a_question, amina, a_short()).card_id
    before = card_of(database, amina, card_id)
    shown = answer_page(client, client.page("/cram"), typed="Lyma")
    grade(client, shown, 1)
    assert card_of(database, amina, card_id) == before
    (review,) = reviews(database)
    assert (review.kind, review.rating, review.typed, review.correct) == ("cram", 1, "Lyma", False)
    assert (review.interval, review.effects) == (before["interval"], [])
    with database.reading() as session:
        clock = clock_of(session, amina)
        assert queue.new_left(session, amina, clock, 20) == 20
        assert progress.answered(session, amina, clock.today).new == 0
        log, _ids = fitting.log_of(session, amina, learners.default_preset_id(amina))
    assert len(log) == 0


def test_undo_brings_a_card_back_into_the_sitting_and_redo_takes_it_out(client, database, amina):
    not_due(database, amina, 9)
    done = grade(client, answer_page(client, client.page("/cram")), 3)
    again = follow(client, done.select_one("form[action='/changes/undo']"))
    assert again.select_one("form.ask")
    assert reviews(database) == []
    done = follow(client, again.select_one("form[action='/changes/redo']"))
    assert "All recalled once" in done.get_text()
    assert len(reviews(database)) == 1


def test_what_was_taken_back_is_answered_anew_and_an_old_tab_adds_nothing(client, database, amina):
    not_due(database, amina, 9)
    tab = answer_page(client, client.page("/cram"))
    done = grade(client, tab, 3)
    again = follow(client, done.select_one("form[action='/changes/undo']"))
    grade(client, tab, 3)
    assert reviews(database) == []
    grade(client, answer_page(client, again), 3)
    assert len(reviews(database)) == 1


def test_two_tabs_and_two_clicks_count_once(client, database, amina):
    not_due(database, amina, 9)
    page = client.page("/cram")
    tabs = [answer_page(client, page) for _ in range(2)]
    for tab in (*tabs, tabs[0]):
        grade(client, tab, 3)
    assert len(reviews(database)) == 1


def test_a_deck_and_a_search_are_crammed_alone(client, database, amina):
    deck_id = made(database, a_deck, amina, "Rivers")
    wanted = made(database, a_question, amina, a_short(), deck_title="Rivers").card_id
    made(database, a_card, amina)
    for path in (f"/decks/{deck_id}", "/search?q=deck:Rivers"):
        (link,) = client.page(path).select("a[href^='/cram']")
        page = client.page(link["href"])
        assert wanted in page.select_one("form.ask")["action"]
        assert "1 left" in page.get_text(" ", strip=True)


@pytest.mark.parametrize("since", ["", "soon", "-1", "0", "9" * 30, "99999999999999"])
def test_a_sitting_without_a_beginning_begins_now(client, database, amina, since):
    not_due(database, amina, 9)
    address = client.get(f"/cram?since={since}").location
    assert f"since={int(NOW.timestamp() * 1000)}" in address
    assert client.page(address).select_one("form.ask")


def test_cards_set_aside_or_changed_meanwhile_are_not_crammed(client, database, amina):
    card_id = not_due(database, amina, 9)
    shown = answer_page(client, client.page("/cram"))
    client.send(f"/cards/{card_id}/suspension", {"version": 0})
    assert "There is nothing to cram" in grade(client, shown, 3).get_text()
    assert reviews(database) == []
    assert client.get(f"/cards/{card_id}/cram").status_code == 303


def test_half_an_answer_is_refused(client, database, amina):
    card_id = not_due(database, amina, 9)
    for fields in ({"rating": 9, "version": 0}, {"rating": 3}):
        sent = client.send(f"/cards/{card_id}/crams", {"id": new_id(), **fields})
        assert sent.status_code == 422
    assert reviews(database) == []


def test_a_graded_answer_proposes_once_more_or_through(client, database, amina):
    made(database, a_question, amina, a_short())
    page = client.page("/cram")
    for typed, proposed in (("Lima", "Good"), ("Quito", "Again")):
        shown = answer_page(client, page, typed=typed)
        assert shown.select_one("button.main b").get_text() == proposed
        assert len(shown.select("form.grades button")) == 2


def not_due(database, learner_id, days):
    due = NOW + timedelta(days=days)
    dates = {"due_at": due, "available_at": due, "due_day": due.date()}
    return made(database, a_review_card, learner_id, **dates)


def answer_page(client, page, typed=None):
    form = page.select_one("form.ask")
    fields = fields_of(form) | ({} if typed is None else {"typed": typed})
    response = client.get(form["action"], query_string=fields)
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def grade(client, page, rating):
    """Send a grade, and return the page that follows."""
    return follow(client, page.select_one("form.grades"), rating=rating)


def follow(client, form, **fields):
    sent = client.send(form["action"], {**fields_of(form), **fields})
    assert sent.status_code == 303
    return client.page(sent.location)


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


def card_of(database, learner_id, card_id):
    with database.reading() as session:
        return session.get_one(Card, (learner_id, card_id)).model_dump()
