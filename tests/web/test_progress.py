"""The progress page: what it says, for whom, and what it does with a bad address."""

from __future__ import annotations

import csv
import io
import json
import re
from calendar import monthrange
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from questions.model import Kind, Question
from studyapp.figures import EVERY
from studyapp.figures.card import CARD_FIGURES
from studyapp.ids import new_id
from studyapp.tables import Review
from studyapp.web.figure_labels import label
from studyapp.web.figure_words import cell
from studyapp.web.progress import PARTS
from tests.counting import counted
from tests.makers import (
    NOW,
    TEXT,
    a_card,
    a_cloze,
    a_document,
    a_flashcard,
    a_question,
    a_review_card,
    made,
)
from tests.studyapp.test_figures import answered
from tests.studyapp.test_figures_of_things import VOLGA, a_choice, log, sit

REVIEWED = {
    "state": "review",
    "stability": 12.0,
    "difficulty": 5.0,
    "interval": 12,
    "last_review_at": NOW - timedelta(days=12),
    "due_day": NOW.date(),
}


def test_a_new_learner_is_told_what_will_come(client, amina):
    page = client.page("/progress")
    assert "nothing to tell yet" in page.main.get_text()
    assert not page.select("svg.chart")


def test_a_month_is_drawn_whole_though_its_days_are_told_from_the_first_answer_on(
    client, database, amina
):
    answered(database, amina, made(database, a_review_card, amina))
    month = client.page("/progress?range=all").select_one(".leaves svg")
    told = month.select("rect[class^=look-heat]")
    assert [cell.title.get_text() for cell in told if "1 answer" in cell.title.get_text()]
    outside = month.select("rect.look-outside")
    assert len(told) + len(outside) == monthrange(NOW.year, NOW.month)[1]
    assert not any(cell.select("title") for cell in outside)


def test_every_figure_has_a_question_a_sentence_and_a_table(client, database, amina):
    much(database, amina)
    page = client.page("/progress")
    parts = page.select(".figure-part")
    assert [part.h2["id"] for part in parts] == list(PARTS["overview"])
    for part in parts:
        assert part.h2.get_text().endswith("?")
        assert part.p.get_text().strip()
        assert part.select("table thead th") or part.find("a", string=re.compile("^All"))
        assert part.select_one("details .note")
    assert page.select_one("svg.chart[aria-labelledby=weeks] circle title")


def test_too_few_answers_are_said_to_be_too_few(client, database, amina):
    answered(database, amina, made(database, a_review_card, amina), kind="review", last_interval=9)
    page = client.page("/progress")
    assert "There is 1 answer so far" in page.select_one("#weeks-says").get_text()
    assert not page.select("svg[aria-labelledby=weeks]")


def test_page_and_files_hold_the_same_numbers_for_every_figure(client, app, database, amina):
    card_id = everything(database, amina)
    places = {"/progress": PARTS["overview"], f"/cards/{card_id}": CARD_FIGURES}
    places |= {f"/progress/{name}": PARTS[name] for name in PARTS if name != "overview"}
    for path, names in places.items():
        parts = client.page(f"{path}?range=month").select(".figure-part")
        assert [part.h2["id"] for part in parts] == list(names)
        for part in parts:
            same_everywhere(client, app, part)


def test_a_long_table_has_a_page_of_its_own(client, app, database, amina):
    much(database, amina)
    part = client.page("/progress?range=year").select_one("section[aria-labelledby=reviews]")
    assert not part.select("tbody tr")
    link = part.find("a", string="All 365 rows")
    page = client.page(link["href"])
    same_everywhere(client, app, page.select_one(".figure-part"))
    assert len(page.select("tbody tr")) == 365
    assert client.get("/progress/figure?figure=none").status_code == 404
    assert client.page("/progress/figure?q=deck:(", 422).select("[role=alert] mark")


def same_everywhere(client, app, part):
    """Compare the table of a figure with its CSV and JSON, cell by cell."""
    name = part.h2["id"]
    table, objects = (client.get(link["href"]) for link in part.select(".under a"))
    rows = json.loads(objects.get_data(as_text=True))["rows"]
    assert rows, f"{name} has nothing to compare"
    columns = list(rows[0])
    lines = list(csv.reader(io.StringIO(table.get_data(as_text=True))))
    assert lines == [
        columns,
        *(["" if one is None else str(one) for one in row.values()] for row in rows),
    ]
    shown = [[one.get_text() for one in row.select("th, td")] for row in part.select("tbody tr")]
    with app.test_request_context():
        assert shown == [[cell(*pair) for pair in row.items()] for row in rows]
        assert [one.get_text() for one in part.select("thead th")] == list(map(label, columns))


def test_the_command_line_prints_every_figure_of_the_pages():
    assert sorted(name for names in PARTS.values() for name in names) == sorted(EVERY)


def test_the_next_step_is_at_the_top_with_its_reason(client, database, amina):
    made(database, a_review_card, amina)
    part = client.page("/progress").select_one(".next-step")
    assert part.a.get_text() == "Answer 1 card"
    assert part.a["href"] == "/review"
    assert "It is due" in part.get_text()
    assert not client.page("/progress?q=deck:Geography").select(".next-step")
    assert not client.page("/progress/material").select(".next-step")


def test_a_deck_a_tag_and_a_document_can_be_chosen_without_writing(client, database, amina):
    made(database, a_question, amina, a_flashcard(tags=('a "tag"',)), deck_title="Rivers: all")
    made(database, a_document, amina)
    narrow = client.page("/progress/material").select_one("details.narrow-to")
    assert narrow.a["href"] == narrow["hx-get"]
    choices = client.page(narrow.a["href"]).select("#only option")
    assert [one.get_text() for one in choices] == [
        "Everything", "Rivers: all", 'a "tag"', "Rivers of Europe",
    ]  # fmt: skip
    for one in choices[1:3]:
        query = {"q": one["value"]}
        found = client.page(f"/progress/material?{urlencode(query)}")
        chosen = client.page(found.select_one("details.narrow-to a")["href"])
        assert chosen.select_one("#only option[selected]")["value"] == one["value"]
        assert chosen.select_one("form#choices")["action"] == "/progress/material"
        assert found.select_one("#decks-says").get_text() != "No deck has a card yet."


def test_decks_documents_and_questions_lead_to_their_figures(client, database, amina):
    kept = made(database, a_question, amina, deck_title="Rivers")
    document_id = made(database, a_document, amina)
    for path, text in (
        (f"/decks/{kept.deck_id}", "Progress in this deck"),
        (f"/documents/{document_id}", "Progress in this text"),
        ("/search?q=deck:Rivers", "Progress of these"),
    ):
        link = client.page(path).find("a", string=text)
        assert client.page(link["href"]).select_one("#q")["value"], path
    for path in (f"/questions/{kept.question_id}/edit", f"/questions/{kept.question_id}/history"):
        link = client.page(path).find("a", string="How you remember it")
        assert client.page(link["href"]).h1.get_text() == "How you remember it"
    assert client.page("/review").find("a", href=f"/cards/{kept.card_id}")


WHY = [
    ({}, "It is new"),
    ({"suspended": True}, "It is set aside"),
    ({"buried_until": NOW + timedelta(hours=16)}, "It was put off: it comes back on 3 Mar"),
    ({"state": "learning", "due_at": NOW}, "It is being learned: its next step is now"),
    ({"state": "relearning", "due_at": NOW + timedelta(minutes=5)}, "is learned again: its"),
    (REVIEWED, "12 days after its last answer, the chance that you recall it falls to 90%."),
    (REVIEWED, "That is why it is due today."),
    (REVIEWED | {"due_day": NOW.date() - timedelta(days=2)}, "It has been due for 2 days."),
    (REVIEWED | {"due_day": NOW.date() + timedelta(days=2)}, "So it comes on 4 Mar."),
    (REVIEWED | {"interval": 14}, "It was moved a little"),
    (REVIEWED | {"interval": 40}, "The day was set by hand"),
]


def test_a_card_says_why_it_comes_when_it_does(client, database, amina):
    for columns, words in WHY:
        kept = made(database, a_question, amina, **columns)
        page = client.page(f"/cards/{kept.card_id}")
        assert words in page.select_one("[aria-labelledby=why] p").get_text()


def test_a_question_without_cards_leads_to_its_editor(client, database, amina):
    kept = made(database, a_question, amina, Question(id=new_id(), kind=Kind.INFO, stem="Note."))
    location = client.get(f"/questions/{kept.question_id}/card").location
    assert location == f"/questions/{kept.question_id}/edit"


@pytest.mark.parametrize("query", ["figure=none", "figure=history&as=xml"])
def test_a_file_of_a_card_that_is_not_there_is_not_found(client, database, amina, query):
    card_id = made(database, a_card, amina)
    assert client.get(f"/cards/{card_id}/table?{query}").status_code == 404


def test_a_search_that_is_wrong_is_shown_with_its_spot(client, amina):
    page = client.page("/progress?q=deck:(&range=all", 422)
    assert page.select_one("[role=alert] mark, [role=alert] pre")
    assert page.select_one("#q")["value"] == "deck:("
    assert page.select_one("[aria-current=page][href*='range=all']")


def test_a_search_that_finds_nothing_says_so(client, database, amina):
    made(database, a_card, amina)
    for path in ("/progress", *(f"/progress/{name}" for name in PARTS if name != "overview")):
        page = client.page(f"{path}?q=deck:Nowhere")
        assert "No card is found" in page.main.get_text()
        assert not page.select(".figure-part")


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
    assert counts[0] == counts[1] <= 17


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


def everything(database, learner_id):
    """Leave something to tell for every figure, and return the id of a card with a past."""
    much(database, learner_id)
    document_id = made(database, a_document, learner_id)
    cloze = a_cloze(VOLGA, document_id=document_id, start=TEXT.index(VOLGA))
    made(database, a_question, learner_id, cloze, document_id=document_id)
    made(database, a_question, learner_id, a_flashcard(tags=("south",)), **REVIEWED)
    choice = made(database, a_question, learner_id, a_choice(), lapses=9, **REVIEWED)
    card_id = choice.card_id
    log(database, learner_id, card_id, right=3, wrong=2)
    answered(database, learner_id, card_id, chosen=["Quito"], correct=False, format="choice")
    sit(database, learner_id, [("1",)])
    return card_id
