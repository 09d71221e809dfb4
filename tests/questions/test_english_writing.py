"""Sentences begin and end as they should, and what is undone is as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.generate import english

words = st.lists(
    st.sampled_from(
        "the a an of treaty agreement , ; . “ ” ( ) U.S. 2013 who signed Putin’s – hour".split()
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the treaty was signed", "The treaty was signed"),
        ("“the treaty” was signed", "“The treaty” was signed"),
        ("iPhone sales grew", "iPhone sales grew"),
        ("pH is measured", "pH is measured"),
        ("élan counts", "Élan counts"),
        ("ßtrange", "ßtrange"),
        ("(some say)", "(Some say)"),
        ("{{c1::osmosis}} moves water", "{{c1::Osmosis}} moves water"),
        ("17 states", "17 states"),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital(before: str, after: str) -> None:
    assert english.capitalised(before) == after


@pytest.mark.parametrize(
    ("before", "names", "after"),
    [
        ("The treaty", (), "the treaty"),
        ("Osmosis moves water", (), "osmosis moves water"),
        ("A cell", (), "a cell"),
        ("I am", (), "I am"),
        ("I’m", (), "I’m"),
        ("DNA is copied", (), "DNA is copied"),
        ("U.S. troops", (), "U.S. troops"),
        ("McKay wrote", (), "McKay wrote"),
        ("Monday mornings", (), "Monday mornings"),
        ("April", (), "April"),
        ("March", (), "march"),
        ("March 2013", ("March 2013",), "March 2013"),
        ("French wines", (), "French wines"),
        ("Kazakhstani oil", (), "Kazakhstani oil"),
        ("Japanese art", (), "Japanese art"),
        ("Cheese", (), "cheese"),
        ("Putin signed", ("Putin",), "Putin signed"),
        ("Fordism grew", ("Ford",), "fordism grew"),
        ("Ford’s plant", ("Ford",), "Ford’s plant"),
        ("“The deal” failed", (), "“the deal” failed"),
        ("II Corps", (), "II Corps"),
        ("Two leaders", (), "two leaders"),
    ],
)
def test_a_first_word_goes_back_to_its_small_letter(
    before: str, names: tuple[str, ...], after: str
) -> None:
    assert english.within(before, names) == after


@pytest.mark.parametrize(
    ("owner", "plural", "written"),
    [
        ("Putin", False, "Putin’s"),
        ("James", False, "James’s"),
        ("countries", True, "countries’"),
        ("children", True, "children’s"),
        ("United States", True, "United States’"),
        ("the leaders’", True, "the leaders’"),
        ("Putin’s", False, "Putin’s"),
    ],
)
def test_a_possessive_is_written(owner: str, plural: bool, written: str) -> None:
    assert english.possessive(owner, plural=plural) == written


@pytest.mark.parametrize(
    ("word", "owner"),
    [("Putin’s", "Putin"), ("James's", "James"), ("states’", "states"), ("Putin", "Putin")],
)
def test_a_possessive_is_taken_off(word: str, owner: str) -> None:
    assert english.owner_of(word) == owner


@pytest.mark.parametrize(
    ("items", "joined"),
    [
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b, and c"),
        (["Paris, Texas", "Rome", "Bonn"], "Paris, Texas; Rome; and Bonn"),
        ([], ""),
    ],
)
def test_a_list_is_joined(items: list[str], joined: str) -> None:
    assert english.joined(items) == joined


def test_a_list_is_joined_as_its_writer_would() -> None:
    assert english.joined(["a", "b", "c"], "or") == "a, b, or c"
    assert english.joined(["a", "b", "c"], serial_comma=False) == "a, b and c"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("when did he leave .", "When did he leave?"),
        ("who founded Apple Inc.", "Who founded Apple Inc.?"),
        ("who left the U.S.", "Who left the U.S.?"),
        ("who  signed the the treaty", "Who signed the treaty?"),
        ("who signed it, ,in 2013,?", "Who signed it, in 2013?"),
        ("who is a the king", "Who is the king?"),
    ],
)
def test_a_question_is_finished(before: str, after: str) -> None:
    assert english.question(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the treaty was signed", "The treaty was signed."),
        ("he said “go.”", "He said “go.”"),
        ("he said “go”", "He said “go”."),
        ("it was a accord ,", "It was an accord."),
        ("he left ( ) Paris", "He left Paris."),
        ("in the U.S.", "In the U.S."),
    ],
)
def test_a_statement_is_finished(before: str, after: str) -> None:
    assert english.sentence(before) == after


@given(words)
def test_finishing_twice_changes_nothing(text: str) -> None:
    assert english.question(english.question(text)) == english.question(text)
    assert english.sentence(english.sentence(text)) == english.sentence(text)


@given(words)
def test_a_finished_text_is_one_line_with_one_end(text: str) -> None:
    asked = english.question(text)
    assert asked.endswith("?")
    assert not re.search(r"\s\s|\n|\?\?", asked)


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_writer(text: str) -> None:
    for change in (english.question, english.sentence, english.within, english.mended):
        assert isinstance(change(text), str)
    assert english.indefinite(text) in {"a", "an"}


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=6))
def test_a_joined_list_holds_every_item_once(items: list[str]) -> None:
    marked = [f"{number}{one}" for number, one in enumerate(items)]
    assert re.findall(r"\d+[a-z]+", english.joined(marked)) == marked


@given(st.from_regex(r"[a-z]{3,9}", fullmatch=True))
def test_a_capital_is_undone(word: str) -> None:
    raised = english.capitalised(word)
    assert english.within(raised) in {word, raised}
    assert english.within(raised, [raised]) == raised
