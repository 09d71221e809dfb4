"""Nothing that was acknowledged is lost or doubled, however often every process is killed."""

from __future__ import annotations

import random
import time

import pytest

from tests.faults import aftermath
from tests.faults.cards import decks_of_cards, see_all_today
from tests.faults.clients import Client, Doubter, Giver, Ledger, Reviewer, Sorter, at_work
from tests.faults.install import Install

# Only what hangs is ended: on a busy machine a storm takes its time.
pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
DECKS, CARDS = 3, 150
LONG = 3_000  # words: several windows, so that a kill falls between two


def test_what_was_acknowledged_survives_twenty_kills_once(install: Install):
    _storm(install, random.Random(20), kills="early busy working " * 7)
    aftermath.check_file(install.data_dir / "studyapp.db")


@pytest.mark.postgres
def test_what_was_acknowledged_survives_twenty_kills_on_postgresql(on_postgres: Install):
    on_postgres.done("migrate")
    # Here the job of a killed worker waits until its lease of 20 s has ended.
    kills = "early busy busy working busy early busy busy busy early " * 2
    _storm(on_postgres, random.Random(10), kills=kills)


def test_an_answer_that_is_taken_back_is_taken_back_once(install: Install):
    ledger, chance, lives = Ledger(), random.Random(30), random.Random(31)
    (deck,) = _decks(install, 1)
    with at_work([Doubter(install.url, ledger, chance, deck)]):
        for _ in range(6):
            install.start()
            install.wait_until_it_answers()
            time.sleep(lives.uniform(0.5, 3))
            install.kill()
        install.start()
        install.wait_until_it_answers()
    install.kill()
    assert ledger.refused == []
    assert len(ledger.voided) > 5
    with install.reading() as session:
        aftermath.check_reviews(session, ledger)
        aftermath.check_cards(session)


def _storm(install: Install, chance: random.Random, kills: str) -> None:
    ledger = Ledger()
    _kill_the_first_start(install, chance)
    with at_work(_clients(install, ledger, chance)):
        for moment in kills.split():
            install.start()
            _live(install, chance, moment)
            install.kill()
        install.start()
        install.wait_until_it_answers()
    _wait_for_the_worker(install)
    assert install.stop() == 0
    assert ledger.refused == []
    assert len(ledger.reviews) > len(kills.split())
    assert len(ledger.documents) > 3
    _check(install, ledger)


def _kill_the_first_start(install: Install, chance: random.Random) -> None:
    install.start()
    time.sleep(chance.uniform(0.5, 1.5))
    install.kill()


def _live(install: Install, chance: random.Random, moment: str) -> None:
    """Let the server live: not until it is up, a while longer, or until its worker works."""
    if moment == "early":
        time.sleep(chance.uniform(0.1, 2))
        return
    install.wait_until_it_answers()
    if moment == "working":
        _wait_for_progress(install)
    time.sleep(chance.uniform(0.1, 1.5))


def _wait_for_progress(install: Install) -> None:
    before, end = install.progress(), time.monotonic() + 120
    while install.progress() == before:
        assert time.monotonic() < end, f"the worker does nothing:\n{install.log[-4000:]}"
        time.sleep(0.1)


def _clients(install: Install, ledger: Ledger, chance: random.Random) -> list[Client]:
    """Return learners who give, sort and study."""
    decks = _decks(install, DECKS)
    own = (random.Random(chance.random()) for _ in range(DECKS + 2))
    reviewers = [Reviewer(install.url, ledger, next(own), deck) for deck in decks]
    return [
        *reviewers,
        Giver(install.url, ledger, next(own), LONG),
        Sorter(install.url, ledger, next(own)),
    ]


def _decks(install: Install, number: int) -> list[str]:
    """Fill the install with decks of cards to see; return their ids, and stop."""
    decks = decks_of_cards(install, number, CARDS)
    install.start()
    install.wait_until_it_answers()
    see_all_today(install)
    install.kill()
    return decks


def _wait_for_the_worker(install: Install) -> None:
    end = time.monotonic() + 400
    while left := install.unfinished():
        assert time.monotonic() < end, f"{left} jobs are left:\n{install.log[-4000:]}"
        time.sleep(0.5)


def _check(install: Install, ledger: Ledger) -> None:
    with install.reading() as session:
        aftermath.check_jobs(session)
        aftermath.check_reviews(session, ledger)
        aftermath.check_cards(session)
        aftermath.check_documents(session, ledger)
        aftermath.check_drafts(session, ledger)
        aftermath.check_sorting(session, ledger)
