"""Files that wait to be read."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field

from studyapp.tables.base import Table, key, owner


class Upload(Table, table=True):
    """A file that takes long to read, until a worker has made the document with its id of it.

    One that could not be read stays, without its bytes, so that its learner can see why.
    """

    learner_id: str = owner()
    id: str = key()
    name: str = Field(max_length=300)
    media_type: str | None = Field(default=None, max_length=255)
    title: str = Field(default="", max_length=300)
    data: bytes = Field(sa_type=LargeBinary)
    created_at: datetime
