"""Bank files that a learner gave: one to bring in, one to settle, one that is no bank."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.place import STATES, Place, State
from tests.browser.rows import import_id
from tests.browser.states import Desk
from tests.servers import Server

_BANK, _UNCLEAR, _BROKEN = "Words.csv", "Animals.csv", "Answers of a form.csv"


def _send_nothing(page: Page) -> None:
    page.get_by_role("button", name="Look into it").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_be_visible()


def _open(page: Page) -> None:
    page.locator("main details").evaluate_all("all => all.forEach((one) => { one.open = true })")


def _states(*paths: str) -> dict[State, Place]:
    return {state: Place(path, _open) for state, path in zip(STATES, paths, strict=True)}


PLACES: dict[str, dict[State, Place]] = {
    "imports.new": {
        "empty": Place("/imports/new", on_bare=True),
        "full": Place("/imports/new"),
        "error": Place("/imports/new", _send_nothing, on_bare=True),
    },
    "imports.show": _states(
        "/imports/{unclear_import}", "/imports/{import}", "/imports/{broken_import}"
    ),
    "exports.show": _states(
        "/decks/{empty_deck}/export", "/decks/{deck}/export", "/decks/{deck}/export?to=kahoot"
    ),
}


def leave(here: Desk) -> None:
    """Leave the three files, looked into as far as they can be."""
    here.leave_an_import(_BANK, b"question,answer\nWho?,She\n,lost\nWhy?,Because\n")
    here.leave_an_import(_UNCLEAR, b"Hund,dog,m\nKatze,cat,f\n")
    here.leave_an_import(_BROKEN, b"Timestamp,Score\nnow,1 / 1\n")


def ids(server: Server) -> dict[str, str]:
    """Return the ids of the three by the names that places use."""
    return {
        "import": import_id(server, _BANK),
        "unclear_import": import_id(server, _UNCLEAR),
        "broken_import": import_id(server, _BROKEN),
    }
