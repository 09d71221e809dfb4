"""Acts on a card and its question: mark, put off, set aside, report, edit, accept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from questions.model import Answer, Kind, Question
from studyapp import cards, changes
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import new_id
from studyapp.tables import Card, Change, StoredQuestion
from tests.makers import (
    NOW,
    a_card,
    a_cloze,
    a_flashcard,
    a_question,
    a_review_card,
    a_short,
    clock_of,
    made,
)

TOMORROW = NOW.replace(hour=4) + timedelta(days=1)
TWO_GAPS = "{{c1::Oslo}} is the capital of {{c2::Norway}}."
ONE_GAP = "{{c1::Oslo}} is the capital of Norway."


def test_a_mark_is_set_and_taken_away(database, amina):
    card_id = made(database, a_card, amina)
    for marked in (True, False):
        act(database, cards.mark, amina, card_id, marked, NOW)
        assert card_of(database, amina, card_id).marked is marked


def test_a_mark_that_is_set_already_is_no_act(database, amina):
    card_id = made(database, a_card, amina)
    for _ in range(2):
        act(database, cards.mark, amina, card_id, True, NOW)
    assert labels(database) == ["mark"]


def test_a_card_put_off_comes_tomorrow(database, amina):
    card_id = made(database, a_card, amina)
    bury(database, amina, card_id)
    card = card_of(database, amina, card_id)
    assert (card.available_at, card.buried_until) == (TOMORROW, TOMORROW)


def test_a_card_due_later_is_not_brought_forward_by_putting_it_off(database, amina):
    later = NOW + timedelta(days=30)
    card_id = made(database, a_review_card, amina, due_at=later, available_at=later)
    bury(database, amina, card_id)
    assert card_of(database, amina, card_id).available_at == later


def test_a_whole_question_is_put_off(database, amina):
    kept = made(database, a_question, amina, a_flashcard(reverse=True))
    bury(database, amina, kept.card_ids[0], whole=True)
    moments = [card_of(database, amina, one).available_at for one in kept.card_ids]
    assert moments == [TOMORROW, TOMORROW]
    assert labels(database) == ["bury"]


def test_a_card_set_aside_comes_back_when_it_was_due(database, amina):
    card_id = made(database, a_review_card, amina)
    due_at = card_of(database, amina, card_id).due_at
    act(database, cards.suspend, amina, card_id, True, NOW)
    assert card_of(database, amina, card_id).available_at is None
    act(database, cards.suspend, amina, card_id, False, NOW)
    assert card_of(database, amina, card_id).available_at == due_at
    assert labels(database) == ["resume", "suspend"]


def test_a_report_lets_every_card_of_the_question_rest(database, amina):
    kept = made(database, a_question, amina, a_flashcard(reverse=True))
    act(database, cards.report, amina, kept.card_ids[0], " It is wrong. ", NOW)
    assert question(database, amina, kept.question_id).reported == "It is wrong."
    assert all(card_of(database, amina, one).suspended for one in kept.card_ids)


def test_a_report_says_why(database, amina):
    card_id = made(database, a_card, amina)
    with pytest.raises(RefusedError, match="few words"):
        act(database, cards.report, amina, card_id, "  ", NOW)


def test_mending_a_reported_question_wakes_its_cards(database, amina):
    kept = made(database, a_question, amina, a_flashcard())
    act(database, cards.report, amina, kept.card_id, "It is wrong.", NOW)
    edit(database, amina, kept, a_flashcard(back="Lima, since 1535"))
    assert question(database, amina, kept.question_id).reported is None
    assert card_of(database, amina, kept.card_id).available_at is not None


def test_an_edit_keeps_the_schedule(database, amina):
    card_id = made(database, a_review_card, amina)
    before = card_of(database, amina, card_id)
    kept_id = before.question_id
    act(database, cards.edit, amina, kept_id, a_flashcard("Capital of Chile", "Santiago"), NOW)
    assert card_of(database, amina, card_id) == before
    assert body(database, amina, kept_id).stem == "Capital of Chile"


def test_an_edit_adds_cards_for_new_parts_and_lets_those_of_gone_parts_rest(database, amina):
    kept = made(database, a_question, amina, a_cloze_with(ONE_GAP))
    edit(database, amina, kept, a_cloze_with(TWO_GAPS))
    parts = {card.part: card for card in cards_of(database, amina)}
    assert set(parts) == {"c1", "c2"}
    edit(database, amina, kept, a_cloze_with(ONE_GAP))
    assert card_of(database, amina, parts["c2"].id).available_at is None
    assert card_of(database, amina, parts["c1"].id).available_at is not None


@pytest.mark.parametrize("whole", [False, True])
def test_a_card_of_a_part_that_went_is_not_brought_back(database, amina, whole):
    kept = made(database, a_question, amina, a_cloze_with(TWO_GAPS))
    edit(database, amina, kept, a_cloze_with(ONE_GAP))
    first, gone = kept.card_ids
    act(database, cards.suspend, amina, first, True, NOW)
    act(database, cards.suspend, amina, first, False, NOW, whole_question=whole)
    assert card_of(database, amina, gone).suspended
    with pytest.raises(RefusedError, match="no longer asks"):
        act(database, cards.suspend, amina, gone, False, NOW)


def test_an_edit_that_changes_nothing_is_no_act(database, amina):
    kept = made(database, a_question, amina)
    edit(database, amina, kept, body(database, amina, kept.question_id))
    assert labels(database) == []


def test_an_accepted_answer_is_right_from_now_on(database, amina):
    kept = made(database, a_question, amina, a_short())
    act(database, cards.accept, amina, kept.card_id, " Lyma ", NOW)
    texts = [answer.text for answer in body(database, amina, kept.question_id).answers]
    assert texts == ["Lima", "Lyma"]


@pytest.mark.parametrize("typed", ["Lyma", "Lima"])
def test_accepting_what_is_right_already_is_no_act(database, amina, typed):
    kept = made(database, a_question, amina, a_short())
    for _ in range(2):
        act(database, cards.accept, amina, kept.card_id, typed, NOW)
    assert len(labels(database)) == (1 if typed == "Lyma" else 0)


def test_what_cannot_be_an_answer_is_not_accepted(database, amina):
    number = Question(
        id="n", kind=Kind.NUMERIC, stem="How many moons has Mars?", answers=(Answer(text="2"),)
    )
    kept = made(database, a_question, amina, number)
    with pytest.raises(RefusedError, match="not a number"):
        act(database, cards.accept, amina, kept.card_id, "two", NOW)
    assert body(database, amina, kept.question_id).answers == number.answers


@pytest.mark.parametrize("typed", ["", "Lima"])
def test_only_what_was_typed_is_accepted(database, amina, typed):
    kept = made(database, a_question, amina, a_short() if not typed else a_flashcard())
    with pytest.raises(RefusedError, match="typed"):
        act(database, cards.accept, amina, kept.card_id, typed, NOW)


def test_nothing_is_accepted_for_a_part_that_went(database, amina):
    kept = made(database, a_question, amina, a_cloze_with(TWO_GAPS))
    edit(database, amina, kept, a_cloze_with(ONE_GAP))
    with pytest.raises(RefusedError, match="no longer asks"):
        act(database, cards.accept, amina, kept.card_ids[1], "Norge", NOW)


def test_accepting_an_answer_does_not_hide_a_report(database, amina):
    kept = made(database, a_question, amina, a_short())
    act(database, cards.report, amina, kept.card_id, "It is wrong.", NOW)
    act(database, cards.accept, amina, kept.card_id, "Lyma", NOW)
    assert question(database, amina, kept.question_id).reported == "It is wrong."


ACTS = {
    "mark": lambda session, who, kept: cards.mark(session, who, kept.card_id, True, NOW),
    "bury": lambda session, who, kept: cards.bury(
        session, who, kept.card_id, clock_of(session, who)
    ),
    "suspend": lambda session, who, kept: cards.suspend(session, who, kept.card_id, True, NOW),
    "report": lambda session, who, kept: cards.report(session, who, kept.card_id, "No.", NOW),
    "edit": lambda session, who, kept: cards.edit(
        session, who, kept.question_id, a_flashcard(), NOW
    ),
    "accept": lambda session, who, kept: cards.accept(session, who, kept.card_id, "Lima", NOW),
}


@pytest.mark.parametrize("name", ACTS)
def test_nobody_acts_on_the_card_of_another(database, amina, bo, name):
    kept = made(database, a_question, bo)
    with pytest.raises(NotFoundError):
        act(database, ACTS[name], amina, kept)
    assert labels(database) == []


@pytest.mark.parametrize("name", ACTS)
def test_undo_of_an_act_brings_the_card_back_as_it_was(database, amina, name):
    kept = made(database, a_question, amina, a_short())
    before = rows(database, amina)
    act(database, ACTS[name], amina, kept)
    assert name == "accept" or rows(database, amina) != before
    act(database, changes.undo, amina, NOW)
    assert rows(database, amina) == before


def act(database, service, *arguments, **named):
    database.write(lambda session: service(session, *arguments, **named) and None)


def bury(database, learner_id, card_id, *, whole=False):
    clock = made(database, clock_of, learner_id)
    database.write(
        lambda session: cards.bury(session, learner_id, card_id, clock, whole_question=whole)
    )


def edit(database, learner_id, kept, edited):
    act(database, cards.edit, learner_id, kept.question_id, edited, NOW)


def a_cloze_with(stem):
    return a_cloze("Oslo is the capital of Norway.").model_copy(
        update={"stem": stem, "id": new_id()}
    )


def card_of(database, learner_id, card_id):
    return next(card for card in cards_of(database, learner_id) if card.id == card_id)


def cards_of(database, learner_id):
    with database.reading() as session:
        found = session.exec(select(Card).where(Card.learner_id == learner_id).order_by(Card.id))
        return [Card(**card.model_dump()) for card in found]


def question(database, learner_id, question_id):
    with database.reading() as session:
        row = session.get_one(StoredQuestion, (learner_id, question_id))
        return StoredQuestion(**row.model_dump())


def body(database, learner_id, question_id):
    return cards.question_of(question(database, learner_id, question_id))


def rows(database, learner_id):
    with database.reading() as session:
        stored = session.exec(select(StoredQuestion).where(StoredQuestion.learner_id == learner_id))
        return cards_of(database, learner_id), [row.model_dump() for row in stored]


def labels(database):
    with database.reading() as session:
        return sorted(session.exec(select(Change.label)))
