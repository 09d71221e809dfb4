"""The library as a learner lives in it: by mouse, without script, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import material
from tests.browser.learner import WAYS, Learner, Way
from tests.browser.rows import rows, value
from tests.browser.states import desk
from tests.browser.visits import NewPage, serving, visiting
from tests.servers import Server


@pytest.mark.parametrize("way", WAYS)
def test_a_question_is_written_found_tagged_deleted_and_brought_back(
    way: Way, new_page: NewPage, server: Server
) -> None:
    learner = learner_of(new_page, way)
    page = learner.page
    page.goto("/library")
    learner.press("link", "New question")
    learner.write(page.get_by_label("Front"), "Capital of Peru")
    learner.write(page.get_by_label("Back"), "Lima")
    learner.write(page.get_by_label("Deck"), "World::Capitals")
    learner.press("button", "Save and write another", "Control+Enter")
    expect(page.get_by_text("The question is kept.")).to_be_visible()

    learner.go_to("Library", "g l")
    learner.write(page.get_by_label("Search questions"), "peru deck:world")
    learner.press("button", "Search")
    expect(page.get_by_role("heading", name="1 question", exact=True)).to_be_visible()
    learner.use(page.get_by_role("checkbox", name="Capital of Peru"), "j")
    if way == "keyboard":
        page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name="Capital of Peru")).to_be_checked()
    learner.write(page.get_by_label("Tags", exact=True), "america")
    learner.press("button", "Add")
    expect(page.get_by_text("1 question tagged.")).to_be_visible()
    expect(page.get_by_role("link", name="america")).to_be_visible()

    learner.press("link", "Capital of Peru")
    learner.use(page.get_by_text("Delete this question"))
    learner.press("button", "Delete")
    expect(page.get_by_text("The question is in the trash.")).to_be_visible()
    learner.go_to("Library", "g l")
    learner.press("link", "Trash")
    learner.press("button", "Bring back Capital of Peru")
    expect(page.get_by_text("Nothing is in the trash.")).to_be_visible()
    (kept,) = rows(server, "SELECT tag_list, removed_at FROM question WHERE kind = 'flashcard'")
    assert (kept["tag_list"], kept["removed_at"]) == ("\namerica\n", None)


@pytest.mark.parametrize("way", WAYS)
def test_a_deck_is_made_renamed_and_merged(way: Way, new_page: NewPage, server: Server) -> None:
    learner = learner_of(new_page, way)
    page = learner.page
    for title in ("Rivers", "Streams"):
        page.goto("/library")
        learner.press("link", "New deck")
        learner.write(page.get_by_label("Title"), title)
        learner.press("button", "Make deck")
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    learner.press("link", "Settings of this deck")
    learner.write(page.get_by_label("Title"), "Rivers")
    learner.press("button", "Save")
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("already")
    expect(page.get_by_label("Title")).to_have_value("Rivers")
    learner.write(page.get_by_label("Title"), "Water::Streams")
    learner.press("button", "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    learner.press("link", "Settings of this deck")
    page.get_by_label("Other deck", exact=True).select_option(label="Rivers")
    learner.press("button", "Merge")
    expect(page.get_by_text("The decks are merged.")).to_be_visible()
    learner.press("button", "Undo", "u")
    expect(page.get_by_text("Undone: merging the decks.")).to_be_visible()
    kept = value(
        server,
        "SELECT group_concat(title) FROM "
        "(SELECT title FROM deck WHERE removed_at IS NULL AND NOT is_demo ORDER BY title)",
    )
    assert kept == "Rivers,Water::Streams"


@pytest.mark.parametrize("way", WAYS)
def test_a_choice_question_is_written_with_its_card_beside_it(
    way: Way, new_page: NewPage, server: Server
) -> None:
    learner = learner_of(new_page, way)
    page = learner.page
    page.goto("/questions/new")
    page.get_by_label("Kind").select_option("choice")
    if way == "no script":
        learner.press("button", "Change kind")
    learner.write(page.get_by_label("Question", exact=True), "Which sea does the Volga reach?")
    learner.write(page.get_by_label("Option 1", exact=True), "The Caspian Sea, a very large lake")
    right = page.get_by_role("checkbox", name="right option 1")
    if way == "keyboard":
        learner.tab_to(right)
        page.keyboard.press("Space")
    else:
        learner.use(right)
    learner.write(page.get_by_label("Option 2", exact=True), "The Black Sea")
    learner.write(page.get_by_label("Option 3", exact=True), "The Baltic")
    learner.write(page.get_by_label("Deck"), "Rivers")
    if way == "no script":
        learner.press("button", "Look at it")
    expect(page.locator("#preview .plain-options li")).to_have_count(3)
    expect(page.locator("#preview .findings")).to_contain_text("longer than the others")
    if way == "keyboard":
        page.keyboard.press("Control+Enter")
    else:
        learner.press("button", "Save and write another")
    expect(page.get_by_text("The question is kept.")).to_be_visible()
    assert value(server, "SELECT count(*) FROM question WHERE kind = 'choice'") == 1


def test_words_are_hidden_by_a_key_and_the_card_follows(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/questions/new?kind=cloze")
    field = page.get_by_label("Text", exact=True)
    field.fill("The Volga reaches the Caspian Sea.")
    for words in ("Volga", "Caspian Sea"):
        field.evaluate(
            "(field, words) => { const at = field.value.indexOf(words);"
            " field.setSelectionRange(at, at + words.length); }",
            words,
        )
        page.keyboard.press("Control+Shift+C")
    expect(field).to_have_value("The {{c1::Volga}} reaches the {{c2::Caspian Sea}}.")
    expect(page.locator("#preview article")).to_have_count(2)
    page.get_by_label("Deck").fill("Rivers")
    field.press("Control+Enter")
    expect(page.get_by_text("The question is kept.")).to_be_visible()


def test_what_is_typed_while_the_card_is_drawn_is_not_lost(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/questions/new")
    page.get_by_label("Front").press_sequentially("Capital of the Netherlands", delay=30)
    page.get_by_label("Back").press_sequentially("Amsterdam", delay=30)
    expect(page.locator("#preview .tells")).to_contain_text("Amsterdam")
    page.get_by_label("Kind").focus()
    page.get_by_label("Kind").select_option("short")
    expect(page.get_by_label("Answer", exact=True)).to_have_value("Amsterdam")
    expect(page.get_by_label("Question", exact=True)).to_have_value("Capital of the Netherlands")
    # The window itself may be behind another test's, which "to be focused" would count too.
    page.locator("#kind:focus").wait_for()


@pytest.mark.parametrize("way", ["script", "no script"])
def test_two_columns_become_cards(way: Way, new_page: NewPage, server: Server) -> None:
    learner = learner_of(new_page, way)
    page = learner.page
    with desk(server) as here:
        here.add_deck("Words")
        page.goto(f"/decks/{here.deck('Words')}/entry")
    terms, meanings = page.get_by_label("Term"), page.get_by_label("Definition")
    if way == "script":
        expect(terms.first).to_be_focused()
        for term, meaning in (("uno", "one"), ("dos", "two")):
            page.keyboard.type(term)
            page.keyboard.press("Tab")
            page.keyboard.type(meaning)
            page.keyboard.press("Enter")
        expect(terms.nth(2)).to_be_focused()
        page.keyboard.press("Control+Enter")
    else:
        for number, (term, meaning) in enumerate((("uno", "one"), ("dos", "two"))):
            terms.nth(number).fill(term)
            meanings.nth(number).fill(meaning)
        learner.press("button", "Keep all")
    expect(page.get_by_text("2 questions added.")).to_be_visible()
    stems = rows(server, "SELECT json_extract(body, '$.stem') AS stem FROM question ORDER BY 1")
    assert {"uno", "dos"} <= {row["stem"] for row in stems}


def test_two_columns_are_pasted_into_the_rows(new_page: NewPage, server: Server) -> None:
    page = new_page()
    with desk(server) as here:
        here.add_deck("Words")
        page.goto(f"/decks/{here.deck('Words')}/entry")
    page.get_by_label("Term").first.evaluate(
        "(field, text) => { const data = new DataTransfer(); data.setData('text/plain', text);"
        " field.dispatchEvent(new ClipboardEvent('paste',"
        " { clipboardData: data, bubbles: true, cancelable: true })); }",
        "\n".join(f"word {number}\tmeaning {number}" for number in range(12)),
    )
    expect(page.get_by_label("Term").nth(11)).to_have_value("word 11")
    expect(page.get_by_label("Definition").nth(11)).to_have_value("meaning 11")
    page.get_by_role("button", name="Keep all").click()
    expect(page.get_by_text("12 questions added.")).to_be_visible()


def test_a_composition_does_not_leave_the_row(new_page: NewPage, server: Server) -> None:
    page = new_page()
    with desk(server) as here:
        here.add_deck("Words")
        page.goto(f"/decks/{here.deck('Words')}/entry")
    first = page.get_by_label("Term").first
    first.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))"
    )
    expect(first).to_be_focused()


def test_a_search_is_studied_and_a_fault_shows_the_way(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/quizzes")
    page.keyboard.press("/")
    field = page.get_by_label("Search questions")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("dekc:oceans*")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="deck:oceans*").click()
    expect(page).to_have_url(re.compile(r"q=deck:oceans"))
    page.get_by_role("link", name=re.compile("^Study these")).click()
    expect(page.get_by_label("Your answer").or_(page.get_by_text("Show answer"))).to_be_visible()


def learner_of(new_page: NewPage, way: Way) -> Learner:
    return Learner(new_page(script=way != "no script"), way)


@pytest.fixture
def new_page(chromium: Browser, server: Server) -> Iterator[NewPage]:
    with visiting(chromium, server) as open_page:
        yield open_page


@pytest.fixture
def server(whole_server: Server) -> Server:
    """Return a server with the demo alone."""
    with desk(whole_server) as here:
        here.start_anew()
        here.bring_in(material.demo(), is_demo=True)
    return whole_server


@pytest.fixture(scope="module")
def whole_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("library")) as one:
        yield one
