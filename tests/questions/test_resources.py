"""The word lists: as recorded, with their licences, and answering as the rules expect."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest

from questions.generate import lexicon
from questions.generate.lexicon.lines import Lines

RESOURCES = Path(str(files("questions.generate"))) / "resources"


def test_every_list_is_the_recorded_one():
    record = json.loads((RESOURCES / "resources.json").read_text(encoding="utf-8"))
    assert record["files"]
    for name, expected in record["files"].items():
        assert hashlib.sha256((RESOURCES / name).read_bytes()).hexdigest() == expected, name


def test_every_list_is_described_with_its_terms():
    described = (RESOURCES / "README.md").read_text(encoding="utf-8")
    for path in RESOURCES.iterdir():
        if path.suffix in {".tsv", ".txt", ".json"} and path.name != "resources.json":
            assert f"`{path.name}`" in described, path.name


def test_the_licence_of_wordnet_lies_beside_it():
    licence = (RESOURCES / "wordnet-licence.txt").read_text(encoding="utf-8")
    assert "WordNet 3.0 Copyright 2006 by Princeton University" in licence


def test_the_lists_are_small():
    assert sum(path.stat().st_size for path in RESOURCES.iterdir() if path.is_file()) < 4_000_000


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("brain", "body"),
        ("agreement", "communication"),
        ("treaty", "communication"),
        ("company", "group"),
        ("soldier", "person"),
        ("nervous system", "body"),
        ("photosynthesis", "process"),
        ("xyzzy", ""),
    ],
)
def test_a_noun_has_a_class(noun, expected):
    assert lexicon.gloss(noun) == expected


def test_a_treaty_is_a_kind_of_agreement_and_not_the_other_way_round():
    assert lexicon.is_kind_of("treaty", "agreement")
    assert not lexicon.is_kind_of("agreement", "treaty")


def test_the_share_of_a_class_counts_how_often_each_meaning_is_met():
    assert lexicon.share("company", "group") > 0.8
    assert lexicon.share("xyzzy", "group") == 0.0


def test_siblings_are_of_the_same_next_kind():
    assert "pact" in lexicon.siblings("treaty")
    assert "treaty" not in lexicon.siblings("treaty")
    assert lexicon.siblings("xyzzy") == ()


@pytest.mark.parametrize("name", ["U.S.", "US", "the United States", "United States of America"])
def test_a_country_is_found_by_each_of_its_names(name):
    country = lexicon.gazetteer().country(name)
    assert country is not None
    assert country.name == "United States"


@pytest.mark.parametrize(
    ("people", "place"),
    [("Kazakh", "Kazakhstan"), ("Kazakhs", "Kazakhstan"), ("French", "France"),
     ("Texans", "Texas"), ("Welsh", "Wales"), ("Dutch", "The Netherlands")],
)  # fmt: skip
def test_a_people_is_tied_to_its_place(people, place):
    assert lexicon.gazetteer().place_of(people) == place


def test_every_country_has_a_continent_and_most_have_a_people():
    countries = {one.name: one for one in lexicon.gazetteer().countries.values()}
    assert len(countries) > 190
    assert all(one.continent for one in countries.values())
    assert sum(bool(one.demonyms) for one in countries.values()) > 150


@pytest.mark.parametrize(
    ("name", "gender"), [("Angela", "f"), ("Vladimir", "m"), ("Jan", ""), ("Xyzzy", "")]
)
def test_a_first_name_tells_the_gender_only_where_nearly_all_agree(name, gender):
    assert lexicon.gender_of(name) == gender


def test_names_have_the_class_of_what_they_name():
    assert lexicon.instance_classes("French Revolution") == ("act",)
    assert lexicon.instance_classes("Xyzzy") == ()


@pytest.mark.parametrize("word", ["a", "b", "m", "zz"])
def test_a_list_is_searched_to_its_ends(word):
    lines = Lines(b"a\t1\nb\t2\nm\t3\nzz\t4\n")
    assert lines.get(word) == {"a": "1", "b": "2", "m": "3", "zz": "4"}[word]


@pytest.mark.parametrize("word", ["", "aa", "n", "zzz", "A"])
def test_a_word_that_is_not_in_a_list_is_not_found(word):
    assert Lines(b"a\t1\nb\t2\nm\t3\nzz\t4\n").get(word) is None
