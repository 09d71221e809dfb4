"""Learners: the one of an install without accounts, each one's clock, settings."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from studyapp import changes, decks, learners
from studyapp.errors import NotFoundError, RefusedError
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.start import first_learner, server_zone
from studyapp.tables import Learner, Preset
from tests.makers import NOW, a_deck, a_learner, made

WANTED = {
    "zone": "Asia/Kolkata",
    "rollover_hour": 2,
    "theme": "dark",
    "new_per_day": 5,
    "desired_retention": 0.85,
}


def test_the_first_start_makes_one_learner_with_a_demo(database):
    learner_id = first_learner(database, NOW)
    with database.reading() as session:
        (demo,) = decks.all_of(session, learner_id)
        assert demo.is_demo
        assert session.exec(select(Learner.id)).all() == [learner_id]


def test_the_next_start_finds_the_same_learner(database):
    assert len({first_learner(database, NOW + timedelta(days=day)) for day in range(3)}) == 1


def test_many_first_requests_at_once_make_one_learner(database):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: first_learner(database, NOW), range(8)))
    assert len(found) == 1
    with database.reading() as session:
        assert len(session.exec(select(Learner.id)).all()) == 1
        assert len(decks.all_of(session, found.pop())) == 1


def test_a_learner_who_is_there_gets_no_demo(database, amina):
    assert first_learner(database, NOW) == amina
    with database.reading() as session:
        assert decks.all_of(session, amina) == []


def test_the_zone_of_this_machine_is_a_zone():
    assert ZoneInfo(server_zone())


def test_a_zone_set_for_the_process_goes_before_that_of_the_machine(monkeypatch):
    monkeypatch.setenv("TZ", "America/Lima")
    assert server_zone() == "America/Lima"
    monkeypatch.setenv("TZ", "nowhere")
    assert server_zone() != "nowhere"


def test_the_day_turns_at_the_learners_hour_in_the_learners_zone():
    clock = learners.Clock(datetime(2026, 3, 2, 22, tzinfo=UTC), ZoneInfo("Asia/Kolkata"), 4)
    assert clock.today == date(2026, 3, 2)
    assert clock.starts_at(date(2026, 3, 3)) == datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


def test_settings_are_stored_and_taken_back(database, amina):
    before = settings_of(database, amina)
    set_up(database, amina)
    assert settings_of(database, amina) == WANTED
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert settings_of(database, amina) == before


def test_settings_that_change_nothing_are_no_act(database, amina):
    set_up(database, amina, **settings_of(database, amina))
    assert database.write(lambda session: changes.undo(session, amina, NOW)) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("zone", "Mars/Olympus"),
        ("rollover_hour", 24),
        ("rollover_hour", -1),
        ("theme", "pink"),
        ("new_per_day", -1),
        ("new_per_day", 10_000),
        ("desired_retention", 0.5),
        ("desired_retention", 0.99),
        ("desired_retention", float("nan")),
    ],
)
def test_a_setting_that_cannot_work_is_refused(database, amina, name, value):
    before = settings_of(database, amina)
    with pytest.raises(RefusedError):
        set_up(database, amina, **{name: value})
    assert settings_of(database, amina) == before


def test_everything_that_is_wrong_is_said_at_once():
    problems = learners.setting_problems(learners.Wishes("Mars/Olympus", 99, "pink", -1, 2))
    assert len(problems) == 5


def test_a_learner_is_found_by_name(database, amina, bo):
    with database.reading() as session:
        assert learners.by_name(session, "Bo").id == bo
        with pytest.raises(NotFoundError, match="Cleo"):
            learners.by_name(session, "Cleo")


def test_a_preset_without_parameters_takes_the_usual_ones(database, amina):
    with database.reading() as session:
        row = learners.preset_of(session, amina, learners.default_preset_id(amina))
        values = learners.preset_values(row)
    assert values.parameters == DEFAULT_PARAMETERS
    assert values.learning_steps == (60, 600)


def test_nobody_takes_the_preset_of_another(database, amina, bo):
    with database.reading() as session, pytest.raises(NotFoundError):
        learners.preset_of(session, amina, learners.default_preset_id(bo))


def test_decks_take_the_markers_in_turn(database, amina, bo):
    made(database, a_deck, bo, "One of Bo")
    for number in range(6):
        made(database, a_deck, amina, f"Deck {number}")
    with database.reading() as session:
        markers = [deck.marker for deck in decks.all_of(session, amina)]
    assert markers == [*learners.MARKERS, learners.MARKERS[0]]


def test_two_learners_may_have_one_name(database):
    assert made(database, a_learner, "Amina") != made(database, a_learner, "Amina")


def set_up(database, learner_id, **wanted):
    def action(session):
        learner = session.get_one(Learner, learner_id)
        learners.set_up(session, learner, learners.Wishes(**{**WANTED, **wanted}), NOW)

    database.write(action)


def settings_of(database, learner_id):
    with database.reading() as session:
        learner = session.get_one(Learner, learner_id)
        preset = session.get_one(Preset, (learner_id, learners.default_preset_id(learner_id)))
        found = {name: getattr(learner, name) for name in WANTED if hasattr(learner, name)}
        return found | {"desired_retention": preset.desired_retention}
