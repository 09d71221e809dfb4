"""Fixtures for tests in a real browser, against the real server process.

- `live_server`: `serve` with its worker on a free port, with an empty data folder.
- `browser_page`: a page with script; `plain_page`: the same without.
- `new_page(script=…, **options)`: more pages, or another size, colour scheme or locale.

At the end of a test its pages must have asked no other host and reported no error.
Tests that only look share the servers of `worlds`; a module may have a server of its own by
`serving` and `visiting`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.places import World, world
from tests.browser.visits import NewPage, serving, visiting
from tests.servers import Server

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The guard of `visiting` sees what a page asks for; this keeps it from being answered.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives the browser, so that nobody has to remember to."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def browser_page(new_page: NewPage) -> Page:
    return new_page()


@pytest.fixture
def plain_page(new_page: NewPage) -> Page:
    return new_page(script=False)


@pytest.fixture
def new_page(chromium: Browser, live_server: Server) -> Iterator[NewPage]:
    with visiting(chromium, live_server) as open_page:
        yield open_page


@pytest.fixture
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Return two servers for tests that only look, and leave all as it is."""
    with world(tmp_path_factory.mktemp("world")) as made:
        yield made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("there is no Chromium here: install Debian's package chromium, or Chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()
