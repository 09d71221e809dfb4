"""New cards that were away: each comes back to its place in line."""

from __future__ import annotations

import pytest

from studyapp import bulk, cards, editing, trash
from studyapp.ids import new_id
from tests.makers import NOW, a_flashcard, a_question, clock_of, made
from tests.studyapp.lining import in_line, set_default


@pytest.mark.parametrize("order", ["made", "random"])
@pytest.mark.parametrize("way", ["set aside", "chosen", "deleted"])
def test_a_new_card_that_comes_back_stands_where_it_stood(database, amina, order, way):
    set_default(database, amina, new_order=order)
    some = [made(database, a_question, amina, a_flashcard(f"q{n}", "x")) for n in range(8)]
    before = in_line(database, amina)
    one = next(one for one in some if one.card_id == before[2])
    gone, back = WAYS[way](one)
    made(database, lambda session: gone(session, amina))
    assert in_line(database, amina) == [key for key in before if key != one.card_id]
    made(database, lambda session: back(session, amina))
    assert in_line(database, amina) == before


WAYS = {
    "set aside": lambda one: (
        lambda session, who: cards.suspend(session, who, one.card_id, True, NOW),
        lambda session, who: cards.suspend(session, who, one.card_id, False, NOW),
    ),
    "chosen": lambda one: (
        lambda session, who: bulk.suspend(bulk_of(session, who, one)),
        lambda session, who: bulk.resume(bulk_of(session, who, one)),
    ),
    "deleted": lambda one: (
        lambda session, who: editing.remove(session, who, one.question_id, NOW),
        lambda session, who: trash.restore_question(session, who, one.question_id, NOW),
    ),
}


def bulk_of(session, learner_id, one):
    chosen = bulk.Chosen(ids=(one.question_id,))
    return bulk.Bulk(session, learner_id, chosen, clock_of(session, learner_id), new_id())
