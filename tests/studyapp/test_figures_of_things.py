"""Figures of decks, questions, quizzes and days: each checked against rows that can be counted."""

from __future__ import annotations

import math
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.model import Answer, Choice, Kind, Question
from questions.scoring import Response
from studyapp import coverage, documents, figures, quizzes, search
from studyapp.coverage import Hold, Tally
from studyapp.figures.card import forgetting, history, past_of
from studyapp.figures.sittings import guess_of
from studyapp.figures.trouble import without_guessing
from studyapp.ids import new_id
from studyapp.learners import Clock
from studyapp.quizzes import Given, Wish
from studyapp.tables import StoredQuestion
from tests.makers import (
    NOW,
    TEXT,
    a_card,
    a_cloze,
    a_document,
    a_flashcard,
    a_question,
    a_review_card,
    made,
)
from tests.studyapp.test_figures import CLOCK, TODAY, answered, day

VOLGA, DANUBE = "The Volga flows into the Caspian Sea.", "The Danube flows into the Black Sea."

# -- The calendar --------------------------------------------------------------------------


def test_a_calendar_has_a_row_a_week_and_nothing_outside_the_range(database, amina):
    card_id = made(database, a_card, amina)
    for ago in (0, 0, 3, 29, 30):
        answered(database, amina, card_id, days_ago=ago, ms=60_000)
    figure = told(database, amina, "calendar")
    days = [cell for row in figure.rows for cell in row[1:8]]
    assert len([one for one in days if one is not None]) == 30
    assert sum(one or 0 for one in days) == sum(figure.column("answers")) == 4
    assert all(date.fromisoformat(row[0]).weekday() == 0 for row in figure.rows)
    assert figure.facts == {
        "answers": 4,
        "days_studied": 3,
        "most": 2,
        "studied_in_4_weeks": 2,
        "minutes_in_7_days": 3.0,
    }


def test_a_leap_day_and_ten_years_are_in_the_calendar(database, amina):
    card_id = made(database, a_card, amina)
    for moment in (date(2016, 2, 29), date(2024, 2, 29)):
        answered(database, amina, card_id, days_ago=(TODAY - moment).days)
    figure = told(database, amina, "calendar", "all")
    assert figure.facts["answers"] == figure.facts["days_studied"] == 2
    (leap,) = [row for row in figure.rows if row[0] == "2024-02-26"]
    assert leap[1:8] == (0, 0, 0, 1, 0, 0, 0)
    assert len(figure.rows) == (TODAY - date(2016, 2, 29)).days // 7 + 1


def test_a_calendar_of_nothing_has_the_days_of_its_range(database, amina):
    figure = told(database, amina, "calendar")
    assert sum(cell is not None for row in figure.rows for cell in row[1:8]) == 30
    assert figure.facts["days_studied"] == 0


def test_every_figure_is_told_in_odd_zones_with_days_that_lie_ahead(database, amina):
    card_id = made(database, a_review_card, amina)
    answered(database, amina, card_id, kind="review", last_interval=9, day=TODAY + timedelta(1))
    answered(database, amina, card_id, days_ago=-3, kind="review", last_interval=9)
    for zone in ("Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        for period in figures.PERIODS:
            with database.reading() as session:
                source = figures.Source(session, amina, Clock(NOW, ZoneInfo(zone), 4), period)
                found = {name: make(source) for name, make in figures.EVERY.items()}
            assert found["calendar"].facts["answers"] == 1, "the one with a time to come is not"
            assert sum(found["calendar"].column("answers")) == 1


# -- Decks, tags, documents ----------------------------------------------------------------


def test_a_deck_sums_up_its_cards_and_answers(database, amina):
    known = made(database, a_review_card, amina, deck_title="Rivers", last_review_at=NOW)
    made(database, a_card, amina, deck_title="Rivers")
    made(database, a_card, amina, deck_title="Seas")
    answered(database, amina, known, kind="review", rating=1, last_interval=9, ms=30_000)
    answered(database, amina, known, kind="relearn", rating=3, last_interval=0, ms=30_000)
    answered(database, amina, known, kind="cram", rating=1, last_interval=40, ms=30_000)
    answered(database, amina, known, days_ago=40, kind="review", last_interval=9)
    figure = told(database, amina, "decks")
    assert [row[:7] for row in figure.rows] == [
        ("Rivers", 2, 1, 1.0, 3, 1, 0),
        ("Seas", 1, 0, 0, 0, 0, 0),
    ]
    assert figure.column("minutes") == [1.5, 0.0]
    assert figure.column("share") == [0.0, None]


def test_a_card_with_two_tags_counts_for_both(database, amina):
    made(database, a_question, amina, a_flashcard("Peru", tags=("south", "capital")))
    made(database, a_question, amina, a_flashcard("Chad", tags=("capital",)))
    assert [row[:2] for row in told(database, amina, "tags").rows] == [
        ("capital", 2),
        ("south", 1),
    ]


def test_a_document_has_the_cards_made_from_it(database, amina):
    document_id = made(database, a_document, amina)
    question = a_cloze(VOLGA, document_id=document_id, start=TEXT.index(VOLGA))
    made(database, a_question, amina, question, document_id=document_id)
    made(database, a_card, amina)
    figure = told(database, amina, "documents")
    assert [row[:2] for row in figure.rows] == [("Rivers of Europe", 1)]
    assert figure.keys == (document_id,)


def test_a_search_narrows_the_figures_of_things(database, amina):
    inside = made(database, a_question, amina, deck_title="Rivers")
    made(database, a_question, amina, deck_title="Seas")
    answered(database, amina, inside.card_id, kind="review", last_interval=9)
    with database.reading() as session:
        found = search.cards_under(session, amina, search.parse("deck:Rivers"), CLOCK)
        source = figures.Source(session, amina, CLOCK, "month", found)
        made_now = {name: make(source) for name, make in figures.EVERY.items()}
    assert [row[0] for row in made_now["decks"].rows] == ["Rivers"]
    assert made_now["sinks"].facts["questions"] == 1
    assert made_now["ahead"].facts["cards"] == 1


def test_the_things_of_others_are_in_no_figure(database, amina, bo):
    kept = made(database, a_question, bo, a_choice(), deck_title="The deck of Bo")
    answered(database, bo, kept.card_id, kind="review", last_interval=9, chosen=["Quito"])
    sit(database, bo, [("1",)])
    for name, make in figures.EVERY.items():
        with database.reading() as session:
            figure = make(figures.Source(session, amina, CLOCK, "all"))
        assert not figure.keys, name
        assert all("Bo" not in str(cell) for row in figure.rows for cell in row)


# -- Single questions ----------------------------------------------------------------------


def test_bad_luck_with_few_reviews_does_not_lead_the_hard_ones(database, amina):
    unlucky = made(database, a_question, amina, a_flashcard("Unlucky"))
    hard = made(database, a_question, amina, a_flashcard("Hard"))
    easy = made(database, a_question, amina, a_flashcard("Easy"))
    log(database, amina, unlucky.card_id, right=1, wrong=2)
    log(database, amina, hard.card_id, right=5, wrong=8)
    log(database, amina, easy.card_id, right=4, wrong=0)
    figure = told(database, amina, "hard")
    assert [row[:3] for row in figure.rows] == [("Hard", 13, 5), ("Unlucky", 3, 1)]
    assert figure.facts == {"questions": 3, "missed": 2}


def test_a_leech_is_what_its_preset_calls_one(database, amina):
    for lapses in (7, 8, 20):
        made(database, a_question, amina, a_flashcard(f"{lapses} lapses"), lapses=lapses)
    assert [row[0] for row in told(database, amina, "leeches").rows] == ["20 lapses", "8 lapses"]


def test_what_takes_the_most_time_is_told_with_its_share(database, amina):
    slow, quick = (made(database, a_question, amina, a_flashcard(one)) for one in ("slow", "quick"))
    answered(database, amina, slow.card_id, ms=90_000)
    answered(database, amina, quick.card_id, ms=30_000)
    figure = told(database, amina, "sinks")
    assert [(row[0], row[-1]) for row in figure.rows] == [("slow", 1.5), ("quick", 0.5)]
    assert figure.facts == {"questions": 2, "minutes": 2.0, "share_of_time": 1.0}


def test_lucky_guesses_are_taken_out_of_choice_reviews_alone(database, amina):
    choice = made(database, a_question, amina, a_choice())
    card = made(database, a_question, amina, a_flashcard())
    log(database, amina, choice.card_id, right=7, wrong=3)
    log(database, amina, card.card_id, right=7, wrong=3)
    rows = told(database, amina, "luck").rows
    assert [row[:5] for row in rows] == [
        ("choice", 4, 10, 0.7, 0.6),
        ("flashcard", None, 10, 0.7, 0.7),
    ]


@given(st.floats(0, 1), st.integers(2, 9))
def test_who_guesses_blindly_knows_nothing_and_who_knows_all_everything(part, number):
    assert without_guessing(1 / number, 1 / number) == 0
    assert without_guessing(1.0, 1 / number) == 1
    known = part + (1 - part) / number
    assert without_guessing(known, 1 / number) == pytest.approx(part, abs=1e-4)


# -- Quizzes -------------------------------------------------------------------------------


def test_a_score_is_corrected_for_guessing_and_what_is_left_out_stays_nothing(database, amina):
    for number in range(4):
        made(database, a_question, amina, a_choice(f"Capital {number}?"))
    sit(database, amina, [("0",), ("0",), ("1",), None])
    figure = told(database, amina, "quizzes")
    (row,) = figure.rows
    # Three answered: two right are 2 marks, the wrong one takes a third; one of four is left out.
    assert row[2:5] == (4, 0.5, round((2 - 1 / 3) / 4, 4))
    assert row[5] <= row[4] <= row[6]
    assert figure.facts["corrected"] == row[4]


def test_a_quiz_that_is_not_finished_or_was_removed_is_not_told(database, amina):
    made(database, a_question, amina, a_choice())
    sit(database, amina, [("0",)], finish=False)
    removed = sit(database, amina, [("0",)])
    database.write(lambda session: quizzes.remove(session, amina, removed, NOW))
    assert told(database, amina, "quizzes").facts["quizzes"] == 0


def test_facility_is_the_mean_mark_of_each_question(database, amina):
    made(database, a_question, amina, a_choice())
    for picked in (("0",), ("0",), ("2",), None):
        sit(database, amina, [picked])
    (row,) = told(database, amina, "facility").rows
    assert row[:3] == ("Capital of Peru?", 4, 0.5)
    assert row[5:] == (round(math.sqrt(1 / 3), 4), 0.25)


def test_options_are_counted_in_quizzes_and_reviews_alike(database, amina):
    kept = made(database, a_question, amina, a_choice())
    answered(database, amina, kept.card_id, chosen=["Quito"], correct=False, format="choice")
    answered(database, amina, kept.card_id, chosen=["Lima"], correct=True, format="choice")
    sit(database, amina, [("1",)])
    figure = told(database, amina, "options")
    assert [row[1:] for row in figure.rows] == [
        ("Lima", "right", 1, 3, 0.3333),
        ("Quito", "wrong", 2, 3, 0.6667),
        ("Bogota", "wrong", 0, 3, 0.0),
        ("La Paz", "wrong", 0, 3, 0.0),
    ]


@pytest.mark.parametrize(
    ("question", "guess"),
    [
        (Question(id="a", kind=Kind.TRUEFALSE, stem="s", answers=(Answer(text="true"),)), 0.5),
        (Question(id="a", kind=Kind.SHORT, stem="s", answers=(Answer(text="x"),)), 0.0),
    ],
)
def test_a_blind_guess_earns_what_the_kind_allows(question, guess):
    assert guess_of(question) == guess


def test_half_right_options_raise_what_a_guess_earns():
    halves = a_choice().model_copy(
        update={"choices": (Choice(text="a", fraction=1), Choice(text="b", fraction=0.5))}
    )
    assert guess_of(halves) == 0.75
    assert guess_of(a_choice()) == 0.25


# -- Over time -----------------------------------------------------------------------------


def test_knowledge_follows_the_last_answer_before_each_day(database, amina):
    card_id = made(database, a_card, amina)
    answered(database, amina, card_id, days_ago=20, stability=10.0)
    answered(database, amina, card_id, days_ago=5, stability=50.0)
    figure = told(database, amina, "knowledge")
    known = dict(zip(figure.column("day"), figure.column("known"), strict=True))
    assert known[day(-21)] == 0
    assert known[day(-20)] == 1
    assert known[day(-10)] == 0.9, "that is what stability means"
    assert known[day(-5)] == 1
    assert all(row[3] <= row[2] <= row[4] for row in figure.rows)


def test_what_was_thrown_away_is_not_known(database, amina):
    kept = made(database, a_question, amina)
    answered(database, amina, kept.card_id)

    def remove(session):
        session.get_one(StoredQuestion, (amina, kept.question_id)).removed_at = NOW

    database.write(remove)
    assert told(database, amina, "knowledge").facts["cards"] == 0


def test_the_days_ahead_begin_with_what_is_due_and_have_bands_around_them(database, amina):
    for _card in range(12):
        made(database, a_review_card, amina, last_day=TODAY - timedelta(days=12))
    figure = told(database, amina, "ahead")
    assert figure.rows[0][:4] == (day(0), 12.0, 12, 12)
    assert all(row[2] <= row[1] + 0.5 and row[1] - 0.5 <= row[3] for row in figure.rows)
    assert len(figure.rows) == 30
    assert figure == told(database, amina, "ahead"), "the same cards have the same future"


def test_nothing_lies_ahead_of_no_card(database, amina):
    assert told(database, amina, "ahead").rows == ()


# -- One card ------------------------------------------------------------------------------


def test_a_card_tells_the_chance_before_each_answer_and_fades_between_them(database, amina):
    card_id = made(
        database, a_review_card, amina, stability=20.0, last_review_at=NOW - timedelta(days=4)
    )
    answered(database, amina, card_id, days_ago=14, minute=30, stability=10.0, typed="Lima")
    answered(database, amina, card_id, days_ago=4, minute=30, stability=20.0, rating=1)
    with database.reading() as session:
        past = past_of(session, amina, card_id, CLOCK)
        told_answers, fading = history(past), forgetting(past)
    assert told_answers.column("chance") == [None, 0.9]
    assert told_answers.column("rating") == ["good", "again"]
    assert told_answers.column("said") == ["Lima", None]
    assert max(fading.column("chance")) == 1
    assert {row[2] for row in fading.rows} == {"past", "coming"}
    assert fading.facts["goal"] == 0.9
    assert fading.facts["ideal_days"] == 20.0


# -- On the document -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "hold"),
    [
        ({"state": "new"}, Hold.FRESH),
        ({"state": "learning"}, Hold.FRESH),
        ({"state": "review", "due_at": NOW + timedelta(days=3)}, Hold.KNOWN),
        ({"state": "review", "due_at": NOW}, Hold.SLIPPING),
        ({"state": "relearning", "due_at": NOW + timedelta(days=3)}, Hold.SLIPPING),
        ({"state": "review", "due_at": NOW, "suspended": True}, Hold.NONE),
    ],
)
def test_a_sentence_shows_how_its_questions_are_remembered(database, amina, columns, hold):
    document_id = made(database, a_document, amina)
    question = a_cloze(VOLGA, document_id=document_id, start=TEXT.index(VOLGA))
    made(database, a_question, amina, question, document_id=document_id, **columns)
    with database.reading() as session:
        found = coverage.of(session, documents.get(session, amina, document_id), NOW)
    (index,) = [number for number in found.numbers if found.mark(number)]
    assert found.hold(index) is hold
    assert found.whole == Tally(
        asked=1, bare=3, known=int(hold is Hold.KNOWN), slipping=int(hold is Hold.SLIPPING)
    )


# -- Help ----------------------------------------------------------------------------------


def told(database, learner_id, name, period="month"):
    with database.reading() as session:
        return figures.EVERY[name](figures.Source(session, learner_id, CLOCK, period))


def log(database, learner_id, card_id, *, right, wrong):
    for number in range(right + wrong):
        rating = 3 if number < right else 1
        answered(
            database, learner_id, card_id, days_ago=number, kind="review", rating=rating,
            last_interval=2,
        )  # fmt: skip


def a_choice(stem="Capital of Peru?"):
    texts = ("Lima", "Quito", "Bogota", "La Paz")
    options = tuple(Choice(text=text, fraction=float(not at)) for at, text in enumerate(texts))
    return Question(id=new_id(), kind=Kind.CHOICE, stem=stem, choices=options)


def sit(database, learner_id, picks, *, finish=True):
    """Sit a quiz of choice questions, with a pick for each in turn, None to leave it out."""
    key = new_id()

    def action(session):
        quizzes.start(session, learner_id, key, "A quiz", Wish(groups=("choice",)), CLOCK)
        for position, picked in enumerate(picks, 1):
            if picked is not None:
                given = Given(Response(picked=picked))
                quizzes.answer(session, learner_id, key, position, given, NOW)
        if finish:
            quizzes.finish(session, learner_id, key, NOW)

    database.write(action)
    return key
