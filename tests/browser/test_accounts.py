"""Two learners on one server at once, each to themselves; the account pages, fit for everybody."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.learner import WAYS, Learner, Way
from tests.browser.looks import faint_texts, too_wide
from tests.browser.rows import rows, value
from tests.browser.test_aria import said
from tests.browser.visits import serving, visiting
from tests.servers import Server

_WIDTHS = {1280: 800, 390: 844, 320: 640}
_SNAPSHOTS = Path(__file__).parent / "snapshots" / "accounts"
_SECRETS = {"Amina": "seven tall herons wading", "Bo": "nine small owls asleep"}
_TEXTS = {
    "Amina": "The Rhine rises in Switzerland. It flows into the North Sea.",
    "Bo": "The Ebro rises in Cantabria. It flows into the Mediterranean Sea.",
}
_NEW_A_DAY = {"Amina": "7", "Bo": "9"}
_OPEN = {"STUDYAPP_ACCOUNTS": "on", "STUDYAPP_SIGN_UP": "open"}
# What differs from machine to machine and from moment to moment.
_MASKS = ((r"Wait \d+ seconds?", "Wait ‹some› seconds"),)
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_learners_at_once_end_in_the_same_rows_in_every_way(
    chromium: Browser, tmp_path: Path
) -> None:
    first, *others = [_travelled(chromium, tmp_path / way, way) for way in WAYS]

    assert [name for name, *_rest in first["learners"]] == list(_SECRETS)
    assert [number for _name, number in first["reviews"]] == [1, 1]
    for other in others:
        assert other == first


@pytest.mark.slow
def test_the_account_pages_are_fit_for_everybody(doors: dict[str, _Door], page: Page) -> None:
    for name, door in doors.items():
        door.open(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for width, height in _WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                assert_accessible(page)
                assert too_wide(page) == [], f"{name}, {width}"
            assert faint_texts(page) == [], f"{name}, {scheme}"


def test_the_account_pages_say_what_they_are_known_to_say(
    doors: dict[str, _Door], page: Page
) -> None:
    for name, door in doors.items():
        door.open(page)
        file = _SNAPSHOTS / f"{name}.yml"
        if os.environ.get("STUDYAPP_REWRITE_SNAPSHOTS"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(_said(page), encoding="utf-8")
        assert _said(page) == file.read_text(encoding="utf-8"), name
    assert {file.stem for file in _SNAPSHOTS.glob("*.yml")} == set(doors)


def _said(page: Page) -> str:
    told = said(page)
    for pattern, mask in _MASKS:
        told = re.sub(pattern, mask, told)
    return told


def _travelled(chromium: Browser, folder: Path, way: Way) -> Rows:
    """Let both learners go the whole way, each step of one after the same step of the other."""
    folder.mkdir()
    with serving(folder, **_OPEN) as server, visiting(chromium, server) as open_page:
        script = way != "no script"
        both = {name: Learner(open_page(script=script), way) for name in _SECRETS}
        for step in _STEPS:
            for name, learner in both.items():
                step(learner, name)
                _sees_only_their_own(learner, name)
        return _ending(server)


def _sign_up(learner: Learner, name: str) -> None:
    learner.page.goto("/sign-up")
    learner.write(learner.page.get_by_label("Name"), name)
    learner.write(learner.page.get_by_label("Password"), _SECRETS[name])
    learner.press("button", "Make the account", "Control+Enter")
    expect(learner.page.get_by_text(f"Signed in as {name}")).to_be_visible()


def _paste(learner: Learner, name: str) -> None:
    learner.go_to("Add", "g a")
    learner.write(learner.page.get_by_role("textbox").first, _TEXTS[name])
    learner.press("button", "Make questions", "Control+Enter")
    expect(learner.page.get_by_text(_TEXTS[name][:20]).first).to_be_visible()


def _study(learner: Learner, _name: str) -> None:
    learner.go_to("Today", "g t")
    learner.press("link", "Study")
    learner.answer("something that nobody calls it")
    with learner.moving(learner.card):
        learner.press("button", "Again", "1")


def _take_a_quiz(learner: Learner, _name: str) -> None:
    learner.go_to("Quiz", "g q")
    learner.press("link", "Set up a quiz", "n")
    learner.write(learner.page.get_by_label("How many questions"), "1")
    learner.press("button", "Start the quiz")
    learner.press("button", "I do not know", "x")
    learner.press("link", "To the end", "Enter")
    learner.press("button", "Finish the quiz", "Enter")
    expect(learner.page.get_by_text("0 of 1").first).to_be_visible()


def _change_a_setting(learner: Learner, name: str) -> None:
    learner.go_to("Settings", "g s")
    learner.write(learner.page.get_by_label("New cards a day"), _NEW_A_DAY[name])
    learner.press("button", "Save")
    expect(learner.page.get_by_text("The settings are saved.")).to_be_visible()


def _change_a_key(learner: Learner, _name: str) -> None:
    """The new key takes its own making back, and then the old one acts again."""
    learner.press("link", "Keys")
    learner.write(learner.page.get_by_label("undo", exact=True), "q")
    learner.press("button", "Save")
    expect(learner.page.get_by_text("The keys are saved.")).to_be_visible()
    learner.press("button", "Undo", "q")
    expect(learner.page.get_by_label("undo", exact=True)).to_have_value("u")


def _sign_out_and_in(learner: Learner, name: str) -> None:
    learner.press("link", f"Signed in as {name}")
    learner.press("button", "Sign out")
    expect(learner.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    learner.write(learner.page.get_by_label("Name"), name)
    learner.write(learner.page.get_by_label("Password"), _SECRETS[name])
    learner.press("button", "Sign in", "Control+Enter")
    expect(learner.page.get_by_text(f"Signed in as {name}")).to_be_visible()
    learner.go_to("Settings", "g s")
    field = learner.page.get_by_label("New cards a day")
    expect(field).to_have_value(_NEW_A_DAY[name])


def _sees_only_their_own(learner: Learner, name: str) -> None:
    (other,) = set(_SECRETS) - {name}
    shown = learner.page.locator("body").inner_text()
    assert _TEXTS[other][:20] not in shown
    assert f"Signed in as {other}" not in shown


_STEPS: tuple[Callable[[Learner, str], None], ...] = (
    _sign_up,
    _paste,
    _study,
    _take_a_quiz,
    _change_a_setting,
    _change_a_key,
    _sign_out_and_in,
)


def _ending(server: Server) -> Rows:
    """Return what each learner did, without ids, moments and what chance drew."""
    whose = "JOIN learner l ON l.id = t.learner_id GROUP BY l.name ORDER BY l.name"
    counted = {
        "reviews": f"SELECT l.name, count(*) FROM review t {whose}",
        "cards": f"SELECT l.name, sum(t.reps) FROM card t {whose}",
        "quizzes": f"SELECT l.name, count(t.finished_at) FROM quiz t {whose}",
        "answers": f"SELECT l.name, sum(t.fraction) FROM answer t {whose}",
        "browsers": f"SELECT l.name, count(*) FROM sign_in t {whose}",
        "documents": "SELECT l.name, t.text FROM document t JOIN learner l ON l.id = t.learner_id "
        "ORDER BY l.name, t.text",
        "acts": "SELECT l.name, t.label FROM change t JOIN learner l ON l.id = t.learner_id "
        "ORDER BY l.name, t.label",
        "learners": "SELECT name, is_admin, new_per_day FROM learner ORDER BY name",
    }
    return {
        name: [tuple(row.values()) for row in rows(server, query)]
        for name, query in counted.items()
    }


@dataclass(frozen=True)
class _Door:
    """One account page in one state: where it stands, and what to do there."""

    path: str
    act: Callable[[Page], None]
    signed_in: bool = False

    def open(self, page: Page) -> None:
        """Bring *page* to it, signed in or not."""
        page.context.clear_cookies()
        if self.signed_in:
            page.goto("/sign-in")
            _fill(page, "Amina", _SECRETS["Amina"], "Sign in")
            expect(page.get_by_text("Signed in as")).to_be_visible()
        page.goto(self.path)
        self.act(page)


def _fill(page: Page, name: str, password: str, button: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name=button).click()


def _only_look(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _guess(page: Page) -> None:
    _fill(page, "Nobody at all", "not this one", "Sign in")
    expect(page.get_by_text("do not fit together")).to_be_visible()


def _guess_often(page: Page) -> None:
    for _ in range(8):
        _fill(page, "Somebody else", "not this one", "Sign in")
        expect(page.get_by_role("alert").filter(visible=True)).to_be_visible()
        if page.get_by_text("too many tries").count():
            return
    raise AssertionError("guesses are never slowed down")


def _choose_badly(page: Page) -> None:
    _fill(page, "Cy", "password", "Make the account")
    expect(page.get_by_role("alert").filter(visible=True)).to_be_visible()


def _mistype(page: Page) -> None:
    page.get_by_label("Present password").fill("not this one")
    page.get_by_label("New password").fill("eleven grey geese")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_be_visible()


@pytest.fixture(scope="module")
def doors() -> dict[str, _Door]:
    return {
        "sign-in": _Door("/sign-in", _only_look),
        "sign-in-error": _Door("/sign-in", _guess),
        "sign-in-throttled": _Door("/sign-in", _guess_often),
        "sign-up": _Door("/sign-up", _only_look),
        "sign-up-error": _Door("/sign-up", _choose_badly),
        "account": _Door("/settings/account", _only_look, signed_in=True),
        "account-error": _Door("/settings/account", _mistype, signed_in=True),
        "admin": _Door("/admin", _only_look, signed_in=True),
    }


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """Return a page on a server where Amina is admin and Bo has an account, too."""
    with serving(tmp_path, **_OPEN) as server, visiting(chromium, server) as open_page:
        page = open_page(reduced_motion="reduce")
        for name, password in _SECRETS.items():
            page.context.clear_cookies()
            page.goto("/sign-up")
            _fill(page, name, password, "Make the account")
            expect(page.get_by_text("Signed in as")).to_be_visible()
        assert value(server, "SELECT count(*) FROM learner WHERE is_admin") == 1
        yield page
