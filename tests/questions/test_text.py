"""Where sentences end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.text import Block, sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["One sentence.", "Another one!", "A third?", "And an end without a stop"],
        ["They met in Washington, D.C., for talks with U.S. President Trump.", "It went well."],
        ["The embargo hit the U.S.", "The price rose."],
        ["Dr. Smith met Mr. J. R. R. Tolkien and George W. Bush.", "They talked."],
        ["Dvořák wrote Op. 46 in 1878.", "It is his No. 2."],
        ["It rose by 3.5 percent on Jan. 5 at 5 p.m.", "He left."],
        ["Smith et al. found it, e.g. Jones (see Fig. 3).", "Acme Inc. agreed."],
        ["“Stop!” he said.", "“Why?” Anna asked.", "“Go.”", "Then he left."],
        ["It was so.[12]", "It is no more. . ."],
        ["1. First the flour.", "Then the milk."],
        ["(He left.)", "She stayed..."],
        ["这是一个句子。", "这是另一个。"],
    ],
)
def test_a_text_is_split_where_its_sentences_end(expected):
    joint = "" if "。" in expected[0] else " "

    assert split(joint.join(expected)) == expected


def test_no_sentence_crosses_a_block():
    text = "Chapter One\n\nfirst part\n\nsecond part. Third part."
    blocks = [
        Block("heading", 1, 0, 11),
        Block("paragraph", 0, 13, 23),
        Block("paragraph", 0, 25, len(text)),
    ]

    found = sentences(text, blocks)

    assert [(text[one.start : one.end], one.block) for one in found] == [
        ("Chapter One", 0),
        ("first part", 1),
        ("second part.", 2),
        ("Third part.", 2),
    ]


@pytest.mark.parametrize("kind", ["heading", "code"])
def test_a_heading_or_code_is_never_split(kind):
    text = "What Is It? A Guide. Part 2."

    assert len(sentences(text, [Block(kind, 1, 0, len(text))])) == 1


@pytest.mark.parametrize("text", ["A. " * 100_000, "." * 500_000, 'A."' + '"' * 500_000])
def test_endless_marks_take_no_time(text):
    assert sentences(text, [Block("paragraph", 0, 0, len(text))])


@given(st.text(alphabet="aB 1.!?\n\"'”。[]U", max_size=80))
def test_sentences_cover_every_letter_once_and_in_order(text):
    found = sentences(text, [Block("paragraph", 0, 0, len(text))])

    covered = "".join(text[one.start : one.end] for one in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[one.start : one.end] == text[one.start : one.end].strip() for one in found)


def split(text):
    block = Block("paragraph", 0, 0, len(text))
    return [text[one.start : one.end] for one in sentences(text, [block])]
