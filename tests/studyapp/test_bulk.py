"""Acts on many questions at once: each is one act, done once, and taken back whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from questions.model import Answer, Kind, Question
from studyapp import bulk, cards, changes, indexing, replacing, reviews, search
from studyapp.bulk import Bulk, Chosen
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import new_id
from studyapp.replacing import Wish
from studyapp.scheduling import Rating
from studyapp.tables import Card, QuestionVersion, Review, StoredQuestion
from tests.counting import counted
from tests.makers import (
    NOW,
    a_cloze,
    a_deck,
    a_flashcard,
    a_question,
    a_review_card,
    a_short,
    clock_of,
    made,
)


@pytest.fixture
def three(database, amina):
    """Make three questions with five cards, one of them known and one set aside."""
    kept = [
        made(database, a_question, amina, a_flashcard("one", "x", tags=("old",), reverse=True)),
        made(database, a_question, amina, a_flashcard("two", "x"), deck_title="Cities"),
        made(database, a_question, amina, a_flashcard("three", "x", reverse=True)),
    ]
    answer(database, amina, kept[1].card_id)
    database.write(lambda session: cards.suspend(session, amina, kept[2].card_ids[0], True, NOW))
    return [one.question_id for one in kept]


ACTS = {
    "tag": lambda one: bulk.tag(one, ["new", "old"]),
    "untag": lambda one: bulk.untag(one, ["Old"]),
    "suspend": bulk.suspend,
    "resume": bulk.resume,
    "mark": lambda one: bulk.mark(one, True),
    "reset": bulk.reset,
    "delete": bulk.delete,
}
TOUCHED = {"tag": 3, "untag": 1, "suspend": 4, "resume": 1, "mark": 5, "reset": 1, "delete": 3}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_done_once_and_taken_back_whole(database, amina, bo, three, name):
    made(database, a_question, bo, a_flashcard("Bo's", "x", tags=("old",)))
    before, theirs = rows(database, amina), rows(database, bo)
    key = new_id()
    assert act(database, amina, ACTS[name], Chosen(query=search.parse("")), key) == TOUCHED[name]
    after = rows(database, amina)
    assert after != before
    assert act(database, amina, ACTS[name], Chosen(query=search.parse("")), new_id()) == 0
    assert rows(database, amina) == after
    turn(database, amina, changes.undo)
    assert rows(database, amina) == before
    turn(database, amina, changes.redo)
    assert rows(database, amina) == after
    assert rows(database, bo) == theirs


def test_only_what_was_chosen_is_touched(database, amina, three):
    assert act(database, amina, ACTS["mark"], Chosen(ids=tuple(three[:1]))) == 2
    assert act(database, amina, ACTS["tag"], Chosen(query=search.parse("tw*"))) == 1
    assert tags(database, amina) == {"one": ["old"], "two": ["new", "old"], "three": []}


def test_nobody_touches_what_belongs_to_another(database, amina, bo, three):
    for name in ACTS:
        assert act(database, bo, ACTS[name], Chosen(ids=tuple(three))) == 0
    deck_id = made(database, a_deck, amina, "Alps")
    with pytest.raises(NotFoundError):
        act(database, bo, lambda one: bulk.move(one, deck_id), Chosen(ids=tuple(three)))


def test_questions_move_with_their_cards(database, amina, three):
    into = made(database, a_deck, amina, "Alps")
    before = rows(database, amina)
    assert act(database, amina, lambda one: bulk.move(one, into), everything()) == 3
    after = rows(database, amina)
    assert {row.deck_id for row in after["StoredQuestion"] + after["Card"]} == {into}
    assert act(database, amina, lambda one: bulk.move(one, into), everything()) == 0
    turn(database, amina, changes.undo)
    assert rows(database, amina) == before


def test_a_search_by_what_the_act_changes_finds_all_of_it_first(database, amina, three):
    into = made(database, a_deck, amina, "Alps")
    chosen = Chosen(query=search.parse("deck:geography"))
    assert act(database, amina, lambda one: bulk.move(one, into), chosen) == 2
    chosen = Chosen(query=search.parse("-tag:new"))
    assert act(database, amina, ACTS["tag"], chosen) == 3


def test_a_card_that_is_new_again_forgets_all_but_the_log(database, amina, three):
    act(database, amina, bulk.reset, everything())
    (card,) = [one for one in rows(database, amina)["Card"] if one.question_id == three[1]]
    assert (card.state, card.reps, card.stability, card.interval) == ("new", 0, None, 0)
    assert card.available_at == card.created_at
    with database.reading() as session:
        assert len(session.exec(select(Review)).all()) == 1


def test_a_card_that_is_set_aside_stays_so_when_it_is_new_again(database, amina):
    card_id = made(database, a_review_card, amina, suspended=True, available_at=None)
    act(database, amina, bulk.reset, everything())
    (card,) = [one for one in rows(database, amina)["Card"] if one.id == card_id]
    assert (card.state, card.available_at, card.suspended) == ("new", None, True)


def test_a_card_that_its_question_no_longer_asks_is_not_brought_back(database, amina):
    cloze = Question(id=new_id(), kind=Kind.CLOZE, stem="{{c1::Oslo}} in {{c2::Norway}}")
    kept = made(database, a_question, amina, cloze)
    edited = cloze.model_copy(update={"stem": "{{c1::Oslo}} in Norway"})
    database.write(lambda session: cards.edit(session, amina, kept.question_id, edited, NOW))
    assert act(database, amina, bulk.resume, everything()) == 0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("geo exam", ("geo", "exam")),
        ("two words, exam", ("twowords", "exam")),
        (" geo::rivers ", ("geo::rivers",)),
        ("عربي 😀", ("عربي", "😀")),
    ],
)
def test_tags_are_read_as_people_write_them(text, names):
    assert bulk.tags_of(text) == names


@pytest.mark.parametrize("text", ["", " , ", "x" * 101])
def test_tags_that_cannot_be_are_refused(text):
    with pytest.raises(RefusedError):
        bulk.tags_of(text)


def test_a_thousand_questions_are_tagged_and_taken_back_in_a_few_statements(database, amina):

    for number in range(60):
        made(database, a_question, amina, a_flashcard(str(number), "x"))
    with counted(database) as statements:
        act(database, amina, ACTS["tag"], everything())
        turn(database, amina, changes.undo)
    assert len(statements) < 25


# -- Find and replace ----------------------------------------------------------------------


def test_what_would_change_is_told_text_by_text(database, amina):
    made(
        database,
        a_question,
        amina,
        a_flashcard("The river Rhine", "a RIVER", explanation="No", tags=("river",)),
    )
    made(database, a_question, amina, a_flashcard("Alps", "x"))
    (one,) = plan(database, amina, Wish("river", "stream")).differences
    assert set(one.texts) == {
        ("The river Rhine", "The stream Rhine"),
        ("a RIVER", "a stream"),
        ("river", "stream"),
    }
    wish = Wish("river", "stream", places=("stem",), any_case=False)
    assert [one.texts for one in plan(database, amina, wish).differences] == [
        (("The river Rhine", "The stream Rhine"),)
    ]


def test_a_replacement_is_one_act_with_the_old_words_kept(database, amina):
    for stem in ("colour one", "colour two", "none"):
        made(database, a_question, amina, a_flashcard(stem, "x", tags=("colour",)))
    before = rows(database, amina)
    found, key = plan(database, amina, Wish("colour", "color")), new_id()
    assert replace(database, amina, found, key) == 3
    after = rows(database, amina)
    assert replace(database, amina, found, key) == 0
    assert rows(database, amina) == after
    assert {row.body["stem"] for row in after["StoredQuestion"]} == {
        "color one",
        "color two",
        "none",
    }
    assert searched(database, amina, "color") == 3
    assert searched(database, amina, "colour") == 0
    turn(database, amina, changes.undo)
    assert rows(database, amina) == before
    with database.reading() as session:
        assert len(session.exec(select(QuestionVersion)).all()) == 3


def test_a_pattern_puts_in_what_its_brackets_held(database, amina):
    made(database, a_question, amina, a_flashcard("12 March", r"a\b"))
    wish = Wish(r"(\d+) (\w+)", r"\2 \1", is_pattern=True)
    assert plan(database, amina, wish).differences[0].after.stem == "March 12"
    assert plan(database, amina, Wish("\\", "/")).differences[0].after.answers == (
        Answer(text="a/b"),
    )
    assert plan(database, amina, Wish("12", r"\1")).differences[0].after.stem == r"\1 March"


@pytest.mark.parametrize(
    "wish",
    [
        Wish("", "x"),
        Wish("(", "x", is_pattern=True),
        Wish("a", r"\9", is_pattern=True),
        Wish("a", "x", places=()),
        Wish("a", "x", places=("elsewhere",)),
        Wish("(a|aa)+$", "x", is_pattern=True),
    ],
)
def test_what_cannot_be_looked_for_is_refused(database, amina, wish):
    made(database, a_question, amina, a_flashcard("a" * 60 + "b", "x"))
    with pytest.raises(RefusedError):
        plan(database, amina, wish)


def test_what_could_not_be_asked_any_more_stays_as_it_is(database, amina):
    made(database, a_question, amina, a_flashcard("x", "Lima"))
    made(database, a_question, amina, a_cloze("The Rhine rises in the x."))
    made(database, a_question, amina, a_short("Which x?", "x"))
    empty = plan(database, amina, Wish("x", ""))
    assert len(empty.differences) == 0
    assert len(empty.refused) == 3
    marks = plan(database, amina, Wish("{{c1::x}}", "x"))
    assert (marks.differences, len(marks.refused)) == ((), 1)
    other = plan(database, amina, Wish("c1::", "c2::"))
    assert "other words would be asked" in other.refused[0][1]


def test_a_question_that_was_edited_since_the_preview_stays(database, amina):
    kept = made(database, a_question, amina, a_flashcard("colour", "x"))
    found = plan(database, amina, Wish("colour", "color"))
    edited = a_flashcard("my own colour", "x")
    moment = NOW + timedelta(minutes=1)
    database.write(lambda session: cards.edit(session, amina, kept.question_id, edited, moment))
    assert replace(database, amina, found, new_id()) == 0
    assert searched(database, amina, '"my own colour"') == 1


def test_replaced_words_are_checked_again(database, amina):
    made(database, a_question, amina, a_short("Which organ pumps the blood?", "The heart"))
    while indexing.catch_up(database):
        pass
    found = plan(database, amina, Wish("Which organ", "What organ of it"))
    replace(database, amina, found, new_id())
    assert indexing.catch_up(database) == 1


def everything():
    return Chosen(query=search.parse(""))


def act(database, learner_id, what, chosen, key=None):
    moment = NOW + timedelta(hours=1)

    def action(session):
        clock = clock_of(session, learner_id, moment)
        return what(Bulk(session, learner_id, chosen, clock, key or new_id()))

    return database.write(action)


def plan(database, learner_id, wish):
    with database.reading() as session:
        clock = clock_of(session, learner_id)
        return replacing.plan(session, learner_id, everything(), clock, wish)


def replace(database, learner_id, found, key):
    moment = NOW + timedelta(hours=1)
    return database.write(lambda session: replacing.apply(session, learner_id, found, moment, key))


def turn(database, learner_id, which):
    moment = (NOW + timedelta(hours=2),) if which is changes.undo else ()
    assert database.write(lambda session: which(session, learner_id, *moment) is not None)


def rows(database, learner_id):
    with database.reading() as session:
        return {
            model.__name__: sorted(
                session.exec(select(model).where(model.learner_id == learner_id)),
                key=lambda row: row.id,
            )
            for model in (StoredQuestion, Card)
        }


def tags(database, learner_id):
    found = rows(database, learner_id)["StoredQuestion"]
    return {row.body["stem"]: list(row.body.get("tags", [])) for row in found}


def searched(database, learner_id, text):
    with database.reading() as session:
        clock = clock_of(session, learner_id)
        return search.count(session, learner_id, search.parse(text), clock)


def answer(database, learner_id, card_id):
    sent = reviews.Attempt(
        id=new_id(), card_id=card_id, rating=Rating.GOOD, version=0, ms=1, format="flip"
    )
    database.write(lambda session: reviews.record(session, learner_id, sent, NOW))
