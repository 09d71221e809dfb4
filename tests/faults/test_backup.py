"""A backup taken at any moment is one moment; what is damaged is never served."""

from __future__ import annotations

import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from studyapp.tables import Document, Review
from tests.faults import aftermath
from tests.faults.cards import decks_of_cards, see_all_today
from tests.faults.clients import Giver, Ledger, Reviewer, at_work
from tests.faults.install import Install, refusal, until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]
DECKS = 3


def test_a_backup_taken_while_learners_write_is_one_moment(serving: Install, restored: Install):
    decks = decks_of_cards(serving, DECKS, cards=100)
    see_all_today(serving)
    chance = random.Random(7)
    reviewers = [Reviewer(serving.url, Ledger(), random.Random(deck), deck) for deck in decks]
    giver = Giver(serving.url, Ledger(), chance, words=900)
    backup = serving.folder / "backup.zip"
    with at_work([*reviewers, giver]):
        until(lambda: all(len(one.ledger.reviews) > 5 for one in reviewers))
        before = [len(one.ledger.reviews) for one in reviewers]
        serving.done("backup", backup)
    assert serving.stop() == 0
    restored.done("restore", backup)
    aftermath.check_file(restored.data_dir / "studyapp.db")
    stored = reviews_of(restored)
    for reviewer, number in zip(reviewers, before, strict=True):
        check_is_a_beginning(list(reviewer.ledger.reviews), stored, number)
    check_that_it_goes_on(restored, giver.ledger)


def test_a_backup_that_is_killed_leaves_nothing_under_its_name(install: Install):
    decks_of_cards(install, 1, cards=300)
    chance, backup = random.Random(5), install.folder / "backup.zip"
    for _ in range(5):
        with install.begun("backup", backup) as backing_up:
            time.sleep(chance.uniform(0.3, 1.5))
            backing_up.kill()
        if backup.exists():
            assert zipfile.ZipFile(backup).testzip() is None
            backup.unlink()


def test_a_damaged_database_is_not_served_and_a_backup_takes_its_place(install: Install):
    decks_of_cards(install, 1, cards=100)
    backup, database = install.folder / "backup.zip", install.data_dir / "studyapp.db"
    install.done("backup", backup)
    for hurt in ("noise", "cut", "another"):
        damage(database, hurt)
        damaged = database.read_bytes()
        line = refusal(install.command("serve", "--port", str(install.port)))
        assert "studyapp restore" in line
        install.done("restore", "--yes", backup)
        kept = max(install.data_dir.glob("studyapp.db.before-restore-*"))
        assert kept.read_bytes() == damaged
        aftermath.check_file(database)
    install.start()
    install.wait_until_it_answers()


def check_is_a_beginning(sent: list[str], stored: set[str], least: int) -> None:
    """Fail unless what is stored of a learner's reviews is their first part, without a gap."""
    there = [key for key in sent if key in stored]
    assert there == sent[: len(there)]
    assert len(there) >= least


def check_that_it_goes_on(restored: Install, ledger: Ledger) -> None:
    """Fail unless the restored install does the work that was begun when it was saved."""
    with restored.reading() as session:
        there = {row.id for row in session.exec(select(Document))} & set(ledger.documents)
    assert there
    known = Ledger(documents={key: ledger.documents[key] for key in there})
    restored.start()
    until(lambda: not restored.unfinished(), patience=90)
    with restored.reading() as session:
        aftermath.check_cards(session)
        aftermath.check_jobs(session)
        aftermath.check_documents(session, known)
        aftermath.check_drafts(session, known)


def reviews_of(install: Install) -> set[str]:
    with install.reading() as session:
        return set(session.exec(select(Review.id)))


def damage(database: Path, hurt: str) -> None:
    """Hurt a file as a failing disk, a full one or a mistaken hand would."""
    chance, whole = random.Random(1), database.read_bytes()
    middle = len(whole) // 2
    hurt_ones = {
        "noise": whole[:middle] + chance.randbytes(20_000) + whole[middle + 20_000 :],
        "cut": whole[:middle],
        "another": chance.randbytes(9_000),
    }
    database.write_bytes(hurt_ones[hurt])


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Install]:
    """Return an empty install beside the one that is saved."""
    folder = tmp_path / "restored"
    folder.mkdir()
    made = Install(folder)
    yield made
    made.end()
