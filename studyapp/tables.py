"""The tables.

Every row that belongs to a learner has the key `(learner_id, id)`, and `learner_id` comes first
in each key and index: one learner's rows lie together, and no query can forget whose they are.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, MetaData, Text, text
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


def _owner() -> Any:
    return Field(primary_key=True, sa_type=Id, foreign_key="learner.id", ondelete="CASCADE")


def _key() -> Any:
    return Field(primary_key=True, sa_type=Id)


def _belongs_to(noun: str, column: str | None = None) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["learner_id", column or f"{noun}_id"],
        [f"{noun}.learner_id", f"{noun}.id"],
        ondelete="CASCADE",
    )


class Learner(Table, table=True):
    """A person, and how that person likes the app."""

    id: str = _key()
    name: str = Field(max_length=200)
    is_admin: bool = False
    password_hash: str | None = Field(default=None, max_length=300)
    zone: str = Field(max_length=64)
    rollover_hour: int = 4
    theme: str = Field(default="auto", max_length=16)
    new_per_day: int = 20
    created_at: datetime


class Preset(Table, table=True):
    """Named scheduling settings that decks take."""

    learner_id: str = _owner()
    id: str = _key()
    name: str = Field(max_length=200)
    desired_retention: float = 0.9
    learning_steps: list[int] = Field(sa_type=Json)
    relearning_steps: list[int] = Field(sa_type=Json)
    maximum_interval: int = 36500
    leech_threshold: int = 8
    parameters: list[float] | None = Field(default=None, sa_type=Json)


class Document(Table, table=True):
    """A text that a learner gave, with its headings, paragraphs and list items."""

    learner_id: str = _owner()
    id: str = _key()
    title: str = Field(max_length=300)
    text: str = Field(sa_type=Text)
    # Each is [kind, level, start, end, section]; they are only ever read and written together.
    passages: list[list[Any]] = Field(sa_type=Json)
    language: str | None = Field(default=None, max_length=35)
    sha256: str = Field(max_length=64)
    url: str | None = Field(default=None, max_length=2000)
    words: int
    created_at: datetime
    removed_at: datetime | None = None


class Deck(Table, table=True):
    """Where a learner keeps questions; decks nest with `::` in the title."""

    __table_args__ = (
        _belongs_to("preset"),
        Index("ix_deck_title", "learner_id", "title"),
    )

    learner_id: str = _owner()
    id: str = _key()
    preset_id: str = Field(sa_type=Id)
    title: str = Field(max_length=300)
    marker: str = Field(max_length=16)
    language: str | None = Field(default=None, max_length=35)
    is_demo: bool = False
    created_at: datetime
    removed_at: datetime | None = None


class StoredQuestion(Table, table=True):
    """A question: the envelope that queries need, and the whole as `body`."""

    __tablename__ = "question"
    __table_args__ = (
        _belongs_to("deck"),
        Index("ix_question_deck", "learner_id", "deck_id", "id"),
        Index("ix_question_fingerprint", "learner_id", "fingerprint"),
        Index("ix_question_document", "learner_id", "document_id", "source_start"),
    )

    learner_id: str = _owner()
    id: str = _key()
    deck_id: str = Field(sa_type=Id)
    kind: str = Field(max_length=16)
    body: dict[str, Any] = Field(sa_type=Json)
    fingerprint: str = Field(max_length=64)
    # No foreign key: a question outlives the document that it came from.
    document_id: str | None = Field(default=None, sa_type=Id)
    source_start: int | None = None
    source_end: int | None = None
    reported: str | None = Field(default=None, max_length=1000)
    created_at: datetime
    updated_at: datetime
    removed_at: datetime | None = None


class Draft(Table, table=True):
    """A generated question that nobody has kept yet."""

    __table_args__ = (
        _belongs_to("document"),
        Index("uq_draft_fingerprint", "learner_id", "document_id", "fingerprint", unique=True),
        Index("ix_draft_order", "learner_id", "document_id", "state", "source_start", "id"),
    )

    learner_id: str = _owner()
    id: str = _key()
    document_id: str = Field(sa_type=Id)
    kind: str = Field(max_length=16)
    body: dict[str, Any] = Field(sa_type=Json)
    fingerprint: str = Field(max_length=64)
    source_start: int
    source_end: int
    findings: int
    state: str = Field(default="waiting", max_length=16)
    question_id: str | None = Field(default=None, sa_type=Id)
    created_at: datetime


class Card(Table, table=True):
    """What the scheduler schedules: one learner, one question, one part of it.

    `queue` is 0 for learning, 1 for review, 2 for new. `available_at` is when the card may be
    shown next: its due time, or the end of its burial; None while it is suspended or removed.
    """

    __table_args__ = (
        _belongs_to("question"),
        _belongs_to("deck"),
        Index("ix_card_next", "learner_id", "queue", "available_at", "id"),
        Index("ix_card_deck_next", "learner_id", "deck_id", "queue", "available_at", "id"),
        Index("uq_card_part", "learner_id", "question_id", "part", unique=True),
    )

    learner_id: str = _owner()
    id: str = _key()
    question_id: str = Field(sa_type=Id)
    deck_id: str = Field(sa_type=Id)
    part: str = Field(max_length=32)
    state: str = Field(default="new", max_length=16)
    queue: int = 2
    step: int = 0
    due_at: datetime
    due_day: date
    available_at: datetime | None
    stability: float | None = None
    difficulty: float | None = None
    interval: int = 0
    reps: int = 0
    lapses: int = 0
    last_day: date | None = None
    last_review_at: datetime | None = None
    desired_retention: float | None = None
    suspended: bool = False
    buried_until: datetime | None = None
    marked: bool = False
    version: int = 0
    created_at: datetime


class Review(Table, table=True):
    """One graded recall of a card. Rows are never deleted; an undone one has `voided_at`.

    The row is its own change record too: `effects` holds what it did to cards, so that an
    answer costs one statement less (docs/decisions/0001).
    """

    # No foreign key to the card: the log outlives a card whose making was undone.
    __table_args__ = (
        Index("ix_review_day", "learner_id", "day", "state", "rating", "ms"),
        Index("ix_review_card", "learner_id", "card_id", "reviewed_at"),
        Index("ix_review_stack", "learner_id", "reviewed_at"),
    )

    learner_id: str = _owner()
    id: str = _key()
    card_id: str = Field(sa_type=Id)
    reviewed_at: datetime
    zone_offset: int
    day: date
    kind: str = Field(max_length=16)
    state: str = Field(max_length=16)
    rating: int
    rating_rule: int
    last_interval: int
    interval: int
    delay: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    step: int = 0
    ms: int
    format: str = Field(max_length=16)
    options: list[str] | None = Field(default=None, sa_type=Json)
    chosen: list[str] | None = Field(default=None, sa_type=Json)
    typed: str | None = Field(default=None, sa_type=Text)
    correct: bool | None = None
    hint: int = 0
    certainty: int | None = None
    effects: list[dict[str, Any]] = Field(sa_type=Json)
    voided_at: datetime | None = None


class Change(Table, table=True):
    """One act that can be taken back: which columns of which rows were what before and after."""

    __table_args__ = (Index("ix_change_stack", "learner_id", "changed_at"),)

    learner_id: str = _owner()
    id: str = _key()
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

    learner_id: str = _owner()
    id: str = _key()
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
