"""The demo deck is the first thing a learner sees: it reads without a problem and is sound."""

from __future__ import annotations

import pytest

from questions import formats
from questions.bank import Bank
from questions.banks import DEMO, demo
from questions.checks import check_bank
from questions.extract import extract
from questions.faces import face, parts_of
from questions.generate import generate
from questions.grading import grade_typed
from questions.model import Kind, fingerprint
from tests.samples import sample


def test_the_demo_reads_without_a_problem():
    reading = formats.read(demo(), DEMO)
    assert reading.problems == ()
    assert reading.format == "json"
    assert reading.bank.title == "Russia and Kazakhstan: a demo"


def test_the_demo_has_both_kinds_and_enough_of_them(bank):
    kinds = {one.kind for one in bank.questions}
    assert kinds >= {Kind.CLOZE, Kind.SHORT}
    assert 15 <= len(bank.questions) <= 25


def test_nothing_speaks_against_a_question_of_the_demo(bank):
    assert check_bank(bank) == {}
    assert all(one.findings == () for one in bank.questions)


def test_every_question_of_the_demo_quotes_a_sentence_of_the_article(bank):
    (document,) = bank.documents
    assert document.id == "d1"
    for question in bank.questions:
        (source,) = question.sources
        assert document.text[source.start : source.end] == source.quote
        assert source.quote.endswith(".")


def test_the_article_of_the_demo_is_the_sample_article(bank):
    original = sample("documents/russia-kazakhstan.txt").read_text(encoding="utf-8")
    assert bank.documents[0].text.split() == original.split()


def test_the_right_answers_of_the_demo_are_graded_right(bank):
    for question in bank.questions:
        (part,) = parts_of(question)
        shown = face(question, part)
        assert shown.typed
        assert all(grade_typed(one, shown.accepted).right for one in shown.accepted)


def test_no_two_questions_of_the_demo_are_the_same(bank):
    assert len({fingerprint(one) for one in bank.questions}) == len(bank.questions)


def test_the_drafts_that_were_kept_are_still_what_the_generator_makes(bank):
    document = bank.documents[0]
    read = extract(document.text, "russia-kazakhstan.txt")
    assert read.text == document.text
    made = {
        one.stem
        for one in generate(read.text, read.blocks, document_id="d1", title="", everything=True)
    }
    kept = {one.stem for one in bank.questions if one.extra.get("review") == "kept"}
    assert kept
    assert kept <= made


@pytest.fixture(scope="module")
def bank() -> Bank:
    return formats.read(demo(), DEMO).bank
