"""Small kindnesses of the pages that take something: paste, drop, errors, the zone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.rows import value
from tests.browser.visits import NewPage, serving, visiting
from tests.servers import Server

_GIVE = """
([kind, text, name]) => {
  const data = new DataTransfer();
  if (name) data.items.add(new File([text], name, { type: "text/plain" }));
  else data.setData("text/plain", text);
  const options = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
  const event = kind === "paste" ? new ClipboardEvent(kind, options) : new DragEvent(kind, options);
  document.querySelector("h1").dispatchEvent(event);
}
"""
_FACT = "The Rance is a river in Brittany."


def test_a_text_pasted_beside_the_field_gets_into_it(open_page: NewPage) -> None:
    page = open_page()
    page.goto("/documents/new")
    page.get_by_role("textbox", name=re.compile(r"^Title\b")).focus()

    page.evaluate(_GIVE, ["paste", _FACT, ""])

    expect(page.get_by_label("Paste a text")).to_have_value(_FACT)
    expect(page.get_by_label("Paste a text")).to_be_focused()


def test_a_file_dropped_anywhere_is_taken(server: Server, open_page: NewPage) -> None:
    page = open_page()
    page.goto("/documents/new")

    page.evaluate(_GIVE, ["drop", _FACT, "rivers.txt"])
    page.get_by_role("button", name="Make questions").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("rivers")
    assert value(server, "SELECT text FROM document WHERE title = 'rivers'") == _FACT


def test_a_bank_dropped_on_a_page_that_takes_no_files_is_looked_into(open_page: NewPage) -> None:
    page = open_page()
    page.goto("/library")

    page.evaluate(_GIVE, ["drop", "front,back\nLoire,a river\n", "rivers.csv"])

    expect(page.get_by_role("heading", level=1)).to_have_text("rivers.csv")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_refused_file_costs_nothing_of_what_was_written(script: bool, open_page: NewPage) -> None:
    page = open_page(script=script)
    page.goto("/documents/new")
    page.get_by_role("textbox", name=re.compile(r"^Title\b")).fill("My title")
    page.get_by_label("Or choose files").set_input_files(
        {"name": "scan.txt", "mimeType": "text/plain", "buffer": b"%PDF-1.7 \0\1\2"}
    )

    page.get_by_role("button", name="Make questions").click()

    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("scan.txt")
    expect(page.get_by_role("textbox", name=re.compile(r"^Title\b"))).to_have_value("My title")
    if script:
        expect(page.get_by_role("alert").filter(visible=True)).to_be_focused()


def test_the_zone_of_the_device_is_offered_and_only_taken_on_request(
    server: Server, open_page: NewPage
) -> None:
    page = open_page(timezone_id="Asia/Tokyo")
    page.goto("/settings")
    zone = page.get_by_label("Time zone")
    before = zone.input_value()
    expect(page.get_by_text("This device is in Asia/Tokyo")).to_be_visible()
    assert before != "Asia/Tokyo"

    page.get_by_role("button", name="Use it").click()
    expect(zone).to_have_value("Asia/Tokyo")
    expect(zone).to_be_focused()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    assert value(server, "SELECT zone FROM learner") == "Asia/Tokyo"


def test_a_theme_that_is_chosen_beats_the_one_of_the_device(open_page: NewPage) -> None:
    page = open_page(color_scheme="light")
    page.goto("/settings")
    by_day = page.evaluate(_PAPER)

    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()

    assert page.evaluate(_PAPER) != by_day
    as_the_device = page.get_by_role("group", name="Light or dark").get_by_label("As the device")
    as_the_device.check()
    page.get_by_role("button", name="Save").click()
    expect(as_the_device).to_be_checked()


_PAPER = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[NewPage]:
    with visiting(chromium, server) as maker:
        yield maker


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("adding")) as server:
        yield server
