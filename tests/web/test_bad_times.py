"""Odd clocks, zones and numbers through the web: told in words, and nothing lost or doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlmodel import col, select

from studyapp import learners, reviews
from studyapp.ids import new_id
from studyapp.scheduling import DEFAULT_PARAMETERS, Rating
from studyapp.tables import Card, Learner, Preset, Review
from tests.makers import NOW, a_card, a_question, a_review_card, a_short, made

PRESET = {
    "name": "Default",
    "learning_steps": "1m 10m",
    "relearning_steps": "10m",
    "desired_retention": "0.9",
    "maximum_interval": "100",
    "new_order": "made",
    "leech_threshold": "8",
    "leech_action": "mark",
}
FEW, OUTSIDE = "0.3 1 2", " ".join(["9999", *map(str, DEFAULT_PARAMETERS[1:])])


@pytest.mark.parametrize("back", [{"minutes": -20}, {"days": -3}, {"days": -900}])
def test_after_the_clock_went_back_the_last_answer_is_the_one_undone(
    client, database, clock, amina, back
):
    first, second = (made(database, a_card, amina) for _ in range(2))
    answer(client, first, clock.moment)
    before = card_of(database, amina, second)
    clock.advance(**back)
    answer(client, second, clock.moment)
    assert len(stored(database)) == 2
    undo = client.page("/library").select_one("form[action='/changes/undo']")
    client.send(undo["action"], fields_of(undo))
    assert [one.card_id for one in stored(database)] == [first]
    assert card_of(database, amina, second) == before


@pytest.mark.parametrize("days", [1, 400, 4000])
def test_a_log_with_answers_in_the_future_leaves_every_page_whole(client, database, amina, days):
    card_id = made(database, a_review_card, amina)
    sent = reviews.Attempt(new_id(), card_id, Rating.GOOD, 0, 0, "flip")
    later = NOW + timedelta(days=days)
    database.write(lambda session: reviews.record(session, amina, sent, later))
    preset_id = learners.default_preset_id(amina)
    for path in ("/", "/library", "/review", "/progress", f"/presets/{preset_id}/memory", "/cram"):
        assert client.get(path, follow_redirects=True).status_code == 200, path
    assert "1 answer is left out" in client.page("/progress").select_one("aside.margin").get_text()
    assert client.send(f"/presets/{preset_id}/memory/fits", {"id": new_id()}).status_code == 303
    assert len(stored(database)) == 1


def test_an_answer_to_a_deleted_card_leads_on_and_is_stored_nowhere(client, database, amina):
    kept = made(database, a_question, amina, a_short())
    client.send(f"/questions/{kept.question_id}/removal", {"version": 0})
    for path in ("reviews", "crams"):
        fields = {"id": new_id(), "rating": 3, "version": 0}
        reply = client.send(f"/cards/{kept.card_id}/{path}", fields)
        assert reply.status_code == 303
        assert client.get(reply.location, follow_redirects=True).status_code == 200
    assert stored(database) == []


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("parameters", FEW, "no parameters of FSRS-6"),
        ("parameters", OUTSIDE, "no parameters of FSRS-6"),
        ("desired_retention", "0", "between 0.70 and 0.97"),
        ("desired_retention", "1", "between 0.70 and 0.97"),
        ("learning_steps", "0m", "A step lasts between"),
        ("relearning_steps", "0", "A step lasts between"),
        ("maximum_interval", "0", "between 1 and"),
    ],
)
def test_numbers_that_cannot_be_scheduled_by_are_refused_with_the_form_as_it_was(
    client, database, amina, name, sent, says
):
    preset_id = learners.default_preset_id(amina)
    before = preset_of(database, amina)
    reply = client.send(f"/presets/{preset_id}", {**PRESET, name: sent})
    assert reply.status_code == 422
    page = BeautifulSoup(reply.get_data(as_text=True), "html.parser")
    field = page.select_one(f"#{name}")
    assert field.get("value", field.get_text().strip()) == sent
    assert says in page.select_one(f"#{name}-problem").get_text()
    assert preset_of(database, amina) == before


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "utc ", ""])
def test_a_zone_that_does_not_exist_is_refused_and_the_old_one_stays(client, database, amina, zone):
    fields = {"zone": zone, "rollover_hour": "4", "theme": "auto", "new_per_day": "20",
              "desired_retention": "0.9"}  # fmt: skip
    reply = client.send("/settings", fields)
    assert reply.status_code == 422
    assert "time zone" in reply.get_data(as_text=True)
    with database.reading() as session:
        assert session.get_one(Learner, amina).zone == "UTC"


def answer(client, card_id, moment):
    fields = {"id": new_id(), "rating": 3, "version": 0, "shown_at": int(moment.timestamp() * 1000)}
    assert client.send(f"/cards/{card_id}/reviews", fields).status_code == 303


def fields_of(form):
    return {
        field["name"]: field.get("value", "")
        for field in form.select("input[name]")
        if field["name"] != "csrf_token"
    }


def stored(database):
    with database.reading() as session:
        found = select(Review).where(col(Review.voided_at).is_(None))
        return session.exec(found.order_by(col(Review.id))).all()


def card_of(database, learner_id, card_id):
    with database.reading() as session:
        return session.get_one(Card, (learner_id, card_id)).model_dump()


def preset_of(database, learner_id):
    with database.reading() as session:
        key = (learner_id, learners.default_preset_id(learner_id))
        return session.get_one(Preset, key).model_dump()
