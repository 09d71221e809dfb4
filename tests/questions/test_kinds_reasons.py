"""Why and how are asked where the text itself says because, in order to or by."""

from __future__ import annotations

import pytest

from questions.checks import findings
from questions.generate.draft import Draft, Rating, question_of
from questions.generate.fact import Fact, Modality, Role, Type
from questions.generate.kinds.reasons import reasons
from questions.model import Kind
from tests.questions.told import Story, verb


def test_a_stated_cause_is_asked_for() -> None:
    made = asked(Role.CAUSE, "because", "the river flooded the whole valley", Type.CLAUSE)

    assert made is not None
    assert made.stem == "Why did the settlers leave the old town?"
    assert made.answers[0].text == "because the river flooded the whole valley"
    assert (made.method, made.kind) == ("flashcard-why", Kind.FLASHCARD)


def test_a_short_cause_is_typed() -> None:
    made = asked(Role.CAUSE, "because of", "the flood", Type.THING)

    assert made is not None
    assert (made.method, made.kind) == ("short-why", Kind.SHORT)
    assert [one.text for one in made.answers] == ["because of the flood", "the flood"]


def test_a_stated_purpose_is_asked_for() -> None:
    made = asked(Role.PURPOSE, "in order to", "escape from the flood", Type.CLAUSE)

    assert made is not None
    assert made.stem == "Why did the settlers leave the old town?"


def test_a_stated_means_is_asked_for() -> None:
    made = asked(Role.MANNER, "by", "crossing the frozen river at night", Type.CLAUSE)

    assert made is not None
    assert made.stem == "How did the settlers leave the old town?"
    assert made.method == "flashcard-how"


@pytest.mark.parametrize(
    ("role", "marker", "words", "type_"),
    [
        (Role.CAUSE, "since", "the river flooded", Type.CLAUSE),
        (Role.CAUSE, "as", "the river flooded", Type.CLAUSE),
        (Role.MANNER, "by", "the river", Type.THING),
        (Role.MANNER, "with", "great care and pain", Type.CLAUSE),
        (Role.OTHER, "because", "the river flooded", Type.CLAUSE),
        (Role.CAUSE, "because of", "a " + "very " * 20 + "high flood", Type.THING),
    ],
)
def test_what_may_mean_something_else_is_not_asked_for(
    role: Role, marker: str, words: str, type_: Type
) -> None:
    assert asked(role, marker, words, type_) is None


@pytest.mark.parametrize(
    ("form", "lemma", "made"),
    [("built", "build", True), ("helped", "help", False), ("asked", "ask", False)],
)
def test_a_bare_to_is_a_purpose_only_of_whole_deeds(form: str, lemma: str, made: bool) -> None:
    story = Story()
    story.tell(
        ("the settlers", Type.PERSON), verb(form, lemma),
        (Role.OBJECT, "", "the old church", Type.THING),
        (Role.PURPOSE, "", "to keep the river out", Type.CLAUSE),
    )  # fmt: skip

    assert bool(list(reasons(story.facts, story.model()))) is made


def test_an_extent_is_no_purpose() -> None:
    story = Story()
    story.tell(
        ("the settlers", Type.PERSON), verb("extended", "extend"),
        (Role.OBJECT, "", "the old church", Type.THING),
        (Role.PURPOSE, "", "to include a tower", Type.CLAUSE),
    )  # fmt: skip

    assert list(reasons(story.facts, story.model())) == []


@pytest.mark.parametrize(
    "change",
    [
        {"modality": Modality.UNCERTAIN}, {"modality": Modality.ATTRIBUTED}, {"positive": False},
    ],
)  # fmt: skip
def test_what_may_be_false_is_not_asked_for(change: dict[str, object]) -> None:
    story, fact = left(Role.CAUSE, "because", "the river flooded", Type.CLAUSE)
    story.change(fact, **change)

    assert list(reasons(story.facts, story.model())) == []


def test_a_reason_is_a_sound_question() -> None:
    story, _ = left(Role.CAUSE, "because", "the river flooded the whole valley", Type.CLAUSE)
    (made,) = reasons(story.facts, story.model())

    question = question_of(made, story.text, "d1", Rating(0.5))

    assert findings(question, story.text) == ()
    assert question.sources[0].quote == story.facts[0].statement


def asked(role: Role, marker: str, words: str, type_: Type) -> Draft | None:
    story, _ = left(role, marker, words, type_)
    return next(iter(reasons(story.facts, story.model())), None)


def left(role: Role, marker: str, words: str, type_: Type) -> tuple[Story, Fact]:
    story = Story()
    fact = story.tell(
        ("the settlers", Type.THING), verb("left", "leave", plural=True),
        (Role.OBJECT, "", "the old town", Type.THING), (role, marker, words, type_),
    )  # fmt: skip
    return story, fact
