"""What is studied: documents, decks, questions, drafts."""

# No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, false, text, true
from sqlmodel import Field

from studyapp.ids import Id
from studyapp.tables.base import Json, Table, belongs_to, key, owner


def _kept_text() -> Any:
    return Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})


class Preset(Table, table=True):
    """Named scheduling settings that decks take.

    `new_per_day` is for each deck, None for as many as the learner's own share allows;
    `new_order` is "made" or "random"; `leech_action` is "suspend" or "mark". `spread` says that
    days with few cards are preferred within the fuzz; `easy_days` has an entry for each weekday
    from Monday, "normal", "reduced" or "minimum", or none at all.
    """

    learner_id: str = owner()
    id: str = key()
    name: str = Field(max_length=200)
    desired_retention: float = 0.9
    learning_steps: list[int] = Field(sa_type=Json)
    relearning_steps: list[int] = Field(sa_type=Json)
    maximum_interval: int = 36500
    leech_threshold: int = 8
    leech_action: str = Field(
        default="suspend", max_length=16, sa_column_kwargs={"server_default": text("'suspend'")}
    )
    new_per_day: int | None = None
    new_order: str = Field(
        default="made", max_length=16, sa_column_kwargs={"server_default": text("'made'")}
    )
    bury_siblings: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    parameters: list[float] | None = Field(default=None, sa_type=Json)
    spread: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    easy_days: list[str] = Field(
        default_factory=list, sa_type=Json, sa_column_kwargs={"server_default": text("'[]'")}
    )


class Document(Table, table=True):
    """A text that a learner gave, with its headings, paragraphs and list items."""

    learner_id: str = owner()
    id: str = key()
    title: str = Field(max_length=300)
    text: str = Field(sa_type=Text)
    # Each is [kind, level, start, end, section, page, seconds], the oldest end at the section; they
    # are only ever read and written together.
    passages: list[list[Any]] = Field(sa_type=Json)
    language: str | None = Field(default=None, max_length=35)
    sha256: str = Field(max_length=64)
    url: str | None = Field(default=None, max_length=2000)
    words: int
    created_at: datetime
    removed_at: datetime | None = None


class Deck(Table, table=True):
    """Where a learner keeps questions; decks nest with `::` in the title.

    `picture_hosts` are the sites whose pictures its cards may show; `own_look` says that they are
    shown as their maker made them, with his script.
    """

    __table_args__ = (
        belongs_to("preset"),
        Index("ix_deck_title", "learner_id", "title"),
    )

    learner_id: str = owner()
    id: str = key()
    preset_id: str = Field(sa_type=Id)
    title: str = Field(max_length=300)
    marker: str = Field(max_length=16)
    language: str | None = Field(default=None, max_length=35)
    is_demo: bool = False
    picture_hosts: list[str] = Field(
        default_factory=list, sa_type=Json, sa_column_kwargs={"server_default": text("'[]'")}
    )
    own_look: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime
    removed_at: datetime | None = None


class StoredQuestion(Table, table=True):
    """A question: the envelope that queries need, and the whole as `body`.

    What search needs is kept beside the body, in step with it (studyapp/indexing.py): its words
    folded, and its tags and the names of its findings, each between line ends.
    """

    __tablename__ = "question"
    __table_args__ = (
        belongs_to("deck"),
        Index("ix_question_deck", "learner_id", "deck_id", "removed_at", "id"),
        Index("ix_question_fingerprint", "learner_id", "fingerprint"),
        Index("ix_question_document", "learner_id", "document_id", "source_start"),
        Index("ix_question_source_key", "learner_id", "source_key"),
        # For the worker, who looks after everybody's.
        Index("ix_question_index_version", "index_version"),
    )

    learner_id: str = owner()
    id: str = key()
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
    search_text: str = _kept_text()
    tag_list: str = _kept_text()
    finding_list: str = _kept_text()
    # Which way of reading questions the three were made by.
    index_version: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    # What the file that it came from calls it, and what it said there when it came last.
    source_key: str | None = Field(default=None, max_length=32)
    source_hash: str | None = Field(default=None, max_length=32)


class Draft(Table, table=True):
    """A generated question that nobody has kept yet."""

    __table_args__ = (
        belongs_to("document"),
        Index("uq_draft_fingerprint", "learner_id", "document_id", "fingerprint", unique=True),
        Index("ix_draft_order", "learner_id", "document_id", "state", "source_start", "id"),
    )

    learner_id: str = owner()
    id: str = key()
    document_id: str = Field(sa_type=Id)
    kind: str = Field(max_length=16)
    body: dict[str, Any] = Field(sa_type=Json)
    fingerprint: str = Field(max_length=64)
    source_start: int
    source_end: int
    findings: int
    state: str = Field(default="waiting", max_length=16)
    question_id: str | None = Field(default=None, sa_type=Id)
    # What its score is made of, by name; None of what no ranker has seen.
    features: dict[str, float] | None = Field(default=None, sa_type=Json)
    created_at: datetime
