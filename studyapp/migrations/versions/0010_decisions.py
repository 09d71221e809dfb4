"""Decisions

A table for what became of each draft, what a draft showed of itself, and whether a learner gives
their decisions away (nobody does until then). Drafts that exist have no features. Both columns are
added without rewriting a table on PostgreSQL; SQLite copies the two, a second for 100,000 drafts.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from studyapp.ids import Id
from studyapp.tables import Json

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("features", Json, nullable=True))
    op.add_column(
        "learner",
        sa.Column("gives_decisions", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "decision",
        sa.Column("learner_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("document_id", Id(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("told", Json, nullable=False),
        sa.Column("findings", Json, nullable=False),
        sa.Column("features", Json, nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("before", Json, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_decision_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_sort", "decision", ["learner_id", "kind", "method"])


def downgrade() -> None:
    op.drop_table("decision")
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.drop_column("gives_decisions")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("features")
