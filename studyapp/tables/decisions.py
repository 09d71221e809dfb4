"""What became of drafts, as a reading of each."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from studyapp.ids import Id
from studyapp.tables.base import Json, Table, key, owner


class Decision(Table, table=True):
    """What a learner did with one draft; the id is the draft's.

    `act` is "keep", "edit" (edited and not yet kept) or "reject", with a `reason` for which
    judges have the same name. `together` says that it was kept with all others and not looked at
    by itself; `before` is the draft as it was made, where its words were edited. What the draft
    was is kept here as well: a decision outlives the draft and its document.
    """

    __table_args__ = (Index("ix_decision_sort", "learner_id", "kind", "method"),)

    learner_id: str = owner()
    id: str = key()
    document_id: str = Field(sa_type=Id)
    digest: str = Field(max_length=16)
    start: int
    kind: str = Field(max_length=16)
    method: str = Field(max_length=64)
    engine: str = Field(max_length=32)
    version: str = Field(max_length=32)
    score: float | None = None
    told: list[str] = Field(sa_type=Json)
    findings: list[str] = Field(sa_type=Json)
    features: dict[str, float] = Field(sa_type=Json)
    act: str = Field(max_length=8)
    edited: bool = False
    together: bool = False
    reason: str | None = Field(default=None, max_length=16)
    before: dict[str, Any] | None = Field(default=None, sa_type=Json)
    decided_at: datetime
