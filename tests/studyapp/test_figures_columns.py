"""Answers and cards as columns: what is written is read back, and cards are found by their ids."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.model import Kind
from studyapp import figures
from studyapp.figures import columns
from studyapp.figures.columns import Answers, places_of, read_bodies, shorts_of, together
from studyapp.figures.packing import KINDS, fronts, long_ids, shorts
from tests.makers import a_review_card, made
from tests.studyapp.test_figures import CLOCK, TODAY, answered

HALVES = st.integers(-(2**63), 2**63 - 1)
IDS = st.uuids().map(lambda one: one.hex)
FLOATS = st.floats(width=64)
ROWS = st.lists(st.tuples(st.integers(1, 9), HALVES, HALVES, HALVES, st.integers(0, 3), FLOATS))


@given(ROWS)
def test_answers_come_back_as_they_were_written(rows):
    answers = of(sorted(rows, key=lambda row: row[0]))
    same(read_bodies(answers.bodies()), answers)


@given(ROWS, st.integers(0, 9))
def test_days_from_two_places_come_together_in_order(rows, border):
    rows = sorted(rows, key=lambda row: row[0])
    parts = [of([row for row in rows if (row[0] % 3 < border % 3) is one]) for one in (True, False)]
    same(together(*parts), of(rows))


@given(st.lists(IDS))
def test_ids_are_put_together_from_their_halves(ids):
    assert long_ids(fronts(ids), shorts(ids)) == ids
    assert shorts_of([UUID(one) for one in ids]).tolist() == shorts(ids).tolist()
    assert shorts_of([bytes.fromhex(one) for one in ids]).tolist() == shorts(ids).tolist()


@pytest.mark.parametrize("many", [0, 10**9])
@given(keys=st.lists(HALVES | st.integers(-40, 40), unique=True), others=st.lists(HALVES))
def test_each_key_is_found_at_its_place_and_others_are_nowhere(many, keys, others):
    ordered = np.array(sorted(keys), dtype=np.int64)
    places = {key: at for at, key in enumerate(ordered.tolist())}
    found = [*keys, *others]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_MANY", many)
        at = places_of(ordered, np.array(found, dtype=np.int64))
    assert at.tolist() == [places.get(one, -1) for one in found]


def test_every_kind_of_question_has_a_number():
    assert set(KINDS) == {kind.value for kind in Kind}


def test_the_last_answer_counts_where_a_day_came_before_one_that_was_studied(database, amina):
    card_id = made(database, a_review_card, amina)
    answered(database, amina, card_id, days_ago=4, kind="review", stability=100.0, day=day(4))
    # Later, but on the other side of the date line it was the day before.
    answered(database, amina, card_id, days_ago=3, kind="review", stability=1.0, day=day(5))
    with database.reading() as session:
        source = figures.Source(session, amina, CLOCK, "month")
        told = {row[0]: row[1:3] for row in figures.EVERY["knowledge"](source).rows}
    assert told[day(6).isoformat()] == (0, 0.0)
    assert told[day(5).isoformat()] == (1, 1.0)
    assert told[day(4).isoformat()] == (1, 0.9)


# -- Help ----------------------------------------------------------------------------------


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def of(rows: list[tuple[object, ...]]) -> Answers:
    parts = zip(*rows, strict=True) if rows else [()] * 6
    kinds = (np.int64, np.int64, np.int64, np.int64, np.int8, np.float64)
    return Answers(*(np.array(one, dtype=kind) for one, kind in zip(parts, kinds, strict=True)))


def same(found: Answers, expected: Answers) -> None:
    for name in Answers.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
