"""Accounts and looks

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from studyapp.ids import Id
from studyapp.tables import Json

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "throttle",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_throttle")),
    )
    op.create_table(
        "sign_in",
        sa.Column("learner_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("device", sa.String(300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_sign_in_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_seen", ["learner_id", "seen_at"], unique=False)

    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_key", sa.String(200), nullable=True))
        batch_op.add_column(sa.Column("look", Json, server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column("keys", Json, server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column("language", sa.String(35), nullable=True))
        batch_op.add_column(
            sa.Column("two_buttons", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_index("uq_learner_name_key", ["name_key"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.drop_index("uq_learner_name_key")
        batch_op.drop_column("two_buttons")
        batch_op.drop_column("language")
        batch_op.drop_column("keys")
        batch_op.drop_column("look")
        batch_op.drop_column("name_key")

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_seen")

    op.drop_table("sign_in")
    op.drop_table("throttle")
