"""Every kind in a real browser: fit for everybody, asked and judged, by keys and by pointing."""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, col, select

from questions.bank import Bank
from questions.model import Question
from studyapp import media, quizzes
from studyapp.quizzes import Scope, Wish
from studyapp.tables import QuizAnswer
from tests.browser.axe import assert_accessible
from tests.browser.looks import faint_texts, too_wide
from tests.browser.states import Desk, days_ago, desk
from tests.browser.test_aria import said
from tests.browser.visits import NewPage, serving, visiting
from tests.every_kind import every_form
from tests.servers import Server

_SNAPSHOTS = Path(__file__).parent / "snapshots" / "kinds"
_QUIZZES = _QUIZ, _UNTOUCHED = tuple(f"{digit * 12}7{digit * 19}" for digit in "45")
_WIDTHS = {1280: 800, 320: 640}
_TITLE = "Every kind"
# What is answered wrong or in part, so that both verdicts are seen.
_ANSWERS = {
    "matching": {"f.0": "0", "f.1": "2"},
    "gaps": {"f.city": "Pariss", "f.height": "332", "f.metal": "1"},
}


def test_each_kind_is_fit_for_everybody(quiz: dict[str, str], page: Page) -> None:
    for kind, address in quiz.items():
        page.goto(address)
        _look(page, f"{kind}-asked")
        _fill(page, kind)
        page.locator("form.ask button.main").click()
        expect(page.locator(".outcome, textarea + button, .written").first).to_be_visible()
        _look(page, f"{kind}-told")
    assert {file.stem for file in _SNAPSHOTS.glob("*.yml")} == {
        f"{kind}-{state}" for kind in quiz for state in ("asked", "told")
    }


def test_things_are_put_in_order_by_keys_alone(
    untouched: dict[str, str], new_page: NewPage
) -> None:
    page = new_page()
    page.goto(untouched["composite"])
    items = page.locator(".order .item")
    last = items.last.locator("[id$=-label]").inner_text()
    for _step in range(3):
        items.filter(has_text=last).get_by_role("button", name="Up").press("Enter")
    assert items.first.locator("[id$=-label]").inner_text() == last
    assert items.first.get_by_role("combobox").input_value() == "1"
    expect(page.locator("#said")).to_have_text(f"{last}: place 1")
    expect(items.first.get_by_role("button", name="Up")).to_be_focused()
    items.first.get_by_role("combobox").select_option("4")
    assert items.last.locator("[id$=-label]").inner_text() == last


def test_a_place_is_picked_on_the_picture(untouched: dict[str, str], new_page: NewPage) -> None:
    page = new_page()
    page.goto(untouched["hotspot"])
    page.locator(".figure ellipse").click(force=True)
    expect(page.get_by_role("radio", name="B")).to_be_checked()
    expect(page.locator(".figure .picked")).to_have_count(1)


def test_what_is_hidden_of_a_picture_is_drawn_on_it(
    own_server: Server, addresses: object, new_page: NewPage, tmp_path: Path
) -> None:
    (tmp_path / "heart.png").write_bytes(_picture())
    page = new_page()
    page.goto("/questions/new?kind=occlusion")
    page.get_by_label("Above the picture").fill("Which part is hidden?")
    page.get_by_label("Add files").set_input_files(tmp_path / "heart.png")
    page.get_by_role("button", name="Put them in").click()
    surface = page.locator("[data-draws]")
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 10, box["y"] + box["height"] / 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    expect(page.get_by_label("Numbers of place 1")).to_have_value("10 10 50 50")
    expect(page.locator("#preview .figure rect")).to_have_count(1)
    # What is written is drawn, too.
    page.get_by_label("Numbers of place 2").fill("60 60 90 90")
    expect(surface.locator("rect")).to_have_count(2)
    expect(page.locator("#preview .figure")).to_have_count(2)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert too_wide(page) == []


def test_a_question_of_several_parts_is_written_by_keys_alone(
    own_server: Server, addresses: object, new_page: NewPage
) -> None:
    page = new_page()
    page.goto("/questions/new?kind=composite")
    page.get_by_label("What all parts share").fill("The Rhine")
    part = page.get_by_role("group", name="Part 1")
    part.get_by_label("Kind").select_option("choice")
    part.get_by_label("Question").fill("Where does it rise?")
    part.get_by_label("Right options").fill("In the Alps")
    page.keyboard.press("Tab")
    page.keyboard.type("In the Jura\nIn the Harz")
    expect(page.locator("#preview .plain-options li")).to_have_count(3)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert too_wide(page) == []


def _look(page: Page, name: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert faint_texts(page) == [], f"{name}, {scheme}"
    for width, height in _WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert too_wide(page) == [], f"{name}, {width}"
    assert_accessible(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    told = re.sub(r"(?m)^.*\b(Undo|answering a question).*\n", "", said(page))
    file = _SNAPSHOTS / f"{name}.yml"
    if os.environ.get("STUDYAPP_REWRITE_SNAPSHOTS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8"), name


def _fill(page: Page, kind: str) -> None:
    for name, text in _ANSWERS.get(kind, {}).items():
        field = page.locator(f"[name='{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    for box in page.locator("input[name$=chosen]").all()[:1]:
        box.check()
    for line in page.locator("[name=typed]").all():
        line.fill("10 m/s²" if kind == "numeric" else "The Moon pulls the sea.")


def _picture() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + b"\xe0\xd8\xc8" * 480 for _row in range(360))
    head = struct.pack(">IIBBBBB", 480, 360, 8, 2, 0, 0, 0)
    pieces = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("kinds")) as server:
        yield server


@pytest.fixture(scope="module")
def addresses(own_server: Server) -> dict[str, dict[str, str]]:
    kept = media.keep(own_server.data_dir / "media", _picture(), "heart.png")
    with desk(own_server) as here:
        here.start_anew()
        here.write(lambda session: media.add(session, here.learner_id, kept, days_ago(2)))
        questions = tuple(
            question.model_copy(update={"media": (kept.sha256,)})
            if question.kind == "hotspot"
            else question
            for question in every_form()
        )
        here.bring_in(Bank(title=_TITLE, questions=questions), days_ago(1))
        return {key: here.write(partial(_start, here=here, key=key)) for key in _QUIZZES}


def _start(session: Session, here: Desk, key: str) -> dict[str, str]:
    # By the order of the document: the order of the keys, which is drawn from nothing.
    wish = Wish(Scope(decks=(here.deck(_TITLE),)), order="document")
    quizzes.start(session, here.learner_id, key, _TITLE, wish, here.clock(days_ago(1)))
    rows = session.exec(
        select(QuizAnswer).where(QuizAnswer.quiz_id == key).order_by(col(QuizAnswer.position))
    ).all()
    return {
        Question.model_validate({**row.body, "id": "q"}).kind.value: (
            f"/quizzes/{key}/questions/{row.position}"
        )
        for row in rows
    }


@pytest.fixture
def quiz(addresses: dict[str, dict[str, str]]) -> dict[str, str]:
    return addresses[_QUIZ]


@pytest.fixture
def untouched(addresses: dict[str, dict[str, str]]) -> dict[str, str]:
    return addresses[_UNTOUCHED]


@pytest.fixture
def new_page(chromium: Browser, own_server: Server) -> Iterator[NewPage]:
    with visiting(chromium, own_server) as open_page:
        yield open_page


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()
