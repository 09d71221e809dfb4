"""What a question may be, and what makes two questions the same."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from questions.model import Answer, Kind, Question, Source, fingerprint


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("flashcard", {}, "has no right answer"),
        ("flashcard", {"answers": [{"text": "  "}]}, "has no right answer"),
        ("short", {"answers": [{"text": "x", "fraction": 0}]}, "has no right answer"),
        ("cloze", {}, "has no hidden words"),
        ("cloze", {"stem": "only {{c0::shown}}"}, "has no hidden words"),
        ("choice", {"choices": [{"text": "a", "fraction": 1}]}, "two choices or more"),
        ("choice", {"choices": [{"text": "a"}, {"text": "b"}]}, "none of the choices is right"),
        ("truefalse", {"answers": [{"text": "yes"}]}, "the answer true or false"),
        ("numeric", {"answers": [{"text": "3,14"}]}, "'3,14' is not a number"),
        ("numeric", {"answers": [{"text": "*"}]}, "has no right answer"),
        ("matching", {"pairs": [{"left": None, "right": "lure"}]}, "needs a pair"),
        ("ordering", {"items": ["one"]}, "two items or more"),
        ("gaps", {"gaps": []}, "has no gap"),
        ("gaps", {"gaps": [{"id": "1", "answers": [{"text": "x"}]}]}, r"no place \[\[1\]\]"),
        ("hottext", {}, "none of the places"),
        ("composite", {}, "has no parts"),
        ("opaque", {}, "neither a known kind nor its raw form"),
        ("short", {"stem": "  ", "answers": [{"text": "x"}]}, "has no stem"),
        ("short", {"answers": [{"text": "x", "fraction": 2}]}, "less than or equal to 1"),
        ("essay", {"points": float("nan")}, "finite number"),
        ("essay", {"title": "a\x00b"}, r"U\+0000 cannot be stored"),
    ],
)
def test_a_question_that_nobody_can_answer_is_refused_with_a_reason(kind, fields, reason):
    with pytest.raises(ValidationError, match=reason):
        Question.model_validate({"id": "1", "kind": kind, "stem": "What?"} | fields)


def test_every_kind_can_be_made():
    assert {question.kind for question in one_of_each_kind()} == set(Kind)


def test_a_source_is_as_long_as_its_quote():
    with pytest.raises(ValidationError, match="from 4 to 9, but its quote has 3 characters"):
        Source(document="d", start=4, end=9, quote="abc")


def test_keys_that_are_not_known_are_kept():
    question = Question.model_validate(
        {
            "id": "1",
            "kind": "short",
            "stem": "?",
            "answers": [{"text": "x", "weight": 3}],
            "colour": "red",
        }
    )

    dumped = question.model_dump(exclude_defaults=True)

    assert dumped["colour"] == "red"
    assert dumped["answers"][0]["weight"] == 3


def test_the_fingerprint_ignores_what_does_not_change_the_question():
    question = short("What is  the capital?", "Paris", id="1", tags=("x",), deck="A")
    again = short("What is the\ncapital?", "Paris ", id="2", explanation="because")

    assert fingerprint(question) == fingerprint(again)


@pytest.mark.parametrize(
    "other",
    [
        {"stem": "What was the capital?"},
        {"answers": [{"text": "Lyon"}]},
        {"kind": "flashcard"},
        {"answers": [{"text": "Paris", "fraction": 0.5}]},
    ],
)
def test_the_fingerprint_tells_what_is_asked_and_answered(other):
    fields = {
        "id": "1",
        "kind": "short",
        "stem": "What is the capital?",
        "answers": [{"text": "Paris"}],
    }

    changed = Question.model_validate(fields | other)

    assert fingerprint(changed) != fingerprint(Question.model_validate(fields))


def test_the_fingerprint_stays_the_same_between_versions():
    """Stored fingerprints must be found again: change this only with a migration."""
    known = "ca76e6f7a40f49c99a91aff3c277054b"

    assert fingerprint(short("What is the capital?", "Paris")) == known


@given(st.text(min_size=1).filter(str.strip))
def test_any_storable_stem_has_a_fingerprint(stem):
    try:
        question = short(stem, "x")
    except ValidationError:
        assert "\x00" in stem or any("\ud800" <= letter <= "\udfff" for letter in stem)
    else:
        assert len(fingerprint(question)) == 32


def test_a_value_from_another_process_says_the_same():
    for question in one_of_each_kind():
        known = question.model_copy(update={"extra": {"a": [1]}, "new": "kept"})
        for one in (question, known):
            again = pickle.loads(pickle.dumps(one))
            assert again == one
            assert again.model_dump_json() == one.model_dump_json()


def test_a_trusted_value_is_the_one_that_was_checked():
    fields = {"id": "1", "kind": Kind.SHORT, "stem": "What?", "tags": ("a",)}
    trusted = Question.trusted(answers=(Answer.trusted(text="x"),), **fields)
    checked = Question(answers=(Answer(text="x"),), **fields)
    assert trusted == checked
    assert trusted.model_dump_json() == checked.model_dump_json()
    assert list(vars(trusted)) == list(vars(checked))


def short(stem, answer, id="1", **fields):
    return Question.model_validate(
        {"id": id, "kind": "short", "stem": stem, "answers": [{"text": answer}], **fields}
    )


def one_of_each_kind():
    right, wrong = {"text": "right", "fraction": 1}, {"text": "wrong"}
    fields = {
        "flashcard": {"answers": [right]},
        "cloze": {"stem": "It is {{c1::right}}."},
        "choice": {"choices": [right, wrong]},
        "truefalse": {"answers": [{"text": "true"}]},
        "short": {"answers": [right]},
        "numeric": {"answers": [{"text": "-3.5e2"}], "tolerance": 1},
        "matching": {"pairs": [{"left": "a", "right": "b"}, {"left": None, "right": "c"}]},
        "ordering": {"items": ["a", "b"]},
        "gaps": {"stem": "A [[1]].", "gaps": [{"id": "1", "answers": [right]}]},
        "hottext": {"spots": [right]},
        "hotspot": {"stem": "", "spots": [right | {"shape": "rect", "coords": [0, 0, 1, 1]}]},
        "essay": {},
        "composite": {"stem": "", "parts": [{"id": "a", "kind": "essay", "stem": "Why?"}]},
        "info": {},
        "opaque": {"stem": "", "raw": "<x/>"},
    }
    return [
        Question.model_validate({"id": kind, "kind": kind, "stem": "What?"} | more)
        for kind, more in fields.items()
    ]
