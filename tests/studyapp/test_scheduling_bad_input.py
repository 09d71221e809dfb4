"""What cannot be scheduled by is refused with a reason, and odd clocks lose and double nothing."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from studyapp import changes, fitting, forecasts, learners, presets, reviews
from studyapp.errors import NotFoundError, RefusedError, StaleCardError
from studyapp.ids import new_id
from studyapp.scheduling import DEFAULT_PARAMETERS, Memory, Preset, Rating, State, preview
from studyapp.scheduling.simulator import Collection, Habits, simulate
from studyapp.tables import Card, Learner, Review
from tests.makers import NOW, a_card, a_review_card, clock_of, made

LAST = date(2026, 3, 2)


@pytest.mark.parametrize("retention", [0, 1, -0.5, 1.2, float("nan")])
def test_no_retention_but_one_between_none_and_all(retention):
    with pytest.raises(ValueError, match="desired retention"):
        Preset(desired_retention=retention)


@pytest.mark.parametrize(
    "text",
    ["1 2 3", "soon", " ".join(["9999"] * 21), " ".join(["nan"] * 21), "1e400 " * 21, "1 " * 500],
)
def test_parameters_out_of_range_are_refused_in_words(text):
    with pytest.raises(RefusedError, match="no parameters of FSRS-6"):
        presets.parameters_of(text)


def test_parameters_are_read_as_they_are_copied():
    anki = ", ".join(map(str, (0.3, *DEFAULT_PARAMETERS[1:])))
    assert presets.parameters_of(f"[{anki}]")[0] == 0.3
    assert presets.parameters_of(" ".join(map(str, DEFAULT_PARAMETERS))) == ()
    assert presets.parameters_of("  ") == ()


@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(days=1), timedelta(days=900)])
def test_a_clock_that_went_back_counts_as_the_same_day(back):
    memory = Memory(State.REVIEW, 0, 10.0, 5.0, 10, LAST, 3)
    on_the_day = shown(memory, NOW)
    earlier = shown(memory, NOW - back)
    assert [one.memory_after for one in earlier.values()] == [
        one.memory_after for one in on_the_day.values()
    ]
    assert all(one.due_day >= LAST for one in earlier.values())


def test_an_answer_given_before_the_last_one_is_kept_and_undone(database, amina):
    card_id = made(database, a_review_card, amina, last_day=(NOW + timedelta(days=3)).date())
    before = card_of(database, amina, card_id)
    sent = reviews.Attempt(new_id(), card_id, Rating.GOOD, 0, 0, "flip")
    database.write(lambda session: reviews.record(session, amina, sent, NOW))
    assert card_of(database, amina, card_id).last_day == before.last_day
    database.write(lambda session: changes.undo(session, amina, NOW) and None)
    assert card_of(database, amina, card_id) == before


@pytest.mark.parametrize("columns", [{"suspended": True, "available_at": None}, {"version": 7}])
def test_an_answer_to_a_card_that_is_not_there_to_answer_changes_nothing(
    database, amina, bo, columns
):
    card_id = made(database, a_card, amina, **columns)
    before = card_of(database, amina, card_id)
    sent = reviews.Attempt(new_id(), card_id, Rating.GOOD, 0, 0, "flip")
    for learner_id, error in ((amina, StaleCardError), (bo, NotFoundError)):
        with pytest.raises(error):
            database.write(
                lambda session, who=learner_id: reviews.record(session, who, sent, NOW) and None
            )
    assert card_of(database, amina, card_id) == before


def test_a_log_from_the_future_is_read_and_forecast(database, amina):
    later = NOW + timedelta(days=400)
    card_id = made(database, a_review_card, amina)
    sent = reviews.Attempt(new_id(), card_id, Rating.GOOD, 0, 0, "flip")
    database.write(lambda session: reviews.record(session, amina, sent, later))
    preset_id = learners.default_preset_id(amina)
    with database.reading() as session:
        assert session.get(Review, (amina, sent.id)).day == later.date()
        log, _ids = fitting.log_of(session, amina, preset_id)
        collection = forecasts.collection_of(session, amina, preset_id, clock_of(session, amina))
        preset = presets.get(session, amina, preset_id)
        learner = session.get_one(Learner, amina)
        habits = forecasts.habits_of(session, learner, preset, clock_of(session, amina))
    assert len(log) == 1
    assert collection.last_day.max() <= 0
    found = simulate(collection, habits, days=30)
    assert np.isfinite(found.memorised).all()


def test_no_cards_and_no_minutes_are_a_year_of_nothing():
    none = np.array([])
    found = simulate(Collection(none, none, none, none), Habits(seconds=(0, 0, 0, 0)), days=5)
    assert found.reviews.sum() == found.seconds.sum() == found.memorised.sum() == 0


def shown(memory, now):
    return preview(
        memory,
        now=now.astimezone(UTC),
        zone=ZoneInfo("UTC"),
        rollover_hour=4,
        preset=Preset(),
        seed="card",
        fuzz=False,
    )


def card_of(database, learner_id, card_id):
    with database.reading() as session:
        return session.get_one(Card, (learner_id, card_id))
