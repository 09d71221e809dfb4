"""The measurements measure what they say."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.extract import extract
from questions.model import Answer, Choice, Finding, Kind, Origin, Pair, Question, Source
from tests.quality.answers import right_answer, same, shown_stem, token_f1, told
from tests.quality.book import book
from tests.quality.lints import counted, lint
from tests.quality.losses import KEPT, NOT_CHOSEN, NOT_MADE, lines, losses
from tests.quality.making import Made
from tests.quality.options import chi_square_tail, key_positions, validity
from tests.quality.recall import Human, Share, answered, asks
from tests.quality.references import Reference, Sample
from tests.quality.spread import spread
from tests.samples import sample

TEXT = "Marie Curie won the Nobel Prize in 1903. She was born in Warsaw. Radium glows."


@pytest.mark.parametrize(("said", "wanted", "f1"), [
    ("the Nobel Prize", "Nobel prize", 1), ("in 1903", "1903", 2 / 3), ("Paris", "Warsaw", 0),
    ("", "", 0), ("“Radium”!", "radium", 1), ("twelve men", "twelve angry men", 0.8),
])  # fmt: skip
def test_answers_agree_by_their_words(said, wanted, f1):
    assert token_f1(said, wanted) == pytest.approx(f1)


@given(st.text(), st.text())
def test_agreement_has_no_direction_and_lies_between_none_and_all(one, other):
    assert 0 <= token_f1(one, other) <= 1
    assert token_f1(one, other) == pytest.approx(token_f1(other, one))


def test_a_true_false_statement_asks_for_no_words_and_a_cloze_for_what_it_hides():
    assert told(truefalse()) == ()
    assert told(cloze("Curie won in {{c1::1903}}.")) == ("1903", "1903")
    assert shown_stem(cloze("Curie won in {{c1::1903}}.")) == "Curie won in _____."


def test_a_list_is_one_answer():
    several = choice(["radium", "polonium", "iron"], right=2)
    assert told(several) == ("radium, polonium",)
    assert right_answer(several) == "radium, polonium"


def test_a_fact_is_found_only_by_a_question_from_its_own_sentence():
    fact = Reference("f", "When?", ("1903",), (), 0, 40, 3)
    here, elsewhere = short("When?", "1903", 0, 40), short("When?", "1903", 41, 64)
    assert asks([here], fact)
    assert not asks([elsewhere], fact)
    assert not asks([short("Who?", "Curie", 0, 40)], fact)
    assert not asks([here], Reference("f", "When?", ("1903",), (), -1, -1, 3))


def test_the_last_step_that_a_fact_reached_is_named():
    facts = [
        Reference(name, "?", (answer,), (), 0, 40, 2)
        for name, answer in (("k", "1903"), ("c", "Marie"), ("d", "Nobel Prize"), ("n", "Warsaw"))
    ]
    doubted = short("What?", "Nobel Prize", 0, 40).model_copy(
        update={"id": "d", "findings": (Finding(name="vague", reason="It is."),)}
    )
    pool = [
        short("When?", "1903", 0, 40).model_copy(update={"id": "k"}),
        short("Who?", "Marie", 0, 40).model_copy(update={"id": "c"}),
        doubted,
    ]
    sample_of = Sample("x", extract(TEXT, "x.txt"), tuple(facts))
    made = Made(sample_of.extracted, tuple(pool), tuple(pool[:1]), 0.0)
    found = losses([(sample_of, made)])
    assert [step for step, *_ in found] == [KEPT, NOT_CHOSEN, "vague", NOT_MADE]
    assert "   1  vague" in list(lines(found, 1))


def test_a_book_is_as_long_as_was_asked_and_no_chapter_comes_twice():
    text = book(sample("documents").parent, 90_000)
    chapters = re.split(r"(?m)^# Chapter \d+\n", text)
    assert 90_000 <= len(text.split()) < 95_000
    assert len(set(chapters)) == len(chapters)


def test_a_human_answer_is_found_where_it_stands():
    asked = Human(("Warsaw",), 57, 63)
    assert answered([short("Where?", "Warsaw", 41, 64)], asked)
    assert not answered([short("Where?", "Warsaw", 0, 40)], asked)


def test_shares_add_up_and_nothing_of_nothing_is_nothing():
    assert (Share(1, 2) + Share(2, 2)).rate == 0.75
    assert Share(0, 0).rate == 0


@pytest.mark.parametrize(("question", "fault"), [
    (("When did she win a prize?", "1903"), "unresolved reference"),
    (("When did the agreement end the long war?", "1903"), "unresolved reference"),
    (("What did Marie Curie win in 1903 yesterday?", "the Nobel Prize"), "relative date"),
    (("When did Curie win the prize of 1903?", "1903"), "answer in the stem"),
    (("In which year did Marie Curie win", "1903"), "not one question"),
    (("When did Marie (or Maria Curie win a prize?", "1903"), "unbalanced marks"),
    (("When did Marie Curie win win a prize?", "1903"), "doubled words"),
    (("When was it?", "1903"), "length of the stem"),
    (("In which year did Marie Curie win?", "1911"), "answer not in the text"),
])  # fmt: skip
def test_a_fault_is_seen(question, fault):
    assert counted(lint([short(*question, 0, 40)], TEXT))[fault] == 1


@pytest.mark.parametrize("stem", [
    "In which year did Marie Curie win the Nobel Prize?",
    "In which year did Marie Curie win a prize and give this prize away?",
    "When did Marie Curie get the prize that made her known?",
    "When did Marie Curie of _____ (P… P…) win the prize that made her known?",
])  # fmt: skip
def test_a_sound_question_has_no_fault(stem):
    assert lint([short(stem, "1903", 0, 40)], TEXT) == ()


def test_a_quote_that_is_not_where_it_says_is_seen():
    moved = short("In which year did Marie Curie win the Nobel Prize?", "1903", 0, 40)
    assert counted(lint([moved], " " + TEXT))["quote not at its place"] == 1


@pytest.mark.parametrize(("options", "fault"), [
    (["1903", "1911"], "number of options"),
    (["Putin", "Vladimir Putin", "Tokayev"], "the same twice"),
    (["PSF", "Python Software Foundation", "Guido"], "the same twice"),
    (["1903", "in 1911", "1920"], "formats differ"),
    (["1903", "Nobel", "1911"], "formats differ"),
    (["Warsaw", "Paris", "Curie"], "wrong option in the source"),
    (["a very long and winding answer", "no", "yes"], "length tells the key"),
])  # fmt: skip
def test_an_unsound_option_is_seen(options, fault):
    assert fault in validity([choice(options)]).broken


def test_an_option_that_another_question_takes_as_right_is_seen():
    questions = [choice(["1903", "1911", "1920"]), short("Which?", "1911", 0, 40)]
    assert validity(questions).broken == {"wrong option is right elsewhere": 1}


def test_sound_options_have_no_fault():
    sound = validity([choice(["Warsaw", "Paris", "Vienna"])])
    assert (sound.sound, sound.total, sound.rate) == (1, 1, 1)


@pytest.mark.parametrize(("statistic", "degrees", "p"), [
    (0.0, 3, 1.0), (3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (9.488, 4, 0.05),
    (11.345, 3, 0.01), (15.086, 5, 0.01),
])  # fmt: skip
def test_the_chi_square_test_agrees_with_the_tables(statistic, degrees, p):
    assert chi_square_tail(statistic, degrees) == pytest.approx(p, abs=2e-4)


def test_a_key_that_always_stands_first_is_noticed_and_one_that_moves_is_not():
    first = [choice(["a", "b", "c"], at=0) for _ in range(12)]
    moving = [choice(["a", "b", "c"], at=number % 3) for number in range(12)]
    assert key_positions(first).p < 0.001
    assert key_positions(moving).p == 1
    assert math.isclose(key_positions([]).p, 1)


def test_a_sentence_is_covered_by_a_question_from_it():
    extracted = extract(f"# Physics\n\n{TEXT}\n\n# Salt\n\nIt is white.", "a.md")
    start = extracted.text.index("Marie")
    found = spread(extracted, [short("When?", "1903", start, start + 40)])
    assert (found.sentences, found.sections) == (Share(1, 4), Share(1, 2))
    assert found.per_100_words == pytest.approx(100 / len(extracted.text.split()))


def test_a_matching_question_tells_its_right_sides():
    pairs = (Pair(left="1903", right="physics"), Pair(left=None, right="history"))
    question = Question(id="m", kind=Kind.MATCHING, stem="Match.", pairs=pairs)
    assert told(question) == ("physics",)
    assert right_answer(question) == "1903 – physics"
    assert same(told(question), ["Physics"])


def short(stem, answer, start, end):
    answers = (Answer(text=answer),)
    return Question(
        id="q", kind=Kind.SHORT, stem=stem, answers=answers, sources=(_source(start, end),),
        origin=Origin(engine="rules", score=0.5),
    )  # fmt: skip


def cloze(stem):
    return Question(id="q", kind=Kind.CLOZE, stem=stem, sources=(_source(0, 40),))


def truefalse():
    return Question(id="q", kind=Kind.TRUEFALSE, stem="So?", answers=(Answer(text="true"),))


def choice(options, *, right=1, at=None):
    fractions = [float(number < right) for number in range(len(options))]
    if at is not None:
        fractions = [float(number == at) for number in range(len(options))]
    choices = tuple(
        Choice(text=text, fraction=fraction)
        for text, fraction in zip(options, fractions, strict=True)
    )
    return Question(
        id="c", kind=Kind.CHOICE, stem="Which?", choices=choices, sources=(_source(0, 40),)
    )


def _source(start, end):
    return Source(document="d1", start=start, end=end, quote=TEXT[start:end])
