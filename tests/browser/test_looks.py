"""What judges the pages finds the faults that it is there for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import assert_accessible
from tests.browser.looks import faint_texts, too_wide, unmarked_focus


@pytest.mark.parametrize(
    ("style", "is_faint"),
    [
        ("color: #777; background: #fff", True),
        ("color: #767676; background: #fff", False),
        ("color: oklch(55% 0 0); background: oklch(100% 0 0)", False),
        ("color: #888; font-size: 24px", False),
        ("color: #fff; background: linear-gradient(#ff0, #ff0)", True),
        ("color: rgb(0 0 0 / .4)", True),
        ("color: #777; display: none", False),
    ],
)
def test_faint_text_is_found(style: str, is_faint: bool, page: Page) -> None:
    page.set_content(f'<p><span aria-hidden="true" style="{style}">3</span></p>')

    assert bool(faint_texts(page)) == is_faint


def test_what_sticks_out_is_found(page: Page) -> None:
    page.set_content('<p style="inline-size: 3000px">wide</p><p>narrow</p>')

    assert [text.split(">")[0] for text in too_wide(page)] == ['<p style="inline-size: 3000px"']


def test_a_focus_without_a_mark_is_found(page: Page) -> None:
    page.set_content('<button style="outline: none">A</button><button>B</button>')

    page.keyboard.press("Tab")
    assert len(unmarked_focus(page)) == 1
    page.get_by_text("B").evaluate("button => { button.style.outline = '3px solid' }")
    page.keyboard.press("Tab")
    assert unmarked_focus(page) == []


def test_axe_is_asked_with_all_its_rules(page: Page) -> None:
    page.set_content("<main><img src='data:,'><h3>Late</h3></main>")

    with pytest.raises(AssertionError, match=r"(?s)heading-order.*image-alt|image-alt.*heading"):
        assert_accessible(page)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()
