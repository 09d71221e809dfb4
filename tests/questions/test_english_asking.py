"""A clause is turned into a question that asks for one of its parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from questions.generate import english
from questions.generate.fact import Fact, Part, Role, Type
from tests.questions.told import group, phrase_of


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            english.ask_other(
                "when", "the two leaders", group("signed", "sign", plural=True), "the treaty"
            ),
            "When did the two leaders sign the treaty?",
        ),
        (
            english.ask_subject("who", group("sign", "sign", plural=True), "the treaty"),
            "Who signs the treaty?",
        ),
        (
            english.ask_subject(
                "which countries", group("was", "be"), "members of the EU", plural=True
            ),
            "Which countries were members of the EU?",
        ),
        (
            english.ask_subject("who", group("signed", "sign"), "the treaty", lead="In 2013"),
            "In 2013, who signed the treaty?",
        ),
        (
            english.ask_other("by whom", "the treaty", group("was signed", "sign"), "in 2013"),
            "By whom was the treaty signed in 2013?",
        ),
        (
            english.ask_other(
                "why", "sales", group("fell", "fall", plural=True, negated=True), "in 2013"
            ),
            "Why did sales not fall in 2013?",
        ),
        (
            english.ask_other("where", "Dvořák", group("was born", "bear"), ""),
            "Where was Dvořák born?",
        ),
        (
            english.ask_other("what", "the capital of Kazakhstan", group("is", "be")),
            "What is the capital of Kazakhstan?",
        ),
        (
            english.ask_subject("who", group("sign", "sign", negated=True, tense="past"), "it"),
            "Who did not sign it?",
        ),
    ],
)
def test_clauses_are_asked_about(question: str, asked: str) -> None:
    assert question == asked


@pytest.mark.parametrize(
    ("type_", "role", "marker", "more", "words"),
    [
        (Type.PERSON, Role.SUBJECT, "", {}, "who"),
        (Type.PERSON, Role.OBJECT, "", {}, "whom"),
        (Type.PERSON, Role.AGENT, "by", {}, "by whom"),
        (Type.DATE, Role.TIME, "in", {"text": "1813"}, "in what year"),
        (Type.DATE, Role.TIME, "on", {"text": "4 May 1813"}, "when"),
        (Type.DATE, Role.TIME, "since", {"text": "1813"}, "since when"),
        (Type.DATE, Role.TIME, "before", {"text": "1813"}, None),
        (Type.GPE, Role.PLACE, "in", {}, "where"),
        (Type.GPE, Role.OBJECT, "", {}, "which place"),
        (Type.NUMBER, Role.OBJECT, "", {"unit": "state"}, "how many states"),
        (Type.NUMBER, Role.OBJECT, "", {}, None),
        (Type.MONEY, Role.QUANTITY, "", {}, "how much"),
        (Type.PERCENT, Role.QUANTITY, "by", {}, "by what percentage"),
        (Type.DURATION, Role.TIME, "for", {}, "for how long"),
        (Type.ORG, Role.SUBJECT, "", {}, "which organisation"),
        (Type.THING, Role.SUBJECT, "", {"gloss": "person"}, "who"),
        (Type.THING, Role.OBJECT, "", {}, "what"),
        (Type.CLAUSE, Role.CAUSE, "because", {}, "why"),
        (Type.CLAUSE, Role.PURPOSE, "to", {}, "for what purpose"),
        (Type.CLAUSE, Role.MANNER, "by", {}, "how"),
        (Type.ORDINAL, Role.OTHER, "", {}, None),
        (Type.LANGUAGE, Role.OBJECT, "", {}, "which language"),
    ],
)
def test_each_type_has_its_question_word(
    type_: Type, role: Role, marker: str, more: dict[str, str], words: str | None
) -> None:
    assert english.question_words(phrase_of(type_, **more), role=role, marker=marker) == words


def test_a_class_can_be_asked_for() -> None:
    one, many = phrase_of(Type.GPE), phrase_of(Type.GPE, plural=True)
    assert english.question_words(one, role=Role.OBJECT, noun="countries") == "which country"
    assert (
        english.question_words(many, role=Role.PLACE, marker="in", noun="city") == "in which cities"
    )


def test_what_follows_the_verb_is_written_as_the_statement_has_it() -> None:
    fact = signed()
    lead, thing, place = fact.parts
    assert english.rest_of(fact) == "the treaty, a short one, in Moscow"
    assert english.rest_of(fact, [place]) == "the treaty, a short one"
    assert english.rest_of(fact, [thing]) == "a short one, in Moscow"
    assert english.rest_of(fact, [lead]) == "the treaty, a short one, in Moscow"
    assert english.lead_of(fact) == "in 2013"
    assert english.lead_of(fact, [lead]) == ""


def test_parts_without_places_are_written_in_a_row() -> None:
    fact = signed()
    assert english.rest_of(replace(fact, after=-1)) == "the treaty in Moscow"


def signed() -> Fact:
    statement = "In 2013 they signed the treaty, a short one, in Moscow."
    time = phrase_of(Type.DATE, "2013", at=3)
    thing = phrase_of(Type.THING, "the treaty", at=20)
    place = phrase_of(Type.GPE, "Moscow", at=48)
    parts = (
        Part(Role.TIME, time, "in", fronted=True),
        Part(Role.OBJECT, thing),
        Part(Role.PLACE, place, "in"),
    )
    return Fact(statement, 0, 0, len(statement), parts=parts, after=20)
