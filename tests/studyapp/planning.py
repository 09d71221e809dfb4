"""What a learner does about the schedule, as rules for the machine that does anything."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from studyapp import duedates, fitting, presets
from studyapp.bulk import Bulk, Chosen
from studyapp.demo import true_parameters
from studyapp.ids import new_id
from studyapp.tables import Preset
from studyapp.tables import StoredQuestion as Stored
from tests.makers import clock_of
from tests.studyapp.curating import PICK, Curating

MOVES = {
    "due": duedates.set_due,
    "postpone": duedates.postpone,
    "advance": lambda bulk, _days: duedates.advance(bulk),
}
EASY = (("normal",) * 7, ("normal",) * 5 + ("reduced", "minimum"))


class Planning(Curating):
    """Due dates, parameters of memory, easy days."""

    @rule(pick=PICK, move=st.sampled_from(sorted(MOVES)), days=st.integers(1, 30))
    def move_cards(self, pick: int, move: str, days: int) -> None:
        if row := self.one_of(Stored, pick, lambda one: one.removed_at is None):

            def action(session: Session) -> None:
                clock = clock_of(session, self.me, self.moment)
                chosen = Chosen(ids=(row.id,))
                MOVES[move](Bulk(session, self.me, chosen, clock, new_id()), days)

            self.act(action)

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
