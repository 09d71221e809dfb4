"""Answers of a card

The index of a card's answers holds what the figures of single cards ask of each of them. The rows
of the log are long, and reading all of them for one number each took seconds.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs: some seconds for 1,000,000 answers, and about
50 MB.
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_FOUND_BY = ["learner_id", "card_id", "reviewed_at"]
_HELD = ["id", "day", "kind", "rating", "last_interval", "ms", "stability", "voided_at"]


def upgrade() -> None:
    op.drop_index("ix_review_card", "review")
    op.create_index("ix_review_card", "review", [*_FOUND_BY, *_HELD])


def downgrade() -> None:
    op.drop_index("ix_review_card", "review")
    op.create_index("ix_review_card", "review", _FOUND_BY)
