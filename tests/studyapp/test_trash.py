"""The trash: brought back as it was, or gone for good without breaking what is left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from studyapp import cards, changes, decks, decktree, documents, editing, reviews, trash, upkeep
from studyapp.errors import NotFoundError
from studyapp.ids import new_id
from studyapp.scheduling import Rating
from studyapp.tables import (
    Card,
    Change,
    Deck,
    Document,
    QuestionVersion,
    Review,
    StoredQuestion,
)
from studyapp.upkeep import Upkeep
from tests.makers import (
    NOW,
    a_cloze,
    a_deck,
    a_document,
    a_draft,
    a_flashcard,
    a_question,
    a_review_card,
    made,
)

LATER = NOW + timedelta(days=30, hours=1)


def test_a_question_comes_back_with_its_schedule(database, amina):
    card_id = made(database, a_review_card, amina)
    before = card(database, amina, card_id)
    remove_question(database, amina, before.question_id)
    assert card(database, amina, card_id).available_at is None
    restore(database, amina, "question", before.question_id)
    after = card(database, amina, card_id)
    assert (after.available_at, after.due_at) == (before.available_at, before.due_at)
    assert contents(database, amina).is_empty


def test_a_card_that_was_set_aside_or_put_off_stays_so(database, amina):
    tomorrow = NOW + timedelta(days=1)
    put_off = made(database, a_review_card, amina, buried_until=tomorrow, available_at=tomorrow)
    aside = made(database, a_review_card, amina, suspended=True, available_at=None)
    for card_id in (put_off, aside):
        question_id = card(database, amina, card_id).question_id
        remove_question(database, amina, question_id)
        restore(database, amina, "question", question_id)
    assert card(database, amina, put_off).available_at == tomorrow
    assert card(database, amina, aside).available_at is None


def test_a_deck_comes_back_with_what_went_with_it_and_nothing_else(database, amina):
    alone = made(database, a_question, amina, a_flashcard("alone", "x"), deck_title="A")
    made(database, a_question, amina, a_flashcard("one", "x"), deck_title="A")
    made(database, a_question, amina, a_flashcard("two", "x"), deck_title="A::B")
    remove_question(database, amina, alone.question_id)
    remove_deck(database, amina, alone.deck_id, NOW + timedelta(hours=1))
    found = contents(database, amina)
    assert [(one.title, one.questions) for one in found.decks] == [("A", 2)]
    assert [row.body["stem"] for row in found.latest] == ["alone"]
    with database.reading() as session:
        assert trash.number(session, amina) == 2
    restore(database, amina, "deck", alone.deck_id)
    assert titles(database, amina) == ["A", "A::B"]
    assert stems(database, amina) == ["one", "two"]


def test_a_question_brings_its_deck_back(database, amina):
    kept = made(database, a_question, amina, a_flashcard("one", "x"))
    made(database, a_question, amina, a_flashcard("two", "x"))
    remove_question(database, amina, kept.question_id)
    remove_deck(database, amina, kept.deck_id, NOW + timedelta(hours=1))
    restore(database, amina, "question", kept.question_id)
    assert (titles(database, amina), stems(database, amina)) == (["Geography"], ["one"])


def test_where_a_title_is_taken_the_questions_come_back_into_that_deck(database, amina):
    kept = made(database, a_question, amina, a_flashcard("one", "x"))
    remove_deck(database, amina, kept.deck_id)
    other = made(database, a_deck, amina, "Geography")
    restore(database, amina, "deck", kept.deck_id)
    assert titles(database, amina) == ["Geography"]
    assert card(database, amina, kept.card_id).deck_id == other
    assert stems(database, amina) == ["one"]


def test_a_document_comes_back(database, amina):
    document_id = made(database, a_document, amina)
    made(database, documents.remove, amina, document_id, NOW)
    assert [one.id for one in contents(database, amina).documents] == [document_id]
    restore(database, amina, "document", document_id)
    with database.reading() as session:
        assert documents.get(session, amina, document_id)


def test_bringing_back_can_be_taken_back_and_is_done_once(database, amina):
    kept = made(database, a_question, amina)
    remove_question(database, amina, kept.question_id)
    for _ in range(2):
        restore(database, amina, "question", kept.question_id)
    assert len(acts(database, amina)) == 2
    database.write(lambda session: changes.undo(session, amina, NOW + timedelta(hours=3)) and None)
    assert contents(database, amina).questions == 1


@pytest.mark.parametrize("noun", ["question", "deck", "document"])
def test_nobody_brings_back_what_belongs_to_another(database, amina, bo, noun):
    kept = made(database, a_question, bo)
    keys = {
        "question": kept.question_id,
        "deck": kept.deck_id,
        "document": made(database, a_document, bo),
    }
    with pytest.raises(NotFoundError):
        restore(database, amina, noun, keys[noun])


# -- For good ------------------------------------------------------------------------------


def test_what_is_gone_for_good_leaves_only_the_log_of_answers(database, amina, bo):
    theirs = made(database, a_question, bo)
    remove_question(database, bo, theirs.question_id)
    kept = made(database, a_question, amina)
    answer(database, amina, kept.card_id)
    edit(database, amina, kept.question_id)
    document_id = made(database, a_document, amina)
    made(database, a_draft, amina, document_id)
    made(database, documents.remove, amina, document_id, NOW)
    remove_deck(database, amina, kept.deck_id)
    assert empty(database, amina) == 3
    for model in (StoredQuestion, Card, Deck, Document, QuestionVersion, Change):
        assert rows(database, model, amina) == [], model
    assert len(rows(database, Review, amina)) == 1
    assert len(rows(database, StoredQuestion, bo)) == 1
    assert empty(database, amina) == 0


def test_what_is_not_in_the_trash_stays(database, amina):
    kept = made(database, a_question, amina, a_flashcard("here", "x"))
    gone = made(database, a_question, amina, a_flashcard("gone", "x"))
    remove_question(database, amina, gone.question_id)
    empty(database, amina)
    assert stems(database, amina) == ["here"]
    assert card(database, amina, kept.card_id).available_at is not None


def test_a_kept_question_outlives_its_document(database, amina):
    document_id = made(database, a_document, amina)
    quote = "The Volga flows into the Caspian Sea."
    question = a_cloze(quote, document_id=document_id, start=18)
    made(database, a_question, amina, question, document_id=document_id)
    made(database, documents.remove, amina, document_id, NOW)
    empty(database, amina)
    (row,) = rows(database, StoredQuestion, amina)
    assert row.body["sources"][0]["quote"] == quote


def test_undo_and_redo_go_on_after_the_trash_was_emptied(database, amina):
    """Acts that spoke of what is gone keep the part that speaks of what is left."""
    first = made(database, a_question, amina, a_flashcard("first", "x"), deck_title="A")
    second = made(database, a_question, amina, a_flashcard("second", "x"), deck_title="A")
    third = made(database, a_question, amina, a_flashcard("third", "x"), deck_title="B")
    for number, kept in enumerate((first, second, third)):
        moment = NOW + timedelta(minutes=number)
        made(database, cards.mark, amina, kept.card_id, True, moment)
    made(database, decktree.merge, amina, first.deck_id, third.deck_id, NOW + timedelta(hours=1))
    answer(database, amina, third.card_id, version=1)
    remove_question(database, amina, second.question_id, NOW + timedelta(hours=2))
    empty(database, amina)
    turns = 0
    while step(database, amina, changes.undo):
        turns += 1
    assert turns == 3
    while step(database, amina, changes.redo):
        turns -= 1
    assert turns == 0
    assert stems(database, amina) == ["first", "third"]


def test_a_month_later_the_worker_empties_it(database, amina, bo):
    old, fresh = (made(database, a_question, amina) for _ in range(2))
    theirs = made(database, a_question, bo)
    remove_question(database, amina, old.question_id)
    remove_question(database, bo, theirs.question_id)
    remove_question(database, amina, fresh.question_id, NOW + timedelta(days=2))
    upkeep_of = Upkeep()
    upkeep_of.step(database, NOW + timedelta(days=29))
    assert len(rows(database, StoredQuestion, amina)) == 2
    upkeep_of.step(database, LATER - timedelta(hours=10))
    assert len(rows(database, StoredQuestion, amina)) == 2, "it looks once a day"
    upkeep_of.step(database, LATER)
    assert [row.id for row in rows(database, StoredQuestion, amina)] == [fresh.question_id]
    assert rows(database, StoredQuestion, bo) == []
    assert upkeep.purge_all(database, LATER) == 0


def remove_question(database, learner_id, question_id, now=NOW):
    made(database, editing.remove, learner_id, question_id, now)


def remove_deck(database, learner_id, deck_id, now=NOW):
    made(database, decktree.remove, learner_id, deck_id, now)


def restore(database, learner_id, noun, key):
    act = getattr(trash, f"restore_{noun}")
    made(database, act, learner_id, key, NOW + timedelta(hours=3))


def empty(database, learner_id):
    return database.write(lambda session: trash.empty(session, learner_id))


def contents(database, learner_id):
    with database.reading() as session:
        return trash.contents(session, learner_id)


def edit(database, learner_id, question_id):
    edited = a_flashcard("Other words", "y")
    made(database, cards.edit, learner_id, question_id, edited, NOW)


def answer(database, learner_id, card_id, version=0):
    sent = reviews.Attempt(
        id=new_id(), card_id=card_id, rating=Rating.GOOD, version=version, ms=1, format="flip"
    )
    moment = NOW + timedelta(hours=1, minutes=30)
    database.write(lambda session: reviews.record(session, learner_id, sent, moment))


def step(database, learner_id, turn):
    moment = (NOW + timedelta(days=1),) if turn is changes.undo else ()
    return database.write(lambda session: turn(session, learner_id, *moment) is not None)


def card(database, learner_id, card_id):
    with database.reading() as session:
        return session.get_one(Card, (learner_id, card_id))


def acts(database, learner_id):
    return rows(database, Change, learner_id)


def rows(database, model, learner_id):
    with database.reading() as session:
        return list(
            session.exec(
                select(model).where(model.learner_id == learner_id).order_by(col(model.id))
            )
        )


def titles(database, learner_id):
    with database.reading() as session:
        return sorted(deck.title for deck in decks.all_of(session, learner_id))


def stems(database, learner_id):
    return sorted(
        row.body["stem"]
        for row in rows(database, StoredQuestion, learner_id)
        if row.removed_at is None
    )
