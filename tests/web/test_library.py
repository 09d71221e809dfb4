"""The library's pages: the tree, decks, presets, the trash, as a learner meets them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from studyapp import decks, editing, presets
from studyapp.ids import new_id
from studyapp.learners import default_preset_id
from studyapp.tables import Preset, StoredQuestion
from tests.counting import counted
from tests.makers import (
    NOW,
    a_deck,
    a_document,
    a_flashcard,
    a_job,
    a_preset,
    a_question,
    a_review_card,
    made,
)


def test_the_tree_shows_what_waits_in_each_deck_with_those_below(client, database, amina):
    made(database, a_review_card, amina, deck_title="Languages::Spanish")
    made(database, a_question, amina, deck_title="Languages::Spanish::Kitchen")
    page = client.page("/library")
    languages, spanish, kitchen = page.select(".branch")
    assert figures(languages) == figures(spanish) == {"new": 1, "in learning": 0, "due": 1}
    assert figures(kitchen) == {"new": 1, "in learning": 0, "due": 0}
    assert languages.a["href"].startswith("/review?deck=q:deck:"), "it is no deck of its own"
    assert page.select_one("details").has_attr("open")
    study = client.page(languages.a["href"])
    assert study.select_one(".ask")


def test_the_library_costs_the_same_statements_for_any_collection(client, database, amina):
    counts = []
    for number in (1, 12):
        for title in range(number):
            made(database, a_question, amina, deck_title=f"{title}::Part")
            document_id = made(database, a_document, amina)
            made(database, a_job, amina, document_id)
        client.page("/library")
        with counted(database) as statements:
            client.page("/library")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 22


def test_a_large_tree_is_folded(client, database, amina):
    for number in range(41):
        made(database, a_deck, amina, f"A::{number}")
    assert not client.page("/library").select_one(".tree details").has_attr("open")


def test_a_deck_is_made_below_another(client, database, amina):
    made(database, a_deck, amina, "Biology")
    page = client.page("/decks/new?above=Biology")
    assert page.select_one("option[selected]").get_text() == "Biology"
    fields = {"id": new_id(), "above": "Biology", "title": "Cells"}
    for _ in range(2):
        assert client.send("/decks", fields).status_code == 303
    assert titles(database, amina) == ["Biology", "Biology::Cells"]


@pytest.mark.parametrize("title", ["", " ", "::", "A::", "x" * 400, "Taken"])
def test_a_title_that_cannot_be_stays_in_the_form(client, database, amina, title):
    made(database, a_deck, amina, "Taken")
    response = client.send("/decks", {"id": new_id(), "title": title})
    page = parsed(response, 422)
    assert page.select_one("#title")["value"] == title
    assert page.select_one("#errors").get_text(strip=True)
    assert titles(database, amina) == ["Taken"]


def test_a_deck_is_renamed_and_takes_a_preset(client, database, clock, amina):
    deck_id = made(database, a_deck, amina, "Old")
    preset_id = made(database, a_preset, amina)
    clock.advance(minutes=1)
    fields = {"title": "New", "marker": "blue", "preset": preset_id, "language": "de"}
    assert client.send(f"/decks/{deck_id}", fields).status_code == 303
    page = client.page(f"/decks/{deck_id}/edit")
    assert page.select_one("#title")["value"] == "New"
    assert page.select_one("#preset option[selected]")["value"] == preset_id
    assert page.select_one("[name=marker][checked]")["value"] == "blue"
    client.send("/changes/undo")
    assert client.page(f"/decks/{deck_id}").h1.get_text() == "Old"


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Taken"), ("marker", "brown"), ("language", "x" * 36)]
)
def test_a_change_of_a_deck_that_cannot_be_loses_nothing(client, database, amina, field, value):
    deck_id = made(database, a_deck, amina, "Old")
    made(database, a_deck, amina, "Taken")
    fields = {"title": "Typed", "marker": "blue", "language": "de", field: value}
    page = parsed(client.send(f"/decks/{deck_id}", fields), 422)
    assert page.select_one("#title")["value"] == fields["title"]
    assert titles(database, amina) == ["Old", "Taken"]


def test_decks_are_merged_from_the_page(client, database, amina):
    kept = made(database, a_question, amina, a_flashcard("one", "x"), deck_title="A")
    into = made(database, a_deck, amina, "B")
    client.send(f"/decks/{kept.deck_id}/merging", {"into": into})
    assert "one" in client.page(f"/decks/{into}").select_one(".found").get_text()
    assert client.send(f"/decks/{into}/merging", {"into": "nonsense"}).status_code == 422


def test_a_deck_leads_to_the_decks_above_and_shows_those_below(client, database, amina):
    made(database, a_deck, amina, "A")
    kept = made(database, a_question, amina, a_flashcard("deep", "x"), deck_title="A::B::C")
    page = client.page(f"/decks/{kept.deck_id}")
    assert [one.get_text() for one in page.select(".crumbs a")] == ["A"]
    above = client.page(page.select_one(".crumbs a")["href"])
    assert above.select_one(".found").get_text().split()[0] == "deep"


def test_a_deck_of_many_questions_has_pages(client, database, amina):
    for number in range(55):
        kept = made(database, a_question, amina, a_flashcard(f"number {number}", "x"))
    page = client.page(f"/decks/{kept.deck_id}?sort=question")
    assert len(page.select(".found > li")) == 50
    rest = client.page(page.select_one("a[rel=next]")["href"])
    assert len(rest.select(".found > li")) == 5
    again = client.page(rest.select_one("a[rel=prev]")["href"])
    assert again.select_one(".found").get_text() == page.select_one(".found").get_text()


# -- Presets -------------------------------------------------------------------------------


PRESET = {
    "name": "Gentle",
    "new_per_day": "5",
    "new_order": "random",
    "bury_siblings": "1",
    "learning_steps": "1m 1h",
    "relearning_steps": "",
    "desired_retention": "0.85",
    "maximum_interval": "365",
    "leech_threshold": "6",
    "leech_action": "mark",
}


def test_a_preset_is_made_and_changed(client, database, amina):
    assert client.send("/presets", {"id": new_id(), **PRESET}).status_code == 303
    page = client.page("/presets")
    assert "Gentle" in page.get_text()
    place = next(link["href"] for link in page.select(".rows a") if "Gentle" in link.get_text())
    client.send(place, {**PRESET, "name": "Harder", "desired_retention": "95"})
    page = client.page(place)
    assert page.select_one("#desired_retention")["value"] == "0.95"
    assert page.select_one("#learning_steps")["value"] == "1m 1h"
    assert page.select_one("[name=new_order][checked]")["value"] == "random"
    with database.reading() as session:
        row = session.exec(select(Preset).where(Preset.name == "Harder")).one()
        assert (row.new_per_day, row.learning_steps, row.relearning_steps) == (5, [60, 3600], [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Default"),
        ("new_per_day", "-1"),
        ("new_per_day", "9" * 5000),
        ("new_per_day", "many"),
        ("learning_steps", "soon"),
        ("relearning_steps", "1y"),
        ("desired_retention", "nan"),
        ("desired_retention", "<b>"),
        ("maximum_interval", "0"),
        ("leech_threshold", "-3"),
        ("new_order", "x"),
        ("leech_action", ""),
    ],
)
def test_a_preset_that_cannot_work_is_told_at_its_field(client, database, amina, field, value):
    page = parsed(client.send("/presets", {"id": new_id(), **PRESET, field: value}), 422)
    assert page.select_one(f"#{field}-problem").get_text(strip=True)
    for name in ("name", "learning_steps", "maximum_interval"):
        assert page.select_one(f"#{name}")["value"] == {**PRESET, field: value}[name]
    with database.reading() as session:
        assert len(presets.all_of(session, amina)) == 1


def test_a_preset_is_removed_but_the_default(client, database, clock, amina):
    preset_id = made(database, a_preset, amina)
    clock.advance(minutes=1)
    assert client.page(f"/presets/{preset_id}").select_one(".careful")
    assert not client.page(f"/presets/{default_preset_id(amina)}").select_one(".careful")
    assert client.send(f"/presets/{preset_id}/removal").status_code == 303
    assert client.send(f"/presets/{default_preset_id(amina)}/removal").status_code == 422
    client.send("/changes/undo")
    assert "Slow" in client.page("/presets").get_text()


# -- The trash -----------------------------------------------------------------------------


def test_what_was_deleted_is_brought_back_from_the_trash(client, database, clock, amina):
    kept = made(database, a_question, amina, a_flashcard("one", "x"))
    client.send(f"/questions/{kept.question_id}/removal")
    clock.advance(minutes=1)
    client.send(f"/decks/{kept.deck_id}/removal")
    assert "2" in client.page("/library").select_one(".links").get_text()
    page = client.page("/trash")
    assert [row.p.get_text() for row in page.select(".rows > li")] == ["Geography", "one"]
    for form in page.select(".rows form"):
        assert client.send(form["action"]).status_code == 303
    assert client.page("/trash").select_one(".lead").get_text() == "Nothing is in the trash."
    assert "one" in client.page(f"/decks/{kept.deck_id}").select_one(".found").get_text()


def test_the_trash_is_emptied_only_by_who_is_sure(client, database, amina):
    kept = made(database, a_question, amina)
    client.send(f"/questions/{kept.question_id}/removal")
    assert "cannot be undone" in client.page("/trash").get_text()
    assert client.send("/trash/emptying").status_code == 422
    assert client.send("/trash/emptying", {"sure": "1"}).status_code == 303
    assert client.send("/trash/emptying", {"sure": "1"}).status_code == 303
    with database.reading() as session:
        assert session.exec(select(StoredQuestion)).all() == []
    client.send("/changes/undo")
    assert client.get("/library").status_code == 200


def test_the_trash_says_how_long_it_keeps_things(client, database, clock, amina):
    kept = made(database, a_question, amina)
    made(database, editing.remove, amina, kept.question_id, NOW)
    clock.moment = NOW + timedelta(minutes=1)
    assert "in 30 days" in client.page("/trash").select_one(".rows").get_text()
    clock.moment = NOW + timedelta(days=27, hours=12)
    assert "in 2 days" in client.page("/trash").select_one(".rows").get_text()


def figures(branch):
    """Return the numbers of a branch by the words beside them."""
    found = {div.dt.get_text(): int(div.dd.get_text()) for div in branch.select("dl > div")}
    found.pop("min")
    return found


def titles(database, learner_id):
    with database.reading() as session:
        return sorted(deck.title for deck in decks.all_of(session, learner_id))


def parsed(response, status):
    assert response.status_code == status
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")
