"""Ids of rows that are made together lie together, in their order."""

from __future__ import annotations

from itertools import pairwise
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from studyapp.ids import drawn_id, is_id, new_id, numbered_id

NUMBERS = st.lists(st.integers(0, 2**32 - 1), min_size=2, max_size=20, unique=True)


@given(numbers=NUMBERS)
def test_numbered_ids_lie_in_the_order_of_their_numbers(numbers):
    key = new_id()
    for made in (numbered_id, drawn_id):
        ids = [made(key, number) for number in sorted(numbers)]
        assert ids == sorted(set(ids))
        assert all(is_id(one) and one[:12] == key[:12] for one in ids)


def test_a_drawn_id_is_a_uuid_that_its_key_and_number_tell_again():
    key = new_id()
    made = UUID(hex=drawn_id(key, 123_456))
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.hex == drawn_id(key, 123_456)
    assert made.hex[-10:] != drawn_id(new_id(), 123_456)[-10:]


def test_the_last_ten_digits_of_drawn_ids_are_in_no_order():
    key = new_id()
    drawn = [drawn_id(key, number)[-10:] for number in range(200)]
    assert len(set(drawn)) == len(drawn)
    rising = sum(one < other for one, other in pairwise(drawn))
    assert 60 < rising < 140
