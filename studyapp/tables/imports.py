"""Bank files on their way in."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field

from studyapp.ids import Id
from studyapp.tables.base import Json, Table, key, owner


class BankImport(Table, table=True):
    """A bank file that a learner gave: what it holds, what they want of it, what became of it.

    `state` goes from "reading" over "ready" and "writing" to "done", "undone" or "refused". The
    bytes stay until it is done, so that the file can be read again in another way.
    """

    __tablename__ = "bank_import"
    __table_args__ = (Index("ix_bank_import_created", "learner_id", "created_at"),)

    learner_id: str = owner()
    id: str = key()
    name: str = Field(max_length=300)
    data: bytes = Field(sa_type=LargeBinary)
    state: str = Field(max_length=16)
    # How the file is to be read, where its learner corrected what was guessed.
    options: dict[str, Any] = Field(sa_type=Json)
    # What the file holds, as the page shows it.
    preview: dict[str, Any] | None = Field(default=None, sa_type=Json)
    # What its learner wants: deck, tags, what becomes of questions that are there already.
    wanted: dict[str, Any] = Field(sa_type=Json)
    result: dict[str, Any] | None = Field(default=None, sa_type=Json)
    error: str | None = Field(default=None, sa_type=Text)
    change_id: str | None = Field(default=None, sa_type=Id)
    created_at: datetime
