"""The survey: where the words of a document stand, without a parse."""

from __future__ import annotations

from questions.extract import extract
from questions.generate.survey import Survey
from questions.text import sentences

TEXT = (
    "Vladimir Putin met Angela Merkel in Sochi. Kazakhstan’s treaties were signed in 2013. "
    "Merkel left in 2021. Vladimir Putin met Angela Merkel in Sochi."
)


def test_two_names_are_together_where_one_sentence_has_both():
    found = survey(TEXT)
    assert found.together("Putin", "Angela Merkel")
    assert not found.together("Putin", "2021")


def test_sentences_are_counted_by_all_of_the_words():
    assert survey(TEXT).count("Angela Merkel") == 2
    assert survey(TEXT).count("Merkel") == 3
    assert survey(TEXT).count("Paris") == 0
    assert survey(TEXT).count("of") == 0


def test_forms_of_a_word_are_one():
    assert survey(TEXT).together("Kazakhstan", "treaty")


def test_a_sentence_that_comes_again_is_a_copy_of_the_first():
    found = survey(TEXT)
    assert [found.is_copy(number) for number in range(4)] == [False, False, False, True]


def survey(text):
    document = extract(text, "document.txt")
    return Survey(document.text, sentences(document.text, document.blocks))
