"""What an author set off is asked for, and the entries of a glossary are asked by their meaning."""

from __future__ import annotations

import pytest

from questions.extract import extract
from questions.generate.engine import Generator
from questions.generate.key_terms import is_marked, key_of

LESSON = """# The water cycle

The **epidermis** of a leaf is covered by a waxy **cuticle**. Most leaves lose water through pores
on the lower side. **Transpiration** is the loss of water vapor from the leaves of a plant.

## Glossary

cuticle
: waxy layer on the outside of a leaf

guard cells
: two bodies which open and close a pore

Stephen Hales
: English priest who measured the sap of plants

cambium
: consists of the layers that grow

stoma
: a stoma of the leaf

vapor pressure deficit (VPD)
: what draws water out of foliage
"""


def test_the_words_that_an_author_set_off_are_asked_for():
    asked = by_method(LESSON)

    assert set(asked["cloze-key-term"]) >= {"cuticle", "Transpiration"}
    assert not set(asked.get("cloze-thing", ())) & {"cuticle", "epidermis", "Transpiration"}


def test_the_same_words_in_plain_letters_are_a_thing_like_others():
    assert "cloze-key-term" not in by_method(LESSON.replace("**", "").partition("##")[0])


def test_a_glossary_is_asked_by_meaning_and_has_its_entry_as_evidence():
    found = {one.answers[0].text: one for one in made(LESSON) if method(one) == "short-glossary"}

    assert {term: one.stem for term, one in found.items()} == {
        "cuticle": "Which term means “waxy layer on the outside of a leaf”?",
        "guard cells": "Which term means “two bodies which open and close a pore”?",
        "Stephen Hales": "Which name stands for “English priest who measured the sap of plants”?",
        "vapor pressure deficit": "Which term means “what draws water out of foliage”?",
    }
    assert [one.text for one in found["vapor pressure deficit"].answers][1] == "VPD"
    assert found["cuticle"].sources[0].quote == "cuticle: waxy layer on the outside of a leaf"
    assert [one.findings for one in found.values()] == [()] * 4


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("- **delta** – land that a river builds up\n\nThe delta of the Nile is wide.", 1),
        ("- **delta** – land that a river builds up\n\nThe Nile is wide.", 0),
        ("- **Author**: a man of the north whom few knew\n\nThe Nile is wide.", 0),
        ("- **delta**: Bring a map.\n\nThe delta of the Nile is wide.", 0),
        ("- **delta**: see river\n\nThe delta of the Nile is wide.", 0),
        ("## Key terms\n\n- Delta: land that a river builds up at its mouth", 1),
        ("## Key terms\n\n- Land that a river builds up at its mouth", 0),
        ("## Key terms\n\n- Delta: when a river builds up land", 0),
        ("## Key terms\n\n- Delta: the arms of a river are in a fan", 0),
        ("## Key terms\n\n- Delta: land whose arms are in a fan", 1),
        (
            "## Key terms\n\n- Delta: land that a river builds up at its mouth\n\n"
            "- Fan: land that a river builds up at its foot",
            0,
        ),
        ("## Steps\n\n- Delta: land that a river builds up at its mouth", 0),
    ],
)
def test_only_what_defines_is_an_entry(text, asked):
    found = [one for one in made(f"# Rivers\n\n{text}\n") if method(one) == "short-glossary"]

    assert len(found) == asked


def test_a_point_in_a_number_ends_no_meaning():
    (found,) = made("## Key terms\n\n- giant: star of 4.5 times the breadth of the Sun\n")

    assert found.stem == "Which term means “star of 4.5 times the breadth of the Sun”?"


@pytest.mark.parametrize(("number", "words", "marked"), [(6, 2400, True), (6, 2500, False),
                                                         (5, 500, False)])  # fmt: skip
def test_a_text_is_marked_where_its_author_set_terms_off_throughout(number, words, marked):
    assert is_marked(frozenset(map(str, range(number))), words) is marked


@pytest.mark.parametrize("words", ["The Ribs", "a rib", "ribs", "Rib"])
def test_a_key_term_is_known_in_the_plural_and_after_an_article(words):
    assert key_of(words) == "rib"


def by_method(text):
    found = {}
    for one in made(text):
        hidden = one.stem.partition("{{c1::")[2].partition("::")[0].partition("}}")[0]
        found.setdefault(method(one), []).append(hidden)
    return found


def made(text):
    read = extract(text, "lesson.md")
    engine = Generator(read.text, read.blocks, document_id="d1", title=read.title)
    return [one.question for window in engine.windows for one in engine.make(window)]


def method(question):
    return question.origin.method
