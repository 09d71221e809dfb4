"""What all tables share.

Every row that belongs to a learner has the key `(learner_id, id)`, and `learner_id` comes first
in each key and index: one learner's rows lie together, and no query can forget whose they are.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from studyapp.ids import Id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
Json = JSON().with_variant(JSONB(), "postgresql")


class Table(SQLModel):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMES)


def owner() -> Any:
    """Return the column that says whose a row is."""
    return Field(primary_key=True, sa_type=Id, foreign_key="learner.id", ondelete="CASCADE")


def key() -> Any:
    """Return the column that names a row among its owner's."""
    return Field(primary_key=True, sa_type=Id)


def belongs_to(noun: str, column: str | None = None) -> ForeignKeyConstraint:
    """Return the key to a row of the same owner."""
    return ForeignKeyConstraint(
        ["learner_id", column or f"{noun}_id"],
        [f"{noun}.learner_id", f"{noun}.id"],
        ondelete="CASCADE",
    )
