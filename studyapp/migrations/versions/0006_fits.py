"""Fits

What was found when parameters were fitted, and how a preset spreads cards over the week. Nothing
is moved; a preset that exists spreads its cards and knows no easy day.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from studyapp.ids import Id
from studyapp.tables import Json

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("preset", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("spread", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("easy_days", Json, server_default=sa.text("'[]'"), nullable=False)
        )
    op.create_table(
        "fit",
        sa.Column("learner_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("preset_id", Id(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("parameters", Json, nullable=False),
        sa.Column("scores", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_fit_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_fit")),
    )
    with op.batch_alter_table("fit", schema=None) as batch_op:
        batch_op.create_index("ix_fit_preset", ["learner_id", "preset_id", "made_at"])


def downgrade() -> None:
    op.drop_table("fit")
    with op.batch_alter_table("preset", schema=None) as batch_op:
        batch_op.drop_column("easy_days")
        batch_op.drop_column("spread")
