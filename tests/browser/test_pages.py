"""Every page, in every state, theme and width: fit for everybody, light, and to itself."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request, Response, Route

from studyapp.db import Database
from studyapp.settings import Settings
from studyapp.web import create_app
from tests.browser.axe import assert_accessible
from tests.browser.looks import faint_texts, too_wide, unmarked_focus
from tests.browser.places import NO_PAGES, PLACES, STATES, Place, World, show
from tests.browser.visits import serving, visiting

Scheme = Literal["light", "dark"]
_WIDTHS = {1280: 800, 390: 844}
_LOOKS: dict[Scheme, tuple[int, ...]] = {"light": (390, 1280), "dark": (1280, 390)}
_NARROWEST = 320
_PHONES = (_NARROWEST, 360, 390, 412)
_MOST_SCRIPT = 25 * 1024
_MOST_STYLE = 12 * 1024
_MOST_REQUESTS = 12
_MOST_BYTES = 160 * 1024
_MOST_TABS = 200
# All that forced colours can change for axe.
_COLOUR_RULES = ("color-contrast", "link-in-text-block")
# A violation of the policy ends up among the page's complaints.
_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => console.error(event.blockedURI));
"""
_EVERY_PLACE = [
    pytest.param(place, id=f"{endpoint}-{state}")
    for endpoint, states in PLACES.items()
    for state, place in states.items()
]
_FULL = [pytest.param(states["full"], id=endpoint) for endpoint, states in PLACES.items()]


def test_every_route_has_its_places(settings: Settings, database: Database) -> None:
    app = create_app(settings, database)
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert routes - NO_PAGES == set(PLACES)
    assert all(set(states) == set(STATES) for states in PLACES.values())


@pytest.mark.slow
@pytest.mark.parametrize("place", _EVERY_PLACE)
def test_a_page_is_fit_for_everybody(place: Place, page: Page, worlds: World) -> None:
    show(page, worlds, place)

    for scheme, widths in _LOOKS.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in widths:
            page.set_viewport_size({"width": width, "height": _WIDTHS[width]})
            assert too_wide(page) == []
            assert faint_texts(page) == [], f"{scheme}, {width}"
        # What axe knows beside colours differs by width alone: it sees each scheme and each width.
        assert_accessible(page)
    page.set_viewport_size({"width": _NARROWEST, "height": 640})
    assert too_wide(page) == []


@pytest.mark.parametrize("place", _FULL)
def test_a_page_brings_only_what_is_its_own_and_does_as_the_device_says(
    place: Place, page: Page, worlds: World
) -> None:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    show(page, worlds, place)
    page.remove_listener("response", note)

    _brings_only_its_own(page, answers)
    _keeps_still(page)
    _can_be_read_in_forced_colours(page)


def _brings_only_its_own(page: Page, answers: list[Response]) -> None:
    whole = next(answer for answer in answers if _kind(answer) == "document" and answer.ok)
    policy = whole.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    scripts = [answer.body() for answer in answers if _kind(answer) == "script"]
    assert 0 < sum(len(gzip.compress(body)) for body in scripts) <= _MOST_SCRIPT
    styles = [answer.body() for answer in answers if _kind(answer) == "stylesheet"]
    assert 0 < sum(len(gzip.compress(body)) for body in styles) <= _MOST_STYLE
    assert page.locator("[style], [onclick], [onload]").count() == 0


def _keeps_still(page: Page) -> None:
    """Fail if anything moves for those who want it still, as the page's fixture does."""
    assert page.evaluate("document.getAnimations().length") == 0
    still = "getComputedStyle(document.querySelector('button, a')).transitionDuration"
    assert page.evaluate(still) in {"0s", "none"}


def _can_be_read_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    assert_accessible(page, *_COLOUR_RULES)
    frames = page.locator("button:visible, a.button:visible").evaluate_all(
        "all => all.filter(one => !one.matches('.quiet'))"
        ".map(one => getComputedStyle(one).borderTopStyle)"
    )
    assert set(frames) <= {"solid"}


@pytest.mark.parametrize("place", _FULL)
def test_the_focus_can_be_seen_all_the_way(place: Place, page: Page, worlds: World) -> None:
    show(page, worlds, place)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")

    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if (unmarked := unmarked_focus(page)) is None:
            return
        assert unmarked == []
    raise AssertionError("Tab never leaves the page")


@pytest.mark.parametrize("letters", ["ours", "the device's"])
def test_the_menu_takes_one_line_on_a_phone(letters: str, page: Page, worlds: World) -> None:
    """It would move the page down if it took two until our letters are there."""
    if letters != "ours":
        page.route("**/app.css*", _without_our_letters)
    page.goto(f"{worlds.full.url}/library")
    for width in _PHONES:
        page.set_viewport_size({"width": width, "height": 640})
        tops = "all => all.map((one) => one.getBoundingClientRect().top)"
        lines = set(page.locator("header nav li").evaluate_all(tops))
        assert len(lines) == 1, f"{width} px: {lines}"
    page.unroute("**/app.css*")


def test_the_first_visit_is_light(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with (
        serving(tmp_path_factory.mktemp("visit")) as server,
        visiting(chromium, server) as open_page,
    ):
        page = open_page()
        first, second = _visit(page), _visit(page)

    assert len(first) <= _MOST_REQUESTS
    assert sum(first) <= _MOST_BYTES
    assert len(second) == 1


def _without_our_letters(route: Route) -> None:
    answer = route.fetch()
    style = answer.text().replace("font-family: Atkinson;", "font-family: Nobody;")
    route.fulfill(response=answer, body=style)


def _visit(page: Page) -> list[int]:
    """Return the size of everything that the network brought for Today."""
    sizes: list[int] = []

    def note(request: Request) -> None:
        # What comes from the browser's own store has less than nothing as its size.
        if (size := request.sizes()["responseBodySize"]) > 0:
            sizes.append(size)

    page.on("requestfinished", note)
    page.goto("/", wait_until="networkidle")
    page.remove_listener("requestfinished", note)
    return sizes


def _kind(answer: Response) -> str:
    return answer.request.resource_type


@pytest.fixture
def page(one_page: Page) -> Page:
    """Return a page on which nothing moves, so that every colour is the final one."""
    one_page.emulate_media(
        color_scheme="light", reduced_motion="reduce", forced_colors="none", media="screen"
    )
    one_page.set_viewport_size({"width": 1280, "height": 800})
    return one_page


@pytest.fixture(scope="module")
def one_page(chromium: Browser, worlds: World) -> Iterator[Page]:
    with visiting(chromium, worlds.full, worlds.bare) as open_page:
        page = open_page()
        page.add_init_script(_TELL_VIOLATIONS)
        yield page
