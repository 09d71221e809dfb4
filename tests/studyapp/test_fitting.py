"""Parameters are fitted to what a learner answered, and taken only if they predict better."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from sqlmodel import select

from studyapp import changes, demo, duedates, fitting, learners, presets, worker
from studyapp.db import Database
from studyapp.errors import NotFoundError
from studyapp.ids import new_id
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.scheduling.fitting import (
    Log,
    chances,
    fit,
    score,
    states,
    whole_histories,
)
from studyapp.tables import Card, Fit, Job, Preset, Review
from tests.makers import NOW, a_review_card, clock_of, made


@pytest.fixture
def simulated(database):
    """Return a learner of known memory, small enough to be made in a second."""
    made = demo.make(database, NOW, "UTC", cards=150, answers=1200, seed=6, name="S")
    assert made.reviews > 1100
    return made


def test_a_fit_that_predicts_better_is_taken_and_can_be_undone(database, simulated):
    me = simulated.learner_id
    before = memories(database, me)
    fitted = fitted_as_job(database, me)
    assert fitted.outcome == fitting.BETTER
    assert fitted.scores["new"]["log_loss"] < fitted.scores["default"]["log_loss"]
    assert set(fitted.scores) == {"default", "present", "new", "constant"}
    assert preset_of(database, me).parameters == fitted.parameters
    after = memories(database, me)
    assert [one[0] for one in after] != [one[0] for one in before]
    assert [one[1] for one in after] == [one[1] for one in before], "a due date moved"
    database.write(lambda session: changes.undo(session, me, NOW + timedelta(minutes=1)) and None)
    assert preset_of(database, me).parameters is None
    assert memories(database, me) == before
    database.write(lambda session: changes.redo(session, me) and None)
    assert memories(database, me) == after


def test_the_published_parameters_give_every_card_its_own_memory_again(database, simulated):
    me = simulated.learner_id
    with database.reading() as session:
        log, card_ids = fitting.log_of(session, me, learners.default_preset_id(me))
        cards = {card.id: card for card in session.exec(select(Card).where(Card.learner_id == me))}
    stability, difficulty = states(DEFAULT_PARAMETERS, log)
    for at in ends(log):
        card = cards[card_ids[log.card[at]]]
        # Each step was rounded to four places when it was stored.
        assert stability[at] == pytest.approx(card.stability, rel=0.01)
        assert difficulty[at] == pytest.approx(card.difficulty, abs=0.02)


def test_true_parameters_are_kept(database, simulated):
    me = simulated.learner_id
    set_parameters(database, me, simulated.parameters)
    found = fitted_as_job(database, me)
    truth = found.scores["present"]["log_loss"]
    assert truth <= found.scores["default"]["log_loss"] + 0.003
    taken = preset_of(database, me).parameters
    expected = list(found.parameters) if found.outcome == fitting.BETTER else None
    assert taken == (expected or list(simulated.parameters))


def test_memory_follows_parameters_that_are_written_by_hand(database, simulated):
    me, key = simulated.learner_id, learners.default_preset_id(simulated.learner_id)
    before = memories(database, me)

    def action(session):
        wanted = presets.wanted_of(presets.get(session, me, key))
        wanted = replace(wanted, parameters=simulated.parameters)
        presets.change(session, me, key, wanted, NOW)

    database.write(action)
    assert memories(database, me) != before
    database.write(lambda session: changes.undo(session, me, NOW) and None)
    assert memories(database, me) == before


def test_too_few_answers_change_nothing(database, amina):
    made(database, a_review_card, amina)
    found = fitted_as_job(database, amina)
    assert (found.outcome, found.parameters) == (fitting.TOO_FEW, [])
    assert preset_of(database, amina).parameters is None


def test_one_fit_at_a_time(database, amina):
    first, second = (ask(database, amina) for _ in range(2))
    assert first == second


def test_a_preset_of_another_is_not_fitted(database, amina, bo):
    theirs = learners.default_preset_id(bo)
    with pytest.raises(NotFoundError):
        database.write(
            lambda session: fitting.request(session, amina, theirs, new_id(), NOW) and None
        )


def test_only_answers_that_count_are_read(database, simulated):
    me, preset_id = simulated.learner_id, learners.default_preset_id(simulated.learner_id)

    def spoil(session):
        first, second, *_rest = session.exec(
            select(Review).where(Review.learner_id == me).limit(3)
        ).all()
        first.voided_at, second.kind = NOW, "cram"
        session.add_all([first, second])

    with database.reading() as session:
        before = fitting.answers_in(session, me, preset_id)
    database.write(spoil)
    with database.reading() as session:
        assert fitting.answers_in(session, me, preset_id) == before - 2


def test_due_dates_move_on_request_and_only_then(database, simulated):
    me, key = simulated.learner_id, new_id()
    before = memories(database, me)

    def replan(session):
        clock = clock_of(session, me, NOW)
        return duedates.replan(session, me, learners.default_preset_id(me), clock, key)

    wanted = replace_retention(database, me, 0.8)
    assert wanted == 0.8
    assert memories(database, me) == before
    assert database.write(replan) > 20
    assert sum(one[1].toordinal() for one in memories(database, me)) > sum(
        one[1].toordinal() for one in before
    )
    assert all(
        one[0] == other[0] for one, other in zip(memories(database, me), before, strict=True)
    )
    assert database.write(replan) == 0
    database.write(lambda session: changes.undo(session, me, NOW) and None)
    assert memories(database, me) == before


def test_a_history_begins_at_its_last_first_answer():
    card, day = np.array([0, 0, 0, 1]), np.array([1, 5, 9, 3])
    begins = np.array([True, True, False, False])
    log = whole_histories(card, day * 10, day, np.array([3, 1, 4, 2]), begins)
    assert log.day.tolist() == [5, 9, 3]
    assert log.first.tolist() == [True, False, True]
    assert log.days.tolist() == [0, 4, 0]
    assert log.depth.tolist() == [0, 1, 0]


def test_days_that_run_backwards_count_as_the_same_day():
    log = Log(*(np.array(one) for one in ([0, 0], [1, 2], [9, 8], [3, 3])), np.array([True, False]))
    assert log.days.tolist() == [0, 0]
    assert chances(DEFAULT_PARAMETERS, log).tolist() == [1.0, 1.0]


def test_scores_are_those_of_the_field():
    rating, chance = np.array([1, 3, 3, 1]), np.array([0.2, 0.9, 0.6, 0.7])
    log = Log(np.arange(4), np.arange(4), np.arange(4), rating, np.ones(4, dtype=bool))
    found = score(chance, log, np.arange(4))
    expected = -np.log([0.8, 0.9, 0.6, 0.3]).mean()
    assert found.log_loss == pytest.approx(expected)
    # Of four pairs of one known and one forgotten, three are the right way round.
    assert found.auc == 0.75
    assert found.rmse == pytest.approx(abs(chance.mean() - 0.5))
    assert score(chance, log, np.array([1, 2])).auc == 0.5


def test_answers_the_present_parameters_may_know_are_left_out_of_the_comparison():
    log = a_log(1500)
    late = int(np.quantile(log.at, 0.99))
    assert fit(log, DEFAULT_PARAMETERS, since=late).outcome == fitting.TOO_FEW


def a_log(number):
    chance = np.random.default_rng(3)
    card = np.repeat(np.arange(number // 5), 5)
    day = np.tile(np.array([0, 1, 4, 11, 30]), number // 5) + card % 20
    rating = np.where(chance.random(len(card)) < 0.85, 3, 1)
    return whole_histories(card, day * 1000 + card, day, rating, np.zeros(len(card), dtype=bool))


def ends(log):
    return np.append(np.flatnonzero(log.first)[1:], len(log)) - 1


def ask(database: Database, learner_id: str) -> str:
    preset_id = learners.default_preset_id(learner_id)
    return database.write(
        lambda session: fitting.request(session, learner_id, preset_id, new_id(), NOW).id
    )


def fitted_as_job(database, learner_id):
    job_id = ask(database, learner_id)
    worker.run_all(database, lambda: NOW)
    with database.reading() as session:
        job = session.get_one(Job, (learner_id, job_id))
        assert (job.state, job.error) == ("done", None)
        found = session.exec(select(Fit).where(Fit.learner_id == learner_id)).one()
        assert found.id != job_id
        return found


def preset_of(database, learner_id):
    with database.reading() as session:
        return session.get_one(Preset, (learner_id, learners.default_preset_id(learner_id)))


def set_parameters(database, learner_id, parameters):
    def action(session):
        row = session.get_one(Preset, (learner_id, learners.default_preset_id(learner_id)))
        row.parameters = list(parameters)
        session.add(row)

    database.write(action)


def replace_retention(database, learner_id, retention):
    def action(session):
        key = learners.default_preset_id(learner_id)
        wanted = presets.wanted_of(presets.get(session, learner_id, key))
        changed = replace(wanted, desired_retention=retention)
        presets.change(session, learner_id, key, changed, NOW - timedelta(minutes=1))
        return session.get_one(Preset, (learner_id, key)).desired_retention

    return database.write(action)


def memories(database, learner_id):
    with database.reading() as session:
        rows = session.exec(select(Card).where(Card.learner_id == learner_id).order_by(Card.id))
        return [((card.stability, card.difficulty), card.due_day) for card in rows]
