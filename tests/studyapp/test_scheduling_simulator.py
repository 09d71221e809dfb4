"""A simulated collection lives by FSRS, and what is forecast of it comes true."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from studyapp import forecasts
from studyapp.scheduling import DEFAULT_PARAMETERS, Rating
from studyapp.scheduling.fsrs import Trace, next_states, retrievability
from studyapp.scheduling.simulator import Collection, Habits, sampled, simulate
from studyapp.scheduling.vectors import after, first, recall, wait


def test_arrays_follow_the_formulas_of_a_single_card():
    chance = np.random.default_rng(1)
    stability, difficulty = chance.lognormal(2, 1.5, 300), chance.uniform(1, 10, 300)
    days, ratings = chance.integers(0, 60, 300), chance.integers(1, 5, 300)
    found = after(DEFAULT_PARAMETERS, stability, difficulty, days, ratings)
    for at in range(300):
        before = Trace(stability[at], difficulty[at])
        states = next_states(DEFAULT_PARAMETERS, 0.9, before, int(days[at]))
        trace = states[Rating(int(ratings[at]))].trace
        assert found[0][at] == pytest.approx(trace.stability, rel=1e-4)
        assert found[1][at] == pytest.approx(trace.difficulty, rel=1e-4)


def test_first_answers_and_waits_follow_them_too():
    stability, difficulty = first(DEFAULT_PARAMETERS, np.array([1, 2, 3, 4]))
    states = next_states(DEFAULT_PARAMETERS, 0.9, None, 0)
    assert stability == pytest.approx([states[one].trace.stability for one in Rating], rel=1e-5)
    assert difficulty == pytest.approx([states[one].trace.difficulty for one in Rating], rel=1e-5)
    assert wait(DEFAULT_PARAMETERS, stability, 0.9) == pytest.approx(stability)
    assert recall(DEFAULT_PARAMETERS, stability, stability) == pytest.approx(0.9)
    assert recall(DEFAULT_PARAMETERS, stability[:1], np.array([3])) == pytest.approx(
        retrievability(float(stability[0]), 3)
    )


def test_a_learner_recalls_as_much_as_was_wanted():
    found = simulate(a_collection(2000), Habits(new_per_day=0), days=200, seed=4)
    assert found.memorised[0, -1] / 2000 > 0.9
    again = simulate(a_collection(2000), Habits(new_per_day=0), days=200, seed=4)
    assert (found.reviews == again.reviews).all()


def test_more_retention_costs_more_and_brings_more():
    shares = (0.70, 0.80, 0.85, 0.90, 0.95)
    costs = forecasts.levels(a_collection(800), Habits(), shares)
    assert [one.minutes_a_day for one in costs] == sorted(one.minutes_a_day for one in costs)
    assert [one.memorised for one in costs] == sorted(one.memorised for one in costs)
    assert len(forecasts.levels(a_collection(100), Habits())) == 30


def test_new_cards_come_a_day_s_share_at_a_time():
    none = np.array([])
    collection = Collection(none, none, none, none, new=50)
    found = simulate(collection, Habits(new_per_day=20), days=5)
    assert found.reviews[0, 0] == 20
    assert found.memorised[0, 0] == pytest.approx(20)
    assert simulate(collection, Habits(new_per_day=0), days=9).reviews.sum() == 0


def test_a_sample_stands_for_the_whole():
    whole = a_collection(9000)
    part, weight = sampled(whole, 3000)
    assert len(part) * weight == pytest.approx(9000, rel=0.05)
    assert sampled(part, 10_000) == (part, 1.0)


@pytest.mark.parametrize("cards", [400, 3000])
def test_four_of_five_days_lie_within_the_band(cards):
    collection, habits = a_collection(cards), Habits(new_per_day=0)
    band = forecasts.forecast(collection, habits, date(2026, 3, 2))
    truth = simulate(collection, habits, fates=4, seed=77).reviews[:, 1:]
    inside = (truth >= band.low[1:]) & (truth <= band.high[1:])
    assert 0.75 <= inside.mean() <= 0.85
    assert np.median(band.high - band.low) <= 3 * np.sqrt(band.reviews.mean())


def a_collection(number):
    chance = np.random.default_rng(number)
    stability = chance.lognormal(3, 1, number)
    last = -chance.integers(0, 30, number)
    due = np.maximum(last + np.rint(stability).astype(int), chance.integers(0, 3, number))
    return Collection(stability, chance.uniform(2, 9, number), last, due)
