"""Bytes and requests of each main page, as a browser fetches it."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

from bs4 import BeautifulSoup

from tests.benchmarks.browser import Browser
from tests.benchmarks.places import install_with_cards
from tests.benchmarks.tables import table
from tests.faults.clients import Giver, Ledger
from tests.faults.install import ROOT, Install, until

ASSETS = "link[rel=stylesheet], link[rel=preload], link[rel=icon]"


def measure(folder: Path) -> None:
    """Print the weight of the pages."""
    with install_with_cards(folder, decks=3, cards=40) as (install, decks):
        browser = Browser(install.url)
        paths = {
            "Today": "/",
            "Add": "/documents/new",
            "Library": "/library",
            "Review": f"/review?deck={decks[0]}",
            "Deck": f"/decks/{decks[0]}",
            "Settings": "/settings",
            "Help": "/help",
            **_of_a_document(install),
        }
        rows = [[name, *_weight(browser, path)] for name, path in paths.items()]
        fragment = browser.get(paths["Review"], HX_Request="true")
    head = ["page", "bytes", "requests, first visit", "bytes, first visit", "requests, later"]
    table("Pages (bytes of the bodies, as sent)", head, rows)
    table(
        "Parts",
        ["part", "bytes", "with gzip"],
        [["card fragment", len(fragment.body), _short(fragment.body)], *_assets()],
    )


def _of_a_document(install: Install) -> dict[str, str]:
    ledger = Ledger()
    Giver(install.url, ledger, random.Random(1), words=1500).turn()
    until(lambda: not install.unfinished(), patience=60)
    (document_id,) = ledger.documents
    path = f"/documents/{document_id}"
    return {"Document of 1,500 words": path, "Drafts": f"{path}/drafts"}


def _weight(browser: Browser, path: str) -> tuple[int, int, int, int]:
    reply = browser.get(path, Accept_Encoding="gzip")
    assert reply.status == 200, path
    body = _long(reply.body)
    needed = _needed(BeautifulSoup(body, "html.parser"))
    fetched = {name: browser.get(name, Accept_Encoding="gzip") for name in needed}
    later = [name for name, one in fetched.items() if "max-age" not in _cache(one.headers)]
    total = len(reply.body) + sum(len(one.body) for one in fetched.values())
    return len(reply.body), 1 + len(fetched), total, 1 + len(later)


def _needed(page: BeautifulSoup) -> set[str]:
    links = {str(link["href"]) for link in page.select(ASSETS)}
    return links | {str(script["src"]) for script in page.select("script[src]")}


def _cache(headers: dict[str, str]) -> str:
    return {name.lower(): value for name, value in headers.items()}.get("cache-control", "")


def _long(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def _short(body: bytes) -> int:
    return len(gzip.compress(body))


def _assets() -> list[list[object]]:
    files = [
        *sorted((ROOT / "static").glob("*.css")),
        *sorted((ROOT / "static").glob("*.js")),
        *sorted((ROOT / "static" / "vendor").rglob("*.js")),
        *sorted((ROOT / "static" / "vendor").rglob("*.woff2")),
    ]
    return [
        [file.relative_to(ROOT / "static"), file.stat().st_size, _short(file.read_bytes())]
        for file in files
    ]
