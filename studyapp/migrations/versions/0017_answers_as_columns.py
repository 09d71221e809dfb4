"""Answers as columns

The answers of a study day are kept as columns beside its sums, for the figures of single questions
and of what was known when; packed cards tell the kind of their question. What was kept before is
thrown away: it is a cache, and the next look at the page makes it again. An index finds the answers
that picked an option.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs: a second for the index, and about 33 MB for
1,000,000 answers when they are kept.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from studyapp.ids import Id

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_PICKED = sa.text("chosen IS NOT NULL")
_TOUCH = (
    "INSERT INTO touched_card (learner_id, card_id) {rows} "
    "ON CONFLICT (learner_id, card_id) DO UPDATE SET card_id = excluded.card_id"
)
_ON_SQLITE = (
    "CREATE TRIGGER figures_kind_changed AFTER UPDATE OF kind ON question "
    "WHEN EXISTS (SELECT 1 FROM kept_cards WHERE kept_cards.learner_id = NEW.learner_id) "
    "AND OLD.kind <> NEW.kind BEGIN {touch}; END"
)
_CARDS = (
    "SELECT c.learner_id, c.id FROM card AS c "
    "WHERE c.learner_id = NEW.learner_id AND c.question_id = NEW.id"
)
# A statement at a time, as the other triggers there.
_FUNCTION = (
    "CREATE FUNCTION figures_kind_changed() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN {touch}; RETURN NULL; END $$"
)
_ON_POSTGRES = (
    "CREATE TRIGGER figures_kind_changed AFTER UPDATE ON question "
    "REFERENCING OLD TABLE AS former NEW TABLE AS fresh "
    "FOR EACH STATEMENT EXECUTE FUNCTION figures_kind_changed()"
)
_CARDS_OF_ROWS = (
    "SELECT c.learner_id, c.id FROM fresh AS n "
    "JOIN former AS o ON o.learner_id = n.learner_id AND o.id = n.id "
    "JOIN card AS c ON c.learner_id = n.learner_id AND c.question_id = n.id "
    "WHERE o.kind <> n.kind AND n.learner_id IN (SELECT id FROM learner) ORDER BY 1, 2"
)


def upgrade() -> None:
    _forget()
    op.create_table(
        "day_answers",
        sa.Column("learner_id", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_day_answers_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "day", name=op.f("pk_day_answers")),
    )
    op.create_index(
        "ix_review_picks", "review", ["learner_id", "day"],
        sqlite_where=_PICKED, postgresql_where=_PICKED,
    )  # fmt: skip
    if op.get_context().dialect.name == "postgresql":
        op.execute(_FUNCTION.format(touch=_TOUCH.format(rows=_CARDS_OF_ROWS)))
        op.execute(_ON_POSTGRES)
    else:
        op.execute(_ON_SQLITE.format(touch=_TOUCH.format(rows=_CARDS)))


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER figures_kind_changed ON question")
        op.execute("DROP FUNCTION figures_kind_changed()")
    else:
        op.execute("DROP TRIGGER figures_kind_changed")
    op.drop_index("ix_review_picks", "review")
    op.drop_table("day_answers")
    _forget()


def _forget() -> None:
    for table in ("study_day", "touched_card", "kept_cards"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above
