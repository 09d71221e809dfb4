"""Acts of the log

An index of the answers that were given here, which undo and redo look up on every page. What an
import brought is not in it: a log of 1,000,000 answers was walked until one of them was found.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs: a second for 1,000,000 answers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_GIVEN_HERE = sa.text("rating_rule > 0")


def upgrade() -> None:
    op.create_index(
        "ix_review_acts", "review", ["learner_id", "reviewed_at"],
        sqlite_where=_GIVEN_HERE, postgresql_where=_GIVEN_HERE,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_review_acts", "review")
