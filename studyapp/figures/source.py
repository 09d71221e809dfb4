"""What figures are made from: a learner, a range of time, and perhaps what a search finds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement
from sqlmodel import Session

from studyapp.figures import kept
from studyapp.figures.asked import Asked, asked
from studyapp.figures.items import Item
from studyapp.figures.items import read as read_items
from studyapp.figures.packing import Packed
from studyapp.figures.reading import Rows
from studyapp.figures.rows import Frame, frame_of
from studyapp.figures.sittings import Sitting
from studyapp.figures.sittings import read as read_sittings
from studyapp.learners import Clock


@dataclass(frozen=True)
class Source:
    """Where figures are read from; each thing is read when the first figure asks for it.

    `period` is a name of PERIODS; `condition` is on cards joined to their questions. Where that
    means the cards of decks and nothing else, `deck_ids` names these.
    """

    session: Session
    learner_id: str
    clock: Clock
    period: str
    condition: ColumnElement[bool] | None = None
    deck_ids: Collection[str] | None = None

    @property
    def frame(self) -> Frame:
        """Return the range of time."""
        return frame_of(self.clock, self.period)

    @cached_property
    def rows(self) -> Rows:
        """The learner's cards and log as arrays."""
        return kept.quick(
            self.session,
            self.learner_id,
            self.clock,
            self.period,
            self.condition,
            self.deck_ids,
        )

    @cached_property
    def items(self) -> list[Item]:
        """The learner's cards with where they belong and what was answered in the range."""
        return read_items(self.session, self.learner_id, self.frame, self.condition)

    @cached_property
    def cards(self) -> Packed:
        """The learner's cards as columns."""
        return kept.cards(self.session, self.learner_id, self.condition, self.deck_ids)

    @cached_property
    def asked(self) -> Asked:
        """The questions that were answered in the range."""
        first = self.frame.first
        answers = kept.answers(self.session, self.learner_id, self.clock, first)
        return asked(self.cards, answers)

    @cached_property
    def sittings(self) -> list[Sitting]:
        """The answers in the quizzes that were finished in the range."""
        first = self.frame.first
        since = None if first is None else self.clock.starts_at(first)
        return read_sittings(self.session, self.learner_id, since, self.condition)
