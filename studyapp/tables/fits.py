"""What was found when parameters of memory were fitted to a learner's log."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from studyapp.ids import Id
from studyapp.tables.base import Json, Table, key, owner


class Fit(Table, table=True):
    """One fit. Rows are only added; whether its parameters are in use, the preset says.

    `outcome` is "better", "no-better" or "too-few". `scores` has by name ("default", "present",
    "new", "constant") log loss, RMSE(bins) and AUC over reviews that the fit had not seen.
    """

    # No foreign key to the preset: its making may be undone and done again.
    __table_args__ = (Index("ix_fit_preset", "learner_id", "preset_id", "made_at"),)

    learner_id: str = owner()
    id: str = key()
    preset_id: str = Field(sa_type=Id)
    made_at: datetime
    reviews: int
    outcome: str = Field(max_length=16)
    parameters: list[float] = Field(sa_type=Json)
    scores: dict[str, dict[str, float]] = Field(sa_type=Json)
