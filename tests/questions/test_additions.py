"""What is cut out of a sentence leaves a whole one, and what another sentence told goes."""

from __future__ import annotations

import pytest

from tests.questions.generating import pool_from
from tests.questions.reading_facts import statements


def test_a_name_of_a_list_is_not_another_name_of_the_one_before():
    found = statements(
        "The Dutch in New Netherland confined their operations to Manhattan Island, Long Island, "
        "the Hudson River Valley, and what later became New Jersey."
    )
    assert found
    for one in found:
        if "Manhattan" in one:
            assert "Manhattan Island, Long Island, the Hudson River Valley" in one


def test_what_came_of_a_clause_stays_with_it():
    found = statements(
        "Hormones are carried via the bloodstream throughout the body, where they bind to "
        "receptors on target cells, inducing a characteristic response."
    )
    assert not [one for one in found if "inducing" in one and "bind" not in one]


def test_the_comma_behind_an_opening_clause_stays():
    found = statements(
        "When investigators found letter bombs at a New York City post office, with addresses of "
        "many officials, fears grew significantly."
    )
    assert (
        "When investigators found letter bombs at a New York City post office, fears grew "
        "significantly." in found
    )


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("The vessels then transport the hormones throughout the body.",
         "The vessels transport the hormones throughout the body."),
        ("In endocrine signaling, hormones can then travel great distances.",
         "In endocrine signaling, hormones can travel great distances."),
        ("In November, South Carolina passed the Ordinance of Nullification.",
         "South Carolina passed the Ordinance of Nullification."),
        ("On the tax side, a rise in aggregate demand means that workers earn more.",
         "A rise in aggregate demand means that workers earn more."),
    ],
)  # fmt: skip
def test_what_ties_a_sentence_to_the_one_before_is_taken_out(told, read):
    assert list(statements(told)) == [read]


@pytest.mark.parametrize(
    "told",
    [
        "In November, Boston celebrates the harvest with a feast.",
        "In general, the nervous system answers quickly to changes in the environment.",
        "In November, 1832, South Carolina passed the Ordinance of Nullification.",
    ],
)
def test_what_belongs_to_the_sentence_stays(told):
    assert told in statements(told)


@pytest.mark.parametrize(
    "told",
    [
        "Some patients in Boston have health problems with hormones.",
        "The stimulus package of Barack Obama is an example.",
        "The financial turmoil increased when Andrew Jackson issued the Specie Circular.",
        "The riots of Tulsa in Oklahoma were even more deadly.",
        "There are effects on the universe and on particle physics.",
        "One native convert impressed the Jesuits of Quebec with her piety.",
        "In a study of social learning in chimpanzees, Andrew Whiten gave juice to two groups.",
    ],
)
def test_what_leans_on_another_sentence_needs_context(told):
    found = pool_from(told)
    assert found
    for one in found:
        assert "needs-context" in {finding.name for finding in one.findings}
