"""What a card shows of a question."""

import pytest

from questions import cloze
from questions.faces import Segment, accepting, face, parts_of, plain_stem
from questions.model import Question


def test_a_cloze_makes_a_card_for_each_number():
    question = cloze_of("{{c2::Moscow}} and {{c1::Astana}} and {{c2::Kiev}} and {{c0::Riga}}")

    assert parts_of(question) == ("c1", "c2")


def test_a_cloze_card_hides_its_own_words_and_shows_the_others():
    question = cloze_of("The {{c1::cat::animal}} sat on the {{c2::mat}}.")

    shown = face(question, "c1")

    assert shown.stem == (
        Segment("The "),
        Segment("cat", gap=True, hint="animal"),
        Segment(" sat on the mat."),
    )
    assert (shown.answer, shown.accepted, shown.typed) == ("cat", ("cat",), True)


def test_two_deletions_side_by_side_stay_two_gaps():
    shown = face(cloze_of("{{c1::a}}{{c1::a}}"), "c1")

    assert shown.stem == (Segment("a", gap=True), Segment("a", gap=True))
    assert shown.answer == "a, a"


def test_a_deletion_inside_another_is_hidden_with_it_and_alone():
    question = cloze_of("{{c1::the {{c2::red::colour}} dog}} barks")

    outer, inner = face(question, "c1"), face(question, "c2")

    assert [one.text for one in outer.stem if one.gap] == ["the red dog"]
    assert inner.stem == (
        Segment("the "),
        Segment("red", gap=True, hint="colour"),
        Segment(" dog barks"),
    )


def test_one_deletion_may_have_several_numbers():
    assert parts_of(cloze_of("{{c1,3::x}}")) == ("c1", "c3")


@pytest.mark.parametrize("stem", ["{{c1::open", "{{C1::x}}", "{{c1:x}}", "}} {{c1", "{{c1::}}"])
def test_what_is_no_deletion_stays_as_written(stem):
    assert cloze.numbers(stem) == ()
    assert cloze.plain(stem) == (stem if stem != "{{c1::}}" else "")


def test_very_many_deletions_inside_each_other_are_read_quickly():
    stem = "{{c1::" * 20_000 + "x" + "}}" * 20_000

    assert cloze.numbers(stem) == (1,)


def test_a_flashcard_is_asked_backward_only_on_request():
    forward = flashcard("Paris", "capital of France")
    both = flashcard("Paris", "capital of France", reverse=True)

    assert parts_of(forward) == ("forward",)
    assert parts_of(both) == ("forward", "backward")
    assert face(both, "backward").stem == (Segment("capital of France"),)
    assert face(both, "backward").answer == "Paris"
    assert not face(both, "forward").typed


def test_a_short_answer_accepts_what_is_fully_right_and_shows_no_wildcard():
    question = question_of(
        "short",
        answers=[
            {"text": "colo*r"},
            {"text": "colour"},
            {"text": "paint", "fraction": 0.5},
        ],
    )

    shown = face(question, "answer")

    assert shown.answer == "colour"
    assert shown.accepted == ("colo*r", "colour")
    assert shown.typed


@pytest.mark.parametrize(
    ("kind", "fields", "answer"),
    [
        ("truefalse", {"answers": [{"text": "false"}]}, "false"),
        ("numeric", {"answers": [{"text": "3"}], "unit": "km"}, "3 km"),
        (
            "choice",
            {
                "choices": [
                    {"text": "a", "fraction": 0.5},
                    {"text": "b"},
                    {"text": "c", "fraction": 0.5},
                ]
            },
            "a\nc",
        ),
        (
            "matching",
            {"pairs": [{"left": "cat", "right": "meow"}, {"left": None, "right": "moo"}]},
            "cat → meow",
        ),
        ("ordering", {"items": ["first", "then"]}, "1. first\n2. then"),
        ("essay", {"rubric": "names two causes"}, "names two causes"),
        ("hottext", {"spots": [{"text": "no"}, {"text": "yes", "fraction": 1}]}, "yes"),
        (
            "composite",
            {"parts": [{"id": "p", "kind": "short", "stem": "?", "answers": [{"text": "one"}]}]},
            "one",
        ),
    ],
)
def test_each_kind_can_show_its_answer(kind, fields, answer):
    assert face(question_of(kind, **fields), "answer").answer == answer


def test_gaps_stand_in_the_stem_where_they_are_named():
    question = question_of(
        "gaps",
        stem="A [[b]] and a [[a]].",
        gaps=[
            {"id": "a", "answers": [{"text": "dog"}]},
            {
                "id": "b",
                "kind": "choice",
                "choices": [{"text": "x"}, {"text": "cat", "fraction": 1}],
            },
        ],
    )

    shown = face(question, "answer")

    assert [one.text for one in shown.stem] == ["A ", "cat", " and a ", "dog", "."]
    assert shown.answer == "cat, dog"


def test_what_cannot_be_asked_makes_no_card():
    assert parts_of(question_of("info")) == ()
    assert parts_of(question_of("opaque", raw="<x/>")) == ()


def test_a_part_that_is_gone_is_a_key_error():
    with pytest.raises(KeyError):
        face(cloze_of("{{c1::x}}"), "c2")


def test_an_accepted_variant_counts_for_its_own_card_only():
    question = accepting(cloze_of("{{c1::Kiev}} or {{c2::Riga}}"), "c1", "Kyiv")

    assert face(question, "c1").accepted == ("Kiev", "Kyiv")
    assert face(question, "c2").accepted == ("Riga",)


def test_accepting_what_is_accepted_changes_nothing():
    question = question_of("short", answers=[{"text": "x"}])

    assert accepting(question, "answer", "x") is question
    assert face(accepting(question, "answer", "y"), "answer").accepted == ("x", "y")


def test_a_stem_in_a_list_is_one_line_without_marks():
    assert plain_stem(cloze_of("The {{c1::cat}}\n sat.")) == "The cat sat."


def cloze_of(stem):
    return question_of("cloze", stem=stem)


def flashcard(front, back, **fields):
    return question_of("flashcard", stem=front, answers=[{"text": back}], **fields)


def question_of(kind, **fields):
    return Question.model_validate({"id": "1", "kind": kind, "stem": "What?"} | fields)
