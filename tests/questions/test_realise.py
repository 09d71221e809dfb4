"""Realising facts: clozes, short questions, definition cards, true or false."""

from __future__ import annotations

import pytest

from questions.cloze import plain
from questions.faces import face, parts_of
from questions.generate.clozes import clozes
from questions.generate.definitions import definitions
from questions.generate.fact import Type
from questions.generate.hints import with_letters
from questions.generate.shorts import shorts
from questions.generate.swaps import swaps
from questions.model import Kind
from tests.questions.generating import answers, pool_from, shown
from tests.questions.generating import shorts as stems_of_shorts

BELL = "In 1876 Alexander Bell patented a telephone in Washington."
EVENTS = (
    "Alexander Bell patented a telephone in Washington in 1876. "
    "Elisha Gray opened a workshop in Chicago in 1869. "
    "Thomas Edison built a laboratory in Cleveland in 1879."
)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (BELL, "In what year did Alexander Bell patent a telephone in Washington?"),
        (BELL, "In 1876, who patented a telephone in Washington?"),
        (BELL, "In 1876, in which city did Alexander Bell patent a telephone?"),
        (
            "Seven Japanese teams sequenced the DNA of tobacco in Kyoto.",
            "How many Japanese teams sequenced the DNA of tobacco in Kyoto?",
        ),
        (
            "The ceiling of the Sistine Chapel was painted by Michelangelo Buonarroti in 1512.",
            "By whom was the ceiling of the Sistine Chapel painted in 1512?",
        ),
        (
            "Ann Bancroft and Liv Arnesen crossed Antarctica on skis in 2001.",
            "Who crossed Antarctica on skis in 2001?",
        ),
        (
            "The process by which plants make sugar from light is called photosynthesis.",
            "What is the process by which plants make sugar from light called?",
        ),
    ],
)
def test_a_clause_is_turned_into_a_question(sentence, question):
    assert question in stems_of_shorts(pool_from(sentence))


def test_what_is_asked_for_is_never_said_in_the_question():
    for one in pool_from(EVENTS):
        if one.kind is Kind.SHORT:
            assert one.answers[0].text.casefold() not in one.stem.casefold()


def test_a_verb_keeps_its_sense_when_it_changes_its_form():
    stems = stems_of_shorts(pool_from("Ludwig Prandtl led the institute of Göttingen in 1925."))
    assert "In what year did Ludwig Prandtl lead the institute of Göttingen?" in stems


def test_no_question_loses_the_one_its_pronoun_means():
    for stem in stems_of_shorts(pool_from("Clara Wieck said that Robert Schumann loved her.")):
        assert not stem.startswith("Who said that Robert Schumann loved her")


def test_each_phrase_of_a_sentence_is_hidden_once():
    hidden = [answers([one]) for one in pool_from(EVENTS) if one.kind is Kind.CLOZE]
    told = [(one.pop()) for one in hidden]
    assert len(told) == len(set(told))
    assert {"Alexander Bell", "1876", "Elisha Gray", "1869"} <= set(told)


def test_a_cloze_shows_the_statement_with_a_gap():
    for one in pool_from(EVENTS):
        if one.kind is Kind.CLOZE:
            assert plain(one.stem) in EVENTS or plain(one.stem).rstrip(".") in EVENTS
            assert shown(one).count("___") == 1


@pytest.mark.parametrize(
    ("sentence", "never"),
    [
        ("Sergei Prokofiev wrote his Op. 64 in 1935 in Moscow.", "64"),
        ("Six-time champion Ann Lee won the final in Zurich in 2004.", "Six"),
        ("The treaty between Peru and Chile mentions Peru twice in its preamble.", "Peru"),
        ("General Antonio Lopez de Santa Anna marched to Texas in 1836.", "Antonio"),
        ("The plan of Lagos was one of the first of Nigeria in 1914.", "one"),
    ],
)
def test_what_cannot_be_hidden_fairly_is_not(sentence, never):
    hidden = {answer for one in pool_from(sentence) if one.kind is Kind.CLOZE
              for answer in answers([one])}  # fmt: skip
    assert never not in hidden


def test_a_hint_tells_the_class_of_what_is_hidden():
    (cloze,) = [
        one for one in pool_from(BELL) if one.kind is Kind.CLOZE and answers([one]) == {"1876"}
    ]
    gaps = [one for one in face(cloze, parts_of(cloze)[0]).stem if one.gap]
    assert [one.hint for one in gaps] == ["year"]


def test_a_phrase_shows_how_its_words_begin_and_a_name_its_class_before():
    text = f"{BELL} Most carbon microphones turn weak sounds into electric currents."
    pool = [one for one in pool_from(text) if one.kind is Kind.CLOZE]
    hints = {
        gap.text: gap.hint
        for one in pool
        for gap in face(one, parts_of(one)[0]).stem
        if gap.gap and one.origin
    }
    assert hints["weak sounds"] == "w… s…"
    assert hints["electric currents"] == "e… c…"
    assert hints["Alexander Bell"] == "person, A… B…"
    assert hints["Washington"] == "city, W…"
    assert hints["1876"] == "year"


@pytest.mark.parametrize(
    ("hidden", "letters"),
    [
        ("cells or tissues", "c… or t…"),
        ("opponent-process theory", "o… t…"),
        ("“cold” war", "“c… w…"),
        ("Ca++", "C…"),
    ],
)
def test_letters_are_the_first_of_each_word_but_the_small_ones(hidden, letters):
    assert (
        with_letters(f"It was {{{{c1::{hidden}}}}}.") == f"It was {{{{c1::{hidden}::{letters}}}}}."
    )


def test_letters_come_behind_the_hint_that_a_blank_has():
    once = with_letters("By {{c1::Ada Lovelace::person}}.")
    assert once == "By {{c1::Ada Lovelace::person, A… L…}}."
    assert with_letters(once) == once


def test_a_word_of_every_day_that_is_hidden_alone_is_a_class_of_its_own():
    found = pool_from("Convection carries heat away from the body.")
    methods = {
        one.stem.split("::")[1]: one.origin.method for one in found if one.kind is Kind.CLOZE
    }
    assert methods == {"Convection": "cloze-thing", "body": "cloze-everyday"}


def test_braces_in_a_text_make_no_gap():
    assert not any(
        one.kind is Kind.CLOZE
        for one in pool_from("Peter Naur wrote {{c1::Algol}} for Copenhagen in 1960 in Denmark.")
    )


@pytest.mark.parametrize(
    ("sentence", "term", "meaning"),
    [
        (
            "Osmosis is the movement of water through a membrane that holds salt back.",
            "Osmosis",
            "the movement of water through a membrane that holds salt back",
        ),
        (
            "Inertia refers to the resistance of a body to a change of its motion.",
            "Inertia",
            "the resistance of a body to a change of its motion",
        ),
        (
            "The loss of water from the leaves of a plant is called transpiration.",
            "Transpiration",
            "the loss of water from the leaves of a plant",
        ),
    ],
)
def test_a_definition_becomes_a_card_both_ways(sentence, term, meaning):
    (card,) = [one for one in pool_from(sentence) if one.kind is Kind.FLASHCARD]
    assert (card.stem, card.answers[0].text, card.reverse) == (term, meaning, True)


@pytest.mark.parametrize(
    "sentence",
    [
        "Education is a key to the success of a country in the world.",
        "The problem is a lack of clean water in the villages of Mali.",
        "These engines are the pride of the museum in Munich.",
    ],
)
def test_what_defines_nothing_becomes_no_card(sentence):
    assert not any(one.kind is Kind.FLASHCARD for one in pool_from(sentence))


def test_who_somebody_was_is_asked_on_a_card():
    (card,) = [
        one
        for one in pool_from("Emmy Noether was a German mathematician from Erlangen.")
        if one.kind is Kind.FLASHCARD
    ]
    assert (card.stem, card.reverse) == ("Who was Emmy Noether?", False)
    assert card.answers[0].text == "a German mathematician from Erlangen"


def test_a_false_statement_is_false_and_says_what_is_true():
    for one in pool_from(EVENTS):
        if one.kind is Kind.TRUEFALSE:
            told = one.answers[0].text
            assert (one.stem in EVENTS) == (told == "true")
            assert told == "true" or one.feedback["incorrect"] in EVENTS


def test_an_exchanged_name_is_no_name_that_the_text_puts_there():
    text = (
        "Alexander Bell patented a telephone in Boston in 1876. "
        "Elisha Gray patented a telephone in Boston, too, in that winter of 1876."
    )
    false = [one for one in pool_from(text) if one.kind is Kind.TRUEFALSE]
    assert not any("Elisha Gray patented" in one.stem for one in false)


def test_makers_say_what_made_each_draft():
    methods = {one.origin.method for one in pool_from(EVENTS)}
    assert {"cloze-name", "cloze-date", "short-when", "short-who-subject"} <= methods


def test_makers_make_nothing_of_nothing():
    for maker in (clozes, shorts, definitions, swaps):
        assert list(maker((), None)) == []


def test_a_term_is_known_as_one():
    (card,) = [
        one
        for one in pool_from("Osmosis is the movement of water through a thin membrane.")
        if one.origin.method == "cloze-term"
    ]
    assert answers([card]) == {"Osmosis"}
    assert Type.TERM.value == "term"
