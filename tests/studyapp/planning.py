"""What a learner does about the schedule, as rules for the machine that does anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from questions.bank import Bank
from questions.faces import parts_of
from questions.formats import Reading
from questions.formats.schedule import (
    CardState,
    DeckValues,
    LoggedReview,
    PresetValues,
    Schedule,
)
from studyapp import cramming, duedates, editing, fitting, presets, reviews
from studyapp.bulk import Bulk, Chosen
from studyapp.demo import true_parameters
from studyapp.ids import new_id
from studyapp.scheduling import Rating
from studyapp.tables import Card, Deck, Preset
from studyapp.tables import StoredQuestion as Stored
from tests.makers import a_flashcard, clock_of
from tests.studyapp.curating import PICK, TITLES, Curating

MOVES = {
    "due": duedates.set_due,
    "postpone": duedates.postpone,
    "advance": lambda bulk, _days: duedates.advance(bulk),
}
EASY = (("normal",) * 7, ("normal",) * 5 + ("reduced", "minimum"))


NOWHERE = Path("/nonexistent")
STUDIED = (
    LoggedReview(1_767_200_000_000, 1, 3, 1, 0, 2500, 4000, "learn"),
    LoggedReview(1_767_300_000_000, 1, 1, 1, 1, 2500, 4000, "review"),
)


def studied(name: str) -> Reading:
    """Return a file with a card that was reviewed twice, and with a preset of its own."""
    question = a_flashcard(f"Studied {name}", "Yes").model_copy(update={"id": "q"})
    part = parts_of(question)[0]
    schedule = Schedule(
        cards=(CardState(1, "q", part, "Deck", "review", due_day=date(2026, 4, 1), interval=9),),
        reviews=STUDIED,
        presets=(PresetValues(f"Preset {name}", 0.85, easy_days=EASY[1]),),
        decks=(DeckValues("Deck", f"Preset {name}"),),
    )
    bank = Bank(title=f"Deck {name}", questions=(question,))
    return Reading(bank, (), "apkg", schedule=schedule)


class Planning(Curating):
    """Due dates, parameters of memory, easy days, cramming."""

    reviews: int

    @rule(pick=PICK, move=st.sampled_from(sorted(MOVES)), days=st.integers(1, 30))
    def move_cards(self, pick: int, move: str, days: int) -> None:
        if row := self.one_of(Stored, pick, lambda one: one.removed_at is None):

            def action(session: Session) -> None:
                clock = clock_of(session, self.me, self.moment)
                chosen = Chosen(ids=(row.id,))
                MOVES[move](Bulk(session, self.me, chosen, clock, new_id()), days)

            self.act(action)

    @rule(pick=PICK, rating=st.sampled_from(Rating))
    def cram(self, pick: int, rating: Rating) -> None:
        if card := self.one_of(Card, pick, lambda one: one.available_at is not None):
            sent = reviews.Attempt(new_id(), card.id, rating, card.version, 900, "flip")
            self.reviews += 1
            self.act(
                lambda session: cramming.record(session, self.me, sent, self.moment),
                is_logged=True,
            )

    @rule(pick=PICK, seed=st.integers(0, 3))
    def fit(self, pick: int, seed: int) -> None:
        preset = self.one_of(Preset, pick, lambda _one: True)
        fitted = true_parameters(seed) if seed else None

        def action(session: Session) -> None:
            row = session.get_one(Preset, (self.me, preset.id))
            fitting.adopt(session, row, fitted, self.moment, "fit")

        self.act(action)

    @rule(pick=PICK)
    def replan(self, pick: int) -> None:
        preset = self.one_of(Preset, pick, lambda _one: True)

        def action(session: Session) -> None:
            clock = clock_of(session, self.me, self.moment)
            duedates.replan(session, self.me, preset.id, clock, new_id())

        self.act(action)

    @rule(title=TITLES)
    def enter(self, title: str) -> None:
        rows = [a_flashcard(f"Row {number} at {self.moment}", "x") for number in range(2)]
        if deck := self.one_of(Deck, len(title), lambda one: one.removed_at is None):

            def action(session: Session) -> None:
                clock = clock_of(session, self.me, self.moment)
                editing.add_all(session, self.me, deck.id, rows, key=new_id(), clock=clock)

            self.act(action)

    @rule(pick=PICK, easy=st.sampled_from(EASY), retention=st.sampled_from([0.8, 0.9, 0.95]))
    def change_week(self, pick: int, easy: tuple[str, ...], retention: float) -> None:
        preset = self.one_of(Preset, pick, lambda _one: True)

        def action(session: Session) -> None:
            row = presets.get(session, self.me, preset.id)
            wanted = replace(
                presets.wanted_of(row), easy_days=easy, desired_retention=retention, spread=False
            )
            presets.change(session, self.me, preset.id, wanted, self.moment)

        self.act(action)
