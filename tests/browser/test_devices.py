"""What a device does to a review: a lost connection, a finger, a composed letter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import material
from tests.browser.learner import Learner
from tests.browser.rows import counted, rows
from tests.browser.states import desk
from tests.browser.visits import serving
from tests.servers import Server

_PATIENCE_MS = 20_000
_SWIPE = """([dx, dy]) => {
  const target = document.querySelector("main");
  const at = (x, y) => new Touch({ identifier: 1, target, clientX: x, clientY: y });
  const send = (type, touch, touches) => target.dispatchEvent(
    new TouchEvent(type, { bubbles: true, touches, changedTouches: [touch] }));
  send("touchstart", at(200, 300), [at(200, 300)]);
  send("touchend", at(200 + dx, 300 + dy), []);
}"""


def test_an_answer_waits_for_the_connection_and_is_sent_once(
    studying: Server, context: BrowserContext
) -> None:
    learner = _at_an_answer(context.new_page())
    context.set_offline(True)

    learner.press("button", "Good")
    expect(_said(learner.page)).to_contain_text("the connection is gone: 1.")
    assert counted(studying) == 0
    context.set_offline(False)

    expect(learner.page.get_by_role("button", name="Check")).to_be_visible(timeout=_PATIENCE_MS)
    expect(_said(learner.page)).to_be_hidden()
    assert [row["rating"] for row in rows(studying, "SELECT rating FROM review")] == [3]


def test_an_answer_waits_for_a_closed_tab_too(studying: Server, context: BrowserContext) -> None:
    learner = _at_an_answer(context.new_page())
    context.set_offline(True)
    learner.press("button", "Good")
    expect(_said(learner.page)).to_contain_text("the connection is gone: 1.")
    learner.page.close()
    context.set_offline(False)

    page = context.new_page()
    page.goto("/")
    expect(_said(page)).to_be_hidden(timeout=_PATIENCE_MS)

    assert counted(studying) == 1


def test_an_answer_that_was_pressed_again_while_it_waited_counts_once(
    studying: Server, context: BrowserContext
) -> None:
    learner = _at_an_answer(context.new_page())
    context.set_offline(True)
    learner.press("button", "Good")
    expect(_said(learner.page)).to_contain_text("the connection is gone: 1.")
    learner.press("button", "Good")
    expect(_said(learner.page)).to_contain_text("the connection is gone: 1.")
    context.set_offline(False)

    expect(_said(learner.page)).to_be_hidden(timeout=_PATIENCE_MS)
    assert counted(studying) == 1


@pytest.mark.parametrize(("way", "rating"), [(120, 3), (-120, 1)])
def test_a_swipe_presses_the_button_that_it_stands_for(
    studying: Server, context: BrowserContext, way: int, rating: int
) -> None:
    learner = _at_a_question(context.new_page())
    with learner.moving(learner.card):
        learner.page.evaluate(_SWIPE, [120, 10])
    expect(learner.page.get_by_role("button", name="Again")).to_be_visible()
    with learner.moving(learner.card):
        learner.page.evaluate(_SWIPE, [way, 10])

    assert [row["rating"] for row in rows(studying, "SELECT rating FROM review")] == [rating]


def test_scrolling_is_no_swipe(studying: Server, context: BrowserContext) -> None:
    learner = _at_an_answer(context.new_page())
    for across, down in ((20, 300), (90, 200), (10, 0)):
        learner.page.evaluate(_SWIPE, [across, down])
    learner.page.wait_for_load_state("networkidle")
    expect(learner.page.get_by_role("button", name="Again")).to_be_visible()
    assert counted(studying) == 0


def test_a_letter_that_is_being_composed_sends_nothing(
    studying: Server, context: BrowserContext
) -> None:
    page = context.new_page()
    learner = _at_an_answer(page)
    with learner.moving(learner.card):
        learner.press("button", "Good")
    field = page.get_by_label("Your answer")
    field.focus()
    session = context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "つ", "selectionStart": 1, "selectionEnd": 1})
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    session.send("Input.insertText", {"text": "月"})

    expect(field).to_have_value("月")
    expect(page.get_by_role("button", name="Check")).to_be_visible()


def _said(page: Page) -> Locator:
    return page.locator("#trouble")


def _at_a_question(page: Page) -> Learner:
    page.goto("/review")
    expect(page.get_by_role("button", name="Show answer")).to_be_visible()
    return Learner(page, "script")


def _at_an_answer(page: Page) -> Learner:
    learner = _at_a_question(page)
    with learner.moving(learner.card):
        learner.press("button", "Show answer")
    return learner


@pytest.fixture
def context(chromium: Browser, studying: Server) -> Iterator[BrowserContext]:
    """Return a browser with touch; its pages are not watched, for they have reason to complain."""
    made = chromium.new_context(base_url=studying.url, has_touch=True)
    yield made
    made.close()


@pytest.fixture
def studying(server: Server) -> Server:
    """Return a server where nobody has answered a card of the one deck yet."""
    with desk(server) as here:
        here.start_anew()
        here.bring_in(material.bank())
    return server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("devices")) as server:
        yield server
