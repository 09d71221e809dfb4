"""No question says what its text does not say, however the sentence is built."""

from __future__ import annotations

import pytest

from tests.questions.nasty import SENTENCES, broken, cards_of


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one["name"])
def test_a_nasty_sentence_makes_no_false_question_and_its_plain_facts_are_found(sentence):
    assert list(broken(sentence, cards_of(sentence["text"]))) == []


def test_there_are_at_least_eighty_of_them_each_with_its_own_name():
    assert len({one["name"] for one in SENTENCES}) == len(SENTENCES) >= 80


def test_every_sentence_expects_something():
    assert all(set(one) & {"never", "keeps", "kept", "clean", "says", "has"} for one in SENTENCES)
