"""Visits: pages of the real server, opened so that what they do wrong is noticed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.servers import Server, running_server

REPOSITORY = Path(__file__).parents[2]
PATIENCE_MS = 15_000
NewPage = Callable[..., Page]


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """Run `serve` with its worker, with an empty data folder; at the end its log is clean."""
    program = [sys.executable, "-m", "studyapp"]
    with running_server(program, folder, cwd=REPOSITORY, settings=settings) as server:
        yield server
        assert "Traceback" not in server.log, server.log


@contextmanager
def visiting(chromium: Browser, *servers: Server) -> Iterator[NewPage]:
    """Hand out a maker of pages; at the end none of them has complained or asked elsewhere."""
    complaints: list[str] = []
    contexts = []
    homes = {"", *(_host(server.url) for server in servers)}

    def open_page(*, script: bool = True, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=servers[0].url, java_script_enabled=script, **{"locale": "en-GB"} | options
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("page", lambda page: _watch(page, homes, complaints))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _watch(page: Page, homes: set[str], complaints: list[str]) -> None:
    def judge_request(request: Request) -> None:
        if _host(request.url) not in homes:
            complaints.append(f"asked another host: {request.url}")

    def judge_message(message: ConsoleMessage) -> None:
        if message.type == "error" and not _is_a_refusal(message):
            complaints.append(f"console: {message.text} ({message.location.get('url')})")

    page.on("request", judge_request)
    page.on("console", judge_message)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _is_a_refusal(message: ConsoleMessage) -> bool:
    """Say whether the browser only tells that a page answered 404 or 422, as it should."""
    is_asset = "/static/" in str(message.location.get("url"))
    return "Failed to load resource" in message.text and not is_asset
