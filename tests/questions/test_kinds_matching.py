"""Pairs of one relation are matched where each side belongs to one partner only."""

from __future__ import annotations

from questions.checks import findings
from questions.faces import face, parts_of
from questions.generate.draft import Rating, question_of
from questions.generate.fact import Fact, Modality, Relation, Role, Type
from questions.generate.kinds.matching import matchings
from questions.model import Kind
from tests.questions.told import Story, is_, verb

TERMS = {
    "Osmosis": "the movement of water across a membrane",
    "Diffusion": "the spreading of particles in a liquid",
    "Digestion": "the breaking down of food in the gut",
    "Respiration": "the release of energy from sugar",
}


def test_terms_are_matched_with_their_meanings() -> None:
    story = glossary(TERMS)

    (made,) = matchings(story.facts, story.model())

    assert made.kind is Kind.MATCHING
    assert made.method == "matching-term"
    assert made.stem == "Match each term with its meaning."
    assert {one.left: one.right for one in made.pairs} == TERMS


def test_three_pairs_are_too_few() -> None:
    story = glossary(dict(list(TERMS.items())[:3]))

    assert list(matchings(story.facts, story.model())) == []


def test_a_pair_that_could_be_another_ones_is_left_out() -> None:
    story = glossary({**TERMS, "Reverse osmosis": "the pressing of water through a filter"})

    (made,) = matchings(story.facts, story.model())

    assert "Reverse osmosis" not in {one.left for one in made.pairs}


def test_what_may_be_false_is_no_pair() -> None:
    story = glossary(TERMS)
    story.change(story.facts[0], modality=Modality.UNCERTAIN)

    assert list(matchings(story.facts, story.model())) == []


def test_events_are_matched_with_their_years() -> None:
    story = Story()
    for year, place in (
        ("1841", "Prague"),
        ("1874", "Vienna"),
        ("1892", "Boston"),
        ("1904", "Rome"),
    ):
        story.tell(
            ("Antonín Dvořák", Type.PERSON), verb("went", "go"),
            (Role.PLACE, "to", place, Type.GPE), (Role.TIME, "in", year, Type.DATE),
        )  # fmt: skip

    made = next(one for one in matchings(story.facts, story.model()) if "event" in one.method)

    assert [one.right for one in made.pairs] == ["1841", "1874", "1892", "1904"]
    assert made.pairs[0].left == "Antonín Dvořák went to Prague"


def test_two_events_of_one_year_are_not_matched() -> None:
    story = Story()
    for year, place in (
        ("1841", "Prague"),
        ("1874", "Vienna"),
        ("1892", "Boston"),
        ("1892", "Rome"),
    ):
        story.tell(
            ("Antonín Dvořák", Type.PERSON), verb("went", "go"),
            (Role.PLACE, "to", place, Type.GPE), (Role.TIME, "in", year, Type.DATE),
        )  # fmt: skip

    assert list(matchings(story.facts, story.model())) == []


def test_people_are_matched_with_what_they_were() -> None:
    story = Story()
    for name, role in (
        ("Johannes Brahms", "a composer from Hamburg"), ("Franz Marc", "a painter of animals"),
        ("Max Planck", "a physicist in Berlin"), ("Rosa Parks", "an activist from Alabama"),
    ):  # fmt: skip
        story.tell(
            (name, Type.PERSON), is_("was"), (Role.COMPLEMENT, "", role, Type.THING),
            relation=Relation.ROLE,
        )  # fmt: skip

    (made,) = matchings(story.facts, story.model())

    assert made.method == "matching-person"
    assert made.pairs[2].left == "Max Planck"
    assert made.pairs[2].right == "a physicist in Berlin"


def test_each_matching_is_made_in_one_window_only() -> None:
    story = glossary(TERMS)
    model = story.model()

    assert [len(list(matchings([one], model))) for one in story.facts] == [1, 0, 0, 0]


def test_ten_pairs_make_two_matchings_that_share_none() -> None:
    story = glossary({f"{letter}osis": f"the {letter.lower()}-like growth of {letter}"
                      for letter in "ABCDEFGHIJ"})  # fmt: skip

    first, second = matchings(story.facts, story.model())

    assert (len(first.pairs), len(second.pairs)) == (6, 4)
    assert not {one.left for one in first.pairs} & {one.left for one in second.pairs}


def test_a_matching_is_a_sound_question_with_a_source_for_each_pair() -> None:
    story = glossary(TERMS)
    (made,) = matchings(story.facts, story.model())

    question = question_of(made, story.text, "d1", Rating(0.5))

    assert [one.quote for one in question.sources] == [one.statement for one in story.facts]
    assert findings(question, story.text) == ()
    assert face(question, parts_of(question)[0]).answer.count("→") == 4


def glossary(terms: dict[str, str]) -> Story:
    story = Story()
    for term, meaning in terms.items():
        defined(story, term, meaning)
    return story


def defined(story: Story, term: str, meaning: str) -> Fact:
    return story.tell(
        (term, Type.THING), is_(), (Role.COMPLEMENT, "", meaning, Type.THING),
        relation=Relation.IS_A,
    )  # fmt: skip
