"""What an answer in a quiz is worth, and what the answers make together."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.choices import FALSE, TRUE
from questions.model import Answer, Choice, Kind, Question
from questions.scoring import Response, form_of, mark, score

PERU = Question(
    id="q", kind=Kind.SHORT, stem="What is the capital of Peru?", answers=(Answer(text="Lima"),)
)


@pytest.mark.parametrize(
    ("typed", "fraction", "almost"),
    [("lima ", 1, False), ("Cusco", 0, False), ("", 0, False), ("  ", 0, False)],
)
def test_a_typed_answer_is_right_or_wrong(typed, fraction, almost):
    given_mark = mark(PERU, "answer", Response(typed=typed))

    assert (given_mark.fraction, given_mark.almost) == (fraction, almost)


def test_what_is_almost_right_earns_nothing_until_the_learner_decides():
    given_mark = mark(short("Santiago"), "answer", Response(typed="Santigo"))

    assert (given_mark.fraction, given_mark.almost, given_mark.outcome) == (0, True, "wrong")
    assert given_mark.verdict is not None


def test_an_answer_that_is_half_right_earns_half_and_is_no_slip():
    question = short("Santiago", ("Valparaíso", 0.5), ("Chile", 0.25))

    assert mark(question, "answer", Response(typed="valparaiso")).fraction == 0.5
    assert mark(question, "answer", Response(typed="Chile")).fraction == 0.25
    assert mark(question, "answer", Response(typed="Chile")).outcome == "partly"


def test_a_number_within_the_wider_band_earns_its_part():
    question = Question(
        id="q",
        kind=Kind.NUMERIC,
        stem="How long?",
        answers=({"text": "3530", "fraction": 1}, {"text": "3500", "fraction": 0.5}),
        tolerance=5,
    )

    assert mark(question, "answer", Response(typed="3,532")).fraction == 1
    assert mark(question, "answer", Response(typed="3498")).fraction == 0.5


def test_a_cloze_is_marked_by_its_own_part():
    question = Question(
        id="q", kind=Kind.CLOZE, stem="{{c1::Lima}} is the capital of {{c2::Peru}}."
    )

    assert mark(question, "c2", Response(typed="Peru")).fraction == 1
    assert mark(question, "c2", Response(typed="Lima")).fraction == 0


def test_a_statement_is_marked_by_what_was_picked():
    question = Question(
        id="q", kind=Kind.TRUEFALSE, stem="Ice floats.", answers=({"text": "true"},)
    )

    assert mark(question, "answer", Response(picked=(TRUE,))).fraction == 1
    assert mark(question, "answer", Response(picked=(FALSE,))).fraction == 0
    assert mark(question, "answer", Response()).fraction == 0


def test_a_flashcard_is_worth_what_the_learner_says():
    question = Question(id="q", kind=Kind.FLASHCARD, stem="Ice", answers=({"text": "el hielo"},))

    told = [mark(question, "forward", Response(knew=knew)).fraction for knew in (True, False, None)]
    assert told == [1, 0, 0]


@pytest.mark.parametrize(
    ("kind", "fields", "form"),
    [
        (Kind.CHOICE, {"choices": (Choice(text="a", fraction=1), Choice(text="b"))}, "pick"),
        (Kind.TRUEFALSE, {"answers": ({"text": "true"},)}, "pick"),
        (Kind.SHORT, {"answers": ({"text": "a"},)}, "type"),
        (Kind.NUMERIC, {"answers": ({"text": "7"},)}, "type"),
        (Kind.FLASHCARD, {"answers": ({"text": "a"},)}, "tell"),
        (Kind.ORDERING, {"items": ("a", "b")}, "fill"),
        (Kind.ESSAY, {}, "write"),
    ],
)
def test_each_kind_is_answered_in_its_own_way(kind, fields, form):
    question = Question(id="q", kind=kind, stem="A question", **fields)
    part = "forward" if kind is Kind.FLASHCARD else "answer"

    assert form_of(question, part) == form


def test_a_score_adds_up_points():
    made = score([(1, 1), (1, 0.5), (2, 1), (1, 0)])

    assert (made.points, made.most, made.questions, made.right) == (3.5, 5, 4, 2)
    assert made.share == 0.7


def test_questions_without_points_have_no_share():
    assert score([]).share is None
    assert score([(0, 1)]).share is None
    assert score([]).margin is None


@pytest.mark.parametrize(
    ("right", "number", "low", "high"),
    # Wilson's interval as tables give it.
    [(7, 10, 0.397, 0.892), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (90, 100, 0.826, 0.945)],
)
def test_the_margin_is_wilsons(right, number, low, high):
    margin = score([(1, 1)] * right + [(1, 0)] * (number - right)).margin

    assert margin == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), max_size=30))
def test_a_score_lies_within_its_margin_and_within_what_there_was(pairs):
    made = score(pairs)

    assert 0 <= made.points <= made.most + 1e-9
    if made.share is not None and math.isfinite(made.share):
        low, high = made.margin
        assert 0 <= low <= made.share + 1e-9
        assert made.share - 1e-9 <= high <= 1


def short(right, *lesser):
    answers = [Answer(text=right), *(Answer(text=text, fraction=part) for text, part in lesser)]
    return Question(id="q", kind=Kind.SHORT, stem="Which city?", answers=tuple(answers))
