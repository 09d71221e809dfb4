"""A choice has three wrong options of the key's own kind, or it is not made."""

from __future__ import annotations

from collections import Counter

import pytest

from questions.checks import findings
from questions.faces import face, parts_of
from questions.generate.draft import Draft, Rating, answers_of, question_of
from questions.generate.fact import DocumentModel, Fact, Phrase, Relation, Role, Type
from questions.generate.kinds.choice import choices, choices_of
from questions.model import Kind
from tests.questions.told import Story, is_, verb

COMPOSERS = ("Johannes Brahms", "Richard Wagner", "Franz Liszt", "Robert Schumann")


def test_a_person_is_offered_among_persons_of_the_document() -> None:
    story = composers()
    asked = story.tell(
        ("Antonín Dvořák", Type.PERSON),
        verb("wrote", "write"),
        (Role.OBJECT, "", "the opera Rusalka", Type.THING),
        (Role.TIME, "in", "1900", Type.DATE),
    )

    made = choice_of(story.model(), asked, asked.subject, "Who wrote the opera Rusalka in 1900?")

    assert made is not None
    assert right(made) == ["Antonín Dvořák"]
    assert len(wrong(made)) == 3
    assert set(wrong(made)) <= set(COMPOSERS)


def test_the_person_whom_the_title_names_is_no_key() -> None:
    story = composers()
    story.title = "Antonín Dvořák"
    asked = story.tell(
        ("Antonín Dvořák", Type.PERSON),
        verb("wrote", "write"),
        (Role.OBJECT, "", "the opera Rusalka", Type.THING),
    )

    assert choice_of(story.model(), asked, asked.subject, "Who wrote the opera Rusalka?") is None


def test_with_two_other_persons_there_is_no_choice() -> None:
    story = Story()
    for name in COMPOSERS[:2]:
        about(story, name)
    asked = story.tell(
        ("Antonín Dvořák", Type.PERSON), verb("wrote", "write"),
        (Role.OBJECT, "", "the opera Rusalka", Type.THING),
    )  # fmt: skip

    assert choice_of(story.model(), asked, asked.subject, "Who wrote the opera Rusalka?") is None


def test_nobody_from_the_source_sentence_is_offered() -> None:
    story = composers()
    asked = story.tell(
        ("Antonín Dvořák", Type.PERSON),
        verb("met", "meet"),
        (Role.OBJECT, "", "the critic", Type.THING),
        (Role.OTHER, "with", "Johannes Brahms", Type.PERSON),
    )

    made = choice_of(story.model(), asked, asked.subject, "Who met the critic with Brahms?")

    assert made is not None
    assert "Johannes Brahms" not in wrong(made)


def test_no_option_is_true_of_the_same_question_elsewhere() -> None:
    story = composers()
    story.tell(
        ("Johannes Brahms", Type.PERSON), verb("conducted", "conduct"),
        (Role.OBJECT, "", "the orchestra", Type.THING),
        (Role.PLACE, "in", "Vienna", Type.GPE),
    )  # fmt: skip
    asked = story.tell(
        ("Antonín Dvořák", Type.PERSON), verb("conducted", "conduct"),
        (Role.OBJECT, "", "the orchestra", Type.THING),
        (Role.PLACE, "in", "Prague", Type.GPE),
    )  # fmt: skip

    made = choice_of(story.model(), asked, asked.subject, "Who conducted the orchestra in Prague?")

    assert made is not None
    assert "Johannes Brahms" not in wrong(made)


def test_no_other_name_of_the_key_is_offered() -> None:
    story = composers()
    story.name("Antonín Dvořák", Type.PERSON, ["Dvořák", "Anton Dvorak"])
    story.names["twin"] = story.names["Antonín Dvořák"].__class__(
        99, "Anton Dvorak", Type.PERSON, frozenset({"Anton Dvorak"})
    )
    asked = story.tell(
        ("Antonín Dvořák", Type.PERSON), verb("wrote", "write"),
        (Role.OBJECT, "", "the opera Rusalka", Type.THING),
    )  # fmt: skip

    made = choice_of(story.model(), asked, asked.subject, "Who wrote the opera Rusalka?")

    assert made is not None
    assert "Anton Dvorak" not in wrong(made)


def test_men_stand_beside_men_where_the_names_tell() -> None:
    story = composers()
    about(story, "Clara Novello")
    asked = story.tell(
        ("Antonio Salieri", Type.PERSON), verb("wrote", "write"),
        (Role.OBJECT, "", "the opera Tarare", Type.THING),
    )  # fmt: skip

    for seed in range(20):
        made = choice_of(story.model(seed), asked, asked.subject, "Who wrote the opera Tarare?")
        assert made is not None
        assert "Clara Novello" not in wrong(made)


def test_a_country_is_offered_among_countries_of_its_continent() -> None:
    story = Story()
    asked = story.tell(
        ("the two leaders", Type.THING), verb("visited", "tour"),
        (Role.OBJECT, "", "Kazakhstan", Type.GPE),
        (Role.TIME, "in", "2013", Type.DATE),
    )  # fmt: skip

    made = choice_of(
        story.model(), asked, asked.object, "Which country did the two leaders tour in 2013?"
    )

    assert made is not None
    assert right(made) == ["Kazakhstan"]
    assert not {"Germany", "Brazil", "Kenya"} & set(wrong(made))


def test_the_article_of_a_name_gives_nothing_away() -> None:
    story = Story()
    asked = story.tell(
        ("the two leaders", Type.THING), verb("toured", "tour"),
        (Role.OBJECT, "", "the Netherlands", Type.GPE),
    )  # fmt: skip

    made = choice_of(story.model(), asked, asked.object, "Which country did the leaders tour?")

    assert made is not None
    assert right(made) == ["Netherlands"]
    assert not any(one.startswith(("the ", "The ")) for one in wrong(made))


def test_a_place_from_outside_is_not_offered_for_what_may_hold_of_many() -> None:
    story = Story()
    asked = story.tell(
        ("Russia", Type.GPE), verb("borders", "border", tense="present"),
        (Role.OBJECT, "", "Kazakhstan", Type.GPE),
    )  # fmt: skip

    assert (
        choice_of(story.model(), asked, asked.object, "Which country does Russia border?") is None
    )


def test_a_city_does_not_stand_beside_countries() -> None:
    story = Story()
    for name in ("France", "Spain", "Poland"):
        story.tell(("the king", Type.THING), verb("saw", "see"), (Role.OBJECT, "", name, Type.GPE))
    asked = story.tell(
        ("the council", Type.THING), verb("met", "meet"), (Role.PLACE, "in", "Moscow", Type.GPE)
    )

    made = choice_of(story.model(), asked, asked.place, "In which city did the council meet?")

    assert made is not None
    assert not {"France", "Spain", "Poland"} & set(wrong(made))


def test_who_was_a_priest_has_more_than_one_answer() -> None:
    story = composers()
    asked = story.tell(
        ("Franz Schubert", Type.PERSON), is_("was"),
        (Role.COMPLEMENT, "", "a teacher in Vienna", Type.THING), relation=Relation.ROLE,
    )  # fmt: skip

    assert choice_of(story.model(), asked, asked.subject, "Who was a teacher in Vienna?") is None


def test_who_said_something_is_not_asked_for() -> None:
    story = composers()
    asked = story.tell(
        ("Franz Schubert", Type.PERSON), verb("said", "say"),
        (Role.OTHER, "", "that the hall was cold", Type.CLAUSE),
    )  # fmt: skip

    assert choice_of(story.model(), asked, asked.subject, "Who said the hall was cold?") is None


def test_a_town_that_does_something_may_be_a_person() -> None:
    story = Story()
    asked = story.tell(
        ("Washington", Type.GPE), verb("met", "meet"),
        (Role.OTHER, "with", "the leader", Type.THING),
    )  # fmt: skip

    assert choice_of(story.model(), asked, asked.subject, "Which city met with the man?") is None


def test_years_stand_in_order_and_are_not_shuffled() -> None:
    story = Story()
    asked = story.tell(
        ("the treaty", Type.THING), verb("signed", "sign", "was", passive=True),
        (Role.TIME, "in", "1813", Type.DATE),
    )  # fmt: skip

    made = choice_of(story.model(), asked, asked.time, "In what year was the treaty signed?")

    assert made is not None
    assert made.shuffle is False
    texts = [one.text for one in made.choices]
    assert texts == sorted(texts)
    assert right(made) == ["1813"]


def test_a_number_of_the_source_sentence_is_no_option() -> None:
    story = Story()
    asked = story.tell(
        ("the army", Type.THING), verb("lost", "lose"),
        (Role.OBJECT, "", "31 ships", Type.NUMBER),
        (Role.OTHER, "of", "35 or 38 or 28", Type.THING),
    )  # fmt: skip

    for seed in range(30):
        made = choice_of(story.model(seed), asked, asked.object, "How many ships did it lose?")
        assert made is None or not {"35 ships", "38 ships", "28 ships"} & set(wrong(made))


@pytest.mark.parametrize("type_", [Type.THING, Type.CLAUSE, Type.QUALITY, Type.GROUP, Type.TIME])
def test_loose_phrases_get_no_options(type_: Type) -> None:
    story = composers()
    asked = story.tell(
        ("the king", Type.THING), verb("wanted", "want"), (Role.OBJECT, "", "a new hat", type_)
    )

    assert choice_of(story.model(), asked, asked.object, "What did the king want to wear?") is None


def test_the_same_seed_draws_the_same_options_and_another_may_not() -> None:
    story = composers()
    asked = story.tell(
        ("Antonín Dvořák", Type.PERSON), verb("wrote", "write"),
        (Role.OBJECT, "", "the opera Rusalka", Type.THING),
    )  # fmt: skip
    stem = "Who wrote the opera Rusalka?"

    again = [choice_of(story.model(3), asked, asked.subject, stem) for _ in range(2)]
    others = [choice_of(story.model(seed), asked, asked.subject, stem) for seed in range(9)]

    assert again[0] == again[1]
    assert len({one.choices for one in others if one}) > 1


def test_the_key_has_no_favourite_place() -> None:
    story = composers()
    asked = story.tell(
        ("Antonín Dvořák", Type.PERSON), verb("wrote", "write"),
        (Role.OBJECT, "", "the opera Rusalka", Type.THING),
    )  # fmt: skip
    places: Counter[int] = Counter()
    for seed in range(400):
        made = choice_of(story.model(seed), asked, asked.subject, "Who wrote the opera Rusalka?")
        assert made is not None
        places[[one.fraction for one in made.choices].index(1)] += 1

    assert sum((places[one] - 100) ** 2 / 100 for one in range(4)) < 16.27


def test_a_choice_is_a_sound_question_with_its_source() -> None:
    story = composers()
    asked = story.tell(
        ("Antonín Dvořák", Type.PERSON), verb("wrote", "write"),
        (Role.OBJECT, "", "the opera Rusalka", Type.THING),
        (Role.TIME, "in", "1900", Type.DATE),
    )  # fmt: skip
    made = choice_of(story.model(), asked, asked.subject, "Who wrote the opera Rusalka in 1900?")
    assert made is not None

    question = question_of(made, story.text, "d1", Rating(0.5))

    assert question.kind is Kind.CHOICE
    assert question.origin is not None
    assert question.origin.method == "choice-person"
    assert findings(question, story.text) == ()
    assert face(question, parts_of(question)[0]).answer == "Antonín Dvořák"
    (source,) = question.sources
    assert story.text[source.start : source.end] == source.quote == asked.statement


def test_the_maker_asks_the_short_questions_of_the_same_facts() -> None:
    story = composers()
    story.tell(
        ("Franz Schubert", Type.PERSON), verb("wrote", "write"),
        (Role.OBJECT, "", "the opera Alfonso", Type.WORK),
        (Role.TIME, "in", "1900", Type.DATE),
    )  # fmt: skip
    model = story.model()

    made = list(choices(model.facts, model))

    assert {right(one)[0] for one in made} >= {"1900", "Franz Schubert"}


def test_what_the_text_calls_unique_may_be_asked_among_places_from_outside() -> None:
    story = Story()
    asked = story.tell(
        ("Astana", Type.GPE), is_(), (Role.COMPLEMENT, "", "the capital of Kazakhstan", Type.THING),
        relation=Relation.IS_A,
    )  # fmt: skip

    made = choice_of(story.model(), asked, asked.subject, "Which city is the capital of the land?")

    assert made is not None
    assert right(made) == ["Astana"]


def composers() -> Story:
    """Tell a document that names four composers."""
    story = Story()
    for name in COMPOSERS:
        about(story, name)
    return story


def about(story: Story, name: str) -> Fact:
    return story.tell(
        (name, Type.PERSON), verb("lived", "live"), (Role.PLACE, "in", "Hamburg", Type.GPE)
    )


def choice_of(model: DocumentModel, fact: Fact, key: Phrase | None, stem: str) -> Draft | None:
    """Turn the short question *stem*, which asks for *key*, into a choice."""
    assert key is not None
    draft = Draft("short-x", Kind.SHORT, (fact,), stem, answer=key, answers=answers_of([key.text]))
    return next(choices_of([draft], model), None)


def right(made: Draft) -> list[str]:
    return [one.text for one in made.choices if one.fraction > 0]


def wrong(made: Draft) -> list[str]:
    return [one.text for one in made.choices if one.fraction <= 0]
