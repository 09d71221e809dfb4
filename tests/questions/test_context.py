"""Questions carry what tells which thing they are about, or a finding that says so."""

from __future__ import annotations

import pytest

from questions.model import Kind, Question
from tests.questions.generating import pool_from, shown, stems
from tests.questions.reading_facts import statements

GUIDE = (
    "Oslo lies on the coast of Norway. Oslo has a deep harbour. Most ferries leave from the "
    "northern quay. Many boats are painted every spring. Oslo was founded in 1070."
)


def names(question: Question) -> set[str]:
    return {one.name for one in question.findings}


def blanks(text: str, title: str = "") -> dict[str, Question]:
    """Return the clozes by what they hide."""
    found = pool_from(text, title)
    return {one.stem.split("::")[1].split("}}")[0]: one for one in found if one.kind is Kind.CLOZE}


def test_what_happened_once_needs_a_name_that_is_shown():
    found = blanks("Anna Keller gave forty paintings to a hospital.")
    assert "needs-context" in names(found["Anna Keller"])
    assert "needs-context" not in names(found["forty"])


def test_what_holds_in_general_needs_none():
    found = blanks("Volcanoes throw hot ash into the air when pressure rises in the ground.")
    assert not any("needs-context" in names(one) for one in found.values())


def test_a_name_of_a_type_that_nobody_knows_is_still_a_name():
    found = blanks("On 8 February 2007, BroTel announced seven free channels for farmers.")
    assert "needs-context" not in names(found["seven free channels"])
    assert "needs-context" in names(found["BroTel"])


def test_who_is_told_by_the_first_name_alone_is_known_to_the_text_only():
    found = blanks("Roberto and Mikhail visited the police station in Boston on Monday.")
    assert found
    assert all("needs-context" in names(one) for one in found.values())


def test_a_family_name_that_is_a_first_name_too_is_known():
    found = blanks("Newton described the law of gravity in the Principia in 1687.")
    assert "needs-context" not in names(found["1687"])


def test_a_guide_says_in_which_place_its_ferries_leave():
    told = statements(GUIDE, "Oslo")
    assert "In Oslo, most ferries leave from the northern quay." in told
    assert "In Oslo, many boats are painted every spring." in told
    assert "Oslo has a deep harbour." in told


def test_a_title_that_says_more_than_a_place_is_no_guide_to_it():
    assert not any(one.startswith("In Oslo") for one in statements(GUIDE, "The Oslo railway"))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("The dairy of Cork sells a range of cheeses to Spain.", "range"),
        ("Lindbergh flew the Spirit of Saint Louis to Paris in 1927.", "Saint Louis"),
        ("Bo Lind served Tsar Nicholas II in Moscow until 1905.", "Nicholas"),
    ],
)
def test_hollow_words_and_halves_of_names_are_not_hidden(text: str, hidden: str):
    assert hidden not in blanks(text)


def test_one_of_two_plain_things_is_a_wide_blank_and_both_together_are_not():
    found = blanks("Copper wires carry heat and electricity through the walls of Oslo.")
    assert "wide-blank" in names(found["electricity"])
    assert "wide-blank" not in names(found["heat and electricity"])


def test_who_said_it_is_a_wide_blank():
    found = blanks("Ann Lee said that the dam of Turin was safe in 1950.")
    assert "wide-blank" in names(found["Ann Lee"])


def test_a_clause_is_a_wide_blank():
    found = blanks("Florence Nightingale moved to Turkey to nurse wounded soldiers.")
    assert "wide-blank" in names(found["to nurse wounded soldiers"])


def test_a_clause_is_not_torn_from_what_is_joined_to_it():
    told = statements("Ann Lee spent ten years at Yale University and a year at Ghent in Belgium.")
    assert all("Yale" in one for one in told)


def test_what_is_asked_with_a_verb_keeps_what_the_verb_needs():
    told = stems(
        pool_from("Growing rice in Japan takes patience and a will to learn, and even to fail.")
    )
    assert not any(one.rstrip(".?").endswith("a will to") for one in told)


def asked(text: str, title: str = "") -> list[str]:
    """Return the typed questions with their answers."""
    made = [one for one in pool_from(text, title) if one.kind is Kind.SHORT]
    return [f"{shown(one)} = {one.answers[0].text}" for one in made]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "In 1661 Patrick Lind joined the Russian army under Tsar Aleksei.",
            "In 1661, which army did Patrick Lind join under Tsar Aleksei? = the Russian army",
        ),
        (
            "Bo Lind visited Spain and Portugal in 1686.",
            "Which countries did Bo Lind visit in 1686? = Spain and Portugal",
        ),
        (
            "Bo Lind taught English at a school in Kyoto.",
            "Which language did Bo Lind teach at a school in Kyoto? = English",
        ),
        (
            "Often, the farmers of Crete burn the dry grass in March.",
            "What do the farmers of Crete often burn in March? = the dry grass",
        ),
    ],
)
def test_the_words_that_ask_fit_what_is_asked_for(text: str, question: str):
    assert question in asked(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Originally from Indiana, Ken Lind hesitated at the door of the club.", "Originally"),
        ("Ann Lee was born in Basel, in Switzerland.", "In which country was Ann Lee born in"),
        ("The Katy Trail runs west to Sand Springs.", "Who runs"),
        ("Old Mérida had street lights before Mexico City.", "What had"),
        ("Ann Lee led 500 men south from Fort Venango in 1754.", "How many men south"),
        ("The law guarantees the right to property, to a fair court and to rest.", "guarantee, to"),
    ],
)
def test_what_would_read_badly_is_not_asked(text: str, never: str):
    assert not [one for one in asked(text) if never in one]


def test_who_the_text_is_about_is_not_the_answer():
    text = "Patrick Gordon joined the Russian army in 1661. Patrick Gordon died in Moscow."
    assert not [one for one in asked(text, "Patrick Gordon") if one.endswith("= Patrick Gordon")]
