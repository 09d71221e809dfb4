"""Facts: what a sentence states, whole and clause by clause, and what it never comes to state."""

from __future__ import annotations

import pytest

from questions.generate.fact import Modality, Relation, Role, Type
from tests.questions.reading_facts import facts_of, statements

JOINED = "Marie Curie discovered polonium in 1898 and won the Nobel Prize in Chemistry in 1911."
RELATIVE = "Stockholm lies on Lake Mälaren, which flows into the Baltic Sea near Nacka."


def test_each_of_two_joined_verbs_is_a_fact_with_the_subject():
    found = statements(JOINED)
    assert "Marie Curie discovered polonium in 1898." in found
    assert "Marie Curie won the Nobel Prize in Chemistry in 1911." in found


def test_joined_clauses_with_their_own_subjects_stand_alone():
    found = statements("Brahms lived in Vienna for years, and Grieg sailed to Norway in 1870.")
    assert "Brahms lived in Vienna for years." in found
    assert "Grieg sailed to Norway in 1870." in found


def test_a_relative_clause_after_a_name_is_a_fact_of_its_own():
    assert any(
        one.startswith("Lake Mälaren flows into the Baltic Sea") for one in statements(RELATIVE)
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Rome defeated Carthage in the Third Punic War, which led to a long peace in the west.",
        "Darwin visited the Galápagos Islands, which allowed him to compare the finches.",
    ],
)
def test_a_which_that_may_mean_the_whole_clause_makes_no_fact(sentence):
    assert all(one == sentence or "," not in one for one in statements(sentence))
    assert not any(
        one.startswith(("Third Punic War led", "The Third Punic War led", "The Galápagos Islands"))
        for one in statements(sentence)
    )


@pytest.mark.parametrize(
    ("sentence", "never"),
    [
        (
            "If Germany had won at Kursk, Hitler would have attacked Moscow and Stalin would "
            "have fled to Samara.",
            ("Stalin would have fled", "Hitler would have attacked Moscow."),
        ),
        (
            "Galileo claimed that Jupiter has moons and that Venus shows phases.",
            ("Jupiter has moons", "Venus shows phases"),
        ),
        (
            "The League failed to stop the war and Italy left Geneva in 1937, or so Rome said.",
            ("The League stopped", "stop the war."),
        ),
        (
            "Napoleon did not conquer Britain or occupy Ireland in 1805.",
            ("Napoleon occupied", "occupy Ireland in 1805."),
        ),
        (
            "Without the help of Prussia, Wellington would have lost the Battle of Waterloo.",
            ("Wellington would have lost the Battle of Waterloo.",),
        ),
    ],
)
def test_a_clause_never_loses_what_governs_it(sentence, never):
    for one in statements(sentence):
        assert not one.startswith(never)


def test_where_something_holds_in_general_is_never_left_out():
    sentence = "In some desert countries, it is common to drink tea with three spoons of sugar."
    assert all(one.startswith("In some desert countries") for one in statements(sentence))


def test_what_only_adds_can_be_left_out():
    found = statements(
        "Alfred Nobel, who held 355 patents, invented dynamite in Germany, hoping to get rich."
    )
    assert "Alfred Nobel invented dynamite in Germany." in found


def test_an_apposition_says_what_a_name_is():
    fact = only(
        facts_of("The crew sailed with Ferdinand Magellan, a Portuguese explorer from Sabrosa."),
        lambda one: one.statement.startswith("Ferdinand Magellan was"),
    )
    assert fact.statement == "Ferdinand Magellan was a Portuguese explorer from Sabrosa."
    assert fact.relation is Relation.ROLE
    assert fact.complement.text == "a Portuguese explorer from Sabrosa"


def test_a_list_is_no_apposition():
    found = statements("The orchestra played works of Mozart, the sonatas of Haydn, and Brahms.")
    assert not any(one.startswith("Mozart was") for one in found)


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Mount Everest lies in the Himalayas.", Modality.FACT),
        ("Vietnam might join the trade pact of Japan in 2027.", Modality.UNCERTAIN),
        ("Water boils earlier if the pressure of the air falls.", Modality.CONDITIONAL),
        ("Plato claimed that Atlantis sank in the ocean.", Modality.ATTRIBUTED),
        ("Scott hoped to reach the South Pole before Amundsen.", Modality.GOVERNED),
        ("Penguins can dive for twenty minutes in Antarctica.", Modality.GENERAL),
    ],
)
def test_a_fact_tells_how_the_text_stands_to_it(sentence, modality):
    assert facts_of(sentence)[0].modality is modality


def test_a_denial_is_no_positive_fact():
    assert not facts_of("Newton never published the manuscript in London.")[0].positive


def test_a_plain_clause_is_known_by_its_parts():
    fact = facts_of("In 1876 Alexander Bell patented a telephone in Washington.")[0]
    assert (fact.subject.text, fact.predicate.words) == ("Alexander Bell", "patented")
    assert (fact.object.text, fact.time.text) == ("a telephone", "1876")
    assert fact.place.type is Type.GPE
    assert fact.part(Role.TIME).fronted
    assert fact.relation is Relation.DATED


def test_a_passive_clause_knows_its_agent():
    fact = facts_of("The Sistine Chapel ceiling was painted by Michelangelo Buonarroti in 1512.")[0]
    assert fact.predicate.passive
    assert fact.agent.text == "Michelangelo Buonarroti"


def test_parts_lie_where_the_statement_has_them():
    fact = facts_of("In 1876 Alexander Bell patented a telephone in Washington.")[0]
    for phrase in (*fact.phrases, fact.subject, *(part.phrase for part in fact.parts)):
        told = fact.statement[phrase.at : phrase.at + len(phrase.text)]
        assert told.casefold() == phrase.text.casefold()
    assert fact.statement[fact.after :].strip() == "a telephone in Washington."


def test_connectives_and_notes_are_taken_out_of_what_is_stated():
    found = statements("However, Darwin described the finches of Ecuador in 1845 [12].")
    assert found[0] == "Darwin described the finches of Ecuador in 1845."


def test_the_title_stands_before_what_only_it_explains():
    fact = facts_of("Ann Lee and Bo Lind led the team to three titles.", "Ajax Amsterdam")[0]
    assert fact.topic == "Ajax Amsterdam"
    assert fact.doubts == ()


@pytest.mark.parametrize("title", ["document.txt", "Introduction", "What is it?", ""])
def test_a_title_that_tells_nothing_explains_nothing(title):
    fact = facts_of("Ann Lee and Bo Lind led the team to three titles.", title)[0]
    assert fact.topic == ""
    assert {name for name, _ in fact.doubts} == {"unresolved-reference"}


def test_what_points_to_something_unknown_is_a_fact_with_a_doubt():
    facts = facts_of("They brought the harvest to Lisbon and Porto in 1821.")
    assert [one.statement for one in facts] == [
        "They brought the harvest to Lisbon and Porto in 1821."
    ]
    assert facts[0].predicate is None
    assert facts[0].doubts


def only(found, fits):
    (one,) = [fact for fact in found if fits(fact)]
    return one
