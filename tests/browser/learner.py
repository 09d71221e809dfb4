"""A learner at the app: by mouse, without script, or by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Locator, Page, expect

Way = Literal["script", "no script", "keyboard"]
WAYS: tuple[Way, ...] = ("script", "no script", "keyboard")
Role = Literal["button", "link"]
_MOST_TABS = 80
_PATIENCE_MS = 15_000
# A page or a new part of it is ready for keys when its content has been put in and the focus has
# gone where the page sends it; a person is never quicker than that, a program is.
_WATCH_FOCUS = """
  addEventListener("focusin", (event) => { event.target.dataset.focused = "yes"; }, true);
"""
_READY = """() => {
  const wish = document.querySelector("main [data-focus], main [autofocus]");
  return document.readyState === "complete"
    && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")
    && (!wish || wish.matches("[data-focused], :focus"));
}"""


class Learner:
    """Does what a person would, the same in every way, and counts the clicks."""

    def __init__(self, page: Page, way: Way) -> None:
        self.page = page
        self.way = way
        self.clicks = 0
        page.add_init_script(_WATCH_FOCUS)

    @property
    def card(self) -> Locator:
        """Return the part of the page that a review replaces."""
        return self.page.locator("#card")

    @property
    def draft(self) -> Locator:
        """Return the part of the page that sorting replaces."""
        return self.page.locator("#draft")

    def press(self, role: Role, name: str, key: str = "") -> None:
        """Press the control whose name begins with *name*."""
        begins = re.compile(rf"^\s*{re.escape(name)}\b")
        self.use(self.page.get_by_role(role, name=begins).first, key)

    def use(self, control: Locator, key: str = "") -> None:
        """Press a control: by its key, or by Tab and Enter, or by a click."""
        expect(control).to_be_visible()
        if self.way != "keyboard":
            control.click()
            self.clicks += 1
        elif key:
            self._leave_field(key)
            self.page.keyboard.press(key)
        else:
            self.tab_to(control)
            self.page.keyboard.press("Enter")

    def go_to(self, name: str, key: str) -> None:
        """Open one of the main pages."""
        if self.way == "keyboard":
            self._leave_field(key)
            for part in key.split(" "):
                self.page.keyboard.press(part)
        else:
            self.page.get_by_role("navigation").get_by_role("link", name=name).click()
            self.clicks += 1
        expect(self.page.get_by_role("link", name=name, exact=True)).to_have_attribute(
            "aria-current", "page"
        )

    def write(self, field: Locator, text: str) -> None:
        """Put *text* into a field in place of what is there."""
        if self.way == "keyboard":
            self.tab_to(field)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)
        else:
            field.fill(text)

    def answer(self, text: str) -> None:
        """Type into the field that the card put the focus in, and press Enter."""
        expect(self.page.get_by_label("Your answer")).to_be_focused()
        self.page.keyboard.type(text)
        with self.moving(self.card):
            self.page.keyboard.press("Enter")

    def tab_to(self, control: Locator) -> None:
        """Press Tab until *control* has the focus."""
        for _ in range(_MOST_TABS):
            if control.evaluate("control => control === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not get to {control}")

    @contextmanager
    def moving(self, part: Locator) -> Iterator[None]:
        """Do something that replaces *part*, and wait until it is replaced."""
        part.evaluate("part => { part.dataset.seen = 'yes' }")
        yield
        fresh = part.and_(self.page.locator(":not([data-seen])"))
        expect(fresh).to_be_attached(timeout=_PATIENCE_MS)
        self.page.wait_for_load_state("domcontentloaded")

    def _leave_field(self, key: str) -> None:
        # As a person would: no single key acts while a field has the focus.
        self.page.wait_for_function(_READY)
        if "+" not in key and self.page.evaluate(
            "document.activeElement.matches('input, textarea, select')"
        ):
            self.page.keyboard.press("Escape")
