"""Cards and the log of reviews."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from studyapp.ids import Id
from studyapp.tables.base import Json, Table, belongs_to, key, owner


class Card(Table, table=True):
    """What the scheduler schedules: one learner, one question, one part of it.

    `queue` is 0 for learning, 1 for review, 2 for new, 3 for new in the deck to try, which stands
    behind all other new ones. `available_at` is when the card may be shown next: its due time,
    or the end of its burial; None while it is suspended or removed.
    """

    __table_args__ = (
        belongs_to("question"),
        belongs_to("deck"),
        Index("ix_card_next", "learner_id", "queue", "available_at", "id"),
        Index("ix_card_deck_next", "learner_id", "deck_id", "queue", "available_at", "id"),
        Index("uq_card_part", "learner_id", "question_id", "part", unique=True),
        # Where leeches are looked up: most cards never lapsed and are not in it.
        Index(
            "ix_card_lapses",
            "learner_id",
            "lapses",
            sqlite_where=text("lapses > 0"),
            postgresql_where=text("lapses > 0"),
        ),
    )

    learner_id: str = owner()
    id: str = key()
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
        # With all that figures of single cards ask of an answer: the rows are long and lie apart.
        Index(
            "ix_review_card",
            "learner_id",
            "card_id",
            "reviewed_at",
            "id",
            "day",
            "kind",
            "rating",
            "last_interval",
            "ms",
            "stability",
            "voided_at",
        ),
        Index("ix_review_stack", "learner_id", "reviewed_at"),
        # Answers with something picked: which options fool is told from these.
        Index(
            "ix_review_picks",
            "learner_id",
            "day",
            sqlite_where=text("chosen IS NOT NULL"),
            postgresql_where=text("chosen IS NOT NULL"),
        ),
        # What undo looks up: an imported log is walked past otherwise, answer by answer.
        Index(
            "ix_review_acts",
            "learner_id",
            "reviewed_at",
            sqlite_where=text("rating_rule > 0"),
            postgresql_where=text("rating_rule > 0"),
        ),
    )

    learner_id: str = owner()
    id: str = key()
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
