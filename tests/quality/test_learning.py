"""Verdicts are kept without the documents' words, and the ranker learns from them."""

from __future__ import annotations

import json

import numpy as np

from questions.extract import extract
from tests.quality import train_ranker
from tests.quality.agreement import area, kappa
from tests.quality.boosting import Settings, grow
from tests.quality.judged import Verdict
from tests.quality.making import make
from tests.quality.rows import read_rows, rows_of, unquoted, write_rows

TEXT = "The old bridge over the river Kwai was built by prisoners in 1943."
KEY = {
    "s1-001": {
        "origin": "pool", "document": "d", "digest": "ab", "genre": "news", "kind": "cloze",
        "method": "cloze-name", "score": 0.4, "start": 0, "fails": "", "features": {"early": 1.0},
        "stem": "The old bridge …", "answer": "Kwai",
    }
}  # fmt: skip


def test_rows_that_are_kept_read_the_same_and_hold_no_stem(tmp_path):
    verdict = Verdict("s1-001", "A", {"fluent": True, "worth": False}, "slight")
    rows = list(rows_of([verdict], KEY, "r1", {"d": TEXT}))
    path = write_rows(rows, "r1", tmp_path)
    assert read_rows(tmp_path) == rows
    assert not {"stem", "answer", "source"} & set(json.loads(path.read_text()))
    assert not rows[0].acceptable
    assert rows[0].features == {"early": 1.0}


def test_every_question_of_the_pool_has_what_the_ranker_saw_of_it():
    text = "In 1876 Alexander Bell patented a telephone in Washington. Most carbon microphones " \
           "turn weak sounds into electric currents."  # fmt: skip
    made = make(extract(text, "Telephones", "text/plain"))
    assert any("::w… s…}}" in one.stem for one in made.pool)
    assert [one.stem for one in made.pool if not made.features[one.id]] == []


def test_a_reason_quotes_no_more_than_a_few_words():
    said = "no: the old bridge over the river is not named"
    assert unquoted(said, TEXT) == "no: … is not named"
    assert unquoted("the old bridge is not named", TEXT) == "the old bridge is not named"


def test_trees_learn_a_step_that_a_line_cannot():
    chance = np.random.default_rng(1)
    columns = chance.random((400, 3))
    yes = ((columns[:, 0] > 0.4) & (columns[:, 0] < 0.6)).astype(float)
    forest = grow(columns, yes, ["x", "y", "z"], Settings(trees=60, share=1.0))
    told = np.array([forest.chance({"x": row[0], "y": row[1], "z": row[2]}) for row in columns])
    assert area(told, yes) > 0.98


def test_the_same_rows_grow_the_same_trees():
    columns = np.random.default_rng(2).random((120, 4))
    yes = (columns[:, 1] > 0.5).astype(float)
    settings = Settings(trees=5)
    assert grow(columns, yes, list("abcd"), settings) == grow(columns, yes, list("abcd"), settings)


def test_agreement_beyond_chance():
    assert kappa([(True, True), (False, False)]) == 1
    assert kappa([(True, False), (False, True), (True, True), (False, False)]) == 0
    assert area(np.array([0.1, 0.9]), np.array([0.0, 1.0])) == 1


def test_a_document_is_never_on_both_sides():
    rows = [row for row in read_rows() if row.ours]
    folds = {row.document: train_ranker._fold(row.document) for row in rows}
    assert len(rows) >= 1000
    assert folds["gum_bio_gordon"] == train_ranker._fold("bio_gordon")
    assert len(set(folds.values())) == train_ranker.FOLDS


def test_verdicts_that_are_kept_hold_every_answer():
    asked = {"fluent", "alone", "correct", "only", "worth"}
    assert all(asked <= set(row.answers) for row in read_rows())
