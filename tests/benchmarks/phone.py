"""Pages on a slow phone: a browser with a slow network and a slow processor.

The throttling is that of Lighthouse's phone (150 ms there and back, 1.6 Mbit/s, a processor four
times slower), applied to what really happens, where Lighthouse computes it from a fast run. The
floor is a bare page of the same server settings, in the same browser, by turns.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.bare import bare_server
from tests.benchmarks.places import install_with_cards
from tests.benchmarks.tables import table

ROUNDS, ANSWERS = 5, 12
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 675_000 / 8,
}
_SLOWER = 4
# What blocks for more than 50 ms counts with what is more than that, as in Lighthouse.
_WATCH = """
window.seen = {lcp: 0, shift: 0, blocked: 0};
const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
  .observe({type, buffered: true});
watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
watch("layout-shift", (one) => { if (!one.hadRecentInput) seen.shift += one.value; });
watch("longtask", (one) => { seen.blocked += Math.max(0, one.duration - 50); });
"""


@dataclass(frozen=True)
class Look:
    """What one visit to a page showed, in milliseconds; *shift* is the sum of layout shifts."""

    largest: float
    shift: float
    blocked: float


def measure(folder: Path) -> None:
    """Print how fast the pages are on a slow phone."""
    with (
        install_with_cards(folder, decks=3, cards=40) as (install, decks),
        bare_server(folder) as (_process, bare),
        _chromium() as browser,
    ):
        addresses = {
            "bare page, no style": f"{bare}/",
            "Today": f"{install.url}/",
            "Add": f"{install.url}/documents/new",
            "Review": f"{install.url}/review?deck={decks[0]}",
            "Deck of 40": f"{install.url}/decks/{decks[0]}",
            "Library": f"{install.url}/library",
            "Progress": f"{install.url}/progress",
            "Settings": f"{install.url}/settings",
        }
        looks: dict[str, list[Look]] = {name: [] for name in addresses}
        for _ in range(ROUNDS):
            for name, address in addresses.items():
                looks[name].append(_first_visit(browser, address))
        waits = _answers(browser, addresses["Review"])
    head = ["page", "largest paint", "layout shift", "blocked"]
    rows = [[name, *_middles(seen)] for name, seen in looks.items()]
    table(f"First visit on a slow phone, the median of {ROUNDS}", head, rows)
    _print_waits(waits)


def _print_waits(waits: dict[str, list[float]]) -> None:
    """Print how long a learner waits for the next card."""
    head = ["grade to the next card", "median", "longest"]
    rows = [[name, f"{median(all_):.0f} ms", f"{max(all_):.0f} ms"] for name, all_ in waits.items()]
    table(f"Of {ANSWERS} answers each", head, rows)


def _middles(seen: list[Look]) -> tuple[str, str, str]:
    return (
        f"{median(one.largest for one in seen):.0f} ms",
        f"{median(one.shift for one in seen):.3f}",
        f"{median(one.blocked for one in seen):.0f} ms",
    )


def _first_visit(browser: Browser, address: str) -> Look:
    with _phone(browser, slow=True) as page:
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(300)
        seen: dict[str, Any] = page.evaluate("seen")
    return Look(seen["lcp"], seen["shift"], seen["blocked"])


def _answers(browser: Browser, address: str) -> dict[str, list[float]]:
    waits: dict[str, list[float]] = {}
    for name, slow in (("on the same machine", False), ("on a slow phone", True)):
        with _phone(browser, slow=slow) as page:
            page.goto(address, wait_until="networkidle")
            waits[name] = [_answer(page) for _ in range(ANSWERS)]
    return waits


def _answer(page: Page) -> float:
    """Answer a card and return how many milliseconds it took until the next stood there."""
    typed = page.locator("#card input[name=typed]")
    if typed.count():
        words = page.locator("#stem").inner_text().split()
        typed.fill(f"Number {words[words.index('card') + 1]}")
        typed.press("Enter")
    else:
        page.keyboard.press("Space")
    good = page.locator("[name=rating][value='3']")
    good.wait_for()
    page.evaluate("document.querySelector('#card').dataset.seen = 'yes'")
    begun = time.perf_counter()
    good.click()
    page.locator("#card:not([data-seen])").wait_for()
    return (time.perf_counter() - begun) * 1000


@contextmanager
def _phone(browser: Browser, *, slow: bool) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    page.add_init_script(_WATCH)
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", _NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    try:
        yield page
    finally:
        context.close()


@contextmanager
def _chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise FileNotFoundError("there is no Chromium here: install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            browser.close()
