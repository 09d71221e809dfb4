"""Quizzes and the answers in them."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field

from studyapp.ids import Id
from studyapp.tables.base import Json, Table, belongs_to, key, owner


class Quiz(Table, table=True):
    """One sitting with a score.

    `wish` is what was asked for, so that it can be asked for again. `feedback` is "now" or "end".
    The id is also the seed of every draw: of the questions, their order and their options.
    """

    __table_args__ = (Index("ix_quiz_started", "learner_id", "started_at"),)

    learner_id: str = owner()
    id: str = key()
    title: str = Field(max_length=300)
    wish: dict[str, Any] = Field(sa_type=Json)
    feedback: str = Field(max_length=16)
    certainty: bool = False
    questions: int
    started_at: datetime
    finished_at: datetime | None = None
    removed_at: datetime | None = None


class QuizAnswer(Table, table=True):
    """One question of a quiz as it was asked there, and the response to it, if there is one.

    The row is made when the quiz starts. It keeps the question's wording, so that what was scored
    can still be read after an edit; `options` are keys in the order shown (questions/choices.py).
    """

    __tablename__ = "answer"
    # No foreign key to the question: a result outlives what it was about.
    __table_args__ = (
        belongs_to("quiz"),
        Index("uq_answer_position", "learner_id", "quiz_id", "position", unique=True),
    )

    learner_id: str = owner()
    id: str = key()
    quiz_id: str = Field(sa_type=Id)
    position: int
    question_id: str = Field(sa_type=Id)
    part: str = Field(max_length=32)
    body: dict[str, Any] = Field(sa_type=Json)
    options: list[str] = Field(sa_type=Json)
    points: float
    deck_id: str = Field(sa_type=Id)
    deck_title: str = Field(max_length=300)
    marker: str = Field(max_length=16)
    language: str = Field(max_length=35)
    document_id: str | None = Field(default=None, sa_type=Id)
    section: list[str] = Field(sa_type=Json)
    flagged: bool = False
    chosen: list[str] = Field(default_factory=list, sa_type=Json)
    typed: str = Field(default="", sa_type=Text)
    # Pairs of a field's name and what it got (questions/scoring.py).
    filled: list[list[str]] = Field(default_factory=list, sa_type=Json)
    knew: bool | None = None
    certainty: int | None = None
    fraction: float | None = None
    almost: bool = False
    # The learner counted as right what was marked wrong.
    overruled: bool = False
    ms: int = 0
    answered_at: datetime | None = None
