"""The demo stands behind

New cards of the deck to try stand behind all other new ones: they have a queue of their own.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs: nothing, for only the cards of demo decks are
written.
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# 2 is the queue of new cards, 3 the one behind it.
_BEHIND = """
UPDATE card SET queue = 3 WHERE queue = 2 AND EXISTS (
    SELECT 1 FROM deck
    WHERE deck.learner_id = card.learner_id AND deck.id = card.deck_id AND deck.is_demo
)
"""


def upgrade() -> None:
    op.execute(_BEHIND)


def downgrade() -> None:
    op.execute("UPDATE card SET queue = 2 WHERE queue = 3")
