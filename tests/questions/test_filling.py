"""Kinds that are filled in or marked: what is asked, and what it is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.choices import alternatives, options_of, worth
from questions.faces import face
from questions.filling import fields_of
from questions.hottext import stretches, unplaced
from questions.model import Answer, Choice, Gap, Kind, Pair, Question, Spot
from questions.pictures import shapes_of
from questions.scoring import (
    FIELD,
    Response,
    criteria,
    form_of,
    known,
    mark,
    parts_within,
    right_response,
)
from tests.every_kind import (
    a_composite,
    a_hotspot,
    a_hottext,
    a_matching,
    a_number,
    an_essay,
    an_ordering,
    every_form,
    some_gaps,
)

EVERY = every_form()
WORDS = st.text("abc 123,.-*[]{}", max_size=6)


@pytest.mark.parametrize("question", EVERY, ids=lambda question: question.kind.value)
def test_the_right_response_earns_all(question):
    response = right_response(question, "answer")

    assert mark(question, "answer", known(question, "answer", response)).fraction == 1


def test_several_are_ticked_in_a_gap_and_blind_ticking_earns_nothing():
    gap = Gap(
        id="1",
        kind="choice",
        multiple=True,
        choices=(
            Choice(text="neon", fraction=0.5, feedback="Yes."),
            Choice(text="argon", fraction=0.5),
            Choice(text="oxygen", fraction=-0.5),
            Choice(text="iron", fraction=-0.5),
        ),
    )
    question = Question(id="q", kind=Kind.GAPS, stem="Noble: [[1]].", gaps=(gap,))
    (field,) = fields_of(question, "seed")
    assert field.control == "picks"
    assert face(question, "answer").answer == "neon, argon"
    for ticked, worth_it in {
        "01": 1.0,
        "0": 0.5,
        "02": 0.0,
        "0123": 0.0,
        "3": 0.0,
        "": 0.0,
    }.items():
        response = Response(filled=tuple(("f.1", key) for key in ticked))
        marked = mark(question, "answer", known(question, "answer", response))
        assert marked.fraction == worth_it, ticked
    told = mark(question, "answer", Response(filled=(("f.1", "0"), ("f.1", "2"))))
    assert (told.fields[0].given, told.fields[0].expected) == ("neon, oxygen", "neon, argon")
    assert told.fields[0].feedback == "Yes."
    assert known(question, "answer", Response(filled=(("f.1", "0"), ("f.1", "9")))).filled == ()


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("1.5", True),
        ("1.5 m", True),
        ("1.5m", True),
        ("1,5 m", False),
        ("150 cm", True),
        ("150 CM", True),
        ("0.0015 km", True),
        ("1500 mm", True),
        ("1.5 mm", False),
        ("1500 Mm", False),
        ("4.92126 ft", True),
        ("1.5 kg", False),
        ("150", False),
        ("cm", False),
    ],
)
def test_a_number_in_another_unit_is_converted(typed, right):
    question = Question(
        id="q",
        kind=Kind.NUMERIC,
        stem="How tall?",
        answers=(Answer(text="1.5", tolerance=0.0001),),
        unit="m",
        extra={"units": {"ft": 3.28084, "cm": 100, "": 1, "bad": "x", "none": 0}},
    )
    assert mark(question, "answer", Response(typed=typed)).outcome == (
        "right" if right else "wrong"
    )


def test_a_prefix_belongs_to_metric_units_alone():
    weight = Question(
        id="q", kind=Kind.NUMERIC, stem="Mass?", answers=(Answer(text="2"),), unit="kg"
    )
    pence = weight.model_copy(update={"unit": "min"})
    assert mark(weight, "answer", Response(typed="2000 g")).fraction == 1
    assert mark(weight, "answer", Response(typed="2 g")).fraction == 0
    assert mark(pence, "answer", Response(typed="2 MIN")).fraction == 1
    assert mark(pence, "answer", Response(typed="2000 mmin")).fraction == 0


@pytest.mark.parametrize("question", EVERY, ids=lambda question: question.kind.value)
def test_no_response_earns_nothing(question):
    assert mark(question, "answer", Response()).fraction == 0


@given(st.sampled_from(EVERY), st.data())
def test_whatever_is_sent_earns_between_nothing_and_all(question, data):
    names = st.sampled_from([*names_of(question), "f.99", "p9.answer.chosen", "f."])
    values = st.one_of(st.sampled_from(["0", "1", "2", "3", "4", "99999"]), WORDS)
    response = Response(
        picked=tuple(data.draw(st.lists(st.sampled_from("0123x"), max_size=4))),
        typed=data.draw(WORDS),
        knew=data.draw(st.sampled_from([True, False, None])),
        filled=tuple(data.draw(st.lists(st.tuples(names, values), max_size=8))),
    )
    taken = known(question, "answer", response)

    assert 0 <= mark(question, "answer", taken).fraction <= 1
    assert known(question, "answer", taken) == taken


@given(st.sampled_from(EVERY), st.text(max_size=10))
def test_a_seed_draws_the_same_fields_each_time(question, seed):
    first = fields_of(question, seed)

    assert fields_of(question, seed) == first
    assert {one.key for one in first} == {one.key for one in fields_of(question, "another")}


@given(st.text(max_size=10))
def test_the_order_that_is_shown_is_never_the_right_one(seed):
    question = an_ordering()

    assert tuple(one.label for one in fields_of(question, seed)) != question.items


def test_each_pair_counts():
    assert fraction(a_matching(), {"0": "0", "1": "1"}) == pytest.approx(2 / 3)
    assert fraction(a_matching(scoring="all_or_nothing"), {"0": "0", "1": "1"}) == 0


def test_things_that_share_a_partner_may_be_paired_with_either():
    pairs = (Pair(left="Lyon", right="France"), Pair(left="Paris", right="France"))
    question = a_matching(pairs=(*pairs, Pair(left="Kyiv", right="Ukraine")))

    assert [option.text for option in fields_of(question, "")[0].options].count("France") == 1
    assert fraction(question, {"0": "0", "1": "0", "2": "2"}) == 1


@pytest.mark.parametrize(
    ("places", "worth"),
    [
        ("1234", 1),
        ("1243", 2 / 3),
        ("1324", 2 / 3),
        ("4321", 0),
        ("2341", 0),
        ("1111", 0),
        ("1134", 2 / 3),
    ],
)
def test_an_order_is_worth_how_far_it_agrees(places, worth):
    given = {str(number): place for number, place in enumerate(places)}

    assert fraction(an_ordering(), given) == pytest.approx(worth)


def test_things_that_are_the_same_may_change_places():
    question = an_ordering(items=("up", "down", "up"))

    assert fraction(question, {"0": "3", "1": "2", "2": "1"}) == 1


def test_a_gap_earns_what_its_answer_is_worth():
    assert fraction(some_gaps(), {"city": "Lutetia", "height": "333", "metal": "2"}) == (
        pytest.approx((0.5 + 1 + 0.5) / 3)
    )
    assert fraction(some_gaps(), {"height": "336"}) == 0


def test_a_gap_that_counts_double_weighs_double():
    gaps = (
        Gap(id="1", answers=(Answer(text="a"),), points=2),
        Gap(id="2", answers=(Answer(text="b"),)),
    )
    question = Question(id="q", kind=Kind.GAPS, stem="[[2]] and [[1]]", gaps=gaps)

    assert fraction(question, {"1": "a"}) == pytest.approx(2 / 3)


def test_what_a_field_got_is_told_in_words():
    marked = mark(some_gaps(), "answer", filled({"city": "Paris", "height": "9", "metal": "1"}))
    city, height, metal = marked.fields

    assert (city.given, city.expected, city.fraction) == ("Paris", "Paris", 1)
    assert (height.given, height.expected, height.fraction) == ("9", "330", 0)
    assert (metal.given, metal.expected, metal.feedback) == (
        "bronze",
        "iron",
        "Bronze is for statues.",
    )


def test_a_typing_error_in_the_only_wrong_gap_is_almost_right():
    given = {"city": "Paris", "height": "330", "metal": "0"}
    longer = some_gaps(gaps=(Gap(id="city", answers=(Answer(text="Montmartre"),)), *GAPS[1:]))

    assert mark(longer, "answer", filled(given | {"city": "Montmatre"})).almost
    assert not mark(longer, "answer", filled(given | {"city": "London"})).almost


@pytest.mark.parametrize(
    ("typed", "worth"),
    [
        ("9.81", 1),
        ("9,81 m/s²", 0),
        ("9.815 m/s²", 1),
        ("9.81m/s²", 1),
        ("9.9", 0),
        ("10", 0.5),
        ("9.81 km/h", 0),
        ("\u22129.81", 0),
        ("ten", 0),
    ],
)
def test_a_number_has_a_tolerance_of_its_own_and_a_unit(typed, worth):
    marked = mark(a_number(), "answer", Response(typed=typed))

    assert marked.fraction == worth
    assert bool(marked.feedback) == (worth == 0.5)


def test_a_typed_answer_that_is_worth_half_says_why():
    question = Question(
        id="q",
        kind=Kind.SHORT,
        stem="Who?",
        answers=(Answer(text="Marie Curie"), Answer(text="Curie", fraction=0.5, feedback="Which?")),
    )
    marked = mark(question, "answer", Response(typed="Curie"))

    assert (marked.fraction, marked.feedback) == (0.5, "Which?")


@given(st.text("ab ,.’'-[]", max_size=30), st.lists(st.sampled_from(["a", "b", "ab", "a b"])))
def test_the_stretches_of_a_text_to_mark_are_the_text(text, words):
    spots = tuple(Spot(text=one, fraction=1) for one in words) or (Spot(text="x", fraction=1),)
    question = Question(id="q", kind=Kind.HOTTEXT, stem=f"{text}.", spots=spots)
    found = stretches(question)
    keys = [one.key for one in found if one.key]

    assert "".join(one.text for one in found) == question.stem
    assert len(keys) == len(set(keys))
    assert {*keys, *unplaced(question)} == {option.key for option in options_of(question)}


def test_where_only_right_words_are_named_every_word_can_be_marked():
    question = a_hottext(spots=(Spot(text="reads", fraction=1),))
    texts = [option.text for option in options_of(question)]

    assert texts == ["reads", "The", "judge", "slowly", "while", "the", "jury", "sleeps"]
    assert worth(question, ["0"]) == 1


def test_marking_too_much_costs_as_much_as_it_earned():
    spots = (Spot(text="reads", fraction=1), Spot(text="sleeps", fraction=1))
    question = a_hottext(spots=spots, scoring="partial")
    wrong = [option.key for option in options_of(question) if not option.right]

    assert worth(question, ["0"]) == 0.5
    assert worth(question, ["0", "1", *wrong]) == 0


def test_a_picture_with_right_places_only_is_judged_by_the_learner():
    alone = a_hotspot(spots=(Spot(fraction=1, shape="rect", coords=(0, 0, 1, 1)),))

    assert form_of(a_hotspot(), "answer") == "pick"
    assert form_of(alone, "answer") == "tell"


def test_shapes_stand_where_their_coordinates_say():
    rect, ellipse, polygon = shapes_of(a_hotspot(), "answer")

    assert rect.numbers == pytest.approx((0.1, 0.1, 0.3, 0.4))
    assert (rect.letter, ellipse.letter, polygon.letter) == ("A", "B", "C")
    assert polygon.middle == pytest.approx((0.7, 0.775))


def test_an_occluded_picture_covers_what_it_asks_and_what_is_always_hidden():
    text = (
        "{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.2}}"
        "{{c2::image-occlusion:ellipse:left=.5:top=.5:rx=.1:ry=.1:oi=1}}"
        "{{c3::image-occlusion:rect:left=.8:top=.8:width=.1:height=.1}}"
    )
    extra = {"occlusion": {"shapes": text, "header": "Name it"}}
    question = Question(id="q", kind=Kind.CLOZE, stem=text, extra=extra)

    assert [shape.look for shape in shapes_of(question, "c1")] == ["asked", "hidden"]
    assert [shape.look for shape in shapes_of(question, "c2")] == ["asked"]
    assert form_of(question, "c1") == "tell"


def test_an_essay_is_worth_the_lines_of_its_rubric_that_were_ticked():
    question = an_essay()

    assert criteria(question)[0] == "Names the Moon as the main cause"
    assert mark(question, "answer", Response(("0", "2"), "…", True)).fraction == pytest.approx(
        2 / 3
    )
    assert mark(question, "answer", Response(("0",), "…", False)).fraction == 0
    assert mark(an_essay(rubric="One text."), "answer", Response(knew=True)).fraction == 1


def test_parts_weigh_by_their_points_and_what_is_only_read_weighs_nothing():
    question = a_composite()
    right = dict(right_response(question, "answer").filled)
    wrong = [(name, text) for name, text in right.items() if not name.startswith("p1.")]
    marked = mark(question, "answer", Response(filled=tuple(wrong)))

    assert [one.question.kind.value for one in parts_within(question)] == [
        "choice",
        "short",
        "ordering",
    ]
    assert marked.fraction == pytest.approx(3 / 4)
    assert [part.fraction for part in marked.parts if part] == [0, 1, 1]


def test_a_part_that_nobody_can_judge_is_not_counted():
    parts = (*a_composite().parts, an_essay())
    right = right_response(a_composite(parts=parts), "answer")

    assert mark(a_composite(parts=parts), "answer", right).fraction == 1
    assert form_of(a_composite(parts=(an_essay(),)), "answer") == "tell"


@pytest.mark.parametrize(
    ("question", "number"),
    [
        (an_ordering(items=("a", "b")), 2),
        (an_ordering(items=("a", "b", "c")), 6),
        (an_ordering(), 0),
        (a_matching(pairs=(Pair(left="a", right="1"), Pair(left="b", right="2"))), 2),
        (a_matching(), 0),
        (a_hotspot(), 3),
        (a_hottext(), 7),
        (some_gaps(), 0),
    ],
)
def test_few_arrangements_can_be_guessed(question, number):
    assert alternatives(question) == number


def filled(values):
    return Response(filled=tuple((FIELD + key, value) for key, value in values.items()))


def fraction(question, values):
    return mark(question, "answer", filled(values)).fraction


def names_of(question):
    own = [FIELD + one.key for one in fields_of(question, "")]
    for part in parts_within(question):
        own += [part.prefix + name for name in ("chosen", "typed", *names_of(part.question))]
    return own


GAPS = some_gaps().gaps
