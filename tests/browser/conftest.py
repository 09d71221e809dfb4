"""Fixtures for tests in a real browser, against the real server process.

- `live_server`: `serve` with its worker on a free port, with an empty data folder.
- `browser_page`: a page with script; `plain_page`: the same without.
- `new_page(script=…, **options)`: more pages, or another size, colour scheme or locale.

At the end of a test its pages must have asked no other host and reported no error.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.servers import Server, running_server

_REPOSITORY = Path(__file__).parents[2]
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The guard below sees what a page asks for; this keeps it from being answered.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
NewPage = Callable[..., Page]


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
    complaints: list[str] = []
    contexts = []

    def open_page(*, script: bool = True, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, java_script_enabled=script, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        _watch(page, live_server.url, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = [sys.executable, "-m", "studyapp"]
    folder = tmp_path_factory.mktemp("server")
    with running_server(program, folder, cwd=_REPOSITORY, settings={}) as server:
        yield server
    assert "Traceback" not in server.log, server.log


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium here: install Debian's package chromium, or Chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


def _watch(page: Page, home: str, complaints: list[str]) -> None:
    def judge_request(request: Request) -> None:
        if _host(request.url) not in {_host(home), ""}:
            complaints.append(f"asked another host: {request.url}")

    def judge_message(message: ConsoleMessage) -> None:
        # A page that answers 404 or 422 on purpose is logged as an error by the browser too.
        on_purpose = "Failed to load resource" in message.text
        if message.type == "error" and not (on_purpose and _is_a_page(message)):
            complaints.append(f"console: {message.text} ({message.location.get('url')})")

    page.on("request", judge_request)
    page.on("console", judge_message)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _is_a_page(message: ConsoleMessage) -> bool:
    return "/static/" not in str(message.location.get("url"))
