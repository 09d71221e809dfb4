"""Dated events are put in order where the text tells surely which came first."""

from __future__ import annotations

import pytest

from questions.checks import findings
from questions.faces import face, parts_of
from questions.generate.draft import Rating, question_of
from questions.generate.fact import Fact, Modality, Phrase, Role, Type
from questions.generate.kinds.dated import events, in_order
from questions.generate.kinds.ordering import orderings
from questions.model import Kind
from tests.questions.told import Story, verb


def test_events_stand_in_the_order_of_their_dates_without_them() -> None:
    story = life([("was born", "bear", "1841"), ("moved", "move", "1892"), ("died", "die", "1904")])

    (made,) = orderings(story.facts, story.model())

    assert made.kind is Kind.ORDERING
    assert made.items == (
        "Antonín Dvořák was born in Prague.",
        "Antonín Dvořák moved in Prague.",
        "Antonín Dvořák died in Prague.",
    )
    assert not any(character.isdigit() for item in made.items for character in item)
    assert "1841" in made.explanation


def test_the_text_may_tell_them_in_another_order() -> None:
    story = life([("died", "die", "1904"), ("was born", "bear", "1841"), ("moved", "move", "1892")])

    (made,) = orderings(story.facts, story.model())

    assert made.items[0].endswith("was born in Prague.")
    assert made.items[-1].endswith("died in Prague.")


def test_two_events_are_too_few() -> None:
    story = life([("was born", "bear", "1841"), ("died", "die", "1904")])

    assert list(orderings(story.facts, story.model())) == []


def test_two_events_of_the_same_year_are_not_put_in_order() -> None:
    story = life([("was born", "bear", "1841"), ("moved", "move", "1892"), ("wed", "wed", "1892")])

    assert list(orderings(story.facts, story.model())) == []


def test_a_month_is_not_put_in_order_with_its_own_year() -> None:
    whens = [one.when for one in in_order(list(events(dated("2013", "November 2013", "2012"))))]

    assert whens == ["2012", "2013"]


def test_days_of_one_month_can_be_put_in_order() -> None:
    found = events(dated("5 November 2013", "3 November 2013", "12 March 2012"))

    assert [one.when for one in in_order(list(found))] == ["2012-03-12", "2013-11-03", "2013-11-05"]


@pytest.mark.parametrize("marker", ["since", "until", "before", "after", "by", "from"])
def test_a_stretch_of_time_is_no_event(marker: str) -> None:
    story = Story()
    born(story, "was born", "bear", "1841", marker)

    assert list(events(story.facts)) == []


@pytest.mark.parametrize(
    "words", ["the church again", "the later church", "the church of 1890", "the May church first"]
)
def test_what_tells_its_place_in_the_order_is_no_event(words: str) -> None:
    story = Story()
    story.tell(
        ("Antonín Dvořák", Type.PERSON), verb("saw", "see"),
        (Role.OBJECT, "", words, Type.THING), (Role.TIME, "in", "1892", Type.DATE),
    )  # fmt: skip

    assert list(events(story.facts)) == []


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("In 1841, Dvořák was born in a village, as all know.", True),
        ("In 1841 Dvořák was born in a village, as all know.", False),
        ("In 1841, Dvořák will be born in a village.", False),
        ("By 1841, Dvořák was born in a village, as all know.", False),
        ("In 1841, Dvořák was born before the revolution.", False),
    ],
)
def test_a_sentence_of_any_structure_loses_the_date_it_opens_with(
    statement: str, named: bool
) -> None:
    story = Story()
    date = Phrase("1841", "1841", 3, 7, "1841", Type.DATE, at=3)
    fact = Fact(statement, story.say(statement), 0, len(statement), phrases=(date,))

    found = [one.text for one in events([fact])]

    assert found == (["Dvořák was born in a village, as all know."] if named else [])


@pytest.mark.parametrize(
    "change", [{"modality": Modality.UNCERTAIN}, {"positive": False}, {"doubts": (("x", "y"),)}]
)
def test_what_may_be_false_is_no_event(change: dict[str, object]) -> None:
    story = Story()
    story.change(born(story, "died", "die", "1904", "in"), **change)

    assert list(events(story.facts)) == []


def test_at_most_five_events_are_put_in_order() -> None:
    story = life([("moved", "move", str(1840 + 3 * one)) for one in range(8)], distinct=True)

    (made,) = orderings(story.facts, story.model())

    assert len(made.items) == 5
    assert len(made.facts) == 5


def test_each_ordering_is_made_in_one_window_only() -> None:
    story = life([("was born", "bear", "1841"), ("moved", "move", "1892"), ("died", "die", "1904")])
    model = story.model()

    made = [len(list(orderings([one], model))) for one in story.facts]

    assert made == [1, 0, 0]


def test_an_ordering_is_a_sound_question_with_a_source_for_each_event() -> None:
    story = life([("was born", "bear", "1841"), ("moved", "move", "1892"), ("died", "die", "1904")])
    (made,) = orderings(story.facts, story.model())

    question = question_of(made, story.text, "d1", Rating(0.5))

    assert [one.quote for one in question.sources] == [one.statement for one in story.facts]
    assert findings(question, story.text) == ()
    assert face(question, parts_of(question)[0]).answer.startswith("1. Antonín Dvořák was born")


def life(told: list[tuple[str, str, str]], *, distinct: bool = False) -> Story:
    story = Story()
    for number, (words, lemma, year) in enumerate(told):
        born(story, words, lemma, year, "in", f"House {'ABCDEFGH'[number]}" if distinct else "")
    return story


def born(story: Story, words: str, lemma: str, year: str, marker: str, place: str = "") -> Fact:
    *helpers, form = words.split()
    return story.tell(
        ("Antonín Dvořák", Type.PERSON), verb(form, lemma, *helpers),
        (Role.PLACE, "in", place or "Prague", Type.GPE), (Role.TIME, marker, year, Type.DATE),
    )  # fmt: skip


def dated(*dates: str) -> list[Fact]:
    story = Story()
    for one in dates:
        story.tell(
            ("Antonín Dvořák", Type.PERSON), verb("moved", "move"),
            (Role.PLACE, "to", "Prague", Type.GPE), (Role.TIME, "in", one, Type.DATE),
        )  # fmt: skip
    return story.facts
