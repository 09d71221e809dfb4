"""A quiz, and a review of what is picked: by mouse, without script, by keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import Session, select

from studyapp.tables import Card
from tests.browser import quiz_material
from tests.browser.learner import WAYS, Learner, Way
from tests.browser.rows import rows, value
from tests.browser.states import desk
from tests.browser.visits import NewPage, serving, visiting
from tests.servers import Server

_FIRST, _SECOND = f"{'a' * 12}7{'a' * 19}", f"{'b' * 12}7{'b' * 19}"
_SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
Journeys = Callable[[Way], dict[str, list[tuple[Any, ...]]]]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_way_through_a_quiz_ends_in_the_same_rows(journeys: Journeys) -> None:
    first, *others = (journeys(way) for way in WAYS)

    assert [row[-1] for row in first["quizzes"]] == [True, True]
    assert {label for label, _undone in first["acts"]} >= {
        *("quiz", "quiz-answer", "quiz-flag", "quiz-overruling", "quiz-finish", "quiz-review"),
    }
    for other in others:
        for table, found in first.items():
            assert other[table] == found, set(other[table]) ^ set(found)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_way_through_a_review_of_picks_ends_in_the_same_rows(
    server: Server, chromium: Browser
) -> None:
    found = [_reviewed(server, chromium, way) for way in WAYS]

    assert found[0] == [
        ("choice", ["The gravity of the Moon"], 1, 2, None),
        ("choice", ["The Earth", "The Moon", "The Sun"], 1, 1, 1),
        ("truefalse", ["true"], 0, 3, None),
    ]
    assert found[1:] == found[:1] * 2


@_SCRIPT
def test_a_double_click_answers_once(script: bool, quizzing: Server, open_page: NewPage) -> None:
    page = _start(open_page(script=script))

    page.locator("label", has_text="The gravity of the Sun").click()
    page.get_by_role("button", name="Check").dblclick()

    expect(page.get_by_text("Not this time.")).to_be_visible()
    acts = value(quizzing, "SELECT count(*) FROM change WHERE label = 'quiz-answer'")
    assert acts == 1


@pytest.mark.usefixtures("quizzing")
def test_a_closed_tab_loses_nothing(open_page: NewPage) -> None:
    page = _start(open_page())
    page.locator("label", has_text="The gravity of the Moon").click()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    page.close()

    again = open_page()
    again.goto("/quizzes")
    expect(again.get_by_text("1 of 6 answered")).to_be_visible()
    again.get_by_role("link", name="Go on").click()

    expect(again.get_by_role("heading", level=1)).to_have_text("Question 2 of 6")


@pytest.mark.usefixtures("quizzing")
def test_the_focus_follows_the_questions(open_page: NewPage) -> None:
    page = _start(open_page())
    expect(page.locator("#stem")).to_be_focused()

    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator(".outcome")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your answer")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(visible=True)).to_be_focused()


@pytest.mark.usefixtures("quizzing")
def test_arrows_move_among_options_and_otherwise_among_questions(open_page: NewPage) -> None:
    page = _start(open_page())
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio").nth(2)).to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 of 6")

    page.get_by_role("main").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 2 of 6")


@pytest.mark.usefixtures("quizzing")
def test_the_back_button_shows_the_questions_before(open_page: NewPage) -> None:
    page = _start(open_page())
    page.get_by_role("link", name="Skip for now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 2 of 6")

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 of 6")


@pytest.mark.usefixtures("quizzing")
def test_the_sheet_prints_without_what_only_a_screen_needs(open_page: NewPage) -> None:
    page = _start(open_page())
    page.goto(f"/quizzes/{_FIRST}/paper")
    expect(page.get_by_role("button", name="Print")).to_be_visible()

    page.emulate_media(media="print")

    for unwanted in ("header.top", ".acts", "footer.foot"):
        expect(page.locator(unwanted).first).to_be_hidden()
    expect(page.locator(".boxes li").first).to_be_visible()


def _start(page: Page) -> Page:
    """Start a quiz of all questions in the order of the text."""
    page.goto("/quizzes/new")
    page.get_by_label("as in the text").check()
    page.get_by_label("How many questions").fill("")
    _fix_id(page, "/quizzes", _FIRST)
    page.get_by_role("button", name="Start the quiz").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 of 6")
    return page


def _fix_id(page: Page, action: str, key: str) -> None:
    """Chance comes from the quiz's id, which the page draws: give every way the same."""
    field = page.locator(f"form[action$='{action}'] input[name=id]").first
    field.evaluate("(field, key) => { field.value = key }", key)


def travel(server: Server, learner: Learner) -> dict[str, list[tuple[Any, ...]]]:
    """Go the whole way once."""
    set_up(learner)
    answer_all(learner)
    leave_and_finish(learner)
    learn_from_the_result(learner)
    return _ending(server)


def set_up(learner: Learner) -> None:
    page = learner.page
    page.goto("/")
    learner.go_to("Quiz", "g q")
    learner.press("link", "Set up a quiz", "n")
    _one_of(learner, "mixed", "as in the text")
    _tick(learner, page.get_by_label("Ask each time how sure I am"))
    _fix_id(page, "/quizzes", _FIRST)
    learner.press("button", "Start the quiz")
    _stands_at(learner, 1)


def answer_all(learner: Learner) -> None:
    """Give five answers, one of them almost right, and leave the sixth question open."""
    page = learner.page
    _pick(learner, "The gravity of the Sun")
    _sure(learner, "certain")
    learner.press("button", "Check", "Enter")
    expect(page.get_by_text("You were certain.")).to_be_visible()
    learner.press("link", "Next question", "Enter")
    _stands_at(learner, 2)
    _type(learner, "two")
    learner.press("button", "Flag", "f")
    expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
    learner.press("link", "Next question", "ArrowRight")
    _stands_at(learner, 3)
    for text in ("The Sun", "The Moon"):
        _pick(learner, text)
    learner.press("button", "Check", "Enter")
    expect(page.get_by_text("Partly right.")).to_be_visible()
    learner.press("link", "Next question", "Enter")
    _stands_at(learner, 4)
    learner.press("button", "Show answer", "Space")
    learner.press("button", "I knew it", "1")
    _stands_at(learner, 5)
    _type(learner, "Bay of Fundi")
    expect(page.get_by_text("Almost.")).to_be_visible()
    learner.press("button", "Count it as right", "i")
    expect(page.get_by_text("Counted as right by you.")).to_be_visible()


def leave_and_finish(learner: Learner) -> None:
    """Go away, come back to the question that is open, and end the quiz without it."""
    page = learner.page
    learner.go_to("Today", "g t")
    learner.go_to("Quiz", "g q")
    learner.press("link", "Go on")
    _stands_at(learner, 6)
    learner.press("button", "I do not know", "x")
    expect(page.get_by_text("You did not know.")).to_be_visible()
    learner.press("link", "To the end", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("All answered")
    learner.press("button", "Finish the quiz", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("points")


def learn_from_the_result(learner: Learner) -> None:
    page = learner.page
    learner.press("button", "Missed ones into review", "r")
    expect(page.locator("#flashes")).to_contain_text("3 cards are due now")
    _fix_id(page, "/repetition", _SECOND)
    learner.press("button", "Quiz the 3 missed again", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 of 3")
    for _ in range(3):
        learner.press("button", "I do not know", "x")
        learner.use(page.locator(".steps a.main"), "Enter")
    learner.press("button", "Finish the quiz", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 of 3 right")


def _reviewed(server: Server, chromium: Browser, way: Way) -> list[tuple[Any, ...]]:
    with desk(server) as here:
        here.start_anew()
        here.bring_in(quiz_material.bank())
    with visiting(chromium, server) as open_page:
        learner = Learner(open_page(script=way != "no script"), way)
        learner.page.goto("/review")
        _review(learner, ["The gravity of the Moon"], "Hard", "Enter")
        _review(learner, ["The Sun", "The Moon", "The Earth"], "I guessed", "i")
        _review(learner, ["True"], "I knew it", "i")
    found = rows(
        server, "SELECT format, chosen, correct, rating, certainty FROM review ORDER BY id"
    )
    return [
        (row.pop("format"), sorted(json.loads(row.pop("chosen"))), *row.values()) for row in found
    ]


def _review(learner: Learner, texts: list[str], name: str, key: str) -> None:
    for text in texts:
        _pick(learner, text)
    with learner.moving(learner.card):
        learner.press("button", "Check", "Enter")
    with learner.moving(learner.card):
        learner.press("button", name, key)


def _pick(learner: Learner, text: str) -> None:
    option = learner.page.locator(".options label").filter(has_text=text)
    learner.use(option, option.get_attribute("data-key") or "")
    expect(option.locator("input")).to_be_checked()


def _sure(learner: Learner, text: str) -> None:
    _one_of(learner, "a guess", text)


def _one_of(learner: Learner, first: str, wanted: str) -> None:
    """Choose one of some radio buttons; Tab gets to the first one only, arrows to the others."""
    page = learner.page
    field = page.get_by_label(wanted, exact=True)
    if learner.way != "keyboard":
        field.check()
        return
    learner.tab_to(page.get_by_label(first, exact=True))
    for _ in range(5):
        if field.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not get to {wanted}")


def _tick(learner: Learner, box: Locator) -> None:
    if learner.way != "keyboard":
        box.check()
        return
    learner.tab_to(box)
    learner.page.keyboard.press("Space")


def _type(learner: Learner, text: str) -> None:
    expect(learner.page.get_by_label("Your answer")).to_be_focused()
    learner.page.keyboard.type(text)
    learner.page.keyboard.press("Enter")
    expect(learner.page.locator(".outcome")).to_be_visible()


def _stands_at(learner: Learner, number: int) -> None:
    heading = learner.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"Question {number} of 6")


def _ending(server: Server) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that came of the quizzes, without what differs each time: moments and chance."""
    statements = {
        "quizzes": "SELECT title, feedback, certainty, questions, finished_at IS NOT NULL = 1 "
        "FROM quiz ORDER BY id",
        "answers": "SELECT hex(quiz_id), position, body, options, chosen, typed, knew, certainty, "
        "fraction, almost, overruled, flagged, answered_at IS NOT NULL FROM answer "
        "ORDER BY quiz_id, position",
        "cards": "SELECT hex(id), state, version, suspended FROM card ORDER BY id",
        "acts": "SELECT label, undone_at IS NOT NULL FROM change ORDER BY changed_at, id",
    }
    return {
        name: [tuple(row.values()) for row in rows(server, statement)]
        for name, statement in statements.items()
    }


def _begin(server: Server) -> None:
    """Leave a question of every kind, all set aside, and no quiz."""
    with desk(server) as here:
        here.start_anew()
        here.bring_in(quiz_material.bank())
        here.write(_set_all_aside)


def _set_all_aside(session: Session) -> None:
    for card in session.exec(select(Card)):
        card.suspended, card.available_at = True, None


@pytest.fixture
def journeys(server: Server, chromium: Browser) -> Journeys:
    """Return what makes the journey one way, from the same beginning."""

    def journey(way: Way) -> dict[str, list[tuple[Any, ...]]]:
        _begin(server)
        with visiting(chromium, server) as open_page:
            return travel(server, Learner(open_page(script=way != "no script"), way))

    return journey


@pytest.fixture
def quizzing(server: Server) -> Server:
    """Return a server with a question of every kind, and no quiz yet."""
    _begin(server)
    return server


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[NewPage]:
    with visiting(chromium, server) as maker:
        yield maker


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("quizzing")) as server:
        yield server
