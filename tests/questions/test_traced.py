"""Traced text: pieces put together as a sentence, each letter knowing its place."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from questions.generate.rewriting import Edit
from questions.generate.traced import compose, without_overlap

SAID = "However, he (the king) left Paris, which was cold."


def test_pieces_become_a_sentence_with_capital_and_stop():
    made = compose(SAID, [], [(9, 33)])
    assert made.text == "He (the king) left Paris."


def test_an_edit_takes_the_place_of_its_words():
    made = compose(SAID, [Edit(0, 9, ""), Edit(9, 11, "Louis XVI")], [(0, len(SAID))])
    assert made.text == "Louis XVI (the king) left Paris, which was cold."


def test_what_is_taken_out_across_the_end_of_a_piece_is_taken_out_of_it():
    assert compose("For example, cats sleep.", [Edit(0, 13, "")], [(0, 11), (13, 24)]).text == (
        "Cats sleep."
    )


def test_holes_are_closed():
    made = compose("Paris ( ) , a city , is old .", [], [(0, 29)])
    assert made.text == "Paris, a city, is old."


def test_a_conjunction_that_joins_nothing_any_more_goes():
    assert compose("He ran and", [], [(0, 10)]).text == "He ran."


def test_words_of_the_sentence_are_found_again():
    made = compose(SAID, [Edit(9, 11, "Louis XVI")], [(9, 33)])
    start, end = made.find(28, 33)
    assert made.text[start:end] == "Paris"
    start, end = made.find(9, 11)
    assert made.text[start:end] == "Louis XVI"


def test_words_that_are_not_in_the_pieces_are_not_found():
    assert compose(SAID, [], [(9, 33)]).find(41, 45) is None


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
@example("ß", 0, 1)
def test_every_letter_has_a_place(text, start, end):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    made = compose(text, [], [(start, end)])
    assert len(made.text) == len(made.origins)
    for letter, origin in zip(made.text, made.origins, strict=True):
        assert origin == -1 or text[origin].casefold() == letter.casefold() or letter.isspace()


def test_of_edits_that_overlap_the_longer_stays():
    short, long = Edit(0, 3, "a"), Edit(2, 8, "b")
    assert without_overlap([short, long]) == (long,)
