"""Reviewing in a browser: what is counted, where the focus is, what keys do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import material
from tests.browser.learner import Learner
from tests.browser.rows import counted, rows, value
from tests.browser.states import desk
from tests.browser.visits import NewPage, serving, visiting
from tests.samples import sample
from tests.servers import Server

_SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@_SCRIPT
def test_a_double_click_counts_once(script: bool, studying: Server, open_page: NewPage) -> None:
    learner = _at_an_answer(open_page(script=script))

    with learner.moving(learner.card):
        learner.page.get_by_role("button", name="Good").dblclick()
    learner.page.wait_for_load_state("networkidle")

    assert counted(studying) == 1
    expect(learner.page.get_by_role("button", name=re.compile("Show answer|Check"))).to_be_visible()


@_SCRIPT
def test_the_same_card_in_two_tabs_counts_once(
    script: bool, studying: Server, open_page: NewPage
) -> None:
    first, second = (_at_an_answer(open_page(script=script)) for _ in range(2))

    for learner, name in ((first, "Good"), (second, "Again")):
        with learner.moving(learner.card):
            learner.press("button", name)

    assert [row["rating"] for row in rows(studying, "SELECT rating FROM review")] == [3]
    assert first.card.get_by_role("heading").inner_text() == (
        second.card.get_by_role("heading").inner_text()
    )


def test_a_closed_tab_loses_nothing(studying: Server, open_page: NewPage) -> None:
    learner = _at_an_answer(open_page())
    with learner.moving(learner.card):
        learner.press("button", "Good")
    waiting = learner.card.get_by_role("heading").text_content() or ""

    learner.page.close()
    page = open_page()
    page.goto("/review")

    expect(page.locator("#card").get_by_role("heading")).to_have_text(waiting)
    expect(page.get_by_role("img", name="1 right, 0 wrong")).to_be_visible()
    assert counted(studying) == 1


@pytest.mark.usefixtures("studying")
def test_the_focus_follows_the_question(open_page: NewPage) -> None:
    learner = _at_a_question(open_page())
    expect(learner.page.locator("#stem")).to_be_focused()
    acts = (
        ("Show answer", ".outcome"),
        ("Good", "#typed"),
        ("Check", ".outcome"),
        ("Good", "#typed"),
        ("Undo", "#typed"),
    )

    for name, place in acts:
        with learner.moving(learner.card):
            learner.press("button", name)
        expect(learner.page.locator(place)).to_be_focused()


@pytest.mark.usefixtures("studying")
def test_the_focus_follows_acts_on_a_card(open_page: NewPage) -> None:
    learner = _at_a_question(open_page())

    for name, place in (("Mark", "#stem"), ("Unmark", "#stem"), ("Skip today", "#typed")):
        with learner.moving(learner.card):
            learner.press("button", name)
        expect(learner.page.locator(place)).to_be_focused()


@pytest.mark.usefixtures("studying")
def test_the_focus_follows_the_drafts_that_are_sorted(open_page: NewPage) -> None:
    page = open_page()
    page.goto("/library")
    page.get_by_role("link", name="Sort").click()
    learner = Learner(page, "keyboard")
    decisions = (("Keep", "y"), ("Reject", "n"), ("Keep", "y"), ("Reject", "n"))

    for name, key in decisions:
        with learner.moving(learner.draft):
            learner.press("button", name, key)
        expect(page.locator("#stem")).to_be_focused()

    expect(page.get_by_role("heading", name="All sorted")).to_be_focused()


def test_a_draft_is_rejected_for_a_reason_by_keys(studying: Server, open_page: NewPage) -> None:
    page = open_page()
    page.goto("/library")
    page.get_by_role("link", name="Sort").click()
    learner = Learner(page, "keyboard")

    learner.use(page.locator("summary").filter(has_text="Reject and say why"), "r")
    expect(page.get_by_role("button", name="It is badly worded")).to_be_visible()
    with learner.moving(learner.draft):
        page.keyboard.press("2")

    expect(page.locator("#stem")).to_be_focused()
    assert value(studying, "SELECT count(*) FROM decision WHERE reason = 'fluent'") == 1


def test_a_key_in_a_field_is_a_letter(studying: Server, open_page: NewPage) -> None:
    learner = _at_a_question(open_page())
    with learner.moving(learner.card):
        learner.page.keyboard.press("-")

    field = learner.page.get_by_label("Your answer")
    expect(field).to_be_focused()
    learner.page.keyboard.type("3 u*-@e")

    expect(field).to_have_value("3 u*-@e")
    assert value(studying, "SELECT count(*) FROM card WHERE marked OR suspended") == 0
    assert value(studying, "SELECT count(*) FROM card WHERE buried_until IS NOT NULL") == 1


@pytest.mark.usefixtures("studying")
def test_no_single_key_acts_when_keys_are_switched_off(open_page: NewPage) -> None:
    learner = _at_a_question(open_page())
    learner.page.goto("/help")
    learner.page.get_by_role("main").get_by_label("Single keys act").uncheck()
    learner.page.goto("/review")

    learner.page.keyboard.press("*")
    learner.page.keyboard.press("Space")

    expect(learner.page.get_by_role("button", name="Good")).to_be_visible()
    expect(learner.page.get_by_role("button", name="Mark", exact=True)).to_be_visible()


@pytest.mark.usefixtures("studying")
def test_the_question_mark_lists_the_keys_of_the_page(open_page: NewPage) -> None:
    page = _at_a_question(open_page()).page

    page.keyboard.press("?")

    dialog = page.get_by_role("dialog", name="Keys on this page")
    shown = [" ".join(text.split()) for text in dialog.locator("dl > div").all_inner_texts()]
    assert "Space Enter Show answer" in shown
    assert "* Mark" in shown
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Show answer")).to_be_visible()


@pytest.mark.parametrize("name", ["Again", "Hard", "Good", "Easy"])
def test_the_interval_on_a_button_is_the_one_stored(
    name: str, studying: Server, open_page: NewPage
) -> None:
    learner = _at_an_answer(open_page())
    promised = learner.page.get_by_role("button", name=name).locator("span").inner_text()

    with learner.moving(learner.card):
        learner.press("button", name)

    stored = rows(
        studying,
        "SELECT r.delay, r.interval, r.reviewed_at, c.due_at, c.interval AS card_interval "
        "FROM review r JOIN card c ON c.id = r.card_id",
    )
    assert [_in_words(row) for row in stored] == [promised]


def test_one_key_after_another_reviews_a_card(studying: Server, open_page: NewPage) -> None:
    learner = _at_a_question(open_page())

    with learner.moving(learner.card):
        learner.page.keyboard.press("Space")
    with learner.moving(learner.card):
        learner.page.keyboard.press("Space")

    assert [row["rating"] for row in rows(studying, "SELECT rating FROM review")] == [3]


@pytest.mark.usefixtures("studying")
def test_the_back_button_shows_a_whole_page(open_page: NewPage) -> None:
    page = open_page()
    page.goto("/")
    page.get_by_role("link", name=f"Study {material.TITLE}").click()
    learner = Learner(page, "script")
    for name in ("Show answer", "Good"):
        with learner.moving(learner.card):
            learner.press("button", name)
    page.get_by_role("navigation").get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")

    for heading in ("Review", None):
        page.go_back()
        _is_whole(page)
        if heading:
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("heading", name="Decks")).to_be_visible()


@_SCRIPT
def test_what_an_act_says_is_said_at_once_and_once(
    script: bool, studying: Server, open_page: NewPage
) -> None:
    learner = _at_a_question(open_page(script=script))
    learner.card.locator("summary", has_text="Report").click()
    with learner.moving(learner.card):
        learner.press("button", "Report and set aside")
    said = learner.page.get_by_text("Reported. Its cards rest")
    expect(said).to_be_visible()

    with learner.moving(learner.card):
        learner.press("button", "Check")

    expect(said).to_be_hidden()
    assert value(studying, "SELECT count(*) FROM question WHERE reported IS NOT NULL") == 1


@pytest.mark.usefixtures("studying")
def test_the_source_opens_at_its_sentence(open_page: NewPage) -> None:
    learner = _at_an_answer(open_page())

    learner.page.keyboard.press("o")

    place = learner.page.locator("mark:target, span:target")
    expect(place).to_have_text(material.sentence(4))
    expect(place).to_be_in_viewport()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_making_questions_shows_how_far_it_is_and_can_be_stopped(
    live_server: Server, browser_page: Page
) -> None:
    page = browser_page
    page.goto("/documents/new")
    page.get_by_label("Paste a text").fill(_long_text())
    page.get_by_role("button", name="Make questions").click()
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("value", re.compile(r"[1-9]\d*"), timeout=90_000)

    shown = [int(bar.get_attribute("value") or 0), int(bar.get_attribute("max") or 0)]
    job = rows(live_server, "SELECT done, total FROM job")[0]
    assert 0 < shown[0] <= job["done"] < job["total"] == shown[1]
    expect(page.get_by_role("button", name="Study")).to_be_visible(timeout=60_000)

    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("You stopped after")).to_be_visible()
    stopped = rows(live_server, "SELECT state, done, total FROM job")[0]
    assert stopped["state"] == "cancelled"
    assert 0 < stopped["done"] < stopped["total"]
    expect(page.locator(".making h2")).to_be_focused()

    page.get_by_role("button", name="Go on").click()
    expect(bar).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    assert (
        rows(live_server, "SELECT done FROM job ORDER BY created_at")[-1]["done"]
        >= (stopped["done"])
    )


def _long_text() -> str:
    files = sorted(sample("documents").glob("*.txt"))
    return "\n\n".join(file.read_text(encoding="utf-8") for file in files)


def _at_a_question(page: Page) -> Learner:
    page.goto("/review")
    expect(page.get_by_role("button", name="Show answer")).to_be_visible()
    return Learner(page, "script")


def _at_an_answer(page: Page) -> Learner:
    learner = _at_a_question(page)
    with learner.moving(learner.card):
        learner.press("button", "Show answer")
    return learner


def _is_whole(page: Page) -> None:
    expect(page.get_by_role("banner")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).display") == "grid"


def _in_words(row: dict[str, object]) -> str:
    if row["delay"] is None:
        assert row["interval"] == row["card_interval"]
        return f"in {row['interval']} day{'s' if row['interval'] != 1 else ''}"
    delay = datetime.fromisoformat(str(row["due_at"])) - datetime.fromisoformat(
        str(row["reviewed_at"])
    )
    assert delay.total_seconds() == row["delay"]
    minutes = round(delay.total_seconds() / 60)
    return f"in {minutes} minute{'s' if minutes != 1 else ''}"


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[NewPage]:
    with visiting(chromium, server) as maker:
        yield maker


@pytest.fixture
def studying(server: Server) -> Server:
    """Return a server where nobody has answered a card of the one deck yet."""
    with desk(server) as here:
        here.start_anew()
        here.bring_in(material.bank())
        here.add_drafts(here.document(material.TITLE), material.drafts())
    return server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("reviewing")) as server:
        yield server
