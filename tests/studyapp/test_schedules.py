"""What a file tells of studying comes into the tables and goes out again the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlmodel import select

from questions import formats
from questions.bank import Bank
from questions.faces import parts_of
from questions.formats import Reading
from questions.formats.anki import memory, stock
from questions.formats.schedule import CardState, DeckValues, LoggedReview, PresetValues, Schedule
from questions.model import Answer, Kind, Question
from studyapp import changes, learners, progress, schedules
from studyapp.ids import new_id
from studyapp.importing import bringing
from studyapp.importing.incoming import Delivery, Wanted
from studyapp.importing.reading import cargo_of
from studyapp.schedules.moments import Days
from studyapp.scheduling import study_day
from studyapp.tables import Card, Deck, Preset, Review, StoredQuestion
from tests.makers import NOW, clock_of, made
from tests.samples import sample

REAL = "banks/samples/anki/zakivx__ankitest/Regrouping Masks.apkg"
STUDIED = "banks/samples/anki/ankidroid__Anki-Android/tools/test-decks/templates.apkg"
_WEEKEND = ("normal",) * 5 + ("reduced", "minimum")


def test_cards_take_the_state_that_the_file_tells(database, amina):
    brought(database, amina, a_schedule())
    review, new, learning = (card(database, amina, part) for part in ("c1", "c2", "c3"))
    assert (review.state, review.due_day, review.interval) == ("review", date(2026, 4, 1), 30)
    assert (review.stability, review.difficulty, review.reps) == (31.5, 5.25, 7)
    assert (new.state, new.suspended, new.available_at) == ("new", True, None)
    assert (learning.state, learning.due_at) == ("learning", datetime(2026, 3, 2, 13, tzinfo=UTC))
    assert learning.marked


def test_a_card_of_the_older_scheduler_gets_the_memory_that_its_ease_means(database, amina):
    state = CardState(1, "q", "c1", "D", "review", due_day=date(2026, 4, 1), interval=10,
                      held={"factor": 2500})  # fmt: skip
    brought(database, amina, Schedule(cards=(state,)))
    found = card(database, amina, "c1")
    assert found.stability == 10
    assert found.difficulty == pytest.approx(6.914, abs=0.02)


def test_the_log_counts_as_answers_and_manual_lines_do_not(database, amina):
    brought(database, amina, a_schedule())
    with database.reading() as session:
        rows = session.exec(select(Review).order_by(Review.reviewed_at)).all()
    assert [(row.rating, row.kind, row.voided_at is None) for row in rows] == [
        (3, "learn", True), (0, "manual", False), (4, "review", True),
    ]  # fmt: skip
    assert [row.day for row in rows] == [date(2026, 2, 1), date(2026, 2, 2), date(2026, 3, 1)]


def test_a_preset_of_the_file_is_taken_by_its_deck_and_made_once(database, amina):
    for word in ("once", "twice"):
        brought(database, amina, a_schedule(), word)
    with database.reading() as session:
        rows = session.exec(select(Preset).where(Preset.name == "Slow")).all()
        deck = session.exec(select(Deck).where(Deck.title == "D")).one()
    assert [row.id for row in rows] == [deck.preset_id]
    assert (rows[0].desired_retention, rows[0].learning_steps) == (0.85, [60, 900])
    assert tuple(rows[0].easy_days) == _WEEKEND


@pytest.mark.parametrize(
    ("shares", "days"),
    [
        ([1, 1, 1, 1, 1, 0.5, 0], _WEEKEND),
        ([1.0] * 7, ()),
        ([1.0, 0.0], ()),
        ([float("nan")] * 7, ()),
        ("soon", ()),
        (None, ()),
    ],
)
def test_easy_days_of_an_anki_preset_are_kept_and_written_back(shares, days):
    read = memory.preset_of({"easyDaysPercentages": shares})
    assert read.easy_days == days
    written = memory.preset_written(read, stock.preset())["easyDaysPercentages"]
    assert memory.preset_of({"easyDaysPercentages": written}).easy_days == days


def test_taken_back_nothing_of_it_counts_and_done_again_all_does(database, amina):
    brought(database, amina, a_schedule())
    undo = partial(changes.undo, now=NOW)
    for turn, counted, kept in ((undo, 0, 0), (changes.redo, 2, 1)):
        made(database, turn, amina)
        with database.reading() as session:
            rows = session.exec(select(Review)).all()
            assert sum(row.voided_at is None for row in rows) == counted
            assert len(session.exec(select(Preset).where(Preset.name == "Slow")).all()) == kept


def test_what_was_answered_elsewhere_is_no_act_that_undo_could_take_back(database, amina):
    brought(database, amina, a_schedule())
    with database.reading() as session:
        assert changes.last_done(session, amina).label == "import"


@given(
    zone=st.sampled_from(
        [
            "UTC",
            "Europe/Berlin",
            "America/St_Johns",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "Africa/Casablanca",
        ]
    ),
    hour=st.integers(0, 23),
    moments=st.lists(st.integers(631_152_000_000, 4_102_444_800_000), min_size=1, max_size=4),
)
@example(zone="Pacific/Apia", hour=4, moments=[1_325_239_199_999, 1_325_239_200_000])
@example(zone="America/St_Johns", hour=0, moments=[1_162_693_859_999, 1_162_693_860_000])
def test_the_day_of_a_moment_is_the_study_day(zone, hour, moments):
    clock = learners.Clock(NOW, ZoneInfo(zone), hour)
    days = Days(clock)
    for milliseconds in moments:
        for seconds in (milliseconds / 1000, milliseconds / 1000 // 3600 * 3600 - 0.001):
            moment = datetime.fromtimestamp(seconds, UTC)
            ahead = moment.astimezone(clock.zone).utcoffset()
            expected = study_day(moment, clock.zone, hour), ahead.total_seconds() // 60
            assert days.of(seconds) == expected


@pytest.mark.parametrize("name", [REAL, STUDIED])
def test_a_real_deck_goes_through_the_tables_without_a_loss(database, amina, name):
    first: Any = formats.read(sample(name).read_bytes(), name)
    bring(database, amina, first)
    with database.reading() as session:
        rows = [
            (row.id, Question.model_validate(row.body).model_copy(update={"id": row.id}))
            for row in session.exec(select(StoredQuestion).order_by(StoredQuestion.id))
        ]
        schedule = schedules.give(session, amina, rows)
        types = schedules.note_types_of(session, amina, [one for _key, one in rows])
    bank = first.bank.model_copy(
        update={"questions": tuple(one for _key, one in rows), "note_types": types}
    )
    again = formats.read(formats.write(bank, "apkg", first.media, schedule).data, "x.apkg")
    assert told(again) == told(first)
    assert len(again.schedule.reviews) >= len(first.schedule.reviews) * 0.8


def test_the_figures_count_imported_answers(database, amina):
    brought(database, amina, a_schedule())
    with database.reading() as session:
        clock = clock_of(session, amina)
        assert progress.today(session, learners.load(session, amina), clock) is not None


def told(found: Any) -> tuple[list[Any], ...]:
    guids = {one.id: one.extra["anki"]["guid"] for one in found.bank.questions}
    # A card whose cloze is gone from the note can not be asked, so that there is no row for it.
    asked = {(guids[one.id], part) for one in found.bank.questions for part in parts_of(one)}
    parts = {one.id: (guids[one.question], one.part) for one in found.schedule.cards}
    states = [one for one in found.schedule.cards if parts[one.id] in asked]
    cards = [
        (*parts[one.id], one.deck, one.flag, one.reps, one.lapses,
         *(one.held[name] for name in ("type", "queue", "due", "ivl", "factor", "left", "data")))
        for one in states
    ]  # fmt: skip
    log = [
        (one.id, parts[one.card], one.rating, one.interval, one.last_interval, one.ease, one.ms,
         one.kind)
        for one in found.schedule.reviews
        if parts[one.card] in asked
    ]  # fmt: skip
    names = sorted(one["name"] for one in found.bank.note_types.values())
    return sorted(cards), log, names


def a_schedule() -> Schedule:
    return Schedule(
        cards=(
            CardState(11, "q", "c1", "D", "review", due_day=date(2026, 4, 1), interval=30, reps=7,
                      stability=31.5, difficulty=5.25,
                      last_review_at=datetime(2026, 3, 1, 12, tzinfo=UTC)),
            CardState(12, "q", "c2", "D", "new", position=5, suspended=True),
            CardState(13, "q", "c3", "D", "learning", reps=1, flag=2,
                      due_at=datetime(2026, 3, 2, 13, tzinfo=UTC)),
        ),
        reviews=(
            LoggedReview(ms(2026, 2, 1), 11, 3, 1, -600, 2500, 4000, "learn"),
            LoggedReview(ms(2026, 2, 2), 11, 0, 5, 1, 0, 0, "manual"),
            LoggedReview(ms(2026, 3, 1), 11, 4, 30, 5, 2500, 3000, "review"),
        ),
        presets=(PresetValues("Slow", 0.85, (60, 900), easy_days=_WEEKEND),),
        decks=(DeckValues("D", "Slow"),),
        started_at=datetime(2026, 1, 1, 4, tzinfo=UTC),
    )  # fmt: skip


def ms(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, 12, tzinfo=UTC).timestamp() * 1000)


def brought(database: Any, learner_id: str, schedule: Schedule, *more: str) -> None:
    stem = " ".join(("{{c1::One}}, {{c2::two}}, {{c3::three}}", *more))
    question = Question(id="q", kind=Kind.CLOZE, stem=stem, deck="D", answers=(Answer(text="x"),))
    bank = Bank(title="D", questions=(question,))
    bring(database, learner_id, Reading(bank, (), "apkg", schedule=schedule))


def bring(database: Any, learner_id: str, reading: Reading) -> None:
    key = new_id()
    with TemporaryDirectory() as folder:
        cargo = cargo_of(Delivery.of(reading), Wanted(), Path(folder))

    def action(session: Any, learner_id: str) -> None:
        bringing.bring(session, learner_id, cargo, clock_of(session, learner_id), key=key)

    made(database, action, learner_id)


def card(database: Any, learner_id: str, part: str) -> Card:
    with database.reading() as session:
        return session.exec(
            select(Card).where(Card.learner_id == learner_id, Card.part == part)
        ).one()
