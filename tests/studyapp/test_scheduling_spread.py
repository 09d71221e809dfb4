"""Among the days within fuzz a card takes one with few cards, no easy day, no sibling."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from statistics import pstdev
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import Memory, Preset, Rating, Spread, State, fuzz, preview
from studyapp.scheduling.fuzz import bounds

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_day_with_few_cards_is_preferred():
    loads = {8: 40, 9: 40, 10: 2, 11: 40, 12: 40}
    spread = Spread(weekday=0, load=lambda low, high: [loads[day] for day in range(low, high + 1)])
    assert drawn(spread, 8, 12).most_common(1)[0][0] == 10


def test_without_anything_to_choose_by_all_days_come_up():
    assert len(drawn(Spread(weekday=0), 8, 12)) == 5


def test_an_easy_day_gets_hardly_any_card():
    easy = ("normal",) * 5 + ("normal", "minimum")
    found = drawn(Spread(weekday=0, easy_days=easy), 4, 9)
    assert found[6] < sum(found.values()) * 0.05


def test_a_card_keeps_away_from_its_sibling_where_it_can():
    found = drawn(Spread(weekday=0, siblings=(10,)), 8, 12)
    assert found[10] == 0
    assert found[8] > found[9]


def test_ninety_days_of_cards_are_spread_at_least_twice_as_evenly():
    assert unevenness(balanced=True) <= unevenness(balanced=False) / 2


@given(
    stability=st.floats(0.5, 400),
    promised=st.integers(0, 500),
    loads=st.lists(st.integers(0, 60), min_size=100, max_size=100),
    seed=st.text(min_size=1, max_size=8),
)
def test_every_day_lies_within_anki_s_bounds_and_better_buttons_wait_longer(
    stability, promised, loads, seed
):
    memory = Memory(State.REVIEW, 0, stability, 5.0, round(stability), date(2026, 2, 1), 4)
    spread = Spread(
        weekday=0,
        load=lambda low, high: loads[low : high + 1],
        easy_days=("reduced",) * 6 + ("minimum",),
        siblings=(promised,),
        promised={Rating.GOOD: promised},
    )
    plain = shown(memory, seed, fuzz=False)
    found = shown(memory, seed, spread=spread)
    days = [found[rating].interval_days or 0 for rating in Rating]
    assert days[0] <= days[1] < days[2] < days[3]
    for rating in (Rating.HARD, Rating.GOOD, Rating.EASY):
        _low, high = bounds(plain[rating].interval_days, 1, 36500)
        assert days[rating - 1] <= high + 2


@given(stability=st.floats(3, 80), seed=st.text(min_size=1, max_size=8))
def test_what_was_promised_is_kept_although_the_days_fill_up(stability, seed):
    memory = Memory(State.REVIEW, 0, stability, 5.0, 2, date(2026, 2, 20), 4)
    before = shown(memory, seed, spread=Spread(0, load=lambda low, high: [1] * (high - low + 1)))
    promised = {rating: one.memory_after.interval for rating, one in before.items()}
    full = Spread(0, load=lambda low, high: list(range(high - low + 1)), promised=promised)
    assert shown(memory, seed, spread=full) == before


def shown(memory, seed, **options):
    return preview(
        memory,
        now=NOW,
        zone=ZoneInfo("UTC"),
        rollover_hour=4,
        preset=Preset(relearning_steps=()),
        seed=seed,
        **options,
    )


def drawn(spread, lower, upper):
    pick = spread.pick_for(Rating.GOOD)
    return Counter(pick(lower, upper, number / 400) for number in range(400))


def unevenness(*, balanced):
    """Return how far the days of cards stray from their mean that are learnt over 90 days."""
    due = Counter()
    for number in range(90 * 40):
        today, wait, seed = number // 40, 12 + number % 17, f"card {number}"

        def load(low, high, today=today):
            return [due[today + day] for day in range(low, high + 1)]

        pick = Spread(0, load=load).pick_for(Rating.GOOD) if balanced else None
        due[today + fuzz.days(wait, 1, 36500, fuzz.chance(seed), pick)] += 1
    days = [due[day] for day in range(40, 90)]
    return pstdev(days) / (sum(days) / len(days))
