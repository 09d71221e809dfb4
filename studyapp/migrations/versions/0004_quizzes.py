"""Quizzes

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from studyapp.ids import Id
from studyapp.tables import Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiz",
        sa.Column("learner_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("wish", Json, nullable=False),
        sa.Column("feedback", sa.String(16), nullable=False),
        sa.Column("certainty", sa.Boolean(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_quiz_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_quiz")),
    )
    with op.batch_alter_table("quiz", schema=None) as batch_op:
        batch_op.create_index("ix_quiz_started", ["learner_id", "started_at"], unique=False)

    op.create_table(
        "answer",
        sa.Column("learner_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("quiz_id", Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", Id(), nullable=False),
        sa.Column("part", sa.String(32), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("options", Json, nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("deck_id", Id(), nullable=False),
        sa.Column("deck_title", sa.String(300), nullable=False),
        sa.Column("marker", sa.String(16), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("document_id", Id(), nullable=True),
        sa.Column("section", Json, nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("chosen", Json, nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("knew", sa.Boolean(), nullable=True),
        sa.Column("certainty", sa.Integer(), nullable=True),
        sa.Column("fraction", sa.Float(), nullable=True),
        sa.Column("almost", sa.Boolean(), nullable=False),
        sa.Column("overruled", sa.Boolean(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_answer_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["learner_id", "quiz_id"],
            ["quiz.learner_id", "quiz.id"],
            name=op.f("fk_answer_learner_id_quiz_id_quiz"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(
            "uq_answer_position", ["learner_id", "quiz_id", "position"], unique=True
        )


def downgrade() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index("uq_answer_position")

    op.drop_table("answer")
    with op.batch_alter_table("quiz", schema=None) as batch_op:
        batch_op.drop_index("ix_quiz_started")

    op.drop_table("quiz")
