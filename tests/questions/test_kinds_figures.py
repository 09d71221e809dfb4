"""Options beside a number, a year or a date are written like it, near it, and in order."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.generate.kinds.chance import chance
from questions.generate.kinds.figures import figure, near_values, options

LATEST = 2020


@pytest.mark.parametrize(
    ("text", "steps", "more", "shown"),
    [
        ("31", 31, 4, "35"),
        ("31 countries", 31, 4, "35 countries"),
        ("1,200", 12, 1, "1,300"),
        ("1200 km", 12, 1, "1300 km"),
        ("500", 5, 1, "600"),
        ("100", 5, 1, "120"),
        ("20", 4, 1, "25"),
        ("3.5 million", 35, 5, "4.0 million"),
        ("$5 billion", 5, 1, "$6 billion"),
        ("about 40 km", 4, 1, "about 50 km"),
        ("12.87 %", 1287, 100, "13.87 %"),
        ("97 percent", 97, 1, "98 percent"),
        ("seven", 7, 1, "eight"),
        ("Seven", 7, 1, "Eight"),
        ("thirty-one states", 31, 1, "thirty-two states"),
        ("eighth", 8, 1, "ninth"),
        ("8th", 8, 1, "9th"),
        ("21st", 21, 1, "22nd"),
        ("19th century", 19, 1, "20th century"),
        ("May 5", None, 1, "May 6"),
        ("31 May", None, 1, "1 June"),
        ("November 2013", None, 2, "January 2014"),
        ("5 November 2013", None, 1, "6 November 2013"),
        ("November 5, 2013", None, -5, "October 31, 2013"),
    ],
)
def test_another_value_is_written_as_the_key_is(
    text: str, steps: int | None, more: int, shown: str
) -> None:
    found = figure(text)
    assert found is not None
    assert found.write(found.value) == text
    assert steps in {None, found.value}
    assert found.write(found.value + more) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1813", "1814"), ("476", "477"), ("1980s", "1990s"), ("544 BC", "545 BC")],
)
def test_years_are_read_where_a_date_is_asked_for(text: str, shown: str) -> None:
    found = figure(text, LATEST)
    assert found is not None
    assert found.write(found.value + 1) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "two",
        "many",
        "2014 and 2015",
        "Apollo 11",
        "31 February 2013",
        "two thousand",
        "1–3",
        "9" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_single_figure_makes_no_options(text: str) -> None:
    assert figure(text) is None


def test_no_year_lies_far_after_the_last_one_of_the_document() -> None:
    found = figure("2019", LATEST)
    assert found is not None
    for seed in range(50):
        made = options(found, chance(seed, "x"))
        assert made is not None
        assert max(map(int, made)) <= LATEST + 1


def test_a_share_stays_below_a_hundred_percent() -> None:
    found = figure("93 %")
    assert found is not None
    for seed in range(50):
        made = options(found, chance(seed, "x"))
        assert made is None or max(int(one.split()[0]) for one in made) <= 100


def test_years_of_the_document_are_preferred() -> None:
    found = figure("1813", LATEST)
    assert found is not None
    known = [1806, 1820, 1824]
    taken = Counter(
        year
        for seed in range(60)
        for year in map(int, options(found, chance(seed, "x"), known) or ())
    )
    assert taken[1820] > 20


def test_only_values_that_are_written_alike_are_taken_from_the_document() -> None:
    found = figure("1813", LATEST)
    assert found is not None
    assert near_values(["1820", "May 1820", "the 1820s", "1806"], found, LATEST) == [1820, 1806]


def test_the_key_stands_at_each_rank_alike() -> None:
    found = figure("1813", LATEST)
    assert found is not None
    ranks = Counter(
        (options(found, chance(seed, "rank")) or ()).index("1813") for seed in range(800)
    )
    expected = 200
    assert sum((ranks[rank] - expected) ** 2 / expected for rank in range(4)) < 16.27


@given(
    st.sampled_from(
        ["1813", "31", "1,200", "3.5 million", "seven", "8th", "5 November 2013", "97 percent"]
    ),
    st.integers(0, 10_000),
)
def test_options_are_four_distinct_values_in_rising_order(text: str, seed: int) -> None:
    found = figure(text, LATEST if text == "1813" else None)
    assert found is not None
    made = options(found, chance(seed, text))
    if made is None:
        return
    assert len(set(made)) == 4
    assert text in made
    values = [figure(one, LATEST if text == "1813" else None) for one in made]
    assert all(value is not None for value in values[1:])


@given(st.integers(3, 10**9))
def test_every_whole_number_is_written_back(value: int) -> None:
    for text in (str(value), f"{value:,}"):
        found = figure(text)
        assert found is not None
        assert found.write(found.value) == text


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    for latest in (None, LATEST):
        found = figure(text, latest)
        assert found is None or found.write(found.value) == text
