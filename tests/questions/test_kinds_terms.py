"""Terms and their meanings, and letters and what they stand for, among wrong ones like them."""

from __future__ import annotations

import re

import pytest

from questions.checks import findings
from questions.generate.draft import Rating, question_of
from questions.generate.fact import Modality, Relation, Role, Type
from questions.generate.kinds.abbreviations import abbreviation_choices, spells
from questions.generate.kinds.chance import chance
from questions.generate.kinds.expansions import expansions
from questions.generate.kinds.terms import term_choices
from tests.questions.told import Story, is_, verb

TERMS = {
    "Osmosis": "the movement of water across a membrane",
    "Evaporation": "the change of a liquid into a gas",
    "Filtration": "the removal of solids by a sieve",
    "Distillation": "the separation of liquids by heat",
}


def test_a_meaning_is_offered_with_terms_of_its_class() -> None:
    story = glossary()

    made = next(one for one in term_choices(story.facts, story.model()) if "term" in one.method)

    assert made.stem == "Which of these is the movement of water across a membrane?"
    assert {one.text.lower() for one in made.choices} == {one.lower() for one in TERMS}
    assert [one.text for one in made.choices if one.fraction > 0] == ["Osmosis"]


def test_a_term_is_offered_with_meanings_of_others() -> None:
    story = glossary()

    made = next(one for one in term_choices(story.facts, story.model()) if "meaning" in one.method)

    assert made.stem == "What is Osmosis?"
    assert {one.text for one in made.choices} == set(TERMS.values())


def test_three_terms_are_too_few() -> None:
    story = glossary()
    story.facts.pop()

    assert list(term_choices(story.facts, story.model())) == []


def test_a_wider_term_is_no_wrong_option() -> None:
    story = Story()
    for term, meaning in {"Diffusion": "the spreading of matter in a liquid", **TERMS}.items():
        defined(story, term, meaning)

    made = next(one for one in term_choices(story.facts, story.model()) if "membrane" in one.stem)

    assert "Diffusion" not in {one.text for one in made.choices}


def test_what_may_be_false_defines_nothing() -> None:
    story = glossary()
    story.change(story.facts[0], modality=Modality.UNCERTAIN)

    assert list(term_choices(story.facts, story.model())) == []


def test_the_drafts_are_sound_questions() -> None:
    story = glossary()
    for made in term_choices(story.facts, story.model()):
        question = question_of(made, story.text, "d1", Rating(0.5))
        assert findings(question, story.text) == ()


@pytest.mark.parametrize(
    ("long", "short", "fits"),
    [
        ("Collective Security Treaty Organization", "CSTO", True),
        ("World Health Organization", "WHO", True),
        ("Bureau of Labor Statistics", "BLS", True),
        ("non-governmental organizations", "NGOs", True),
        ("European Union", "EU", True),
        ("European Union", "E.U.", True),
        ("European Union", "UN", False),
        ("Europe", "E", False),
    ],
)
def test_letters_are_compared_with_the_words(long: str, short: str, fits: bool) -> None:
    assert spells(long, short) is fits


def test_letters_are_offered_with_long_forms_that_begin_alike() -> None:
    story = Story()
    story.name("Collective Security Treaty Organization", Type.ORG, ["CSTO"])
    story.tell(
        ("Kazakhstan", Type.GPE), verb("joined", "join"),
        (Role.OBJECT, "", "the Collective Security Treaty Organization (CSTO)", Type.THING),
    )  # fmt: skip

    (made,) = abbreviation_choices(story.facts, story.model())

    assert made.stem == "What does the abbreviation CSTO stand for?"
    assert [one.text for one in made.choices if one.fraction > 0] == [
        "Collective Security Treaty Organization"
    ]
    assert all(spells(one.text, "CSTO") for one in made.choices)


def test_letters_that_the_text_never_writes_out_are_not_asked_for() -> None:
    story = Story()
    story.name("Collective Security Treaty Organization", Type.ORG, ["CSTO"])
    story.tell(("Kazakhstan", Type.GPE), verb("left", "leave"), (Role.OBJECT, "", "CSTO", Type.ORG))

    assert list(abbreviation_choices(story.facts, story.model())) == []


@pytest.mark.parametrize(
    "long",
    [
        "Collective Security Treaty Organization", "World Health Organization",
        "gross domestic product", "Bureau of Labor Statistics", "Central Intelligence Agency",
    ],
)  # fmt: skip
def test_other_long_forms_keep_letters_case_and_number_of_words(long: str) -> None:
    for seed in range(10):
        made = expansions(long, chance(seed, long))
        assert len(set(made)) == 3
        assert long not in made
        for one in made:
            assert [word[0] for word in one.split()] == [word[0] for word in long.split()]
            assert re.sub("[a-z]+", "", one) == re.sub("[a-z]+", "", long)


@pytest.mark.parametrize("long", ["", "NATO", "of the", "x-ray 12"])
def test_some_words_have_no_other_long_form(long: str) -> None:
    assert expansions(long, chance(0, long)) == ()


def glossary() -> Story:
    story = Story()
    for term, meaning in TERMS.items():
        defined(story, term, meaning)
    return story


def defined(story: Story, term: str, meaning: str) -> None:
    story.tell(
        (term, Type.THING), is_(), (Role.COMPLEMENT, "", meaning, Type.THING),
        relation=Relation.IS_A,
    )  # fmt: skip
