"""Every page, empty and full, whole and in part. The client looks at each one it gets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from questions.model import Answer, Kind, Question
from studyapp import cards, generation, jobs
from studyapp.errors import BusyError
from studyapp.tables import Draft
from tests.makers import (
    NOW,
    a_card,
    a_claim,
    a_cloze,
    a_document,
    a_draft,
    a_flashcard,
    a_job,
    a_question,
    a_review_card,
    a_short,
    clock_of,
    made,
    the_demo,
)
from tests.web.test_owners import rows_of

# What htmx asks for, and the id of the one element that it gets.
PARTS = {
    "drafts.index": "draft",
    "reviews.show": "card",
    "reviews.answer": "card",
    "crams.show": "card",
    "crams.answer": "card",
    "uploads.show": "upload-{upload_id}",
    "paragraphs.show": "paragraph",
    "generations.show": "document-{document_id}-generation",
    "imports.show": "import-{import_id}",
    "memory.show": "fit",
    "progress.choices": "choices",
}
FILES = {"exports.file", "imports.file", "imports.problems", "progress.table", "card_pages.table"}
NOT_PAGES = FILES | {
    "static", "help.healthz", "media.show", "settings.export", "decisions.export",
    "deck_looks.show",
}  # fmt: skip


def test_pages_without_anything_are_whole(client, app, amina):
    for rule in shown(app):
        if not rule.arguments:
            for headers in ({}, {"HX-Request": "true"}):
                found = client.get(rule.rule, headers=headers, follow_redirects=True)
                assert found.status_code == 200, rule


def test_pages_with_something_of_everything_are_whole(client, app, database, full):
    for rule in shown(app):
        page = client.get(path_of(app, rule, full), follow_redirects=True)
        assert page.status_code == 200, rule
        assert parsed(page).html is not None, rule


def test_what_htmx_gets_is_one_element(client, app, database, full):
    for rule in shown(app):
        answer = client.get(path_of(app, rule, full), headers={"HX-Request": "true"})
        if answer.status_code == 303 or "HX-Redirect" in answer.headers:
            continue  # it leads on, to a page that has its own turn
        assert answer.status_code == 200, rule
        soup = parsed(answer)
        if rule.endpoint not in PARTS:
            assert soup.html is not None, f"{rule.endpoint} has no part: a page is expected"
            continue
        parts = soup.find_all(recursive=False)
        # Beside the part may come others that say themselves whose place they take.
        roots = [part for part in parts if not part.has_attr("hx-swap-oob")]
        ids = {name: str(key)[-12:] for name, key in full.items()}
        assert [root.get("id") for root in roots] == [PARTS[rule.endpoint].format(**ids)]


def test_htmx_gets_the_whole_page_for_its_history(client, full):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert parsed(client.get("/review", headers=headers)).html is not None


def test_a_first_visit_offers_the_box_and_the_demo(client, database):
    page = client.page("/")
    assert page.select_one("textarea[name=text]")
    assert "Try the demo first" in page.get_text()


def test_the_demo_can_be_removed_from_today_and_comes_back(client, database):
    form = form_with(client.page("/"), "Remove the demo")
    assert client.send(form["action"], {"next": "/"}).location == "/"
    assert "Remove the demo" not in client.page("/").get_text()
    client.send("/changes/undo")
    assert "Remove the demo" in client.page("/").get_text()


def test_today_says_what_waits_and_how_long_it_takes(client, database, amina):
    for _ in range(3):
        made(database, a_review_card, amina)
    page = client.page("/")
    assert page.h1.get_text(" ", strip=True) == "3 cards, about 1 minute"
    assert "3 due" in page.select_one("ul.rows").get_text()


def test_drafts_come_before_the_demo_and_after_what_is_one_s_own(client, database, amina):
    document_id = made(database, a_document, amina)
    put_in(database, amina, document_id, "done")
    made(database, a_draft, amina, document_id)
    assert main_step(client) == ("Sort 1 draft", f"/documents/{document_id}/drafts")
    made(database, the_demo, amina)
    assert main_step(client) == ("Sort 1 draft", f"/documents/{document_id}/drafts")
    made(database, a_card, amina)
    assert main_step(client) == ("Start review", "/review")


def test_today_says_when_the_next_card_comes(client, database, clock, amina):
    tomorrow = NOW.replace(hour=4) + timedelta(days=1)
    made(database, a_review_card, amina, due_at=tomorrow, available_at=tomorrow)
    assert "The next cards come tomorrow." in client.page("/").get_text()


STATES = {
    "none": "No questions yet",
    "waiting": "Waiting for its turn",
    "running": "sentences read",
    "cancelled": "You stopped after",
    "failed": "It broke.",
    "done": "No question was found",
}


@pytest.mark.parametrize("state", STATES)
def test_a_document_says_how_far_its_questions_are(client, database, amina, state):
    document_id = made(database, a_document, amina)
    put_in(database, amina, document_id, state)
    page = client.page(f"/documents/{document_id}")
    assert STATES[state] in page.get_text()
    under_way = state in {"waiting", "running"}
    assert bool(page.select("noscript meta[http-equiv=refresh]")) is under_way
    assert bool(page.select_one("section.making").get("hx-get")) is under_way
    assert client.page("/library")


def test_today_names_what_goes_on_what_waits_and_what_failed(client, database, amina):
    for number, state in enumerate(("running", "failed", "done")):
        document_id = made(database, a_document, amina, title=f"Document {number}")
        put_in(database, amina, document_id, state)
    made(database, a_draft, amina, document_id)
    notes = client.page("/").select_one("aside").get_text(" ", strip=True)
    assert "Document 0 Making questions" in notes
    assert "Document 1 It broke." in notes
    assert "Sort 1 draft Document 2" in notes


def test_a_document_marks_what_has_a_draft_and_what_has_a_question(client, database, amina):
    document_id = made(database, a_document, amina)
    draft_id = made(database, a_draft, amina, document_id)
    marks = client.page(f"/documents/{document_id}").select("article mark")
    assert [mark["class"] for mark in marks] == [["drafted"]]
    client.send(f"/drafts/{draft_id}/keeping")
    (mark,) = client.page(f"/documents/{document_id}").select("article mark")
    assert mark["class"] == ["asked"]
    assert mark.get_text() == "The Volga flows into the Caspian Sea."


KINDS = {
    "flashcard": (a_flashcard(), False),
    "short": (a_short(), True),
    "cloze": (a_cloze("The Rhine rises in the Alps."), True),
    "truefalse": (
        Question(id="t", kind=Kind.TRUEFALSE, stem="It is.", answers=(Answer(text="true"),)),
        False,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_of_each_kind_is_asked_and_answered(client, database, amina, kind):
    question, typed = KINDS[kind]
    made(database, a_question, amina, question)
    page = client.page("/review")
    assert bool(page.select("input[name=typed]:not([type=hidden])")) is typed
    form = page.select_one("form.ask")
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    answer = client.get(form["action"], query_string=fields)
    assert len(parsed(answer).select("form.grades button")) == 4


def test_a_deck_lists_its_cards_in_words(client, database, amina):
    made(database, a_card, amina, deck_title="Rivers", marked=True)
    due = {"due_day": NOW.date() + timedelta(days=3)}
    kept = made(database, a_question, amina, deck_title="Rivers", state="review", queue=1, **due)
    made(database, a_card, amina, deck_title="Rivers", suspended=True, available_at=None)
    told = client.page(f"/decks/{kept.deck_id}").get_text(" ", strip=True)
    for words in ("marked", "due in 3 days", "set aside"):
        assert words in told


def test_a_deck_of_parts_that_went_is_still_a_page(client, database, amina):
    kept = made(database, a_question, amina, a_flashcard(reverse=True))
    edited = a_flashcard("Capital of Chile", "Santiago")
    database.write(lambda session: cards.edit(session, amina, kept.question_id, edited, NOW))
    assert client.get(f"/decks/{kept.deck_id}").status_code == 200


def test_a_stale_page_of_a_part_that_went_leads_on(client, database, amina):
    kept = made(database, a_question, amina, a_flashcard(reverse=True))
    gone = kept.card_ids[1]
    edited = a_flashcard("Capital of Chile", "Santiago")
    database.write(lambda session: cards.edit(session, amina, kept.question_id, edited, NOW))
    assert client.get(f"/cards/{gone}/answer").status_code == 303
    assert client.send(f"/cards/{gone}/acceptances", {"typed": "Lima"}).status_code == 422


def test_every_page_says_in_which_section_it_is(client, database, full):
    sections = {
        "/": "Today",
        "/documents/new": "Add",
        "/library": "Library",
        "/settings": "Settings",
    }
    for path, name in sections.items():
        (current,) = client.page(path).select("header [aria-current=page]")
        assert current.get_text(strip=True) == name


def test_an_address_that_leads_nowhere_says_so(client, amina):
    page = client.page("/nowhere", 404)
    assert page.h1.get_text() == "Not here"
    assert client.fragment("/decks/" + "0" * 32, 404).select_one("[role=alert]")


@pytest.mark.parametrize("key", ["0" * 31, "G" * 32, "0" * 33, "%00" * 32])
def test_what_is_no_id_is_no_page(client, amina, key):
    assert client.get(f"/decks/{key}").status_code == 404


def test_a_wrong_method_is_told_kindly(client, amina):
    assert client.page("/changes/undo", 405).h1.get_text() == "That did not work"


def test_health_is_told_in_one_line(client, settings, amina):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (503, {"ok": False, "problems": ["data folder"]})
    settings.data_dir.mkdir()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"ok": True, "problems": []})


def test_a_page_in_a_busy_database_says_that_nothing_was_lost(client, app, amina):
    @app.get("/busy")
    def busy():
        raise BusyError("The database is busy. Nothing was lost; try again.")

    assert "Nothing was lost" in client.page("/busy", 503).get_text()


def shown(app):
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint not in NOT_PAGES
    ]


def path_of(app, rule, ids):
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: ids[name] for name in rule.arguments})


def parsed(response):
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def main_step(client):
    link = client.page("/").select_one(".acts a.main")
    return link.find(string=True), link["href"]


def form_with(page, words):
    return next(form for form in page.select("form") if words in form.get_text())


def put_in(database, learner_id, document_id, state):
    """Let the work on a document be in *state*."""

    def action(session):
        claim = a_claim(session, learner_id, document_id)
        if state in {"failed", "done"}:
            end = jobs.finish if state == "done" else jobs.give_up
            end(session, claim, *(["It broke."] if state == "failed" else []), NOW)
        if state == "cancelled":
            jobs.cancel(session, learner_id, claim.id, NOW)

    if state == "waiting":
        made(database, a_job, learner_id, document_id)
    elif state != "none":
        database.write(action)


@pytest.fixture
def full(database, amina):
    """Return the ids of something of each kind, each in more than one state."""
    others = rows_of(database, amina)

    def action(session):
        the_demo(session, amina)
        document_id = a_document(session, amina)
        a_claim(session, amina, document_id)
        a_draft(session, amina, document_id)
        draft_id = a_draft(session, amina, document_id, "The Rhine rises in the Alps.", findings=2)
        kept = a_draft(session, amina, document_id, "The Thames flows through London.")
        row = session.get_one(Draft, (amina, kept))
        generation.keep(session, amina, [row], clock_of(session, amina))
        a_review_card(session, amina)
        short = a_question(session, amina, a_short(), deck_title="A::B")
        cards.mark(session, amina, short.card_id, True, NOW)
        return {
            "document_id": document_id,
            "draft_id": draft_id,
            "card_id": short.card_id,
            "question_id": short.question_id,
            "deck_id": short.deck_id,
        }

    return others | database.write(action)
