"""The learned ranker: trees, features, and why a draft stands where it stands."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.extract import extract
from questions.generate import Generator
from questions.generate.ranking import RAISING, REASONS, Learned
from questions.generate.ranking.language import naturalness, rarity
from questions.generate.ranking.learned import learned_forest
from questions.generate.ranking.profile import profile_of
from questions.generate.ranking.reasons import MOST, reasons
from questions.generate.ranking.trees import Forest, Leaf, Split, read, written

TREE = Split("length", 5.0, 0.0, Leaf(-1.0), Split("named", 0.5, 0.5, Leaf(0.2), Leaf(1.5)))
TEXT = (
    "Marie Curie was a physicist and chemist who discovered polonium and radium in 1898. "
    "She received the Nobel Prize in Physics in 1903. A photon is a particle of light. "
    "Many people liked her very much, and some visitors often brought a few small presents."
)


def test_a_tree_is_followed_by_its_thresholds():
    forest = Forest(0.0, (TREE,))
    assert forest.chance({"length": 4.0}) == pytest.approx(1 / (1 + math.e))
    assert forest.chance({"length": 6.0, "named": 1.0}) > forest.chance({"length": 6.0})


@given(length=st.floats(0, 10), named=st.floats(0, 1))
def test_what_the_features_moved_adds_up_to_the_score(length, named):
    forest = Forest(-0.3, (TREE, TREE))
    found = {"length": length, "named": named}
    odds = -0.3 + sum(forest.parts(found).values())
    assert forest.chance(found) == pytest.approx(1 / (1 + math.exp(-odds)))


def test_a_tree_that_is_written_reads_the_same():
    assert read(written(TREE)) == TREE


def test_what_is_broken_is_no_tree():
    with pytest.raises(ValueError, match="no part of a tree"):
        read(["length", 5.0, 0.0, "x", 1.0])


def test_the_learned_trees_ask_about_features_that_drafts_have():
    seen = {name for found in drafts_features() for name in found}
    asked = {name for tree in learned_forest().trees for name in names(tree)}
    plain = {name for name in asked if "=" not in name}
    assert len(plain & seen) > len(plain) * 0.6


def test_features_are_finite_and_the_same_again():
    first, again = drafts_features(), drafts_features()
    assert first == again
    assert all(math.isfinite(value) for found in first for value in found.values())


def test_a_score_is_a_chance_with_reasons_that_have_names():
    made = [one.question for one in drafts()]
    assert all(0 < one.origin.score < 1 for one in made)
    assert all(set(one.origin.reasons) <= set(REASONS) for one in made)
    assert any(one.origin.reasons for one in made)


def test_a_definition_is_worth_more_than_a_passing_remark():
    by_stem = {one.question.stem: one.question.origin.score for one in drafts()}
    told = max(score for stem, score in by_stem.items() if "photon" in stem)
    remark = max(score for stem, score in by_stem.items() if "visitors" in stem)
    assert told > remark


def test_the_strongest_reasons_come_first_and_slight_ones_not_at_all():
    moved = {"defines": 0.4, "the N": -0.9, "year shown": 0.01, "doc i": 0.3, "central": 0.2}
    assert reasons(moved, {"defines": 1.0}) == ("leans-on-text", "definition", "central")
    assert len(reasons(dict.fromkeys(moved, 1.0), moved)) <= MOST
    assert reasons({"unheard of": 5.0}, {}) == ()


def test_what_an_item_does_not_ask_for_is_no_reason():
    assert reasons({"answer=person": -0.5}, {}) == ()
    assert reasons({"answer=person": -0.5}, {"answer=person": 1.0}) == ("slight-name",)


def test_a_reason_speaks_for_a_draft_or_against_it():
    assert set(REASONS) > RAISING


def test_rare_words_are_told_from_common_ones():
    assert rarity("people") < rarity("treaty") < rarity("thylakoid") == 1.0


def test_a_question_that_goes_as_people_ask_is_more_natural():
    good = naturalness("Who wrote the opera Carmen?")
    assert good > naturalness("What the did 1990 sign treaty who of?")


@pytest.mark.parametrize("text", ["", "   ", "?!?!", "“" * 500, "word " * 10])
def test_a_profile_of_anything_has_shares(text):
    found = profile_of(text)
    assert 0 <= found.asking <= 1
    assert 0 <= found.quoted <= 1
    assert 0 <= found.past <= 1


def test_a_letter_is_told_from_an_encyclopedia():
    letter = profile_of("I miss you. My room is cold! Do you like yours? I hope you write to me.")
    article = profile_of(TEXT)
    assert letter.i > article.i
    assert letter.asking > article.asking


def names(tree):
    if isinstance(tree, Split):
        yield tree.name
        yield from names(tree.low)
        yield from names(tree.high)


def generator(ranker=None):
    found = extract(TEXT, "Marie Curie", "text/plain")
    return Generator(found.text, found.blocks, document_id="d1", title="Marie Curie", ranker=ranker)


def drafts():
    made = generator()
    return [one for window in made.windows for one in made.make(window)]


def drafts_features():
    noted = []

    class Noting(Learned):
        def features(self, draft, model):
            noted.append(super().features(draft, model))
            return noted[-1]

    made = generator(Noting())
    for window in made.windows:
        made.make(window)
    return noted
