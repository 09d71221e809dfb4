"""The kinds that are filled in, marked or measured, as the form of the editor describes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from questions.faces import face, parts_of
from questions.model import Answer, Kind
from questions.scoring import form_of
from studyapp import writing
from studyapp.arranging import Arranged, GapText, SpotText
from studyapp.errors import RefusedError
from studyapp.writing import Option, Wording, written
from tests.every_kind import a_number, an_essay, an_info, an_opaque, every_form, some_gaps
from tests.kinds import a_several

A_SPOT = SpotText("a", coords="1 2 3 4", right=True)
BEYOND = SpotText("b", "polygon", "0 0 10 10 20 120")


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (Wording(Kind.NUMERIC, "x", "about five"), "answer"),
        (Wording(Kind.NUMERIC, "x", "5", more=Arranged(tolerance="-1")), "tolerance"),
        (Wording(Kind.MATCHING, "x", more=Arranged(pairs=(("a", "b"), ("c", "")))), "pair"),
        (Wording(Kind.MATCHING, "x", more=Arranged(pairs=(("a", "b"), ("", "c")))), "pair"),
        (Wording(Kind.ORDERING, "x", more=Arranged(items="one\n \n")), "items"),
        (Wording(Kind.GAPS, "no gap"), "stem"),
        (Wording(Kind.GAPS, "[[1]]", more=Arranged(gaps=(GapText("2", right="x"),))), "gap"),
        (Wording(Kind.GAPS, "[[1]]", more=Arranged(gaps=(GapText("1", "choice", "x"),))), "gap"),
        (Wording(Kind.HOTTEXT, "x", more=Arranged(right_words="y")), "right_words"),
        (Wording(Kind.HOTSPOT, "x", more=Arranged(spots=(SpotText("a", coords="1 2"),))), "spot"),
        (Wording(Kind.HOTSPOT, "x", more=Arranged(spots=(A_SPOT, BEYOND))), "spot"),
    ],
)
def test_what_is_missing_is_told_by_field(wording, field):
    assert list(writing.problems(wording)) == [field]
    with pytest.raises(RefusedError):
        written(None, wording)


@pytest.mark.parametrize("question", every_form(), ids=lambda question: question.kind.value)
def test_a_form_that_is_sent_back_unchanged_changes_nothing(question):
    assert written(question, writing.wording_of(question)) == question


@pytest.mark.parametrize(
    "question",
    [*every_form()[:5], a_number(answers=(Answer(text="9.81"),)), an_essay(), an_info()],
    ids=lambda question: question.kind.value,
)
def test_each_kind_can_be_written_from_its_form_alone(question):
    made = written(None, writing.wording_of(question))
    assert form_of_first(made) == form_of_first(question)
    assert made.kind == question.kind
    assert face_of_first(made) == face_of_first(question)


def test_what_nobody_can_play_is_kept_with_its_raw_form():
    opaque = an_opaque()
    edited = written(opaque, replace(writing.wording_of(opaque), stem="Write a loop."))
    assert (edited.raw, edited.stem) == (opaque.raw, "Write a loop.")


def test_a_gap_that_is_taken_out_of_the_text_is_taken_out_of_the_question():
    wording = writing.wording_of(some_gaps())
    shorter = written(some_gaps(), replace(wording, stem="It stands in [[city]]."))
    assert [gap.id for gap in shorter.gaps] == ["city"]
    assert shorter.gaps[0] == some_gaps().gaps[0]


def test_options_have_a_worth_of_their_own():
    options = (
        Option("a", True, worth="75"),
        Option("b", True, worth="25"),
        Option("c", worth="-50"),
    )
    wording = replace(writing.wording_of(a_several()), options=options)
    made = written(None, replace(wording, more=Arranged(scoring="partial")))
    assert [one.fraction for one in made.choices] == [0.75, 0.25, -0.5]
    assert made.scoring == "partial"
    assert writing.wording_of(made).options == options


@pytest.mark.parametrize("worth", ["101", "half", "-10"])
def test_a_worth_that_cannot_be_is_told(worth):
    options = (Option("a", True, worth=worth), Option("b"))
    wording = Wording(Kind.CHOICE, "Which?", options=options, multiple=True)
    assert list(writing.problems(wording)) == ["option"]


def form_of_first(question):
    return [form_of(question, part) for part in parts_of(question)]


def face_of_first(question):
    return [face(question, part) for part in parts_of(question)]


def test_other_units_are_written_as_lines_and_kept():
    more = Arranged(unit="m", units="cm = 100\nft = 3,28")
    made = written(None, Wording(Kind.NUMERIC, "How tall?", "1.5", more=more))
    assert made.extra["units"] == {"cm": 100, "ft": 3.28}
    again = writing.wording_of(made)
    assert again.more.units == "cm = 100\nft = 3.28"
    assert written(made, again) == made
    bare = written(made, replace(again, more=replace(again.more, units="")))
    assert "units" not in bare.extra
    for units in ("cm", "cm = x", "cm = 0", "= 3", "cm = 1e999"):
        wrong = replace(again, more=replace(again.more, units=units))
        with pytest.raises(RefusedError):
            written(made, wrong)


def test_several_choices_of_a_gap_are_written_as_a_kind_of_its_own():
    gap = GapText("1", "several", "neon\nargon", "iron")
    made = written(None, Wording(Kind.GAPS, "Noble: [[1]]", more=Arranged(gaps=(gap,))))
    assert (made.gaps[0].kind, made.gaps[0].multiple) == ("choice", True)
    again = writing.wording_of(made)
    assert again.more.gaps == (gap,)
    assert written(made, again) == made
    single = replace(gap, kind="choice", right="neon")
    other = written(made, replace(again, more=replace(again.more, gaps=(single,))))
    assert not other.gaps[0].multiple
