"""What is kept of figures equals cards and log, whatever is done, and costs what is one's own."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import update
from sqlmodel import Session, col, select

from studyapp import figures, reviews, search
from studyapp.db import Database
from studyapp.figures import EVERY, FIGURES, Source
from studyapp.figures.columns import Answers, read_log
from studyapp.figures.packing import Packed
from studyapp.figures.reading import packed_cards
from studyapp.ids import new_id
from studyapp.learners import Clock, default_preset_id
from studyapp.scheduling import DEFAULT_PARAMETERS, Rating
from studyapp.tables import (
    DayAnswers,
    KeptCards,
    Learner,
    Preset,
    Review,
    StoredQuestion,
    StudyDay,
    TouchedCard,
)
from tests.makers import NOW, a_card, a_learner, a_review_card, clock_of, made
from tests.parity import figures_rows
from tests.parity.figures_rows import drawn
from tests.studyapp.machine import Learning

KEPT = (KeptCards, TouchedCard, StudyDay, DayAnswers)


class Keeping(Learning):
    """A learner who does anything in any order, and whose figures are kept from the beginning."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.renew()

    @rule()
    def renew(self) -> None:
        self.database.write(
            lambda session: figures.renew(session, self.me, clock_of(session, self.me, self.moment))
        )

    @precondition(lambda self: hasattr(self, "me"))
    @invariant()
    def what_is_kept_equals_the_log(self) -> None:
        with self.database.reading() as session:
            clock = clock_of(session, self.me, self.moment)
            for query in ("", "deck:Cities"):
                same(session, self.me, clock, query)


def test_what_is_kept_equals_the_log_whatever_is_done(database):
    run_state_machine_as_test(
        lambda: Keeping(database),
        settings=settings(
            max_examples=2,
            stateful_step_count=12,
            phases=[Phase.generate],
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_random_collection_is_kept_as_it_is(database, amina):
    collection = drawn(11, 60, 900, "Australia/Lord_Howe", rollover=3)
    made(database, figures_rows.for_us, amina, collection)
    database.write(lambda session: figures.rebuild(session, amina, collection.clock))
    with database.reading() as session:
        for query in ("", "deck:Rivers", "deck:Rivers::Long", "deck:Nowhere", "is:new"):
            same(session, amina, collection.clock, query)
        assert not session.exec(select(StudyDay).where(col(StudyDay.body).is_(None))).all()


def test_an_answer_makes_only_its_day_stale_and_a_renewal_mends_it(database, amina, kept_card):
    answer(database, amina, kept_card)
    assert stale_days(database, amina) == {NOW.date()}
    made(database, figures.renew, amina, CLOCK)
    assert stale_days(database, amina) == set()
    agrees(database, amina)


def test_other_parameters_make_all_predictions_stale(database, amina, kept_card):
    answer(database, amina, kept_card)
    made(database, figures.renew, amina, CLOCK)
    fitted = [*DEFAULT_PARAMETERS[:20], 0.5]
    database.write(lambda session: set_parameters(session, amina, fitted))
    assert stale_days(database, amina) == {NOW.date()}
    agrees(database, amina)


def test_a_question_of_another_kind_is_not_taken_for_what_it_was(database, amina, kept_card):
    answer(database, amina, kept_card)
    made(database, figures.renew, amina, CLOCK)
    database.write(
        lambda session: session.execute(update(StoredQuestion).values(kind="essay")) and None
    )
    agrees(database, amina)
    with database.reading() as session:
        assert [row[0] for row in EVERY["luck"](Source(session, amina, CLOCK, "all")).rows] == [
            "essay"
        ]


def test_a_day_with_answers_still_to_come_is_never_taken_as_told(database, amina, kept_card):
    answer(database, amina, kept_card)
    later = NOW + timedelta(hours=3)
    database.write(
        lambda session: session.execute(update(Review).values(reviewed_at=later)) and None
    )
    made(database, figures.rebuild, amina, CLOCK)
    assert stale_days(database, amina) == {NOW.date()}
    agrees(database, amina)
    agrees(database, amina, Clock(later, ZoneInfo("UTC"), 4))


def test_figures_are_kept_from_many_answers_on(database, amina):
    made(database, a_card, amina)
    assert not are_worn(database, amina)
    made(database, figures_rows.for_us, amina, drawn(12, 20, 100))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studyapp.figures.kept.WORTH_KEEPING", 90)
        assert are_worn(database, amina)
        made(database, figures.renew, amina, drawn(12, 20, 100).clock)
        assert not are_worn(database, amina)


def test_a_learner_who_goes_takes_along_what_is_kept(database, amina, bo, kept_card):
    answer(database, amina, kept_card)
    database.write(lambda session: session.delete(session.get_one(Learner, amina)))
    with database.reading() as session:
        assert [session.exec(select(table)).all() for table in KEPT] == [[], [], [], []]


def test_what_is_forgotten_is_read_from_the_log(database, amina, kept_card):
    made(database, figures.forget, amina)
    answer(database, amina, kept_card)
    agrees(database, amina)


def test_a_page_of_figures_costs_the_same_among_strangers(sqlite_url):
    alone = a_site(sqlite_url, strangers=0)
    # Where ids happen to fall in a page of an index may cost a step or two.
    assert a_site(sqlite_url, strangers=6) <= alone + 5


# -- Help ----------------------------------------------------------------------------------

CLOCK = Clock(NOW, ZoneInfo("UTC"), 4)


def same(session: Session, learner_id: str, clock: Clock, text: str) -> None:
    """Assert that figures of what is kept equal those that are counted."""
    condition, deck_ids = None, None
    if text:
        query = search.parse(text)
        condition = search.cards_under(session, learner_id, query, clock)
        deck_ids = search.decks_under(session, learner_id, query, clock)
    kept = figures.quick(session, learner_id, clock, "all", condition, deck_ids)
    plain = figures.read(session, learner_id, clock, "all", condition)
    assert kept.days.day.tolist() == plain.days.day.tolist(), text
    assert np.allclose(kept.days.sums, plain.days.sums), text
    assert [make(kept) for make in FIGURES.values()] == [make(plain) for make in FIGURES.values()]
    alike(
        figures.kept.cards(session, learner_id, condition, deck_ids),
        packed_cards(session, learner_id, condition),
    )
    for first in (None, clock.today - timedelta(days=1)):
        since = None if first is None else col(Review.day) >= first
        log = read_log(session, learner_id, clock, since)
        alike(figures.kept.answers(session, learner_id, clock, first), log)


def alike(kept: Packed | Answers, read: Packed | Answers) -> None:
    for field in fields(read):
        columns = [getattr(one, field.name) for one in (kept, read)]
        np.testing.assert_array_equal(*columns, err_msg=field.name)


def agrees(database: Database, learner_id: str, clock: Clock = CLOCK) -> None:
    with database.reading() as session:
        same(session, learner_id, clock, "")


def answer(database: Database, learner_id: str, card_id: str) -> None:
    attempt = reviews.Attempt(new_id(), card_id, Rating.GOOD, 0, 2_000, "flashcard")
    database.write(lambda session: reviews.record(session, learner_id, attempt, NOW))


def stale_days(database: Database, learner_id: str) -> set[object]:
    with database.reading() as session:
        stale = select(StudyDay.day).where(
            col(StudyDay.learner_id) == learner_id, col(StudyDay.body).is_(None)
        )
        return set(session.exec(stale))


def are_worn(database: Database, learner_id: str) -> bool:
    with database.reading() as session:
        return figures.are_worn(session, learner_id)


def set_parameters(session: Session, learner_id: str, parameters: list[float]) -> None:
    preset = session.get_one(Preset, (learner_id, default_preset_id(learner_id)))
    preset.parameters = parameters
    session.add(preset)


@pytest.fixture
def kept_card(database, amina):
    card_id = made(database, a_review_card, amina)
    made(database, figures.rebuild, amina, CLOCK)
    return card_id


def a_site(url: str, strangers: int) -> int:
    """Return the steps of SQLite's machine for the figures of one learner among others."""
    database, collection = Database(url), drawn(13, 40, 500)
    learner_id = made(database, a_learner, f"Amina {strangers}")
    others = [made(database, a_learner, f"Stranger {strangers} {one}") for one in range(strangers)]
    for owner in (learner_id, *others):
        made(database, figures_rows.for_us, owner, collection)
        made(database, figures.rebuild, owner, collection.clock)
    with database.reading() as session:
        connection = session.connection().connection.driver_connection
        taken = 0

        def note() -> None:
            nonlocal taken
            taken += 1

        connection.set_progress_handler(note, 1)
        source = Source(session, learner_id, collection.clock, "all")
        for make in FIGURES.values():
            make(source.rows)
        figures.are_worn(session, learner_id)
        connection.set_progress_handler(None, 0)
    database.close()
    return taken
