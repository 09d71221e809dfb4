"""What a learner has done and knows, in figures, checked against logs that can be counted."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp import figures, reviews, search
from studyapp.figures import FIGURES, PERIODS, share, wilson
from studyapp.figures.rows import study_days
from studyapp.ids import new_id
from studyapp.learners import Clock
from studyapp.scheduling import DEFAULT_PARAMETERS, Rating, study_day
from studyapp.tables import Review
from tests.makers import NOW, a_card, a_question, a_review_card, made

CLOCK = Clock(NOW, ZoneInfo("UTC"), 4)
TODAY = NOW.date()


# -- The log -------------------------------------------------------------------------------


def test_nothing_is_told_of_nothing(database, amina):
    rows = read(database, amina)
    assert rows.are_empty
    for name, make in FIGURES.items():
        figure = make(rows)
        assert all(value in {0, None} or name == "reviews" for value in figure.facts.values())
        assert json.loads(json.dumps(figure.as_json()))["rows"] == figure.as_json()["rows"]


def test_a_day_is_counted_by_kind(database, amina):
    card_id = made(database, a_card, amina)
    answered(database, amina, card_id, days_ago=0, kind="learn", rating=1, ms=30_000)
    answered(database, amina, card_id, days_ago=0, kind="review", rating=3, last_interval=21)
    answered(database, amina, card_id, days_ago=1, kind="review", rating=3, last_interval=30)
    figure = told(database, amina, "today")
    assert [row[:3] for row in figure.rows] == [
        ("learn", 1, 0),
        ("review", 1, 1),
        ("relearn", 0, 0),
        ("cram", 0, 0),
    ]
    assert figure.facts["mature"] == figure.facts["mature_right"] == 1
    assert figure.facts["minutes"] == 0.67


def test_what_was_undone_does_not_count(database, amina):
    card_id = made(database, a_card, amina)
    answered(database, amina, card_id, voided_at=NOW)
    assert told(database, amina, "today").facts["answers"] == 0


def test_an_answer_from_the_future_does_not_count(database, amina):
    card_id = made(database, a_card, amina)
    answered(database, amina, card_id, days_ago=-3)
    assert not len(read(database, amina).log)
    with database.reading() as session:
        assert figures.answers_to_come(session, amina, CLOCK) == 1


@given(
    st.lists(st.integers(1_500_000_000, 1_900_000_000), min_size=1, max_size=20),
    st.sampled_from(("Australia/Lord_Howe", "Pacific/Kiritimati", "America/New_York", "UTC")),
    st.integers(0, 23),
)
def test_moments_lie_in_the_study_days_of_any_zone(seconds, zone, rollover):
    clock = Clock(NOW, ZoneInfo(zone), rollover)
    found = study_days(np.array(seconds, dtype=float), clock)
    moments = [datetime.fromtimestamp(one, UTC) for one in seconds]
    expected = [study_day(one, clock.zone, rollover).toordinal() for one in moments]
    assert found.tolist() == expected


@pytest.mark.parametrize("query", ["deck:Gone", "tag:none", "zebra"])
def test_of_what_a_search_does_not_find_nothing_is_told(database, amina, query):
    answered(database, amina, made(database, a_card, amina))
    with database.reading() as session:
        found = search.cards_under(session, amina, search.parse(query), CLOCK)
        rows = figures.read(session, amina, CLOCK, "month", found)
    assert rows.are_empty
    assert FIGURES["retention"](rows).column("share") == [None] * 6
    assert FIGURES["retrievability"](rows).facts["average"] is None


@pytest.mark.parametrize(("period", "days"), [("month", 30), ("year", 365), ("all", 401)])
def test_each_range_begins_where_it_says(database, amina, period, days):
    card_id = made(database, a_card, amina)
    for ago in (0, 29, 30, 364, 365, 400):
        answered(database, amina, card_id, days_ago=ago)
    figure = told(database, amina, "reviews", period)
    assert len(figure.rows) == figure.facts["days"] == days
    assert figure.facts["days_studied"] == {"month": 2, "year": 4, "all": 6}[period]
    assert sum(figure.column("learn")) == figure.facts["answers"]
    assert figure.rows[-1][0] == TODAY.isoformat()


def test_retention_counts_reviews_that_waited_a_day(database, amina):
    card_id = made(database, a_card, amina)
    answered(database, amina, card_id, kind="learn", rating=1)
    answered(database, amina, card_id, kind="relearn", rating=3, last_interval=0)
    answered(database, amina, card_id, kind="cram", rating=1, last_interval=40)
    answered(database, amina, card_id, days_ago=1, kind="review", rating=1, last_interval=20)
    answered(database, amina, card_id, days_ago=8, kind="review", rating=2, last_interval=21)
    spans = {row[0]: row[1:5] for row in told(database, amina, "retention").rows}
    assert spans["today"] == (0, 0, 0, 0)
    assert spans["yesterday"] == spans["week"] == (0, 1, 0, 0)
    assert spans["month"] == spans["year"] == spans["all"] == (0, 1, 1, 0)


def test_a_week_counts_the_first_answer_of_a_day(database, amina):
    card_id = made(database, a_card, amina)
    for minute, rating in enumerate((1, 3, 3)):
        answered(database, amina, card_id, kind="review", rating=rating, minute=minute)
    figure = told(database, amina, "weeks")
    (row,) = figure.rows
    monday = TODAY - timedelta(days=TODAY.weekday())
    assert row[:4] == (monday.isoformat(), 1, 0, 0.0)


def test_an_hour_is_the_one_on_the_clock_at_the_time(database, amina):
    card_id = made(database, a_card, amina)
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    answered(database, amina, card_id, reviewed_at=at, zone_offset=60, rating=3)
    answered(database, amina, card_id, reviewed_at=at, zone_offset=-150, rating=1)
    rows = told(database, amina, "hours", "all").rows
    assert {row[0]: row[1:3] for row in rows if row[1]} == {0: (1, 1), 21: (1, 0)}


def test_buttons_are_parted_by_what_the_card_was(database, amina):
    card_id = made(database, a_card, amina)
    answered(database, amina, card_id, kind="learn", rating=2)
    answered(database, amina, card_id, kind="review", rating=4, last_interval=3)
    answered(database, amina, card_id, kind="review", rating=1, last_interval=21)
    rows = told(database, amina, "buttons").rows
    assert rows == (
        ("learning", 0, 1, 0, 0, 1.0),
        ("young", 0, 0, 0, 1, 1.0),
        ("mature", 1, 0, 0, 0, 0.0),
    )


# -- The cards -----------------------------------------------------------------------------


def test_cards_are_counted_once_each(database, amina):
    made(database, a_card, amina)
    made(database, a_review_card, amina, interval=20)
    made(database, a_review_card, amina, interval=21)
    made(database, a_review_card, amina, suspended=True, available_at=None)
    made(database, a_review_card, amina, buried_until=NOW + timedelta(hours=9))
    table = dict(told(database, amina, "counts").rows)
    assert table == {
        "new": 1,
        "learning": 0,
        "relearning": 0,
        "young": 1,
        "mature": 1,
        "suspended": 1,
        "buried": 1,
    }


def test_what_is_due_and_what_is_overdue_stand_apart(database, amina):
    for days in (-2, 0, 1, 1, 400):
        made(database, a_review_card, amina, due_day=TODAY + timedelta(days=days), interval=4)
    figure = told(database, amina, "due")
    assert figure.rows[:2] == ((TODAY.isoformat(), 1), (day(1), 2))
    assert figure.facts["overdue"] == 1
    assert figure.facts["tomorrow"] == 2
    assert figure.facts["cards"] == 3
    assert figure.facts["daily_load"] == 1.25


def test_what_is_known_is_the_chance_of_recall_now(database, amina):
    stability = 10.0
    made(
        database,
        a_review_card,
        amina,
        stability=stability,
        last_review_at=NOW - timedelta(days=stability),
    )
    figure = told(database, amina, "retrievability")
    assert figure.facts["average"] == 0.9, "that is what stability means"
    assert figure.facts["known_cards"] == figure.facts["known_questions"] == 0.9


def test_spreads_tell_median_and_ends(database, amina):
    for interval in (1, 2, 3, 40):
        made(database, a_review_card, amina, interval=interval, stability=interval + 0.4)
    assert told(database, amina, "intervals").facts == {
        "cards": 4,
        "median": 2.0,
        "most_95": 40.0,
        "longest": 40.0,
    }
    assert told(database, amina, "stability").rows == ((1, 1), (2, 1), (3, 1), (40, 1))


# -- Predictions ---------------------------------------------------------------------------


def test_a_prediction_is_made_from_the_answer_before(database, amina):
    card_id = made(database, a_card, amina)
    answered(database, amina, card_id, days_ago=9, kind="learn", stability=9.0)
    answered(database, amina, card_id, days_ago=9, kind="learn", stability=9.0, minute=1)
    answered(database, amina, card_id, days_ago=0, kind="review", rating=1, last_interval=9)
    facts = told(database, amina, "calibration").facts
    assert facts["answers"] == 1
    assert facts["predicted"] == 0.9
    assert facts["real"] == 0.0
    assert facts["rmse"] == 0.9
    assert facts["log_loss"] == round(-np.log(0.1), 4)


def test_a_learner_as_predicted_lies_on_the_line(database, amina):
    chance = np.random.default_rng(5)
    decay = DEFAULT_PARAMETERS[20]
    factor = 0.9 ** (-1 / decay) - 1
    for _card in range(60):
        card_id = made(database, a_card, amina)
        answered(database, amina, card_id, days_ago=25, kind="learn", stability=8.0)
        expected = (1 + factor * 25 / 8) ** -decay
        rating = 3 if chance.random() < expected else 1
        answered(database, amina, card_id, days_ago=0, kind="review", rating=rating)
    figure = told(database, amina, "calibration")
    (row,) = [row for row in figure.rows if row[2]]
    assert row[6] <= row[4] <= row[7], "the prediction lies in the interval of what came"


# -- What they are about -------------------------------------------------------------------


def test_a_search_narrows_cards_and_answers(database, amina):
    inside = made(database, a_question, amina, deck_title="Rivers")
    outside = made(database, a_question, amina, deck_title="Seas")
    answered(database, amina, inside.card_id)
    answered(database, amina, outside.card_id)
    answered(database, amina, outside.card_id)
    with database.reading() as session:
        found = search.cards_under(session, amina, search.parse("deck:Rivers"), CLOCK)
        rows = figures.read(session, amina, CLOCK, "month", found)
    assert FIGURES["today"](rows).facts["answers"] == 1
    assert FIGURES["counts"](rows).facts["cards"] == 1


def test_nobody_counts_the_answers_of_another(database, amina, bo):
    answered(database, bo, made(database, a_card, bo))
    assert read(database, amina).are_empty


def test_answers_given_in_the_app_are_in_the_figures(database, amina):
    card_id = made(database, a_card, amina)
    attempt = reviews.Attempt(new_id(), card_id, Rating.GOOD, 0, 2_000, "flashcard")
    database.write(lambda session: reviews.record(session, amina, attempt, NOW))
    assert told(database, amina, "today").facts["answers"] == 1
    assert told(database, amina, "buttons").rows[0] == ("learning", 0, 0, 1, 0, 1.0)


def test_a_file_holds_the_very_numbers(database, amina):
    card_id = made(database, a_review_card, amina)
    answered(database, amina, card_id, kind="review", rating=3, last_interval=9)
    for name in FIGURES:
        figure = told(database, amina, name)
        read_back = list(csv.reader(io.StringIO(figure.as_csv())))
        assert read_back[0] == list(figure.columns)
        assert read_back[1:] == [
            ["" if cell is None else str(cell) for cell in row] for row in figure.rows
        ]
        assert [list(row.values()) for row in figure.as_json()["rows"]] == [
            list(row) for row in figure.rows
        ]


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_an_interval_holds_its_share(hits, more):
    number = hits + more
    low, high = wilson(hits, number)
    assert 0 <= low <= share(hits, number) <= high <= 1
    assert wilson(0, 0) == (None, None)


def test_every_period_is_one_of_days_or_all():
    assert dict(PERIODS) == {"month": 30, "year": 365, "all": None}


# -- Help ----------------------------------------------------------------------------------


def read(database, learner_id, period="month"):
    with database.reading() as session:
        return figures.read(session, learner_id, CLOCK, period)


def told(database, learner_id, name, period="month"):
    return FIGURES[name](read(database, learner_id, period))


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


def answered(database, learner_id, card_id, *, days_ago=0, minute=0, **columns):
    """Log an answer at noon UTC of a day."""
    at = NOW - timedelta(days=days_ago) + timedelta(minutes=minute - 30)
    known = {
        "reviewed_at": at,
        "day": columns.get("reviewed_at", at).date(),
        "zone_offset": 0,
        "kind": "learn",
        "state": "new",
        "rating": 3,
        "rating_rule": 1,
        "last_interval": 0,
        "interval": 1,
        "ms": 10_000,
        "format": "flashcard",
        "effects": [],
        "stability": 5.0,
        "difficulty": 5.0,
    }
    row = Review(learner_id=learner_id, id=new_id(), card_id=card_id, **{**known, **columns})
    database.write(lambda session: session.add(Review(**row.model_dump())))
