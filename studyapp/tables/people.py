"""Who studies."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime

from sqlmodel import Field

from studyapp.tables.base import Table, key


class Learner(Table, table=True):
    """A person, and how that person likes the app."""

    id: str = key()
    name: str = Field(max_length=200)
    is_admin: bool = False
    password_hash: str | None = Field(default=None, max_length=300)
    zone: str = Field(max_length=64)
    rollover_hour: int = 4
    theme: str = Field(default="auto", max_length=16)
    new_per_day: int = 20
    created_at: datetime
