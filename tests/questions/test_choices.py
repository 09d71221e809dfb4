"""Options: which order they stand in, and what a pick is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.choices import alternatives, ordered, shuffled, worth
from questions.model import Choice, Kind, Question

RIVERS = ("The Volga", "The Danube", "The Rhine", "The Thames")


@given(st.text(max_size=20))
def test_the_same_seed_draws_the_same_order_of_the_same_options(seed):
    question = choice(RIVERS)

    assert shuffled(question, seed) == shuffled(question, seed)
    assert sorted(texts(shuffled(question, seed))) == sorted(RIVERS)


def test_each_option_gets_to_each_place():
    orders = {texts(shuffled(choice(RIVERS), f"seed {number}")) for number in range(400)}

    assert len(orders) == 24


@given(st.text(max_size=20))
def test_an_option_about_the_others_stays_last(seed):
    question = choice(("All of the above", *RIVERS))

    assert texts(shuffled(question, seed))[-1] == "All of the above"


@pytest.mark.parametrize(
    "text",
    [
        "none of the above",
        "None of these.",
        "All of the above are correct.",
        "Both of the above",
        "All of the other options",
        "None of the listed answers",
        "More than one of the above",
        "Keine der genannten Antworten",
        "Toutes ces réponses",
        "Ninguna de las anteriores",
        "Tutte le precedenti",
    ],
)
def test_words_for_the_other_options_are_known(text):
    ends = {texts(shuffled(choice((text, *RIVERS)), str(seed)))[-1] for seed in range(30)}

    assert ends == {text}


@pytest.mark.parametrize("text", ["All rivers of Europe", "None of the Alps' rivers", "Both banks"])
def test_an_option_that_only_begins_so_is_one_of_the_others(text):
    ends = {texts(shuffled(choice((text, *RIVERS)), str(seed)))[-1] for seed in range(60)}

    assert len(ends) == 5


@pytest.mark.parametrize(
    "written",
    [
        ("1453", "1492", "1517"),
        ("40%", "30%", "20%"),
        ("1,000", "10,000", "100,000"),
        ("Iron", "Zinc", "A and B"),
        ("Iron", "Zinc", "Both (a) and (b)"),
        ("Iron", "Zinc", "1 and 2 only"),
    ],
)
def test_options_that_stand_in_an_order_keep_it(written):
    assert {texts(shuffled(choice(written), str(seed))) for seed in range(30)} == {written}


def test_numbers_that_were_written_in_no_order_are_shuffled():
    written = ("1492", "1453", "1517")

    assert len({texts(shuffled(choice(written), str(seed))) for seed in range(60)}) == 6


def test_a_question_that_wants_its_order_keeps_it():
    question = choice(RIVERS, shuffle=False)

    assert {texts(shuffled(question, str(seed))) for seed in range(30)} == {RIVERS}


def test_true_comes_before_false():
    assert {keys(shuffled(statement("false"), str(seed))) for seed in range(9)} == {
        ("true", "false")
    }


def test_an_order_that_was_kept_is_shown_again():
    question = choice(RIVERS)
    kept = keys(shuffled(question, "a sitting"))

    assert ordered(question, kept) == shuffled(question, "a sitting")


def test_one_right_option_earns_all_and_a_wrong_one_nothing():
    question = choice(RIVERS)

    assert [worth(question, [key]) for key in "0123"] == [1, 0, 0, 0]


def test_an_option_that_is_half_right_earns_half():
    question = choice((("The Volga", 1), ("The Don", 0.5), ("The Po", -0.5)))

    assert [worth(question, [key]) for key in "012"] == [1, 0.5, 0]


def test_the_best_there_is_earns_all():
    question = choice((("The Volga", 0.5), ("The Po", 0)))

    assert worth(question, ["0"]) == 1


def test_two_picks_where_one_is_wanted_earn_nothing():
    assert worth(choice(RIVERS), ["0", "1"]) == 0


def test_all_or_nothing_wants_every_right_option_and_no_other():
    question = several("all_or_nothing")

    assert worth(question, ["0", "1"]) == 1
    assert worth(question, ["1", "0", "1"]) == 1
    assert [worth(question, picked) for picked in (["0"], ["0", "1", "2"], [], ["2"])] == [0] * 4


def test_partial_scoring_gives_the_fractions_of_what_was_ticked():
    question = choice(
        (("a", 0.5), ("b", 0.5), ("c", -0.5), ("d", 0)), multiple=True, scoring="partial"
    )

    assert worth(question, ["0", "1"]) == 1
    assert worth(question, ["0"]) == 0.5
    assert worth(question, ["0", "1", "2"]) == 0.5
    assert worth(question, ["0", "1", "3"]) == 1
    assert worth(question, ["2", "3"]) == 0


def test_without_a_price_for_wrong_ticks_ticking_all_earns_nothing():
    question = several("partial")

    assert worth(question, ["0", "1"]) == 1
    assert worth(question, ["0"]) == 0.5
    assert worth(question, ["0", "1", "2"]) == 0.5
    assert worth(question, ["0", "1", "2", "3"]) == 0


@given(
    fractions=st.lists(st.sampled_from([-1, -0.5, 0, 0.25, 0.5, 1]), min_size=2, max_size=6),
    picked=st.sets(st.integers(0, 5)),
    multiple=st.booleans(),
    scoring=st.sampled_from(["all_or_nothing", "partial"]),
)
def test_a_pick_is_worth_between_nothing_and_all(fractions, picked, multiple, scoring):
    written = [(f"Option {number}", value) for number, value in enumerate(fractions)]
    written[0] = ("Option 0", 1)
    question = choice(written, multiple=multiple, scoring=scoring)
    within = [str(number) for number in picked if number < len(written)]

    assert 0 <= worth(question, within) <= 1


@given(st.lists(st.sampled_from([0, 0.5, 1]), min_size=3, max_size=6))
def test_blind_ticking_earns_nothing_on_average(fractions):
    written = [("yes", 1), ("no", 0), *((f"Option {n}", one) for n, one in enumerate(fractions))]
    question = choice(written, multiple=True, scoring="partial")
    every = [str(number) for number in range(len(written))]

    assert worth(question, every) == 0


def test_a_key_that_is_no_option_is_an_error():
    with pytest.raises(KeyError):
        worth(choice(RIVERS), ["7"])


def test_a_guess_chooses_among_the_options():
    flashcard = Question(
        id="q", kind=Kind.FLASHCARD, stem="The longest?", answers=({"text": "The Volga"},)
    )

    assert alternatives(choice(RIVERS)) == 4
    assert alternatives(statement("true")) == 2
    assert alternatives(several("partial")) == 15
    assert alternatives(flashcard) == 0


def texts(options):
    return tuple(option.text for option in options)


def keys(options):
    return tuple(option.key for option in options)


def choice(written, **fields):
    """Return a choice question; of bare texts the first is right."""
    pairs = [
        one if isinstance(one, tuple) else (one, float(number == 0))
        for number, one in enumerate(written)
    ]
    options = tuple(Choice(text=text, fraction=fraction) for text, fraction in pairs)
    return Question(id="q", kind=Kind.CHOICE, stem="Which?", choices=options, **fields)


def several(scoring):
    """Return a question with two right options of four, none of which takes anything off."""
    written = (("a", 1), ("b", 1), ("c", 0), ("d", 0))
    return choice(written, multiple=True, scoring=scoring)


def statement(answer):
    return Question(
        id="q", kind=Kind.TRUEFALSE, stem="Rivers flow uphill.", answers=({"text": answer},)
    )
