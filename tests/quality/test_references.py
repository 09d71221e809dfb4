"""The reference facts lie where they say, and say what can be looked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.quality.answers import same, tokens
from tests.quality.references import placed, samples
from tests.samples import sample

FILES = sorted((Path(__file__).parent / "references").glob("*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_reference_says_what_it_asks_and_no_more_words_of_the_document_than_an_answer(path):
    for row in _rows(path):
        assert row["document"] == path.stem
        assert row["question"].endswith("?")
        assert row["importance"] in {1, 2, 3}
        assert len(set(row["distractors"])) == 3
        assert len(row["answer"].split()) <= 20
        assert not {"quote", "text"} & set(row)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_document_has_twenty_to_forty_facts_with_ids_of_their_own(path):
    rows = _rows(path)
    assert 20 <= len(rows) <= 40
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_question_gives_its_answer_away_and_no_distractor_is_right(path):
    for row in _rows(path):
        asked = f" {' '.join(tokens(row['question']))} "
        assert f" {' '.join(tokens(row['answer']))} " not in asked, row["id"]
        for wrong in row["distractors"]:
            right = [row["answer"], *row["accept"]]
            assert tokens(wrong) not in [tokens(one) for one in right], row["id"]


def test_every_fact_lies_in_the_text_that_the_product_reads():
    for one in samples(sample("documents").parent):
        lost = [fact.id for fact in one.facts if not fact.placed]
        assert lost == [], one.name


def test_an_answer_that_is_said_to_stand_in_its_sentence_does():
    for path in FILES:
        text = sample(f"documents/{path.stem}.txt").read_text(encoding="utf-8")
        for row in _rows(path):
            quote = text[row["start"] : row["end"]]
            assert quote == quote.strip()
            assert (row["answer"].lower() in quote.lower()) == row["answer_in_quote"], row["id"]


def test_a_quote_is_found_whatever_its_spaces_have_become():
    assert placed("one two", "zero one\n  two three", 0) == (5, 14)
    assert placed("one", "one and one", 8) == (8, 11)
    assert placed("gone", "here", 0) == (-1, -1)


def test_a_reference_answer_is_found_by_itself():
    for path in FILES:
        for row in _rows(path):
            assert same([row["answer"]], [row["answer"]]), row["id"]


def _rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
