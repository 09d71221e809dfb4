"""Blanks hide whole names, and statements say their subject once and whole."""

from __future__ import annotations

import pytest

from questions.generate.standing import topic_of
from tests.questions.generating import pool_from, shorts, shown, stems
from tests.questions.reading_facts import statements


def hidden(text: str, title: str = "") -> set[str]:
    return {
        one.stem.split("{{c1::")[1].split("}}")[0].split("::")[0]
        for one in pool_from(text, title)
        if "{{c1::" in one.stem
    }


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("State Route 41 comes into Fresno from Atascadero in the south.", "State Route"),
        ("Internet Explorer lost its share to Firefox in 2009.", "Explorer"),
        (
            "In 1960 the General Conference on Weights and Measures named the unit the tesla.",
            "Conference on Weights and Measures",
        ),
        ("Texas was joined to Coahuila y Texas until 1836.", "Texas"),
        ("Congress passed the Elementary and Secondary Education Act in 1965.",
         "Secondary Education Act"),
        ("The Salt and Verde Rivers of Arizona were used for farming.", "Verde Rivers"),
        ("In 1835 Maori settlers came to the Chatham Islands.", "1835 Maori settlers"),
        ("Smell lets an animal sense the presence of food in the forest.", "animal sense"),
    ],
)  # fmt: skip
def test_no_blank_tears_a_name(text, half):
    assert half not in hidden(text) or text.count(half) > 1


def test_half_of_a_graded_noun_is_a_wide_blank():
    found = pool_from("A freely mobile joint is classified as a diarthrosis.")
    (torn,) = [one for one in found if "{{c1::mobile joint" in one.stem]
    assert "wide-blank" in {finding.name for finding in torn.findings}


def test_whole_names_are_still_hidden():
    found = hidden("In 1809 Tecumseh met William Harrison in Vincennes. Harrison wrote to Madison.")
    assert {"Tecumseh", "Vincennes"} <= found


def test_what_the_stem_names_is_not_put_before_it_again():
    found = stems(
        pool_from(
            "Tulsa lies in Oklahoma. The city has 400,000 inhabitants. Tulsa is called the Oil "
            "Capital of the World. The river flows by.",
            "Tulsa",
        )
    )
    assert not [one for one in found if one.startswith("Tulsa: Tulsa")]


@pytest.mark.parametrize(
    "heading",
    ["LINK TO LEARNING", "By Arash Javanbakht", "How to Fly", "Washington, D.C.–", "Steps"],
)
def test_a_byline_a_box_or_an_order_is_no_topic(heading):
    assert topic_of((heading,), "") == ""


def test_an_acronym_and_a_thing_are_topics():
    assert topic_of(("NASA",), "") == "NASA"
    assert topic_of(("Life", "Steam engine"), "") == "Steam engine"


def test_a_name_that_is_given_to_a_thing_stays_as_it_is():
    found = statements(
        "Rick Santorum ran for president in 2012. A bar in New York sold a drink called Santorum."
    )
    assert "A bar in New York sold a drink called Santorum." in found


def test_which_organisation_is_asked_only_of_what_is_one():
    found = shorts(
        pool_from(
            "DNA is found in the nucleus of the cell. The nucleus sends DNA to no other place. "
            "The World Health Organization (WHO) fights malaria in Africa. WHO was founded in 1948."
        )
    )
    assert not [one for one in found if "organisation is found" in one]


def test_a_participle_taken_for_the_verb_cuts_nothing_off():
    found = statements(
        "France and England, engaged in the Napoleonic Wars, which raged between 1803 and 1815, "
        "both declared open season on American ships."
    )
    assert "The Napoleonic Wars raged between 1803 and 1815." in found
    assert not [one for one in found if one.startswith("France") and "declared" not in one]


def test_counted_things_that_are_not_told_need_context():
    found = pool_from(
        "The two disciplines are typically studied together because form and function are closely "
        "related in all living things."
    )
    assert found
    for one in found:
        if "two disciplines" in shown(one):
            assert "needs-context" in {finding.name for finding in one.findings}


def test_the_second_of_a_list_is_not_what_the_first_one_is():
    found = pool_from(
        "The causes of child labour include poverty, the lack of access to education and weak "
        "institutions."
    )
    assert "Poverty" not in {one.stem for one in found}


def test_a_name_with_a_particle_is_not_written_out_within_itself():
    (found, *_) = statements("The French Admiral de Grasse sailed into Chesapeake Bay in 1781.")
    assert found == "The French Admiral de Grasse sailed into Chesapeake Bay in 1781."


def test_what_is_a_country_and_a_state_gets_no_class():
    text = "The British captured Savannah, the capital of Georgia, in December 1778."
    assert [one for one in pool_from(text) if "{{c1::Georgia::G…}}" in one.stem]
