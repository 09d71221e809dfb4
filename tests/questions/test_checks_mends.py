"""A mend takes the flaw away, changes nothing else, and leaves a question that can be asked."""

from __future__ import annotations

import pytest

from questions.checks import can_mend, findings, mended
from questions.checks.catalogue import BY_NAME
from questions.model import Answer, Choice, Finding, Kind, Question, Source
from tests.questions.labelled import NAMES, labelled

MENDABLE = [name for name, rule in BY_NAME.items() if rule.mend is not None]


@pytest.mark.parametrize(
    ("question", "name", "stem"),
    [
        ("Who discovered radium", "no-question-mark", "Who discovered radium?"),
        ("Who discovered radium.", "no-question-mark", "Who discovered radium?"),
        ("who discovered radium in 1898?", "small-first-letter", "Who discovered radium in 1898?"),
        ("Who wrote the the Messiah?", "repeated-words", "Who wrote the Messiah?"),
        ("Who sailed to to Peru?", "repeated-words", "Who sailed to Peru?"),
        ("What is the capital of Peru ?", "loose-punctuation", "What is the capital of Peru?"),
        ("Which metal,, if hot, glows?", "loose-punctuation", "Which metal, if hot, glows?"),
        ("Who discovered radium??", "loose-punctuation", "Who discovered radium?"),
        ("Who was BeyoncÃ©?", "damaged-text", "Who was Beyoncé?"),
        ("Who wrote â€œEmmaâ€\x9d, a novel?", "damaged-text", "Who wrote “Emmaâ€\x9d, a novel?"),
        ("What rings\x07 in it?", "damaged-text", "What rings in it?"),
    ],
)
def test_a_slip_of_writing_is_mended(question, name, stem):
    assert mend(short(question), name).stem == stem


def test_an_open_tag_is_closed_and_a_stray_one_taken_out():
    opened = short("Which <b>planet is the largest?", format="html")
    assert mend(opened, "open-markup").stem == "Which <b>planet is the largest?</b>"
    stray = short("Which planet</b> is the largest?", format="html")
    assert mend(stray, "open-markup").stem == "Which planet is the largest?"


def test_a_picture_without_a_file_is_taken_out_where_words_are_left():
    assert mend(short('<img src="">Who is it?', format="html"), "empty-media").stem == "Who is it?"
    alone = short('<img src="">', format="html")
    assert mended(alone, finding(alone, "empty-media")) is None


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("Which is not a mammal?", "Which is NOT a mammal?"),
        ("All are metals except", "All are metals EXCEPT"),
        ("Which planet doesn’t have moons?", "Which planet does NOT have moons?"),
        ("Which number can't be halved?", "Which number can NOT be halved?"),
        ("Which number cannot be halved?", "Which number can NOT be halved?"),
    ],
)
def test_a_negation_is_written_in_capitals(stem, expected):
    assert mend(choice(stem, "*a", "b", "c"), "negative-stem").stem == expected


def test_a_denial_becomes_a_statement_with_the_other_answer():
    made = mend(statement("Paris is not the capital of France.", "false"), "negative-statement")
    assert (made.stem, made.answers[0].text) == ("Paris is the capital of France.", "true")
    harder = statement("Mozart did not write operas.", "false")
    assert mended(harder, finding(harder, "negative-statement")) is None


def test_what_an_option_says_twice_is_said_once():
    made = mend(choice("Where?", "*Paris", "Rome", "rome", "Oslo"), "duplicate-option")
    assert texts(made) == ["Paris", "Rome", "Oslo"]


def test_the_right_one_of_two_equal_options_stays():
    made = mend(choice("Where?", "paris", "*Paris", "Rome"), "duplicate-option")
    assert [one.text for one in made.choices if one.fraction > 0] == ["Paris"]


def test_no_option_is_taken_away_that_is_needed():
    two = choice("Where?", "*Paris", "paris")
    assert mended(two, finding(two, "duplicate-option")) is None
    right = choice("Which?", "a", "b", "*All of these")
    assert mended(right, finding(right, "all-of-the-above")) is None


def test_numbers_are_put_in_order():
    made = mend(choice("How many?", "*8", "4", "1,000", "6"), "numbers-out-of-order")
    assert texts(made) == ["4", "6", "8", "1,000"]


def test_two_right_options_may_both_be_picked():
    assert mend(choice("Which?", "*a", "*b", "c"), "several-right-options").multiple


def test_true_and_false_as_options_become_a_statement():
    made = mend(choice("True or false: water boils.", "*True", "False"), "two-options")
    assert (made.kind, made.stem, made.answers[0].text) == (Kind.TRUEFALSE, "water boils.", "true")
    other = choice("Which is heavier?", "*gold", "iron")
    assert mended(other, finding(other, "two-options")) is None


def test_an_article_before_options_goes_with_all_of_them():
    made = mend(choice("The bird is an", "*ostrich", "penguin", "goose"), "grammatical-cue")
    assert made.stem == "The bird is a(n)"


def test_points_at_the_ends_of_options_are_taken_away():
    made = mend(choice("Which?", "*Water.", "Walk", "Green"), "mixed-format")
    assert texts(made) == ["Water", "Walk", "Green"]


def test_numbers_before_items_are_taken_away():
    ordering = Question(id="q", kind=Kind.ORDERING, stem="Order", items=("1. wash", "2. dry"))
    assert mend(ordering, "told-order").items == ("wash", "dry")


def test_a_quote_is_found_again_where_it_stands_once():
    source = Source(document="d1", start=0, end=5, quote="Paris")
    question = short("Where is the Louvre?", "Paris").model_copy(update={"sources": (source,)})
    (found,) = findings(question, "In Paris.")
    made = mended(question, found, "In Paris.")
    assert made is not None
    assert (made.sources[0].start, made.sources[0].end) == (3, 8)
    assert mended(question, found, "Oh Paris, Paris!") is None
    assert mended(question, found) is None


def test_a_part_of_a_composite_is_mended_in_its_place():
    parts = (short("Who is it?"), short("Who wrote the the Messiah?"))
    whole = Question(id="c", kind=Kind.COMPOSITE, stem="Two questions.", parts=parts)
    made = mend(whole, "repeated-words")
    assert [one.stem for one in made.parts] == ["Who is it?", "Who wrote the Messiah?"]


def test_the_finding_goes_with_its_flaw_and_the_others_stay():
    question = short("who wrote the the Messiah?")
    question = question.model_copy(update={"findings": findings(question)})
    made = mended(question, finding(question, "repeated-words"))
    assert made is not None
    assert [one.name for one in made.findings] == ["small-first-letter"]


def test_what_only_a_person_can_mend_is_left_to_a_person():
    question = short("Who visited Paris last week?", "Sadat")
    (found,) = findings(question)
    assert not can_mend(found)
    assert mended(question, found) is None


@pytest.mark.parametrize("field", [None, "stem", "choices.9.text", "choices.x.text", "no.field"])
@pytest.mark.parametrize("name", [*MENDABLE, "unknown-name"])
def test_a_place_that_is_no_longer_there_is_no_error(name, field):
    question = choice("Which?", "*a", "b", "c")
    far = Finding(name=name, reason="Old.", field=field, start=900, end=910)
    made = mended(question, far)
    assert made is None or made.choices


@pytest.mark.parametrize("name", [one for one in NAMES if one in MENDABLE])
def test_every_mend_of_a_labelled_flaw_takes_it_away(name):
    """One mend may leave the same flaw at a later place; repeated, it comes to an end."""
    mends = 0
    for one in labelled(name):
        question = one.question
        for _ in range(6):
            found = [each for each in findings(question, one.document) if each.name == name]
            made = mended(question, found[0], one.document) if found else None
            if made is None:
                break
            assert made != question
            Question.model_validate(made.model_dump())
            question, mends = made, mends + 1
        else:
            pytest.fail(f"{one.question.stem!r} is mended again and again")
    # A quote that is not in its text any more cannot be found again.
    assert mends > 0 or name == "quote-mismatch"


def mend(question: Question, name: str) -> Question:
    """Mend one flaw, and see that it is gone."""
    made = mended(question, finding(question, name))
    assert made is not None
    places = {(one.name, one.start) for one in findings(made)}
    assert (name, finding(question, name).start) not in places
    return made


def finding(question: Question, name: str) -> Finding:
    return next(one for one in findings(question) if one.name == name)


def short(stem: str, answer: str = "x", format: str = "text") -> Question:
    answers = (Answer(text=answer),)
    return Question(id="q", kind=Kind.SHORT, stem=stem, format=format, answers=answers)


def statement(stem: str, answer: str) -> Question:
    return Question(id="q", kind=Kind.TRUEFALSE, stem=stem, answers=(Answer(text=answer),))


def choice(stem: str, *options: str) -> Question:
    choices = tuple(Choice(text=one.lstrip("*"), fraction=one[:1] == "*") for one in options)
    return Question(id="q", kind=Kind.CHOICE, stem=stem, choices=choices)


def texts(question: Question) -> list[str]:
    return [one.text for one in question.choices]
