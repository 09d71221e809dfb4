"""Search as a page: the query in the address, faults with their spot, acts on what is found."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask_babel import force_locale
from sqlmodel import select

from studyapp import indexing
from studyapp.ids import new_id
from studyapp.search import FAULTS, QueryError, Spot
from studyapp.tables import Card, StoredQuestion
from studyapp.web import finding, search
from tests.makers import a_deck, a_flashcard, a_question, a_review_card, a_short, made


def test_the_query_stands_in_the_address_and_in_the_field(client, database, amina):
    made(database, a_question, amina, a_flashcard("Volga", "A river", tags=("europe",)))
    page = client.page("/search?q=volga+is:new")
    assert page.select_one("#q")["value"] == "volga is:new"
    (row,) = page.select(".found > li")
    assert "Volga" in row.a.get_text()
    words = " ".join(row.get_text(" ", strip=True).split())
    for part in ("A river", "Geography", "Flashcard", "new", "europe"):
        assert part in words
    assert client.page("/library").select_one("form[role=search]")["action"] == "/search"


def test_a_fault_is_shown_under_its_spot_with_a_query_that_works(client, amina):
    page = parsed(client.get("/search?q=volga+dekc:rivers"), 422)
    told = page.select_one(".fault[role=alert]")
    assert "There is no search word “dekc:”." in told.get_text()
    assert told.pre.get_text() == "volga dekc:rivers"
    assert told.pre.mark.get_text() == "dekc:"
    assert told.a.get_text() == "volga deck:rivers"
    assert client.page(told.a["href"]).select_one("#q")["value"] == "volga deck:rivers"
    assert page.select_one("#q")["value"] == "volga dekc:rivers"


def test_every_fault_has_words_on_the_page(client, app):
    given = dict.fromkeys(("most", "name", "known", "value", "example"), "x")
    with app.test_request_context(), force_locale("en"):
        for fault in FAULTS:
            view = finding.fault_view(QueryError(fault, Spot(0, 1), **given), "text")
            assert view.sentence


def test_an_empty_search_shows_what_each_part_finds(client, database, amina):
    made(database, a_question, amina, a_flashcard("Volga", "x"))
    page = client.page("/search?q=VOLGA+(tag:none or added:1)")
    assert "VOLGA (tag:none or added:1)" in page.get_text()
    rows = [[cell.get_text() for cell in row.select("td")] for row in page.select("tbody tr")]
    assert ["VOLGA", "1"] in rows
    assert ["tag:none", "0"] in rows


def test_without_questions_that_is_said(client, amina):
    assert "no questions yet" in client.page("/search").get_text()


def test_the_words_that_can_be_used_lead_to_searches_that_work(client, database, amina):
    made(database, a_question, amina, a_short("What does it do?", "It grows"))
    indexing.catch_up(database)
    page = client.page("/search")
    links = {link["href"] for link in page.select(".help-words a")}
    assert len(links) > 10
    for link in links:
        assert client.get(link).status_code == 200, link
    assert "unresolved-reference" in page.select_one(".help-words").get_text()


def test_a_search_for_findings_tells_of_what_is_not_checked_yet(client, database, amina):
    made(database, a_question, amina)
    assert "not checked yet" in client.page("/search?q=finding:*").get_text()
    assert "not checked yet" not in client.page("/search").get_text()
    indexing.catch_up(database)
    assert "not checked yet" not in client.page("/search?q=finding:*").get_text()


@pytest.mark.parametrize("sort", ["added", "edited", "question", "due", "lapses", "nonsense", ""])
def test_what_is_found_can_be_sorted(client, database, amina, sort):
    made(database, a_question, amina, a_flashcard("Volga", "x"))
    made(database, a_review_card, amina)
    page = client.page(f"/search?q=&sort={sort}")
    chosen = page.select_one("#sort option[selected]")["value"]
    assert chosen == (sort if sort in ("added", "edited", "question", "due", "lapses") else "added")


@pytest.mark.parametrize("place", ["after=zz", "before=" + "0" * 32, "after=" + "9" * 5000])
def test_an_address_that_was_tampered_with_begins_at_the_top(client, database, amina, place):
    made(database, a_question, amina, a_flashcard("Volga", "x"))
    assert "Volga" in client.page(f"/search?q=&{place}").get_text()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eevil", "😀" * 400, '"' * 9])
def test_a_hostile_query_is_only_text(client, amina, text):
    response = client.get("/search", query_string={"q": text})
    assert response.status_code in {200, 422}
    assert "<script>alert" not in response.get_data(as_text=True)


# -- Acts ----------------------------------------------------------------------------------


@pytest.fixture
def three(database, amina):
    return [
        made(database, a_question, amina, a_flashcard(stem, "x"))
        for stem in ("one", "two", "three")
    ]


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("tag", {"tags": "geo exam"}, "2 questions tagged."),
        ("suspend", {}, "2 cards set aside."),
        ("mark", {}, "2 cards marked."),
        ("delete", {}, "2 questions are in the trash."),
        ("untag", {"tags": "none"}, "Nothing had to be changed."),
        ("reset", {}, "Nothing had to be changed."),
    ],
)
def test_what_was_ticked_is_changed_and_it_is_said(client, three, act, fields, said):
    ticked = [one.question_id for one in three[:2]]
    sent = {"id": new_id(), "act": act, "question": ticked, "q": "", **fields}
    response = client.send("/search/acts", sent)
    assert response.status_code == 303
    assert said in client.page(response.location).select_one(".flashes").get_text()


def test_all_that_was_found_can_be_moved(client, database, amina, three):
    into = made(database, a_deck, amina, "Numbers")
    sent = {"id": new_id(), "act": "move", "which": "all", "q": "one or two", "deck": into}
    response = client.send("/search/acts", {**sent, "next": "/search?q=deck:numbers"})
    assert response.location == "/search?q=deck:numbers"
    page = client.page(response.location)
    assert len(page.select(".found > li")) == 2
    client.send("/changes/undo")
    assert not client.page(response.location).select(".found > li")


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "tag", "tags": "x"},
        {"act": "tag", "tags": " ", "which": "all"},
        {"act": "tag", "tags": "x" * 500, "which": "all"},
        {"act": "move", "which": "all", "deck": "nowhere"},
        {"act": "explode", "which": "all"},
        {"which": "all"},
        {"act": "mark", "which": "all", "q": "dekc:x"},
        {"act": "mark", "question": "nonsense"},
    ],
)
def test_an_act_that_cannot_be_is_refused_and_changes_nothing(client, database, three, sent):
    assert client.send("/search/acts", {"id": new_id(), **sent}).status_code == 422
    with database.reading() as session:
        assert not any(card.marked for card in session.exec(select(Card)))
        assert not any(row.tag_list for row in session.exec(select(StoredQuestion)))


def test_nobody_changes_or_moves_to_what_belongs_to_another(client, database, amina, bo, three):
    theirs = made(database, a_question, bo, a_flashcard("Bo's", "x"))
    sent = {"id": new_id(), "act": "mark", "question": theirs.question_id}
    client.send("/search/acts", sent)
    with database.reading() as session:
        assert not session.get_one(Card, (bo, theirs.card_id)).marked
    sent = {"id": new_id(), "act": "move", "which": "all", "deck": theirs.deck_id}
    assert client.send("/search/acts", sent).status_code == 404


def test_too_many_at_once_are_refused(client, three, monkeypatch):
    monkeypatch.setattr(search, "MOST_AT_ONCE", 2)
    sent = {"id": new_id(), "act": "mark", "which": "all"}
    assert client.send("/search/acts", sent).status_code == 422


# -- Find and replace ----------------------------------------------------------------------


def test_a_replacement_is_shown_before_it_is_done(client, database, three):
    asked = {"q": "", "which": "all", "next": "/search?q=two"}
    page = parsed(client.send("/search/replacement", asked), 200)
    assert page.select_one("#find")["value"] == ""
    wish = {**asked, "step": "look", "find": "O", "replace": "0", "place": ["stem", "answers"]}
    page = parsed(client.send("/search/replacement", {**wish, "any_case": "1"}), 200)
    assert "2 questions would change" in page.get_text()
    assert [one.get_text() for one in page.select(".compared ins")]
    with database.reading() as session:
        assert all("0" not in row.body["stem"] for row in session.exec(select(StoredQuestion)))
    form = page.select(".body")[1].form
    fields = {field["name"]: field["value"] for field in form.select("input")}
    fields["place"] = [field["value"] for field in form.select("[name=place]")]
    for _ in range(2):
        response = client.send("/search/replacement", fields)
        assert response.location == "/search?q=two"
    client.page("/search")
    stems = {row.a.get_text() for row in client.page("/search?q=*0*").select(".found > li")}
    assert stems == {"0ne", "tw0"}
    client.send("/changes/undo")
    assert not client.page("/search?q=*0*").select(".found > li")


@pytest.mark.parametrize(
    ("find", "said"), [("", "Write what to look for."), ("(", "The pattern cannot be read")]
)
def test_what_cannot_be_looked_for_stays_in_the_form(client, three, find, said):
    sent = {"which": "all", "step": "look", "find": find, "replace": "kept", "pattern": "1"}
    page = parsed(client.send("/search/replacement", {**sent, "place": "stem"}), 422)
    assert said in page.select_one("#errors").get_text()
    assert page.select_one("#replace")["value"] == "kept"


def test_a_replacement_without_a_choice_is_refused(client, three):
    assert client.send("/search/replacement").status_code == 422


# -- Studying what is found ----------------------------------------------------------------


def test_a_search_is_studied_in_its_own_sitting(client, database, amina):
    due = made(database, a_review_card, amina, deck_title="A")
    made(database, a_question, amina, a_short("Which is new?", "This"), deck_title="B")
    page = client.page("/search?q=is:new")
    study = next(link for link in page.select("a.button") if "Study these" in link.get_text())
    review = client.page(study["href"])
    assert "Which is new?" in review.select_one("#stem").get_text()
    scope = review.select_one("[name=deck]")["value"]
    assert scope == "q:is:new"
    card_id = review.select_one(".ask")["action"].split("/")[2]
    sent = {"id": new_id(), "rating": 3, "version": 0, "deck": scope}
    response = client.send(f"/cards/{card_id}/reviews", sent)
    assert response.status_code == 303
    assert "q:is:new" in response.location.replace("%3A", ":")
    # What was new is in learning now, so it comes again; what is due elsewhere does not.
    assert due not in client.page(response.location).get_text()


def test_a_scope_that_cannot_be_understood_means_everything(client, database, amina):
    made(database, a_question, amina, a_short())
    assert client.page("/review?deck=q:dekc:x").select_one(".ask")


def test_a_search_leads_to_a_quiz_of_what_it_finds(client, database, amina):
    made(database, a_question, amina, a_short())
    page = client.page("/search?q=is:new")
    link = next(link for link in page.select("a.button") if "Quiz these" in link.get_text())
    assert client.get(link["href"]).status_code == 200


def parsed(response, status):
    assert response.status_code == status
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")
