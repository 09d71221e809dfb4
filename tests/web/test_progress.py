"""The progress page: what it says, for whom, and what it does with a bad address."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from studyapp.figures import FIGURES
from studyapp.ids import new_id
from studyapp.tables import Review
from tests.counting import counted
from tests.makers import NOW, a_card, a_review_card, made
from tests.studyapp.test_figures import answered


def test_a_new_learner_is_told_what_will_come(client, amina):
    page = client.page("/progress")
    assert "nothing to tell yet" in page.main.get_text()
    assert not page.select("svg.chart")


def test_every_figure_has_a_question_a_sentence_and_a_table(client, database, amina):
    much(database, amina)
    page = client.page("/progress")
    parts = page.select(".figure-part")
    assert [part.h2["id"] for part in parts] == list(FIGURES)
    for part in parts:
        assert part.h2.get_text().endswith("?")
        assert part.p.get_text().strip()
        assert part.select("table thead th")
        assert part.select_one("details .note")
    assert page.select_one("svg.chart[aria-labelledby=weeks] circle title")


def test_too_few_answers_are_said_to_be_too_few(client, database, amina):
    answered(database, amina, made(database, a_review_card, amina), kind="review", last_interval=9)
    page = client.page("/progress")
    assert "There is 1 answer so far" in page.select_one("#weeks-says").get_text()
    assert not page.select("svg[aria-labelledby=weeks]")


def test_a_file_has_the_numbers_of_the_page(client, database, amina):
    much(database, amina)
    page = client.page("/progress?range=year")
    links = page.select("section[aria-labelledby=weeks] .under a")
    table, objects = (client.get(link["href"]) for link in links)
    assert table.mimetype == "text/csv"
    rows = json.loads(objects.get_data(as_text=True))["rows"]
    lines = table.get_data(as_text=True).splitlines()
    assert lines[0].split(",") == list(rows[0])
    assert (
        len(lines) - 1 == len(rows) == len(page.select("section[aria-labelledby=weeks] tbody tr"))
    )
    assert sum(row["answers"] for row in rows) == 30


def test_a_search_that_is_wrong_is_shown_with_its_spot(client, amina):
    page = client.page("/progress?q=deck:(&range=all", 422)
    assert page.select_one("[role=alert] mark, [role=alert] pre")
    assert page.select_one("#q")["value"] == "deck:("
    assert page.select_one("[aria-current=page][href*='range=all']")


def test_a_search_that_finds_nothing_says_so(client, database, amina):
    made(database, a_card, amina)
    page = client.page("/progress?q=deck:Nowhere")
    assert "No card is found" in page.main.get_text()


@pytest.mark.parametrize("query", ["range=century", "range=", "range=month&range=year"])
def test_an_unknown_range_is_the_usual_one(client, amina, query):
    page = client.page(f"/progress?{query}")
    assert page.select_one(".subs [aria-current=page]")["href"].endswith("range=month")


@pytest.mark.parametrize(
    "query", ["figure=none", "figure=weeks&as=xml", "", "figure=weeks&q=deck:("]
)
def test_a_file_that_is_not_there_is_not_found(client, amina, query):
    assert client.get(f"/progress/table?{query}").status_code == 404


def test_the_answers_of_others_are_not_in_it(client, database, amina, bo):
    much(database, bo)
    assert not client.page("/progress").select(".figure-part")


def test_the_page_costs_the_same_statements_for_any_log(client, database, amina):
    counts = []
    for _again in range(2):
        much(database, amina)
        client.page("/progress")
        with counted(database) as statements:
            client.page("/progress?range=all")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 10


def much(database, learner_id):
    """Log thirty reviews of ten cards."""
    cards = [made(database, a_review_card, learner_id) for _ in range(10)]

    def log(session):
        for number in range(30):
            at = NOW - timedelta(days=number // 10 * 8, minutes=number + 1)
            session.add(
                Review(
                    learner_id=learner_id,
                    id=new_id(),
                    card_id=cards[number % 10],
                    reviewed_at=at,
                    day=at.date(),
                    zone_offset=0,
                    kind="review",
                    state="review",
                    rating=1 if number % 6 == 0 else 3,
                    rating_rule=1,
                    last_interval=8,
                    interval=20,
                    ms=5_000,
                    format="flashcard",
                    effects=[],
                    stability=12.0,
                    difficulty=5.0,
                )
            )

    database.write(log)
