"""Migrations that move rows, with rows in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command

from questions.model import Finding, Question
from studyapp import migrations
from studyapp.ids import Id, new_id
from studyapp.search import listed, words_of
from studyapp.tables import Json
from tests.makers import a_cloze, a_flashcard, a_short

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MOMENT = sa.DateTime(timezone=True)
LEARNER = sa.table(
    "learner",
    sa.column("id", Id()),
    *map(sa.column, ("name", "is_admin", "zone", "rollover_hour", "theme", "new_per_day")),
    sa.column("created_at", MOMENT),
)
PRESET = sa.table(
    "preset",
    sa.column("learner_id", Id()),
    sa.column("id", Id()),
    sa.column("name"),
    sa.column("learning_steps", Json),
    sa.column("relearning_steps", Json),
    *map(sa.column, ("desired_retention", "maximum_interval", "leech_threshold")),
)
DECK = sa.table(
    "deck",
    *(sa.column(name, Id()) for name in ("learner_id", "id", "preset_id")),
    *map(sa.column, ("title", "marker", "is_demo")),
    sa.column("created_at", MOMENT),
)
QUESTION = sa.table(
    "question",
    *(sa.column(name, Id()) for name in ("learner_id", "id", "deck_id")),
    *map(sa.column, ("kind", "fingerprint", "search_text", "tag_list", "finding_list")),
    sa.column("body", Json),
    sa.column("created_at", MOMENT),
    sa.column("updated_at", MOMENT),
)
QUESTIONS = (
    a_flashcard("Río  Grande’s\nlength", "STRASSE", tags=("Geo::Rivers", "exam")),
    a_cloze("The Volga flows into the Caspian Sea."),
    a_short("Łódź?", "ﬁre").model_copy(
        update={"findings": (Finding(name="vague-question", reason="It is vague."),)}
    ),
)


@pytest.fixture
def old_database(empty_database_url):
    """Make a database as it was before search, with questions in it."""
    command.upgrade(migrations.config(empty_database_url), "0002")
    engine = sa.create_engine(empty_database_url, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        fill(connection)
    yield empty_database_url, engine
    engine.dispose()


def test_old_questions_can_be_found_after_the_migration(old_database):
    url, engine = old_database
    command.upgrade(migrations.config(url), "0003")
    with engine.connect() as connection:
        found = {row.id: row for row in connection.execute(sa.select(QUESTION))}
    for question in QUESTIONS:
        row = found[question.id]
        assert row.search_text == words_of(question)
        assert row.tag_list == listed(question.tags)
        assert row.finding_list == listed(one.name for one in question.findings)
        assert Question.model_validate(row.body) == question


def test_the_way_back_keeps_the_questions(old_database):
    url, engine = old_database
    command.upgrade(migrations.config(url), "0003")
    command.downgrade(migrations.config(url), "0002")
    with engine.connect() as connection:
        bodies = connection.execute(sa.select(QUESTION.c.body)).scalars().all()
    assert {json.dumps(body, sort_keys=True) for body in bodies} == {
        json.dumps(one.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
        for one in QUESTIONS
    }


def fill(connection):
    learner, preset, deck = new_id(), new_id(), new_id()
    person = {"name": "Amina", "is_admin": True, "zone": "UTC", "rollover_hour": 4}
    person |= {"theme": "auto", "new_per_day": 20, "created_at": NOW}
    connection.execute(sa.insert(LEARNER).values(id=learner, **person))
    usual = {"name": "Default", "learning_steps": [60], "relearning_steps": [60]}
    usual |= {"desired_retention": 0.9, "maximum_interval": 36500, "leech_threshold": 8}
    connection.execute(sa.insert(PRESET).values(learner_id=learner, id=preset, **usual))
    rivers = {"title": "Rivers", "marker": "pink", "is_demo": False, "created_at": NOW}
    keys = {"learner_id": learner, "id": deck, "preset_id": preset}
    connection.execute(sa.insert(DECK).values(**keys, **rivers))
    for question in QUESTIONS:
        connection.execute(
            sa.insert(QUESTION).values(
                learner_id=learner,
                id=question.id,
                deck_id=deck,
                kind=question.kind.value,
                fingerprint=question.id,
                body=question.model_dump(mode="json", exclude_defaults=True),
                created_at=NOW,
                updated_at=NOW,
            )
        )
