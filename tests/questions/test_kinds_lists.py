"""Which one does NOT belong to a list, and which one of it is missing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from questions.checks import findings
from questions.generate.draft import Rating, question_of
from questions.generate.fact import Modality, Relation, Role, Type
from questions.generate.kinds.listings import listings, split
from questions.generate.kinds.lists import completions, exclusions
from questions.model import Kind
from tests.questions.told import Story, is_, verb

FOUNDERS = "Belarus, Kazakhstan, Armenia and Russia"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("oil, gas and coal", ["oil", "gas", "coal"]),
        ("oil, gas, and coal", ["oil", "gas", "coal"]),
        ("Oslo, Rome, Paris or Bonn", ["Oslo", "Rome", "Paris", "Bonn"]),
        ("oil and gas", ["oil and gas"]),
        ("oil, which burns, and coal and gas", ["oil, which burns, and coal and gas"]),
        ("research and development, oil and gas", ["research and development, oil and gas"]),
        ("Paris (France), Rome and Bonn", ["Paris (France), Rome and Bonn"]),
        ("Paris, the capital", ["Paris, the capital"]),
        ("oil", ["oil"]),
    ],
)
def test_only_a_plain_list_is_split(text: str, items: list[str]) -> None:
    assert split(text) == items


def test_a_list_of_subjects_is_asked_for_what_does_not_belong() -> None:
    story = founders()

    (made,) = exclusions(story.facts, story.model())

    assert made.stem == "Which of these countries did NOT sign the treaty in 2014?"
    assert made.kind is Kind.CHOICE
    assert len(made.choices) == 4
    (key,) = (one.text for one in made.choices if one.fraction > 0)
    assert key in {"France", "Spain"}
    assert {one.text for one in made.choices if one.fraction <= 0} <= set(
        FOUNDERS.replace(" and ", ", ").split(", ")
    )


def test_a_list_of_objects_is_asked_for_what_does_not_belong() -> None:
    story = Story()
    strangers(story)
    story.tell(
        ("the two leaders", Type.THING), verb("visited", "visit"),
        (Role.OBJECT, "", "Belarus, Armenia and Georgia", Type.GPE),
    )  # fmt: skip

    (made,) = exclusions(story.facts, story.model())

    assert made.stem == "Which of these countries did the two leaders NOT visit?"


def test_what_something_is_may_be_denied_where_it_is_many() -> None:
    story = Story()
    strangers(story)
    story.tell(
        ("the founding members", Type.THING), is_("were", plural=True),
        (Role.COMPLEMENT, "", "Belarus, Armenia and Georgia", Type.GPE), relation=Relation.IS_A,
    )  # fmt: skip

    (made,) = exclusions(story.facts, story.model())

    assert made.stem == "Which of these countries was NOT one of the founding members?"


def test_nothing_that_the_sentence_names_is_said_not_to_belong() -> None:
    story = Story()
    for name in ("France", "Spain"):
        story.tell(
            ("the king", Type.THING), verb("lived", "live"), (Role.PLACE, "in", name, Type.GPE)
        )
    story.tell(
        ("France", Type.GPE), verb("left", "leave"),
        (Role.OBJECT, "", "Belarus, Armenia and Georgia", Type.GPE),
        (Role.OTHER, "with", "Spain", Type.GPE),
    )  # fmt: skip

    (made,) = exclusions(story.facts, story.model())

    assert not {"France", "Spain"} & {one.text for one in made.choices}


def test_without_a_stranger_of_the_same_kind_nothing_is_asked() -> None:
    story = Story()
    story.tell(
        ("Franz Liszt, Max Planck and Rosa Parks", Type.PERSON), verb("met", "meet", plural=True),
        (Role.PLACE, "in", "Vienna", Type.GPE),
    )  # fmt: skip

    assert list(exclusions(story.facts, story.model())) == []


def test_years_that_do_not_belong_stand_in_order() -> None:
    story = Story()
    story.tell(
        ("the plague", Type.THING), verb("ravaged", "ravage"),
        (Role.OBJECT, "", "London", Type.GPE),
        (Role.OTHER, "in", "1563, 1593, 1603 and 1665", Type.DATE),
    )  # fmt: skip

    (made,) = exclusions(story.facts, story.model())

    assert made.stem == "In which of these years did the plague NOT ravage London?"
    assert [one.text for one in made.choices] == sorted(one.text for one in made.choices)
    assert made.shuffle is False


def test_what_leads_to_a_list_stays_in_the_question() -> None:
    story = Story()
    fact = story.tell(
        ("Daniel Bernoulli", Type.PERSON), verb("studied", "study"),
        (Role.OBJECT, "", "medicine at Vienna, Hamburg and Berlin", Type.THING),
    )  # fmt: skip
    cities = [story.tell(
        ("the king", Type.THING), verb("saw", "see"), (Role.OBJECT, "", city, Type.GPE)
    ).object for city in ("Vienna", "Hamburg", "Berlin")]  # fmt: skip
    (whole,) = (one.phrase for one in fact.parts)
    found = tuple(
        replace(one, start=whole.start + at, end=whole.start + at + len(one.text))
        for one in cities
        if one is not None and (at := whole.text.index(one.text))
    )
    story.change(fact, phrases=found)

    (made,) = completions(story.facts[:1], story.model())

    assert re.fullmatch(
        r"Besides \w+ and \w+, at which city did Daniel Bernoulli study medicine\?", made.stem
    )


def test_the_missing_one_is_asked_for() -> None:
    story = founders()

    (made,) = completions(story.facts, story.model())

    assert made.kind is Kind.SHORT
    assert made.answers[0].text in FOUNDERS
    assert made.answers[0].text not in made.stem
    assert made.stem.startswith("Besides ")
    assert made.stem.endswith(", which country signed the treaty in 2014?")
    assert sum(one in made.stem for one in FOUNDERS.replace(" and ", ", ").split(", ")) == 3


def test_the_drafts_are_sound_questions() -> None:
    story = founders()
    model = story.model()

    for made in (*exclusions(story.facts, model), *completions(story.facts, model)):
        question = question_of(made, story.text, "d1", Rating(0.5))
        assert findings(question, story.text) == ()
        assert (
            story.text[question.sources[0].start : question.sources[0].end] == made.fact.statement
        )


@pytest.mark.parametrize(
    "change",
    [
        {"modality": Modality.UNCERTAIN},
        {"modality": Modality.ATTRIBUTED},
        {"positive": False},
        {"attribution": "the ministry said"},
        {"statement": "Countries such as Belarus, Kazakhstan, Armenia and Russia signed it."},
    ],
)
def test_what_may_be_false_or_unfinished_is_no_list(change: dict[str, object]) -> None:
    story = founders()
    story.change(story.facts[-1], **change)

    assert list(listings(story.facts)) == []


@pytest.mark.parametrize(("form", "lemma"), [("included", "include"), ("contained", "contain")])
def test_what_leaves_room_for_more_is_no_list(form: str, lemma: str) -> None:
    story = Story()
    story.tell(
        ("the group", Type.THING), verb(form, lemma),
        (Role.OBJECT, "", "Belarus, Armenia and Georgia", Type.GPE),
    )  # fmt: skip

    assert list(listings(story.facts)) == []


def test_items_of_several_kinds_are_no_list() -> None:
    story = Story()
    fact = story.tell(
        ("the king", Type.THING), verb("saw", "see"),
        (Role.OBJECT, "", "Belarus, Armenia and Georgia", Type.GPE),
    )  # fmt: skip
    mixed = tuple(
        one if one.text != "Georgia" else one.__class__(
            "Georgia", "Georgia", one.start, one.end, "georgia", Type.PERSON
        )
        for one in fact.phrases
    )  # fmt: skip
    story.change(fact, phrases=mixed)

    assert list(listings(story.facts)) == []


def strangers(story: Story) -> None:
    """Tell of two countries that have nothing to do with the rest."""
    for name in ("France", "Spain"):
        story.tell(
            ("the king", Type.THING), verb("lived", "live"), (Role.PLACE, "in", name, Type.GPE)
        )


def signed(story: Story) -> None:
    story.tell(
        (FOUNDERS, Type.GPE), verb("signed", "sign", plural=True),
        (Role.OBJECT, "", "the treaty", Type.THING), (Role.TIME, "in", "2014", Type.DATE),
    )  # fmt: skip


def founders() -> Story:
    story = Story()
    strangers(story)
    signed(story)
    return story
