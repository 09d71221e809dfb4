"""What belongs to a question besides its words: earlier wordings, pictures and sounds."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from studyapp.ids import Id
from studyapp.tables.base import Json, Table, key, owner


class QuestionVersion(Table, table=True):
    """A wording that a question had until `replaced_at`, and by which act it was replaced.

    Rows are only ever added: an act that was taken back shows as two wordings that are the same.
    """

    __tablename__ = "question_version"
    # No foreign key to the question: its making may be undone and done again.
    __table_args__ = (Index("ix_question_version_order", "learner_id", "question_id", "id"),)

    learner_id: str = owner()
    id: str = key()
    question_id: str = Field(sa_type=Id)
    body: dict[str, Any] = Field(sa_type=Json)
    label: str = Field(max_length=64)
    replaced_at: datetime


class Media(Table, table=True):
    """A picture or a sound of a learner; the file lies in the data folder under its SHA-256."""

    __table_args__ = (Index("ix_media_sha256", "sha256"),)

    learner_id: str = owner()
    id: str = key()
    sha256: str = Field(max_length=64)
    media_type: str = Field(max_length=64)
    name: str = Field(max_length=200)
    size: int
    created_at: datetime
