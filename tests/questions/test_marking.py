"""Words of a sentence are hidden as they were chosen, and nothing else changes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions import cloze
from questions.errors import MarkingError
from questions.marking import cloze_stem, within, words

SENTENCE = "In 1,903 Marie Curie’s team won it (radium, polonium)."


def test_words_come_without_the_marks_around_them():
    assert [one.text for one in words(SENTENCE)] == [
        "In", "1,903", "Marie", "Curie’s", "team", "won", "it", "radium", "polonium",
    ]  # fmt: skip


@pytest.mark.parametrize(("chosen", "stem"), [
    ({1}, "In {{c1::1,903}} Marie Curie’s team won it (radium, polonium)."),
    ({2, 3}, "In 1,903 {{c1::Marie Curie’s}} team won it (radium, polonium)."),
    ({7, 8}, "In 1,903 Marie Curie’s team won it ({{c1::radium}}, {{c2::polonium}})."),
    ({1, 4, 99}, "In {{c1::1,903}} Marie Curie’s {{c2::team}} won it (radium, polonium)."),
])  # fmt: skip
def test_neighbours_are_hidden_as_one_and_others_apart(chosen, stem):
    assert cloze_stem(SENTENCE, chosen) == stem


def test_all_can_be_hidden_on_one_card():
    assert cloze.numbers(cloze_stem(SENTENCE, {1, 4}, together=True)) == (1,)


def test_the_words_are_found_in_another_wording():
    stem = cloze_stem("He won in 1903.", {3}, wording="In 1903 Becquerel won.")
    assert stem == "In {{c1::1903}} Becquerel won."


def test_a_wording_with_marks_of_its_own_stands():
    wording = "Becquerel won in {{c1::1903}}."
    assert cloze_stem("He won in 1903.", {0}, wording=wording) == wording


@pytest.mark.parametrize(("wording", "chosen", "reason"), [
    ("He won in 1903.", set(), "nothing"),
    ("He won in 1903.", {17}, "nothing"),
    ("He won early.", {3}, "gone"),
    ("He won in 19035.", {3}, "gone"),
])  # fmt: skip
def test_what_cannot_be_hidden_is_refused(wording, chosen, reason):
    with pytest.raises(MarkingError) as refused:
        cloze_stem("He won in 1903.", chosen, wording=wording)
    assert refused.value.reason == reason


def test_words_that_hold_the_marks_of_a_cloze_are_refused():
    with pytest.raises(MarkingError) as refused:
        cloze_stem("Use a::b here.", {1})
    assert refused.value.reason == "marks"


def test_braces_elsewhere_in_the_sentence_do_no_harm():
    stem = cloze_stem("He won in 1903.}}", {3})
    assert stem == "He won in {{c1::1903}}.}}"


@pytest.mark.parametrize(("start", "end", "chosen"), [
    (3, 8, (1,)), (5, 12, (1, 2)), (0, 60, ()), (8, 8, ()), (-5, 2, (0,)),
])  # fmt: skip
def test_a_selection_chooses_the_words_it_touches_unless_it_is_all_of_them(start, end, chosen):
    assert within(SENTENCE, start, end) == chosen


@given(st.text(max_size=80), st.sets(st.integers(0, 12)), st.booleans())
def test_hiding_never_changes_the_words(sentence, chosen, together):
    try:
        stem = cloze_stem(sentence, chosen, together=together)
    except MarkingError:
        return
    assert cloze.plain(stem) == cloze.plain(sentence)
    assert cloze.numbers(stem)


@given(st.text(max_size=80))
def test_the_words_stand_where_they_say(sentence):
    found = words(sentence)
    assert all(sentence[one.start : one.end] == one.text for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
