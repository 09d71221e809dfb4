"""Who studies, and how each one is known to the server."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime

from sqlalchemy import Index, false, text
from sqlmodel import Field

from studyapp.tables.base import Json, Table, key, owner


class Learner(Table, table=True):
    """A person, and how that person likes the app."""

    __table_args__ = (Index("uq_learner_name_key", "name_key", unique=True),)

    id: str = key()
    name: str = Field(max_length=200)
    # The name as it is compared; only a learner with an account has one.
    name_key: str | None = Field(default=None, max_length=200)
    is_admin: bool = False
    password_hash: str | None = Field(default=None, max_length=300)
    zone: str = Field(max_length=64)
    rollover_hour: int = 4
    theme: str = Field(default="auto", max_length=16)
    new_per_day: int = 20
    # Typeface, size, spacing, motion: only what was chosen; the rest is as we ship it.
    look: dict[str, str] = Field(
        default_factory=dict, sa_type=Json, sa_column_kwargs={"server_default": text("'{}'")}
    )
    # The keys that the learner changed, by the name of what they do; an empty one is off.
    keys: dict[str, str] = Field(
        default_factory=dict, sa_type=Json, sa_column_kwargs={"server_default": text("'{}'")}
    )
    language: str | None = Field(default=None, max_length=35)
    two_buttons: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # Whether the learner agrees to give their decisions about drafts away, as a file.
    gives_decisions: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime


class SignIn(Table, table=True):
    """One browser in which a learner is signed in. Only a hash of its secret is kept."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_seen", "learner_id", "seen_at"),)

    learner_id: str = owner()
    id: str = key()
    secret_hash: str = Field(max_length=64)
    device: str = Field(max_length=300)
    created_at: datetime
    seen_at: datetime


class Throttle(Table, table=True):
    """How often one name, or one address, was tried with a wrong password."""

    name: str = Field(primary_key=True, max_length=64)
    failures: int
    last_at: datetime
