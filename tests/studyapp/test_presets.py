"""Presets: what they may say, and that the queue and the reviews do as they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from questions import formats
from studyapp import changes, decks, presets, queue, reviews
from studyapp.decks import Share
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import new_id
from studyapp.importing import incoming
from studyapp.importing.bringing import bring
from studyapp.importing.incoming import Delivery
from studyapp.importing.reading import cargo_of
from studyapp.learners import default_preset_id
from studyapp.presets import Wanted, problems, steps_of, words_of
from studyapp.queue import Scope
from studyapp.scheduling import Rating
from studyapp.tables import Card, Change, Deck
from tests.makers import (
    NOW,
    a_card,
    a_flashcard,
    a_question,
    a_review_card,
    clock_of,
    made,
)
from tests.studyapp.lining import in_line, set_default

USUAL = Wanted(
    name="Slow",
    desired_retention=0.9,
    learning_steps=(60, 600),
    relearning_steps=(600,),
    maximum_interval=36500,
    new_per_day=None,
    new_order="made",
    bury_siblings=True,
    leech_threshold=8,
    leech_action="suspend",
)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("1m 10m", (60, 600)),
        ("1m,10m", (60, 600)),
        ("30s 2h 1d", (30, 7200, 86400)),
        ("5", (300,)),
        ("10 m 1 d", (600, 86400)),
        ("", ()),
    ],
)
def test_steps_are_read_as_people_write_them(text, steps):
    assert steps_of(text) == steps


@pytest.mark.parametrize("text", ["soon", "-1m", "1.5m", "0m", "31d", "1m " * 11, "1m;2m"])
def test_steps_that_cannot_be_are_refused(text):
    with pytest.raises(RefusedError):
        steps_of(text)


@given(st.lists(st.integers(1, 30 * 86400), max_size=10))
def test_steps_are_written_as_they_are_read(steps):
    assert steps_of(words_of(steps)) == tuple(steps)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 201),
        ("desired_retention", 0.69),
        ("desired_retention", float("nan")),
        ("maximum_interval", 0),
        ("new_per_day", -1),
        ("new_order", "alphabetical"),
        ("leech_threshold", 100),
        ("leech_action", "delete"),
    ],
)
def test_what_cannot_work_is_told_by_field(field, value):
    assert list(problems(replace(USUAL, **{field: value}))) == [field]
    assert problems(USUAL) == {}


def test_a_preset_is_made_changed_and_removed_and_each_can_be_taken_back(database, amina):
    key = new_id()
    begun = NOW - timedelta(hours=1)
    for _ in range(2):
        made(database, presets.add, amina, key, USUAL, begun)
    renamed = replace(USUAL, name="Fast")
    made(database, presets.change, amina, key, renamed, begun + timedelta(minutes=1))
    kept = made(database, a_question, amina)
    take(database, amina, kept.deck_id, key)
    before = names(database, amina)
    assert before == [("Default", 0), ("Fast", 1)]
    made(database, presets.remove, amina, key, NOW + timedelta(hours=1))
    made(database, presets.remove, amina, key, NOW + timedelta(hours=1))
    assert names(database, amina) == [("Default", 1)]
    undo(database, amina)
    assert names(database, amina) == before
    undo(database, amina)
    undo(database, amina)
    assert names(database, amina) == [("Default", 1), ("Slow", 0)]


def test_the_default_preset_stays_and_names_are_used_once(database, amina, bo):
    with pytest.raises(RefusedError, match="stays"):
        made(database, presets.remove, amina, default_preset_id(amina), NOW)
    with pytest.raises(RefusedError, match="this name"):
        made(database, presets.add, amina, new_id(), replace(USUAL, name="default"), NOW)
    with pytest.raises(NotFoundError):
        made(database, presets.change, amina, default_preset_id(bo), USUAL, NOW)
    kept = made(database, a_question, amina)
    with pytest.raises(NotFoundError):
        take(database, amina, kept.deck_id, default_preset_id(bo))


# -- New cards a day -----------------------------------------------------------------------


def test_a_deck_shows_no_more_new_cards_than_its_preset_says(database, amina):
    few, many = two_decks(database, amina, new_per_day=1)
    shown = study(database, amina, 20, 6)
    assert sorted(shown) == sorted([few, many, many, many])
    assert study(database, amina, 20, 6, NOW + timedelta(days=1)) == [few]


def test_the_learner_s_own_share_stays_the_greatest(database, amina):
    two_decks(database, amina, new_per_day=5)
    assert len(study(database, amina, 2, 6)) == 2


def test_an_answer_taken_back_gives_the_deck_its_share_back(database, amina):
    few, _many = two_decks(database, amina, new_per_day=1)
    scope = Scope((few,))
    assert study(database, amina, 20, 6, scope=scope) == [few]
    undo(database, amina)
    assert study(database, amina, 20, 6, scope=scope) == [few]


def test_the_share_of_a_deck_is_what_the_pages_count(database, amina):
    few, many = two_decks(database, amina, new_per_day=1)
    with database.reading() as session:
        clock = clock_of(session, amina)
        share = queue.share(session, amina, clock, 20)
        counts = decks.counts(session, amina, clock, share)
        assert (counts[few].new, counts[many].new) == (1, 3)
        condition = Card.learner_id == amina
        assert decks.counts_under(session, amina, clock, share, condition).new == 4


def test_decks_below_have_their_own_share(database, amina):
    few, _many = two_decks(database, amina, new_per_day=1)
    below = made(database, a_question, amina, deck_title="Few::Below").deck_id
    shown = study(database, amina, 20, 6, scope=Scope((few, below)))
    assert sorted(shown) == sorted([few, below])


def test_what_is_due_comes_whatever_the_share_of_new_cards(database, amina):
    few, _many = two_decks(database, amina, new_per_day=0)
    due = made(database, a_review_card, amina, deck_title="Few")
    with database.reading() as session:
        share = Share(20, {few: 0})
        clock = clock_of(session, amina)
        assert queue.next_card(session, amina, clock, share, Scope((few,))) == due


def test_a_scope_of_several_decks_takes_the_card_that_waits_longest(database, amina):
    late = made(database, a_review_card, amina, deck_title="A", available_at=NOW)
    early = NOW - timedelta(days=3)
    first = made(database, a_review_card, amina, deck_title="A::B", available_at=early)
    made(database, a_review_card, amina, deck_title="Z", available_at=NOW - timedelta(days=9))
    with database.reading() as session:
        ids = [session.get_one(Card, (amina, key)).deck_id for key in (late, first)]
        clock = clock_of(session, amina)
        assert queue.next_card(session, amina, clock, Share(0), Scope(tuple(ids))) == first
        assert queue.next_card(session, amina, clock, Share(0), Scope((ids[0],))) == late


# -- Order ---------------------------------------------------------------------------------


def test_random_order_is_another_one_and_stays_the_same(database, amina):
    ids = [made(database, a_card, amina) for _ in range(12)]
    assert in_line(database, amina) == ids
    set_default(database, amina, new_order="random")
    drawn = in_line(database, amina)
    assert drawn != ids
    assert sorted(drawn) == sorted(ids)
    late = made(database, a_card, amina)
    assert [key for key in in_line(database, amina) if key != late] == drawn
    undo(database, amina)
    assert in_line(database, amina)[:-1] == ids or late in in_line(database, amina)


def test_what_a_file_brings_into_a_deck_with_random_order_is_drawn_as_well(
    database, amina, tmp_path
):
    set_default(database, amina, new_order="random")
    rows = "".join(f"How much is {number} + 1?,{number + 1}\n" for number in range(12))
    file = Delivery.of(formats.read(f"question,answer\n{rows}".encode(), "sums.csv"))
    cargo, key = cargo_of(file, incoming.Wanted(), tmp_path), new_id()
    made(database, lambda session: bring(session, amina, cargo, clock_of(session, amina), key=key))
    drawn = in_line(database, amina)
    assert len(drawn) == 12
    assert drawn != sorted(drawn)
    set_default(database, amina, new_order="made")
    assert in_line(database, amina) == sorted(drawn)


def test_the_order_of_making_comes_back(database, amina):
    ids = [made(database, a_card, amina) for _ in range(6)]
    set_default(database, amina, new_order="random")
    late = made(database, a_card, amina)
    set_default(database, amina, new_order="made")
    assert in_line(database, amina) == [*ids, late]


def test_a_deck_that_takes_a_preset_lines_up_as_it_says(database, amina):
    ids = sorted(made(database, a_card, amina) for _ in range(8))
    aside = made(database, a_card, amina, suspended=True, available_at=None)
    key = new_id()
    begun = NOW - timedelta(hours=1)
    made(database, presets.add, amina, key, replace(USUAL, new_order="random"), begun)
    with database.reading() as session:
        deck_id = session.get_one(Card, (amina, ids[0])).deck_id
    take(database, amina, deck_id, key)
    assert in_line(database, amina) != ids
    assert aside not in in_line(database, amina)
    undo(database, amina)
    assert in_line(database, amina) == ids


# -- Reviews -------------------------------------------------------------------------------


@pytest.mark.parametrize(("bury", "left"), [(True, 0), (False, 1)])
def test_siblings_are_put_off_only_where_the_preset_says_so(database, amina, bury, left):
    set_default(database, amina, bury_siblings=bury)
    made(database, a_question, amina, a_flashcard(reverse=True))
    assert len(study(database, amina, 20, 2)) == 1 + left


@pytest.mark.parametrize("action", ["suspend", "mark"])
def test_a_card_forgotten_too_often_is_a_leech(database, amina, action):
    set_default(database, amina, leech_threshold=4, leech_action=action)
    card_id = made(database, a_review_card, amina, lapses=2)
    assert forget(database, amina, card_id).leech == ""
    assert forget(database, amina, card_id).leech == action
    card = card_of(database, amina, card_id)
    assert (card.suspended, card.marked) == (action == "suspend", action == "mark")
    undo(database, amina)
    card = card_of(database, amina, card_id)
    assert (card.suspended, card.marked, card.lapses) == (False, False, 3)


def test_a_leech_that_goes_on_is_told_again_after_half_as_many_lapses(database, amina):
    set_default(database, amina, leech_threshold=4, leech_action="mark")
    card_id = made(database, a_review_card, amina)
    told = [bool(forget(database, amina, card_id).leech) for _ in range(8)]
    assert told == [False, False, False, True, False, True, False, True]


def test_a_threshold_of_zero_is_never_reached(database, amina):
    set_default(database, amina, leech_threshold=0)
    card_id = made(database, a_review_card, amina, lapses=50)
    assert forget(database, amina, card_id).leech == ""


def two_decks(database, learner_id, *, new_per_day):
    """Make a deck with a limit, and one without, of three new cards each."""
    key = new_id()
    wanted = replace(USUAL, new_per_day=new_per_day)
    made(database, presets.add, learner_id, key, wanted, NOW - timedelta(hours=1))
    for title in ("Few", "Many"):
        for _ in range(3):
            kept = made(database, a_question, learner_id, deck_title=title)
            if title == "Few":
                few = kept.deck_id
    take(database, learner_id, few, key)
    return few, kept.deck_id


def take(database, learner_id, deck_id, preset_id):
    def action(session):
        deck = session.get_one(Deck, (learner_id, deck_id))
        effects = presets.take(session, deck, preset_id)
        changes.record(session, learner_id, "deck", effects, NOW - timedelta(minutes=10))

    database.write(action)


def study(database, learner_id, new_per_day, most, now=NOW, scope=queue.EVERYTHING):
    """Answer what comes, and return the decks of the new cards among it."""
    shown = []
    for number in range(most):
        moment = now + timedelta(seconds=number)
        with database.reading() as session:
            clock = clock_of(session, learner_id, moment)
            share = queue.share(session, learner_id, clock, new_per_day)
            card_id = queue.next_card(session, learner_id, clock, share, scope)
            card = session.get(Card, (learner_id, card_id)) if card_id else None
        if card is None:
            break
        if card.state == "new":
            shown.append(card.deck_id)
        answer(database, learner_id, card, Rating.EASY, moment)
    return shown


def answer(database, learner_id, card, rating, moment):
    sent = reviews.Attempt(
        id=new_id(), card_id=card.id, rating=rating, version=card.version, ms=1, format="flip"
    )
    return database.write(lambda session: reviews.record(session, learner_id, sent, moment))


def forget(database, learner_id, card_id):
    """Let a card be in review again, and answer that it was forgotten."""

    def again(session):
        card = session.get_one(Card, (learner_id, card_id))
        card.state, card.queue, card.available_at = "review", decks.REVIEW, NOW

    made(database, again)
    moment = NOW + timedelta(seconds=len(acts(database, learner_id)))
    return answer(
        database, learner_id, card_of(database, learner_id, card_id), Rating.AGAIN, moment
    )


def names(database, learner_id):
    with database.reading() as session:
        return [(row.name, number) for row, number in presets.all_of(session, learner_id)]


def card_of(database, learner_id, card_id):
    with database.reading() as session:
        return session.get_one(Card, (learner_id, card_id))


def acts(database, learner_id):
    with database.reading() as session:
        return session.exec(select(Change).where(Change.learner_id == learner_id)).all()


def undo(database, learner_id):
    moment = NOW + timedelta(days=2)
    assert database.write(lambda session: changes.undo(session, learner_id, moment) is not None)
