"""From a fresh install to Today after the last card: by mouse, without script, by keyboard."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from questions import formats
from tests.browser import material
from tests.browser.learner import WAYS, Learner, Way
from tests.browser.rows import card_face, ending, rows
from tests.browser.visits import REPOSITORY, serving, visiting
from tests.samples import sample
from tests.servers import Server

_LONGEST_GENERATION_MS = 90_000
_MOST_CARDS = 60


@dataclass(frozen=True)
class Journey:
    """What came of one way through the app."""

    clicks: int
    seconds: float
    rows: dict[str, list[tuple[Any, ...]]]


Journeys = Callable[[Way], Journey]


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("way", WAYS)
def test_the_first_question_is_answered_within_three_clicks(way: Way, journeys: Journeys) -> None:
    journey = journeys(way)

    assert journey.clicks == (0 if way == "keyboard" else 3)


@pytest.mark.slow
@pytest.mark.timeout(480)
def test_every_way_ends_in_the_same_rows(journeys: Journeys) -> None:
    first, *others = (journeys(way).rows for way in WAYS)

    assert {label for label, _undone in first["acts"]} >= {
        *("keep-all", "keep", "reject", "edit", "import", "accept"),
        *("mark", "bury", "suspend", "report"),
    }
    for other in others:
        assert other == first


def journey(server: Server, learner: Learner, folder: Path) -> tuple[int, float]:
    """Go the whole way; return clicks and seconds until the first answer."""
    begun = time.monotonic()
    _paste_a_text(learner)
    _answer_the_first_question(learner, server)
    clicks, seconds = learner.clicks, time.monotonic() - begun
    _sort_the_rest(learner, server)
    _bring_in_a_bank(server, folder)
    _review_the_bank(learner)
    _finish(learner, server)
    _see_it_on_today(learner)
    return clicks, seconds


def _paste_a_text(learner: Learner) -> None:
    page = learner.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Paste anything you want to remember")
    expect(page.get_by_role("textbox").first).to_be_focused()
    page.keyboard.insert_text(_article())
    learner.press("button", "Make questions")


def _article() -> str:
    return sample("documents/russia-kazakhstan.txt").read_text(encoding="utf-8")


def _answer_the_first_question(learner: Learner, server: Server) -> None:
    study = learner.page.get_by_role("button", name="Study")
    expect(study).to_be_visible(timeout=_LONGEST_GENERATION_MS)
    learner.press("button", "Study", "Enter")
    learner.answer(card_face(server, _card_id(learner)).answer)
    expect(learner.page.get_by_text("Right.", exact=True)).to_be_visible()
    _grade(learner, "Easy", "4")


def _sort_the_rest(learner: Learner, server: Server) -> None:
    _wait_for_the_work(learner, server)
    _undo(learner, "4")
    for _ in range(2):
        learner.go_to("Library", "g l")
    _ = server


def _wait_for_the_work(learner: Learner, server: Server) -> None:
    end = time.monotonic() + _LONGEST_GENERATION_MS / 1000
    while rows(server, "SELECT 1 FROM job WHERE state IN ('waiting', 'running')"):
        assert time.monotonic() < end, server.log
        learner.page.wait_for_timeout(100)
