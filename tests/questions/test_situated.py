"""What depends on who speaks, on which day and on which page is told from what only looks so."""

from __future__ import annotations

import pytest

from questions.generate.situated import (
    has_narrator,
    relative_time,
    speaks_of_itself,
    speaks_of_people_here,
)
from tests.questions.reading_facts import facts_of, statements


@pytest.mark.parametrize(
    "text",
    [
        "Ivan joined the army under Tsar Aleksei I in 1661.",
        "Gifts to the foundation are free of tax in the US.",
        "Coal was dug in a mine near Liège.",
    ],
)
def test_a_number_a_country_and_a_pit_are_no_speakers(text: str):
    assert not speaks_of_people_here(text)


@pytest.mark.parametrize("text", ["I saw the king.", "They gave us bread.", "The choice is mine."])
def test_whoever_speaks_of_himself_is_heard(text: str):
    assert speaks_of_people_here(text)


def test_our_senses_are_those_of_all_unless_somebody_narrates():
    text = "The nerves carry what our senses tell the brain."
    assert speaks_of_people_here(text, narrated=True)
    assert not speaks_of_people_here(text, narrated=False)
    assert speaks_of_people_here("In our study we tested forty mice.", narrated=False)
    assert speaks_of_people_here("You will need a bowl and a spoon.", narrated=False)


def test_a_text_has_a_narrator_where_several_sentences_speak_of_him():
    story = ["I was born in Leith.", "My father was a sailor.", "The ship was old."]
    assert has_narrator(story)
    assert not has_narrator(["Charles I lost his head.", "The war went on.", "Peace came late."])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A bacterium entered the cell a billion years ago.", None),
        ("The regiment marched through what is now Ohio.", None),
        ("Prices fell on Black Friday.", None),
        ("Soon after the war Lee moved to Turin.", None),
        ("The mill burnt down in May 2013, and the barn in June of the same year.", None),
        ("Shops had no flour in the last week of March 1974.", None),
        ("The bridge fell three years ago.", "ago"),
        ("That same year Lee moved to Turin.", "That same year"),
        ("In the next five years Lee served in Poland.", "the next five years"),
        ("Two years later the mill burnt down.", "years later"),
        ("The show opens on Friday.", "Friday"),
    ],
)
def test_only_words_that_are_counted_from_another_day_are_relative(text: str, words: str | None):
    found = relative_time(text)
    assert (found or "").lower() == (words or "").lower()


@pytest.mark.parametrize(
    ("text", "pointing"),
    [
        ("See Figure 3 for the parts of the cell.", True),
        ("The method described above was used in Bern.", True),
        ("This chapter treats the heart.", True),
        ("Warhol was a figure of the movement.", False),
        ("The town lies 40 m above sea level.", False),
        ("The Dallas chapter of the union won the cup as well.", False),
    ],
)
def test_a_figure_of_a_movement_is_no_figure_of_the_page(text: str, pointing: bool):
    assert speaks_of_itself(text) is pointing


def test_captions_and_ties_to_the_sentence_before_are_taken_off():
    assert statements("Figure 7.3 In 1930, Anna Lee led a march to Dandi in India.") == [
        "In 1930, Anna Lee led a march to Dandi in India."
    ]
    assert "In 1689 a revolt broke out in Moscow." in statements(
        "Later in 1689 a revolt broke out in Moscow."
    )
    assert "Anna Lee crossed present-day Ghana in 1855." in statements(
        "Anna Lee crossed what is now Ghana in 1855."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Stir the flour into the milk with a wooden spoon.",
        "Anna Lee in May 2010, after a match called the Final of Bern.",
        "Uh the wages of the workers were, um, low in Leeds.",
    ],
)
def test_orders_captions_and_speech_noted_down_state_nothing(text: str):
    assert facts_of(text) == ()
