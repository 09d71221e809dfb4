"""A sentence becomes a question: with a selection, without script, and by keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.rows import value
from tests.browser.visits import NewPage, serving, visiting
from tests.servers import Server

# The sign before the second sentence counts as one place, though a script sees two.
_TEXT = "The Rance is a river 🗻 in Brittany. It ends near Dinard in the Channel."
_SELECT = """
(words) => {
  const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const start = walker.currentNode.data.indexOf(words);
    if (start < 0) continue;
    const [node, end] = [walker.currentNode, start + words.length];
    getSelection().setBaseAndExtent(node, start, node, end);
  }
}
"""


def test_selected_words_are_already_chosen_on_the_page_that_they_lead_to(
    server: Server, open_page: NewPage
) -> None:
    page = _document(open_page(), "One")
    offer = page.get_by_role("link", name="Make a question of the selection")
    expect(offer).to_be_hidden()

    page.evaluate(_SELECT, "near Dinard")
    offer.click()

    chosen = page.get_by_role("checkbox", checked=True)
    expect(chosen).to_have_count(2)
    assert [one.input_value() for one in chosen.all()] == ["2", "3"]
    page.get_by_role("button", name="Keep the question").click()
    expect(page.locator("article mark.asked")).to_have_text("It ends near Dinard in the Channel.")
    assert _last_stem(server) == "It ends {{c1::near Dinard}} in the Channel."


def test_without_script_a_sentence_is_reached_through_its_paragraph(
    server: Server, open_page: NewPage
) -> None:
    page = _document(open_page(script=False), "Two")

    page.get_by_role("link", name="About this paragraph").click()
    page.get_by_role("link", name="Make a question of it").first.click()
    page.get_by_label("Rance").check()
    page.get_by_label("Brittany").check()
    page.get_by_role("button", name="Keep the question").click()

    expect(page.locator("mark.asked")).to_contain_text("Brittany.")
    assert _last_stem(server) == "The {{c1::Rance}} is a river 🗻 in {{c2::Brittany}}."
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("mark.asked")).to_have_count(0)


def test_everything_can_be_done_by_keyboard(server: Server, open_page: NewPage) -> None:
    page = _document(open_page(), "Three")

    page.get_by_role("link", name="About this paragraph").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Make a question of it").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox").first).to_be_focused()
    for key in ("Tab", "Space"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Keep the question").focus()
    page.keyboard.press("Enter")

    expect(page.locator("mark.asked")).to_have_text("It ends near Dinard in the Channel.")
    assert _last_stem(server) == "It {{c1::ends}} near Dinard in the Channel."


def _document(page: Page, title: str) -> Page:
    page.goto("/documents/new")
    page.get_by_role("textbox", name="Title").fill(title)
    page.get_by_label("Paste a text").fill(_TEXT)
    page.get_by_role("button", name="Make questions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page


def _last_stem(server: Server) -> str:
    body = value(
        server, "SELECT body FROM question WHERE document_id IS NOT NULL ORDER BY created_at DESC"
    )
    stem: str = json.loads(body)["stem"]
    return stem


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[NewPage]:
    with visiting(chromium, server) as maker:
        yield maker


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("marking")) as server:
        yield server
