"""What was done and what is to do: acts and jobs."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from studyapp.ids import Id
from studyapp.tables.base import Json, Table, key, owner


class Change(Table, table=True):
    """One act that can be taken back: which columns of which rows were what before and after."""

    __table_args__ = (Index("ix_change_stack", "learner_id", "changed_at"),)

    learner_id: str = owner()
    id: str = key()
    changed_at: datetime
    label: str = Field(max_length=64)
    effects: list[dict[str, Any]] = Field(sa_type=Json)
    undone_at: datetime | None = None


class Job(Table, table=True):
    """Long work, done by a worker; claimed by one statement, kept by a lease."""

    __table_args__ = (
        Index("ix_job_claim", "state", "run_at", "id"),
        Index("ix_job_document", "learner_id", "document_id", "created_at"),
    )

    learner_id: str = owner()
    id: str = key()
    kind: str = Field(max_length=32)
    document_id: str | None = Field(default=None, sa_type=Id)
    state: str = Field(default="waiting", max_length=16)
    run_at: datetime
    lease_until: datetime | None = None
    worker: str | None = Field(default=None, max_length=64)
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    done: int = 0
    total: int = 0
    cursor: int = 0
    error: str | None = Field(default=None, sa_type=Text)
    created_at: datetime
    finished_at: datetime | None = None
