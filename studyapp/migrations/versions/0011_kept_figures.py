"""Kept figures

Tables for the sums of study days and for packed cards, and triggers that say what changed since.
Nothing that exists is touched: the cache fills when somebody looks. An answer costs a few steps
more where a learner's figures are kept.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from studyapp.ids import Id

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# SQLite has one writer at a time, so nobody can begin to keep a learner's figures while an answer
# is under way; PostgreSQL has many, so there it is written down whether figures are kept or not.
# A learner who is being removed is not there any more when the cards follow.
_IS_KEPT = (
    "EXISTS (SELECT 1 FROM kept_cards WHERE kept_cards.learner_id = {row}.learner_id) "
    "AND EXISTS (SELECT 1 FROM learner WHERE learner.id = {row}.learner_id)"
)
_TOUCH = (
    "INSERT INTO touched_card (learner_id, card_id) {rows} "
    "ON CONFLICT (learner_id, card_id) DO UPDATE SET card_id = excluded.card_id"
)
_STALE = (
    "INSERT INTO study_day (learner_id, deck_id, day, body) {rows} "
    "ON CONFLICT (learner_id, deck_id, day) DO UPDATE SET body = NULL"
)
_ALL_STALE = "UPDATE study_day SET body = NULL WHERE learner_id = NEW.learner_id"

# -- SQLite: a row at a time ---------------------------------------------------------------

_DAYS = (
    "SELECT DISTINCT r.learner_id, {deck}, r.day, NULL FROM review AS r {more} "
    "WHERE r.learner_id = {row}.learner_id AND r.card_id = {row}.{card}{since}"
)
_WITH_CARD = "JOIN card AS c ON c.learner_id = r.learner_id AND c.id = r.card_id"
# An answer is what the next one to its card is compared with.
_SINCE = " AND r.reviewed_at >= {row}.reviewed_at"


def _days(row: str, card: str, deck: str, *, joined: bool = False, since: bool = False) -> str:
    more, later = _WITH_CARD if joined else "", _SINCE.format(row=row) if since else ""
    found = _DAYS.format(row=row, card=card, deck=deck, more=more, since=later)
    return _STALE.format(rows=found)


def _answered(row: str) -> list[str]:
    """Return what makes the days from an answer on stale, for its deck and for the whole."""
    return [
        _days(row, "card_id", "r.learner_id", since=True),
        _days(row, "card_id", "c.deck_id", joined=True, since=True),
    ]


def _moved(row: str) -> list[str]:
    """Return what makes all days of a card stale, for its deck and for the whole."""
    return [_days(row, "id", f"{row}.deck_id"), _days(row, "id", "r.learner_id")]


def _touched(row: str) -> str:
    # The WHERE keeps SQLite from reading ON as the begin of a join.
    return _TOUCH.format(rows=f"SELECT {row}.learner_id, {row}.id WHERE true")


_CARD_COLUMNS = (
    "question_id, deck_id, state, due_day, stability, difficulty, interval, last_review_at, "
    "suspended, buried_until"
)
_OF_QUESTION = (
    "SELECT c.learner_id, c.id FROM card AS c "
    "WHERE c.learner_id = NEW.learner_id AND c.question_id = NEW.id"
)
_DAYS_OF_QUESTION = (
    "SELECT DISTINCT r.learner_id, c.deck_id, r.day, NULL FROM card AS c JOIN review AS r "
    "ON r.learner_id = c.learner_id AND r.card_id = c.id "
    "WHERE c.learner_id = NEW.learner_id AND c.question_id = NEW.id"
)
_ON_SQLITE = {
    "review_added": ("INSERT ON review", "NEW", _answered("NEW")),
    "review_voided": ("UPDATE OF voided_at ON review", "NEW", _answered("NEW")),
    "card_added": ("INSERT ON card", "NEW", [_touched("NEW"), *_moved("NEW")]),
    "card_changed": (f"UPDATE OF {_CARD_COLUMNS} ON card", "NEW", [_touched("NEW")]),
    "card_moved": ("UPDATE OF deck_id ON card", "NEW", [*_moved("OLD"), *_moved("NEW")]),
    "card_removed": ("DELETE ON card", "OLD", [_touched("OLD"), *_moved("OLD")]),
    "question_removed": (
        "UPDATE OF removed_at ON question",
        "NEW",
        [_TOUCH.format(rows=_OF_QUESTION), _STALE.format(rows=_DAYS_OF_QUESTION)],
    ),
    # How fast memory fades is the preset's: predictions change with it.
    "preset_changed": ("UPDATE OF parameters ON preset", "NEW", [_ALL_STALE]),
    "deck_changed": ("UPDATE OF preset_id ON deck", "NEW", [_ALL_STALE]),
}

# -- PostgreSQL: a statement at a time -----------------------------------------------------

_ROWS_TOUCHED = _TOUCH.format(
    rows="SELECT learner_id, id FROM {rows} WHERE learner_id IN (SELECT id FROM learner) "
    "ORDER BY learner_id, id"
)
_ROWS_DAYS = (
    "SELECT DISTINCT r.learner_id, {deck}, r.day, NULL::bytea FROM {rows} AS n JOIN review AS r "
    "ON r.learner_id = n.learner_id AND r.card_id = n.{card} {more}"
    "WHERE n.learner_id IN (SELECT id FROM learner){since} ORDER BY 1, 2, 3"
)


def _rows_days(rows: str, card: str, deck: str, more: str = "", since: str = "") -> str:
    found = _ROWS_DAYS.format(rows=rows, card=card, deck=deck, more=more, since=since)
    return _STALE.format(rows=found)


def _rows_answered(rows: str, since: str = "") -> list[str]:
    later = f"{since} AND r.reviewed_at >= n.reviewed_at"
    return [
        _rows_days(rows, "card_id", "r.learner_id", since=later),
        _rows_days(rows, "card_id", "c.deck_id", f"{_WITH_CARD} ", later),
    ]


def _rows_moved(rows: str, since: str = "") -> list[str]:
    return [
        _rows_days(rows, "id", "n.deck_id", since=since),
        _rows_days(rows, "id", "r.learner_id", since=since),
    ]


_MOVED = (
    " AND EXISTS (SELECT 1 FROM {other} AS o WHERE o.learner_id = n.learner_id "
    "AND o.id = n.id AND o.{column} IS DISTINCT FROM n.{column})"
)
_FRESH, _STALE_ROWS = "NEW TABLE AS fresh", "OLD TABLE AS former"
_BOTH = f"{_STALE_ROWS} {_FRESH}"
_VOIDED = _MOVED.format(other="former", column="voided_at")
_TRASHED = _MOVED.format(other="former", column="removed_at")
_CARDS_OF = "JOIN card AS c ON c.learner_id = n.learner_id AND c.question_id = n.id "
_QUESTION_TOUCHED = _TOUCH.format(
    rows="SELECT c.learner_id, c.id FROM fresh AS n {cards} "
    "WHERE n.learner_id IN (SELECT id FROM learner){trashed} ORDER BY 1, 2"
).format(cards=_CARDS_OF, trashed=_TRASHED)
_QUESTION_DAYS = _STALE.format(
    rows="SELECT DISTINCT r.learner_id, c.deck_id, r.day, NULL::bytea FROM fresh AS n {cards} "
    "JOIN review AS r ON r.learner_id = c.learner_id AND r.card_id = c.id "
    "WHERE n.learner_id IN (SELECT id FROM learner){trashed} ORDER BY 1, 2, 3"
).format(cards=_CARDS_OF, trashed=_TRASHED)
_LEARNERS_STALE = (
    "UPDATE study_day SET body = NULL WHERE learner_id IN (SELECT n.learner_id FROM fresh AS n "
    "JOIN former AS o ON o.learner_id = n.learner_id AND o.id = n.id "
    "WHERE o.{column} IS DISTINCT FROM n.{column})"
)
_ON_POSTGRES = {
    "review_added": ("INSERT ON review", _FRESH, _rows_answered("fresh")),
    "review_voided": ("UPDATE ON review", _BOTH, _rows_answered("fresh", _VOIDED)),
    "card_added": (
        "INSERT ON card",
        _FRESH,
        [_ROWS_TOUCHED.format(rows="fresh"), *_rows_moved("fresh")],
    ),
    "card_changed": (
        "UPDATE ON card",
        _BOTH,
        [
            _ROWS_TOUCHED.format(rows="fresh"),
            *_rows_moved("former", _MOVED.format(other="fresh", column="deck_id")),
            *_rows_moved("fresh", _MOVED.format(other="former", column="deck_id")),
        ],
    ),
    "card_removed": (
        "DELETE ON card",
        _STALE_ROWS,
        [_ROWS_TOUCHED.format(rows="former"), *_rows_moved("former")],
    ),
    "question_removed": ("UPDATE ON question", _BOTH, [_QUESTION_TOUCHED, _QUESTION_DAYS]),
    "preset_changed": ("UPDATE ON preset", _BOTH, [_LEARNERS_STALE.format(column="parameters")]),
    "deck_changed": ("UPDATE ON deck", _BOTH, [_LEARNERS_STALE.format(column="preset_id")]),
}


def upgrade() -> None:
    _tables()
    if op.get_context().dialect.name == "postgresql":
        for name, (event, rows, acts) in _ON_POSTGRES.items():
            _trigger_on_postgres(name, event, rows, acts)
    else:
        for name, (event, row, acts) in _ON_SQLITE.items():
            body = " ".join(f"{one};" for one in acts)
            when = _IS_KEPT.format(row=row)
            op.execute(f"CREATE TRIGGER figures_{name} AFTER {event} WHEN {when} BEGIN {body} END")


def _trigger_on_postgres(name: str, event: str, rows: str, acts: list[str]) -> None:
    body = " ".join(f"{one};" for one in acts)
    op.execute(
        f"CREATE FUNCTION figures_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER figures_{name} AFTER {event} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION figures_{name}()"
    )


def _tables() -> None:
    op.create_table(
        "kept_cards",
        _owner(),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("kept_cards"),
    )
    op.create_table(
        "touched_card",
        _owner(),
        sa.Column("card_id", Id(), nullable=False),
        *_keys("touched_card", "card_id"),
    )
    op.create_table(
        "study_day",
        _owner(),
        sa.Column("deck_id", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        *_keys("study_day", "deck_id", "day"),
    )


def _owner() -> sa.Column[str]:
    return sa.Column("learner_id", Id(), nullable=False)


def _keys(table: str, *columns: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f(f"fk_{table}_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", *columns, name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for name, (event, _rows, _acts) in _ON_POSTGRES.items():
            op.execute(f"DROP TRIGGER figures_{name} ON {event.rpartition(' ')[2]}")
            op.execute(f"DROP FUNCTION figures_{name}()")
    else:
        for name in _ON_SQLITE:
            op.execute(f"DROP TRIGGER figures_{name}")
    for table in ("study_day", "touched_card", "kept_cards"):
        op.drop_table(table)
