"""Note types of imported decks: how their cards look elsewhere, kept for writing them again."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from typing import Any

from sqlmodel import Field

from studyapp.tables.base import Json, Table, owner
from studyapp.tables.base import key as row_key


class NoteType(Table, table=True):
    """A note type as Anki keeps it; questions name its key in `extra["anki"]["type"]`.

    Each import has rows of its own, so that one can be taken back without another; rows with one
    key hold the same.
    """

    __tablename__ = "note_type"

    learner_id: str = owner()
    id: str = row_key()
    key: str = Field(max_length=64)
    body: dict[str, Any] = Field(sa_type=Json)
