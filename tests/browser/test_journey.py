"""From a fresh install to Today after the last card: by mouse, without script, by keyboard."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from questions import formats
from tests.browser import material
from tests.browser.learner import WAYS, Learner, Way
from tests.browser.rows import card_face, counted, ending
from tests.browser.visits import REPOSITORY, serving, visiting
from tests.samples import sample
from tests.servers import Server

_GENERATION_MS = 90_000
_MOST_CARDS = 40


@dataclass(frozen=True)
class Journey:
    """What came of one way through the app."""

    clicks: int
    rows: dict[str, list[tuple[Any, ...]]]


Journeys = Callable[[Way], Journey]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("way", WAYS)
def test_the_first_question_is_answered_within_three_clicks(way: Way, journeys: Journeys) -> None:
    assert journeys(way).clicks == (0 if way == "keyboard" else 3)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_way_ends_in_the_same_rows(journeys: Journeys) -> None:
    first, *others = (journeys(way).rows for way in WAYS)

    assert {label for label, _undone in first["acts"]} >= {
        *("keep-all", "keep", "reject", "edit", "import", "accept"),
        *("mark", "bury", "suspend", "report"),
    }
    for other in others:
        for table, rows in first.items():
            assert other[table] == rows, set(other[table]) ^ set(rows)


def travel(server: Server, learner: Learner, folder: Path) -> Journey:
    """Go the whole way once."""
    paste_a_text(learner, sample("documents/russia-kazakhstan.txt"))
    answer_the_first_question(learner, server)
    clicks = learner.clicks
    sort_drafts(learner, server)
    bring_in_a_bank(server, folder)
    review_the_bank(learner)
    finish(learner, server)
    see_it_on_today(learner, server)
    return Journey(clicks, ending(server))


def paste_a_text(learner: Learner, file: Path) -> None:
    learner.page.goto("/")
    expect(learner.page.get_by_role("heading", level=1)).to_have_text(
        "Paste anything you want to remember"
    )
    _paste(learner, file)


def _paste(learner: Learner, file: Path) -> None:
    expect(learner.page.get_by_role("textbox").first).to_be_focused()
    # The page draws an id for the document, and with it the order of drafts of one sentence.
    learner.page.locator("input[name=id]").evaluate(
        "(field, id) => { field.value = id }", hashlib.md5(file.name.encode()).hexdigest()
    )
    learner.page.keyboard.insert_text(file.read_text(encoding="utf-8"))
    learner.press("button", "Make questions", "Control+Enter")


def answer_the_first_question(learner: Learner, server: Server) -> None:
    _wait_for_drafts(learner, server)
    learner.press("button", "Study", "Enter")
    learner.answer(_right_answer(learner, server))
    _says(learner, "Right.")
    _grade(learner, "Easy", "4")
    assert counted(server) == 1


def _wait_for_drafts(learner: Learner, server: Server) -> None:
    offer = learner.page.get_by_role("button", name="Study")
    fault = learner.page.get_by_role("heading", name="Stopped by a fault")
    expect(offer.or_(fault)).to_be_visible(timeout=_GENERATION_MS)
    assert not fault.is_visible(), server.log


def sort_drafts(learner: Learner, server: Server) -> None:
    """Keep one, reject one, take that back, edit one, and so on to the last."""
    learner.go_to("Add", "g a")
    _paste(learner, sample("documents/gum_bio_bernoulli.txt"))
    _wait_for_drafts(learner, server)
    learner.press("link", "Sort drafts")
    _decide(learner, "Keep", "y")
    rejected = learner.draft.get_by_role("heading").inner_text()
    _decide(learner, "Reject", "n")
    learner.press("button", "Undo", "u")
    expect(learner.draft.get_by_role("heading")).to_have_text(rejected)
    _decide(learner, "Reject", "n")
    _edit_a_draft(learner)
    _decide(learner, "Keep", "y")
    _decide(learner, "Keep all", "z")
    _reject_the_rest(learner)


def _edit_a_draft(learner: Learner) -> None:
    learner.press("link", "Edit", "e")
    expect(learner.page.get_by_role("heading", name="Edit draft")).to_be_visible()
    # Its label depends on the kind of the draft.
    field = learner.page.locator("textarea[name=stem]")
    learner.write(field, f"{field.input_value()} (Edited.)")
    learner.press("button", "Save")
    expect(learner.draft.get_by_role("heading")).to_contain_text("(Edited.)")


def _reject_the_rest(learner: Learner) -> None:
    for _ in range(_MOST_CARDS):
        if learner.draft.get_by_text("All sorted").count():
            return
        _decide(learner, "Reject", "n")
    raise AssertionError("there is no end of drafts")


def _decide(learner: Learner, name: str, key: str) -> None:
    with learner.moving(learner.draft):
        learner.press("button", name, key)


def bring_in_a_bank(server: Server, folder: Path) -> None:
    """Import a bank from the command line, while the server runs."""
    file = folder / "tides.studybank.json"
    file.write_bytes(formats.write(material.bank(), "json").data)
    command = [sys.executable, "-m", "studyapp", "import", str(file)]
    environment = os.environ | {"STUDYAPP_DATA_DIR": str(server.data_dir)}
    subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, capture_output=True)


def review_the_bank(learner: Learner) -> None:
    learner.go_to("Today", "g t")
    learner.press("link", f"Study {material.TITLE}")
    _review_well(learner)
    _review_almost(learner)
    _mark_a_card(learner)
    _put_cards_off(learner)
    _report_a_card(learner)
    _edit_a_card(learner)


def _review_well(learner: Learner) -> None:
    _asks(learner, "What are the tides at new and full moon called?")
    _show(learner)
    _says(learner, "Spring tides")
    _grade(learner, "Good", "3")
    _asks(learner, "Tides are caused mainly")
    learner.answer("Moon")
    _says(learner, "Right.")
    _grade(learner, "Good", "Enter")


def _review_almost(learner: Learner) -> None:
    _asks(learner, "Which bay has the greatest tidal range?")
    learner.answer("Bay of Fundi")
    _says(learner, "Almost.")
    _grade(learner, "Hard", "2")
    _asks(learner, "On which estuary")
    learner.answer("the river there")
    _says(learner, "Not this time.")
    with learner.moving(learner.card):
        learner.press("button", "I was right", "i")
    _says(learner, "Right.")
    _grade(learner, "Good", "3")


def _mark_a_card(learner: Learner) -> None:
    _asks(learner, "What are the tides at the quarters")
    with learner.moving(learner.card):
        learner.press("button", "Mark", "*")
    expect(learner.page.get_by_role("button", name="Unmark")).to_be_visible()
    _asks(learner, "What are the tides at the quarters")
    _show(learner)
    _grade(learner, "Easy", "4")


def _put_cards_off(learner: Learner) -> None:
    _asks(learner, "Most coasts have")
    learner.answer("two")
    with learner.moving(learner.card):
        learner.press("button", "Skip today", "-")
    _asks(learner, "In which country is the Bay of Fundy?")
    with learner.moving(learner.card):
        learner.press("button", "Set aside", "@")


def _report_a_card(learner: Learner) -> None:
    _asks(learner, "How many turbines")
    learner.use(learner.card.locator("summary", has_text="Report"), "b")
    with learner.moving(learner.card):
        learner.press("button", "Report and set aside")


def _edit_a_card(learner: Learner) -> None:
    _asks(learner, "The first large tidal power station opened")
    learner.press("link", "Edit", "e")
    expect(learner.page.get_by_role("heading", name="Edit question")).to_be_visible()
    learner.write(
        learner.page.get_by_label("Text", exact=True),
        "The first tidal power station of its size opened in {{c1::1966::year}}.",
    )
    learner.press("button", "Save")
    _asks(learner, "The first tidal power station of its size")
    learner.answer("1967")
    _says(learner, "Not this time.")
    _grade(learner, "Again", "1")


def finish(learner: Learner, server: Server) -> None:
    """Answer what comes back, take the last answer back on the last screen, answer again."""
    for _ in range(_MOST_CARDS):
        if _is_done(learner):
            break
        _answer_easily(learner, server)
    known = counted(server)
    with learner.moving(learner.card):
        learner.press("button", "Undo", "u")
    assert not _is_done(learner)
    assert counted(server) == known - 1
    _answer_easily(learner, server)
    assert _is_done(learner)
    assert counted(server) == known


def _answer_easily(learner: Learner, server: Server) -> None:
    if learner.page.get_by_label("Your answer").count():
        learner.answer(_right_answer(learner, server))
    else:
        _show(learner)
    _grade(learner, "Easy", "4")


def see_it_on_today(learner: Learner, server: Server) -> None:
    learner.press("link", "Back to Today", "Enter")
    answers = counted(server)
    expect(learner.page.get_by_text(f"{answers} cards answered today.")).to_be_visible()


def _is_done(learner: Learner) -> bool:
    return learner.card.get_by_text("Done for today").count() > 0


def _asks(learner: Learner, stem: str) -> None:
    expect(learner.card.get_by_role("heading")).to_contain_text(stem)


def _says(learner: Learner, text: str) -> None:
    expect(learner.card.get_by_text(text, exact=True)).to_be_visible()


def _show(learner: Learner) -> None:
    with learner.moving(learner.card):
        learner.press("button", "Show answer", "Space")


def _grade(learner: Learner, name: str, key: str) -> None:
    with learner.moving(learner.card):
        learner.press("button", name, key)


def _right_answer(learner: Learner, server: Server) -> str:
    action = learner.card.locator("form.ask").get_attribute("action")
    assert action is not None
    return card_face(server, action.split("/")[2]).answer


@pytest.fixture(scope="module")
def journeys(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Journeys:
    """Return what makes each journey when it is first asked for, and remembers it."""
    made: dict[Way, Journey] = {}

    def journey(way: Way) -> Journey:
        if way not in made:
            folder = tmp_path_factory.mktemp("journey")
            with serving(folder) as server, visiting(chromium, server) as open_page:
                learner = Learner(open_page(script=way != "no script"), way)
                made[way] = travel(server, learner, folder)
        return made[way]

    return journey
