"""What a screen reader is told on each page, compared with what was stored.

`STUDYAPP_REWRITE_SNAPSHOTS=1` stores anew; look at the difference before it is kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.places import PLACES, STEPS, World, show
from tests.browser.states import ZONE
from tests.browser.visits import visiting

_FOLDER = Path(__file__).parent / "snapshots"
_ALL = {
    f"{endpoint}-{state}": place
    for endpoint, states in PLACES.items()
    for state, place in states.items()
} | {name.replace(" ", "-"): place for name, place in STEPS.items()}
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTHS = "|".join(month[:3] for month in _MONTHS.split("|"))
# What differs by day, version and machine, and a list of 600 time zones.
_MASKS = (
    (r"[0-9a-f]{32}", "‹id›"),
    (rf"\w+day, \d+ ({_MONTHS})", "‹day›"),
    (rf"\b\d+ ({_SHORT_MONTHS})\w*\b", "‹date›"),
    (r"‹date› \d{4}\b", "‹date›"),
    (r"‹date›, \d\d:\d\d\b", "‹date›, ‹time›"),
    (rf"- text: ({_SHORT_MONTHS}) ‹date›", "- text: ‹month› ‹date›"),
    # How weeks and months are filled hangs on the day of the week and of the month.
    (r'(?m)(?:^ *- row "‹date›(?: [–\d]+){9}":\n(?:^ *- (?:rowheader|cell) .*\n)+)+', "‹weeks›\n"),
    (
        rf'(?m)(?:^ *- listitem:\n *- paragraph: "(?:{_SHORT_MONTHS}) \d{{4}} : .*"\n *- .*\n)+',
        "‹months›\n",
    ),
    (r"Studyapp \d+\.\d+\.\S+", "Studyapp ‹version›"),
    (r"%3D\d{13}\b", "%3D‹moment›"),
    (r"\b\d+(\.\d)? ([kMGT]B|[Bb]ytes?)\b", "‹size›"),
    (r"hour begins at \d+:00, with \d+%", "hour begins at ‹hour›, with ‹share›"),
    (r"know about \d+ of the (\d+) cards that you have begun: \d+%", r"know ‹some› of \1"),
    # What sinks from hour to hour.
    (r"(Chance of recall now\n *- definition: )\d+%", r"\1‹chance›"),
    (r"(Now you recall it with a chance of )\d+%", r"\1‹chance›"),
    (r"(- text: )80% (90% 100% now)", r"\1\2"),
    (r"gone for good in \d+ days", "gone for good in ‹some› days"),
    # The scale of a picture of chances that sink from hour to hour.
    (r'(right now\?": )\d+ ', r"\1‹most› "),
    (r"The data lies in \S+", "The data lies in ‹folder›."),
    (r'(?m)^ *- option "[\w+/-]+"( \[selected\])?\n', ""),
)


@pytest.mark.parametrize("name", _ALL)
def test_a_page_says_what_it_is_known_to_say(name: str, page: Page, worlds: World) -> None:
    show(page, worlds, _ALL[name])

    found = said(page)

    file = _FOLDER / f"{name}.yml"
    if os.environ.get("STUDYAPP_REWRITE_SNAPSHOTS"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def test_every_stored_page_is_one_of_the_app() -> None:
    assert {file.stem for file in _FOLDER.glob("*.yml")} == set(_ALL)


def said(page: Page) -> str:
    """Return what a screen reader is told, without what differs each time."""
    told = page.locator("body").aria_snapshot() + "\n"
    for pattern, mask in _MASKS:
        told = re.sub(pattern, mask, told)
    return told


@pytest.fixture(scope="module")
def page(chromium: Browser, worlds: World) -> Iterator[Page]:
    with visiting(chromium, worlds.full, worlds.bare) as open_page:
        yield open_page(reduced_motion="reduce", timezone_id=ZONE)
