"""What is kept of cards and log so that figures are quick: a cache that can be made again."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import date, datetime

from sqlmodel import Field

from studyapp.ids import Id
from studyapp.tables.base import Table, owner


class KeptCards(Table, table=True):
    """A learner's cards as columns one after another (studyapp/figures/packing.py).

    While there is such a row, triggers of the database write down what it does not know yet:
    the cards that changed since in `touched_card`, the days in `study_day`.
    """

    __tablename__ = "kept_cards"

    learner_id: str = owner()
    body: bytes
    kept_at: datetime


class TouchedCard(Table, table=True):
    """A card that was made, changed or removed since its learner's cards were kept."""

    __tablename__ = "touched_card"

    learner_id: str = owner()
    card_id: str = Field(primary_key=True, sa_type=Id)


class DayAnswers(Table, table=True):
    """The answers of one study day as columns one after another (studyapp/figures/columns.py).

    They are true while `study_day` holds the sums of that day for all cards.
    """

    __tablename__ = "day_answers"

    learner_id: str = owner()
    day: date = Field(primary_key=True)
    body: bytes


class StudyDay(Table, table=True):
    """The sums of one study day: of one deck's cards, or of all where the deck is the learner.

    `body` holds the numbers of studyapp/figures/days.py; it is None where an answer of that day,
    or what it is compared with, changed since.
    """

    __tablename__ = "study_day"

    learner_id: str = owner()
    deck_id: str = Field(primary_key=True, sa_type=Id)
    day: date = Field(primary_key=True)
    body: bytes | None = None
