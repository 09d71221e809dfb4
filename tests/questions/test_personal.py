"""A learner's taste: few decisions move nothing, many move the order, never over the bar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.generate.policy import rule_of
from questions.generate.ranking.personal import FEWEST, FEWEST_ALIKE, MOST, NEEDED, Decided, Taste

DATES, TERMS = ("cloze", "cloze-date"), ("flashcard", "flashcard-defined")
SOME = st.lists(
    st.builds(
        Decided,
        st.sampled_from(["cloze", "short", "choice"]),
        st.sampled_from(["a", "b", "c"]),
        *[st.integers(0, 40)] * 3,
    ),
    max_size=9,
    unique_by=lambda one: (one.kind, one.method),
)


def test_what_is_rejected_moves_down_and_what_is_kept_moves_up():
    taste = tasted(Decided(*DATES, kept=1, rejected=9), Decided(*TERMS, kept=9, rejected=1))
    assert taste.shift(*DATES) < -0.4
    assert taste.shift(*TERMS) > 0.4
    assert taste.shifted(0.5, *DATES) < 0.5 < taste.shifted(0.5, *TERMS)
    assert taste.late == {DATES}


def test_few_decisions_move_nothing():
    taste = tasted(Decided(*DATES, rejected=FEWEST - 1))
    assert taste.shift(*DATES) == 0
    assert taste.shifted(0.42, *DATES) == 0.42
    few = Decided(*TERMS, kept=FEWEST_ALIKE - 1)
    assert tasted(Decided(*DATES, kept=5, rejected=9), few).shift(*TERMS) == 0


def test_who_keeps_the_same_share_of_everything_moves_nothing_much():
    taste = tasted(Decided(*DATES, kept=20, rejected=20), Decided(*TERMS, kept=20, rejected=20))
    assert abs(taste.shift(*DATES)) < 0.05
    assert taste.late == frozenset()


def test_an_edited_draft_counts_between_a_kept_and_a_rejected_one():
    others = Decided(*TERMS, kept=10, rejected=10)
    kept, edited, rejected = (
        tasted(others, Decided(*DATES, **{what: 8})).shift(*DATES)
        for what in ("kept", "edited", "rejected")
    )
    assert kept > edited > rejected


def test_a_method_that_nobody_decided_on_stays_where_it_is():
    taste = tasted(Decided(*DATES, rejected=30), Decided(*TERMS, kept=30))
    assert taste.shift("short", "short-when") == 0
    assert taste.decided("short", "short-when").number == 0


def test_only_what_is_disliked_and_barely_good_enough_is_held_back():
    taste = tasted(Decided(*DATES, rejected=12), Decided(*TERMS, kept=12))
    least = rule_of("cloze-date").least
    assert taste.holds_back(least, *DATES)
    assert not taste.holds_back(0.95, *DATES)
    assert not taste.holds_back(0.05, *TERMS), "what is liked is held back by nothing"


@pytest.mark.parametrize("score", [0.0, 1e-9, 0.5, 1.0])
def test_a_score_stays_one(score):
    taste = tasted(Decided(*DATES, rejected=50), Decided(*TERMS, kept=50))
    assert 0 <= taste.shifted(score, *DATES) <= taste.shifted(score, *TERMS) <= 1


@given(SOME)
def test_any_decisions_move_by_a_little_in_the_same_way_each_time(decided):
    taste, again = Taste(decided), Taste(reversed(decided))
    for one in decided:
        moved = taste.shift(one.kind, one.method)
        assert abs(moved) <= MOST
        assert moved == pytest.approx(again.shift(one.kind, one.method))
        if taste.holds_back(0.5, one.kind, one.method):
            assert moved < 0
            assert taste.shifted(0.5, one.kind, one.method) < NEEDED * rule_of(one.method).least


def tasted(*decided):
    return Taste(decided)
