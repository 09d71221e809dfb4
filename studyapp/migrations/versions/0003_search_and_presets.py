"""Search and presets

Each question gets its words folded, its tags and the names of its findings beside its body, so
that search can read them. About five seconds for 50,000 questions; the worker checks the
questions anew afterwards.

Rules: import nothing of the app but types; keep old data; a step that moves rows has a test
with rows in it; say here what a large table costs.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from studyapp.ids import Id
from studyapp.tables import Json

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BATCH = 500
_SPACE = re.compile(r"\s+")
_CLOZE = re.compile(r"\{\{c[\d,]+::|::(?:(?!::|\}\}).)*\}\}|\}\}")
_SAME = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
)


def upgrade() -> None:
    with op.batch_alter_table("preset", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "leech_action", sa.String(16), server_default=sa.text("'suspend'"), nullable=False
            )
        )
        batch_op.add_column(sa.Column("new_per_day", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("new_order", sa.String(16), server_default=sa.text("'made'"), nullable=False)
        )
        batch_op.add_column(
            sa.Column("bury_siblings", sa.Boolean(), server_default=sa.true(), nullable=False)
        )

    with op.batch_alter_table("question", schema=None) as batch_op:
        for name in ("search_text", "tag_list", "finding_list"):
            batch_op.add_column(
                sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False)
            )
        batch_op.add_column(
            sa.Column("index_version", sa.Integer(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.drop_index("ix_question_deck")
        batch_op.create_index(
            "ix_question_deck", ["learner_id", "deck_id", "removed_at", "id"], unique=False
        )
        batch_op.create_index("ix_question_index_version", ["index_version"], unique=False)

    op.create_table(
        "question_version",
        sa.Column("learner_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("question_id", Id(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("label", sa.String(64), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_question_version_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_question_version")),
    )
    with op.batch_alter_table("question_version", schema=None) as batch_op:
        batch_op.create_index(
            "ix_question_version_order", ["learner_id", "question_id", "id"], unique=False
        )

    op.create_table(
        "media",
        sa.Column("learner_id", Id(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.id"],
            name=op.f("fk_media_learner_id_learner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("learner_id", "id", name=op.f("pk_media")),
    )
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.create_index("ix_media_sha256", ["sha256"], unique=False)

    _fill()


def _fill() -> None:
    """Write what search needs beside each question that is there already."""
    question = sa.table(
        "question",
        sa.column("learner_id", Id()),
        sa.column("id", Id()),
        sa.column("body", sa.Text()),
        *(sa.column(name, sa.Text()) for name in ("search_text", "tag_list", "finding_list")),
    )
    change = (
        question.update()
        .where(
            question.c.learner_id == sa.bindparam("whose"), question.c.id == sa.bindparam("which")
        )
        .values(
            search_text=sa.bindparam("words"),
            tag_list=sa.bindparam("tags"),
            finding_list=sa.bindparam("findings"),
        )
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(question.c.learner_id, question.c.id, sa.cast(question.c.body, sa.Text()))
    )
    found = iter(rows.fetchall())
    while batch := [_filled(*row) for row in islice(found, _BATCH)]:
        connection.execute(change, batch)


def _filled(learner_id: str, question_id: str, text: str) -> dict[str, str]:
    body = json.loads(text)
    return {
        "whose": learner_id,
        "which": question_id,
        "words": "\n".join(filter(None, map(_folded, _texts(body)))),
        "tags": _listed(body.get("tags", ())),
        "findings": _listed(finding["name"] for finding in body.get("findings", ())),
    }


def _texts(body: dict[str, Any]) -> Iterator[str]:
    stem = body.get("stem", "")
    yield _CLOZE.sub("", stem) if body.get("kind") == "cloze" else stem
    for noun in ("answers", "choices", "spots"):
        yield from (one.get("text", "") for one in body.get(noun, ()))
    for pair in body.get("pairs", ()):
        yield from (pair.get("left") or "", pair.get("right") or "")
    yield from body.get("items", ())
    for gap in body.get("gaps", ()):
        yield from _texts(gap)
    for part in body.get("parts", ()):
        yield from _texts(part)
    yield from (body.get("title") or "", body.get("explanation", ""))


def _listed(names: Any) -> str:
    kept = dict.fromkeys(filter(None, map(_folded, names)))
    return f"\n{chr(10).join(kept)}\n" if kept else ""


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    bare: list[str] = []
    for letter in unicodedata.normalize("NFD", folded):
        if unicodedata.combining(letter) and bare and _is_plain(bare[-1]):
            continue
        bare.append(letter)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", "".join(bare))).strip()


def _is_plain(letter: str) -> bool:
    return letter < "\u0250" or "\u0370" <= letter < "\u0400"


def downgrade() -> None:
    op.drop_table("media")
    op.drop_table("question_version")

    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_index_version")
        batch_op.drop_index("ix_question_deck")
        batch_op.create_index("ix_question_deck", ["learner_id", "deck_id", "id"], unique=False)
        for name in ("index_version", "finding_list", "tag_list", "search_text"):
            batch_op.drop_column(name)

    with op.batch_alter_table("preset", schema=None) as batch_op:
        for name in ("bury_siblings", "new_order", "new_per_day", "leech_action"):
            batch_op.drop_column(name)
