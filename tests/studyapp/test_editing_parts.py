"""Questions of several parts and pictures with hidden parts, as the editor's form says them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.faces import parts_of
from questions.model import Answer, Choice, Kind, Question
from questions.occlusion import looks
from questions.scoring import form_of
from studyapp import composing, covering, writing
from studyapp.arranging import Arranged
from studyapp.composing import PartText
from studyapp.covering import CoverText
from studyapp.writing import MediaNote, Wording, written
from tests.every_kind import PICTURE, a_composite, a_hotspot, an_occlusion, some_gaps

A_SHORT = PartText(stem="Which sea?", right="North Sea")
A_PART_OF_EACH = {
    "short": PartText(stem="Which sea?", right="North Sea\nthe North Sea"),
    "choice": PartText(kind="choice", stem="Where?", right="Alps", wrong="Jura\nHarz"),
    "truefalse": PartText(kind="truefalse", stem="It is long.", right="true"),
    "numeric": PartText(kind="numeric", stem="How long?", right="1230"),
    "cloze": PartText(kind="cloze", stem="It rises in the {{c1::Alps}}."),
    "matching": PartText(kind="matching", stem="Pair", right="a -> b\nc → d", wrong="e"),
    "ordering": PartText(kind="ordering", stem="Order", right="one\ntwo\none"),
    "essay": PartText(kind="essay", stem="Why?", right="names it\nexplains it"),
    "info": PartText(kind="info", stem="Read this."),
}


def test_parts_of_each_kind_can_be_written():
    made = written(None, composite(*A_PART_OF_EACH.values()))
    assert [part.kind for part in made.parts] == list(A_PART_OF_EACH)
    assert form_of(made, "answer") == "parts"
    pairs = made.parts[5].pairs
    assert [(pair.left, pair.right) for pair in pairs] == [("a", "b"), ("c", "d"), (None, "e")]
    assert made.parts[6].items == ("one", "two", "one")
    assert len({part.id for part in made.parts}) == len(made.parts)
    shown = writing.wording_of(made).more.parts
    assert [one.kind for one in shown] == list(A_PART_OF_EACH)
    assert written(made, writing.wording_of(made)) == made


@pytest.mark.parametrize(
    "part",
    [
        PartText(right="no words"),
        PartText(stem="What?"),
        PartText(kind="choice", stem="x", right="a"),
        PartText(kind="choice", stem="x", wrong="a"),
        PartText(kind="truefalse", stem="x", right="yes"),
        PartText(kind="numeric", stem="x", right="five"),
        PartText(kind="cloze", stem="nothing hidden"),
        PartText(kind="matching", stem="x", right="a -> b\nc d"),
        PartText(kind="ordering", stem="x", right="one"),
        PartText(kind="info", stem="only read"),
        PartText(stem="x", right="y", points="-1"),
        PartText(),
    ],
)
def test_a_part_that_cannot_be_asked_is_told(part):
    assert list(writing.problems(composite(part))) == ["part"]


def test_a_part_that_stays_keeps_what_the_form_does_not_show():
    choices = (Choice(text="a", fraction=1, feedback="yes"), Choice(text="b", feedback="no"))
    part = Question(id="p", kind=Kind.CHOICE, stem="Which?", choices=choices, hints=("look",))
    typed = Question(
        id="t", kind=Kind.SHORT, stem="And?", answers=(Answer(text="x"), Answer(text="y"))
    )
    whole = a_composite(parts=(part, some_gaps(), typed))
    wording = writing.wording_of(whole)
    first, second, third = wording.more.parts
    changed = replace(first, stem="Which one?", wrong="b\nc")
    made = written(whole, with_parts(wording, changed, second, third))
    assert made.parts[0].hints == ("look",)
    assert [one.feedback for one in made.parts[0].choices] == ["yes", "no", ""]
    assert made.parts[1:] == whole.parts[1:]


def test_parts_are_moved_by_their_numbers_and_taken_out_when_emptied():
    whole = a_composite()
    wording = writing.wording_of(whole)
    parts = wording.more.parts
    last = replace(parts[3], place="1")
    emptied = replace(parts[1], stem="", right="", wrong="")
    made = written(whole, with_parts(wording, parts[0], emptied, parts[2], last))
    assert [part.id for part in made.parts] == [whole.parts[at].id for at in (3, 0, 2)]
    foreign = a_composite(parts=(*whole.parts[:2], a_hotspot(stem="")))
    kept = writing.wording_of(foreign)
    assert written(foreign, kept) == foreign
    gone = replace(kept.more.parts[2], place="")
    assert len(written(foreign, with_parts(kept, *kept.more.parts[:2], gone)).parts) == 2
    down = replace(parts[0], place="3")
    made = written(whole, with_parts(wording, down, *parts[1:]))
    assert [part.id for part in made.parts] == [whole.parts[at].id for at in (1, 2, 0, 3)]


@given(st.lists(st.tuples(st.sampled_from(list(A_PART_OF_EACH)), st.integers(1, 9)), max_size=6))
def test_whatever_order_is_asked_for_every_part_has_one_place(wanted):
    asked = [replace(A_PART_OF_EACH[kind], place=str(place)) for kind, place in wanted]
    found = composing.in_order(asked)
    assert [one.place for one in found] == [str(at) for at in range(1, len(asked) + 1)]
    assert sorted(one.stem for one in found) == sorted(one.stem for one in asked)


def test_hidden_parts_of_a_picture_can_be_written():
    covers = (
        CoverText(coords="10 20 40 60"),
        CoverText("3", "ellipse", "50 50 10 20"),
        CoverText("3,4", "polygon", "0 0 50 0 25 40"),
        CoverText(coords="90 90 80 80"),
        CoverText(),
    )
    made = written(None, occluded(covers, hides_all=True))
    assert parts_of(made) == ("c3", "c4", "c5", "c6")
    assert made.media == (PICTURE,)
    drawn = dict(enumerate(shape for shape, _look in looks(made, "c3")))
    assert [one.kind for one in drawn.values()] == ["rect", "ellipse", "polygon", "rect"]
    assert drawn[0].numbers == pytest.approx((0.1, 0.2, 0.3, 0.4))
    assert drawn[1].numbers == pytest.approx((0.4, 0.3, 0.1, 0.2))
    assert drawn[3].numbers == pytest.approx((0.8, 0.8, 0.1, 0.1))
    assert all(one.hidden_always for one in drawn.values())
    again = writing.wording_of(made)
    assert [one.coords for one in again.more.covers] == [
        "10 20 40 60", "50 50 10 20", "0 0 50 0 25 40", "80 80 90 90",
    ]  # fmt: skip
    assert written(made, again) == made


@pytest.mark.parametrize(
    ("covers", "media", "field"),
    [
        ((CoverText(coords="1 2 3 4"),), False, "upload"),
        ((CoverText(),), True, "cover"),
        ((CoverText(coords="1 2 3"),), True, "cover"),
        ((CoverText("x", coords="1 2 3 4"),), True, "cover"),
        ((CoverText("0", coords="1 2 3 4"),), True, "cover"),
        ((CoverText(coords="1 2 3 400"),), True, "cover"),
    ],
)
def test_a_picture_that_hides_nothing_is_told(covers, media, field):
    wording = occluded(covers)
    if not media:
        wording = replace(wording, media=())
    assert list(writing.problems(wording)) == [field]


def test_a_picture_that_is_sent_back_unchanged_stays_as_it_came():
    question = an_occlusion()
    wording = writing.wording_of(question)
    assert (wording.form, wording.stem) == ("occlusion", "Which part is hidden?")
    assert written(question, wording) == question
    renamed = written(question, replace(wording, stem="And this?"))
    assert renamed.stem == question.stem
    assert renamed.extra["occlusion"]["header"] == "And this?"


def test_marks_of_another_program_are_kept_when_a_shape_is_added():
    foreign = "{{c1::image-occlusion:text:left=.1:top=.1:text=Label}}"
    question = an_occlusion().model_copy(update={"stem": an_occlusion().stem + foreign})
    wording = writing.wording_of(question)
    covers = (*wording.more.covers, CoverText(coords="1 1 9 9"))
    made = written(question, replace(wording, more=replace(wording.more, covers=covers)))
    assert "text=Label" in made.stem
    assert parts_of(made) == ("c1", "c2", "c3")


def test_words_that_are_hidden_instead_of_a_picture_are_no_picture_any_more():
    question = an_occlusion()
    wording = writing.wording_of(question)
    made = written(question, replace(wording, occluded=False, stem="{{c1::Lima}} is a city."))
    assert "occlusion" not in made.extra
    assert not covering.covers_of(made)


def composite(*parts):
    return Wording(Kind.COMPOSITE, "The Rhine", more=Arranged(parts=parts))


def with_parts(wording, *parts):
    return replace(wording, more=replace(wording.more, parts=parts))


def occluded(covers, *, hides_all=False):
    more = Arranged(covers=tuple(covers), hides_all=hides_all)
    media = (MediaNote(PICTURE),)
    return Wording(Kind.CLOZE, "Which part?", media=media, more=more, occluded=True)
