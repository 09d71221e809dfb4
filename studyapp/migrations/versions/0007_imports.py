"""Imports

Bank files on their way in, and on each question the name that its file gave it. Nothing is moved:
questions that are there have no such name and are known by their words, as before.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs.

On a large table the index on `question` is built once; the two columns cost no rewrite.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from studyapp.ids import Id
from studyapp.tables import Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_key", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("source_hash", sa.String(32), nullable=True))
        batch_op.create_index("ix_question_source_key", ["learner_id", "source_key"])
    op.create_table(
        "bank_import",
        sa.Column("learner_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("options", Json, nullable=False),
        sa.Column("preview", Json, nullable=True),
        sa.Column("wanted", Json, nullable=False),
        sa.Column("result", Json, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("change_id", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_bank_import_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_bank_import")),
    )
    with op.batch_alter_table("bank_import", schema=None) as batch_op:
        batch_op.create_index("ix_bank_import_created", ["learner_id", "created_at"])


def downgrade() -> None:
    op.drop_table("bank_import")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_source_key")
        batch_op.drop_column("source_hash")
        batch_op.drop_column("source_key")
