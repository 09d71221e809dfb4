"""How typed answers are judged, and how their difference is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.grading import Piece, grade, grade_typed
from questions.model import Question


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("paris", "Paris"),
        ("  Paris. ", "Paris"),
        ("the Louvre", "Louvre"),
        ("Louvre", "the Louvre"),
        ("Dvorak", "Dvořák"),
        ("US", "U.S."),
        ("Washington DC", "Washington, D.C."),
        ("twenty one", "Twenty-one"),
        ("oxygen and hydrogen", "hydrogen, oxygen"),
        ("1000", "1,000"),
        ("1 000", "1,000"),
        (".5", "0.5"),
        ("seven", "7"),
        ("5 percent", "5%"),
        ("it’s", "it's"),
        ("cafe\u0301", "café"),
        ("a*b", r"a\*b"),
    ],
)
def test_an_answer_is_right_however_it_is_dressed(typed, answer):
    verdict = grade_typed(typed, [answer])

    assert verdict.right
    assert not verdict.almost
    assert verdict.pieces == (Piece("same", typed.strip()),)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "Paris"),
        ("   ", "Paris"),
        ("the", "the Louvre"),
        ("C", "C++"),
        ("2021", "2022"),
        ("cat", "cut"),
        ("1.000", "1000"),
        ("dog bites man", "man bites dog"),
        ("2, 1", "1, 2"),
        ("हिन्द", "हिन्दी"),
    ],
)
def test_another_answer_is_wrong_and_not_almost_right(typed, answer):
    verdict = grade_typed(typed, [answer])

    assert not verdict.right
    assert not verdict.almost
    assert verdict.expected == answer


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("recieve", "receive"),
        ("mitochondrio", "mitochondrion"),
        ("mitochondrions", "mitochondrion"),
        ("mitochandrion", "mitochondrion"),
        ("Tokaev Putn", "Tokayev Putin"),
        ("notwithstanding", "not withstanding"),
        ("25", "$25"),
    ],
)
def test_one_letter_off_in_a_long_word_is_almost_right(typed, answer):
    verdict = grade_typed(typed, [answer])

    assert verdict.almost
    assert not verdict.right


def test_case_and_accents_count_where_the_deck_says_so():
    assert not grade_typed("paris", ["Paris"], case=True).right
    assert grade_typed("Paris", ["Paris"], case=True).right
    assert not grade_typed("Dvorak", ["Dvořák"], accents=True).right


def test_numbers_and_articles_go_by_language():
    assert grade_typed("1.000,5", ["1000,5"], language="de").right
    assert grade_typed("der Hund", ["Hund"], language="de-AT").right
    assert not grade_typed("the chat", ["chat"], language="fr").right


@pytest.mark.parametrize(
    ("typed", "pattern", "right"),
    [
        ("color", "colo*r", True),
        ("colour", "colo*r", True),
        ("the treaty of Rome", "*treaty*", True),
        ("rome", "*treaty*", False),
        ("aba", "ab*ba", False),
        ("a-b-c", "a*b*c", True),
    ],
)
def test_a_star_stands_for_any_words(typed, pattern, right):
    assert grade_typed(typed, [pattern]).right is right


def test_many_stars_do_not_take_long():
    assert not grade_typed("a" * 2000, ["a*" * 500 + "b"]).right


def test_the_nearest_of_several_answers_is_expected():
    verdict = grade_typed("Kasym Tokaev", ["President", "Kassym Tokayev", "Tokayev"])

    assert verdict.expected == "Kassym Tokayev"


def test_a_pattern_is_shown_without_its_star():
    assert grade_typed("x", ["colo*r"]).expected == "colo r"


def test_the_difference_names_wrong_and_missing_letters():
    verdict = grade_typed("mitokondrion", ["mitochondrion"])

    assert verdict.pieces == (
        Piece("same", "mito"),
        Piece("wrong", "k"),
        Piece("missing", "ch"),
        Piece("same", "ondrion"),
    )


def test_the_difference_never_cuts_a_letter_that_people_see_as_one():
    family, other = "\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f466"

    verdict = grade_typed(f"{family} b", [f"{other} b"])

    assert verdict.pieces == (
        Piece("wrong", family),
        Piece("missing", other),
        Piece("same", " b"),
    )


def test_a_page_of_text_is_no_answer_and_takes_no_time():
    verdict = grade_typed("word " * 100_000, ["answer " * 1000])

    assert [piece.op for piece in verdict.pieces] == ["wrong", "missing"]


@given(st.text(max_size=40), st.text(min_size=1, max_size=40))
def test_the_pieces_always_spell_the_expected_answer(typed, answer):
    verdict = grade_typed(typed, [answer])

    if not verdict.right:
        spelled = "".join(one.text for one in verdict.pieces if one.op != "wrong")
        assert spelled == verdict.expected


@given(st.text(alphabet="aeéßİ Δç-.,'3*\\", min_size=1, max_size=12))
def test_an_answer_typed_as_it_stands_is_right(answer):
    escaped = answer.replace("\\", "").replace("*", r"\*")
    verdict = grade_typed(answer.replace("\\", ""), [escaped])

    assert verdict.right or not answer.replace("\\", "").strip()


@pytest.mark.parametrize(
    ("typed", "right"),
    [("3.14", True), ("3.2", True), ("3.3", False), ("3.14 m", True), ("pi", False), ("", False)],
)
def test_a_number_is_right_within_its_tolerance_with_or_without_unit(typed, right):
    question = Question.model_validate(
        {
            "id": "1",
            "kind": "numeric",
            "stem": "How long?",
            "answers": [{"text": "3.14"}],
            "tolerance": 0.1,
            "unit": "m",
        }
    )

    assert grade(question, "answer", typed).right is right


def test_a_question_is_graded_by_its_own_rules():
    question = Question.model_validate(
        {"id": "1", "kind": "cloze", "stem": "{{c1::Paris}} and {{c2::Rome}}", "case": True}
    )

    assert grade(question, "c2", "Rome").right
    assert not grade(question, "c2", "rome").right
