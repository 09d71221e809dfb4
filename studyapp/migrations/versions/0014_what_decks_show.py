"""What decks show

Each deck may show pictures of some other sites, and its cards as their maker made them. Neither
is so until its learner says so: old decks show what they showed.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs: there are few decks.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from studyapp.tables import Json

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    hosts = sa.Column("picture_hosts", Json, server_default=sa.text("'[]'"), nullable=False)
    op.add_column("deck", hosts)
    own: sa.Column[bool] = sa.Column(
        "own_look", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("deck", own)


def downgrade() -> None:
    # No batch: a table that is made anew would lose its triggers.
    op.drop_column("deck", "own_look")
    op.drop_column("deck", "picture_hosts")
