"""Every page in a language that is longer, accented and runs from right to left, at 320 px.

No such language is needed: each message of the app comes back half as long again and between
brackets that nothing else on a page has. What has none was written past gettext.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask_babel import Domain
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from studyapp.db import Database
from studyapp.settings import Settings
from studyapp.web import create_app
from tests.browser.places import PLACES, Place, World, show
from tests.browser.visits import NewPage, visiting
from tests.servers import Server

_ACCENTED = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")
_PATIENCE_MS = 90_000
# Where an address alone leads to an error; what a form can be refused for is tested without a
# browser, in tests/web/test_translated_errors.py.
_FAULTY = ("search.show", "progress.show", "documents.show", "reviews.answer", "help.keys")
_NARROW = {"width": 320, "height": 640}
_WIDER_THAN_THE_PAGE = """
() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => { const box = one.getBoundingClientRect();
                       return box.width && (box.left < -1 || box.right > page.clientWidth + 1) })
    .filter((one) => !one.closest(".unseen, .skip, .wide *"))
    .slice(0, 3)
    .map((one) => one.outerHTML.slice(0, 120));
}
"""
# A learner's own words say which way they run or keep htmx out; names of keys and of the app,
# and the words of the search language, are the same everywhere.
_PAST_GETTEXT = """
() => {
  const own = "[dir=auto], [hx-disable], bdi, [lang] [lang], .brand, kbd, code,"
    + " .foot p:first-child, script, style, datalist, .label, .fault pre, [data-any-language]";
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim(), element = texts.currentNode.parentElement;
    if (!/[A-Za-z]{3,}/.test(text) || element.closest(own)) continue;
    if (/^(CSV|JSON|OpenDyslexic|Studyapp .*)$/.test(text)) continue;
    const around = element.closest("p, li, td, th, dd, dt, h1, h2, label, summary, button, div");
    if (!/⟦/.test(around ? around.textContent : text)) found.push(text.slice(0, 80));
  }
  return found;
}
"""


class _Longer:
    """Translations into a language that nobody speaks and everybody can read."""

    def ugettext(self, message: str) -> str:
        return longer(message)

    def ungettext(self, one: str, many: str, number: int) -> str:
        return longer(one if number == 1 else many)


def longer(message: str) -> str:
    """Return a message with accents, half as long again, between brackets."""
    parts = message.split("%(")
    accented = [parts[0].translate(_ACCENTED)]
    for part in parts[1:]:
        name, _end, rest = part.partition(")s")
        accented.append(f"{name})s{rest.translate(_ACCENTED)}")
    padding = " ".join("lorem"[: 1 + number % 5] for number in range(len(message) // 8))
    return f"⟦{'%('.join(accented)} {padding}⟧"


def test_every_page_fits_in_a_longer_language_from_right_to_left(
    page: Page, elsewhere: World
) -> None:
    shown = [(endpoint, "full") for endpoint in PLACES] + [(name, "error") for name in _FAULTY]
    faults = [
        f"{endpoint}, {state}: {fault}"
        for endpoint, state in shown
        for fault in _faults(page, elsewhere, Place(PLACES[endpoint][state].path))
    ]
    assert not faults, "\n".join(faults)


def _faults(page: Page, world: World, place: Place) -> Iterator[str]:
    show(page, world, place)
    page.locator("main details").evaluate_all("all => all.forEach((one) => { one.open = true })")
    direction, language = page.evaluate("[document.dir, document.documentElement.lang]")
    if (direction, language) != ("rtl", "ar"):
        yield f"runs {direction} in {language}"
    yield from (f"sticks out: {one}" for one in page.evaluate(_WIDER_THAN_THE_PAGE))
    yield from (f"past gettext: {one}" for one in page.evaluate(_PAST_GETTEXT))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p>Saved at last</p>", "past gettext"),
        ("<p>⟦Sávéd⟧</p><p style='inline-size: 400px'>⟦x⟧</p>", "sticks out"),
        ("<p dir='auto'>Mine</p><p>⟦Sávéd⟧ 3</p>", ""),
    ],
)
def test_what_does_not_fit_or_is_not_translated_is_found(page: Page, body: str, fault: str) -> None:
    page.set_content(f"<html lang='ar' dir='rtl'><body>{body}")

    sticks = page.evaluate(_WIDER_THAN_THE_PAGE)
    bare = page.evaluate(_PAST_GETTEXT)

    assert bool(sticks) == (fault == "sticks out")
    assert bool(bare) == (fault == "past gettext")


@pytest.fixture
def page(open_page: NewPage) -> Page:
    made = open_page(viewport=_NARROW)
    # One process here does the drawing and the serving, whatever else it has to do.
    made.set_default_navigation_timeout(_PATIENCE_MS)
    made.emulate_media(reduced_motion="reduce")
    return made


@pytest.fixture
def open_page(chromium: Browser, elsewhere: World) -> Iterator[NewPage]:
    with visiting(chromium, elsewhere.full) as opener:
        yield opener


@pytest.fixture(scope="module")
def elsewhere(worlds: World) -> Iterator[World]:
    """Return the world of the other tests, served in another language."""
    patch = pytest.MonkeyPatch()
    patch.setattr(Domain, "get_translations", lambda _domain: _Longer())
    url = f"sqlite:///{worlds.full.data_dir / 'studyapp.db'}"
    database = Database(url)
    app = create_app(Settings(data_dir=worlds.full.data_dir, database_url=url), database)
    app.extensions["babel"].locale_selector = lambda: "ar"
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    here = SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}")
    yield World(_as_server(here, worlds.full), worlds.bare, worlds.ids)
    server.shutdown()
    thread.join()
    database.close()
    patch.undo()


def _as_server(here: SimpleNamespace, like: Server) -> Server:
    return Server(here.url, like.folder, like.process)
