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
CARD = sa.table(
    "card",
    *(sa.column(name, Id()) for name in ("learner_id", "id", "question_id", "deck_id")),
    *map(sa.column, ("part", "state", "queue", "step", "interval", "reps", "lapses")),
    *map(sa.column, ("suspended", "marked", "version", "due_day")),
    sa.column("due_at", MOMENT),
    sa.column("created_at", MOMENT),
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


def test_new_cards_of_an_old_demo_go_behind_all_others_and_come_back(old_database):
    url, engine = old_database
    with engine.begin() as connection:
        cards = [a_card(connection, is_demo=demo, queue=queue) for demo, queue in CARDS]
    command.upgrade(migrations.config(url), "0016")
    assert queues(engine, cards) == [2, 3, 1]
    command.downgrade(migrations.config(url), "0015")
    assert queues(engine, cards) == [2, 2, 1]


def test_what_was_kept_of_figures_is_thrown_away_when_it_is_kept_otherwise(old_database):
    url, engine = old_database
    for ways in ((command.upgrade, "0016", "0017"), (command.downgrade, "0017", "0016")):
        change, before, after = ways
        change(migrations.config(url), before)
        with engine.begin() as connection:
            (learner,) = connection.execute(sa.select(QUESTION.c.learner_id).limit(1)).scalars()
            row = {"learner_id": learner, "body": b"old", "kept_at": NOW}
            connection.execute(sa.insert(KEPT_CARDS).values(row))
        change(migrations.config(url), after)
        with engine.connect() as connection:
            assert connection.execute(sa.select(KEPT_CARDS)).all() == []


KEPT_CARDS = sa.table(
    "kept_cards", sa.column("learner_id", Id()), sa.column("body"), sa.column("kept_at", MOMENT)
)
CARDS = ((False, 2), (True, 2), (True, 1))


def queues(engine, cards):
    with engine.connect() as connection:
        found = dict(connection.execute(sa.select(CARD.c.id, CARD.c.queue)).all())
    return [found[card] for card in cards]


def a_card(connection, *, is_demo, queue):
    """Add a deck with a card to the oldest learner's, in a row as it was first."""
    question = connection.execute(sa.select(QUESTION.c.learner_id, QUESTION.c.id)).first()
    preset = connection.execute(sa.select(PRESET.c.id)).scalar()
    deck, card = new_id(), new_id()
    connection.execute(
        sa.insert(DECK).values(
            learner_id=question.learner_id,
            id=deck,
            preset_id=preset,
            title=deck,
            marker="blue",
            is_demo=is_demo,
            created_at=NOW,
        )
    )
    numbers = dict.fromkeys(("step", "interval", "reps", "lapses", "version"), 0)
    row = {"part": card, "state": "new", "queue": queue, "suspended": False, "marked": False}
    connection.execute(
        sa.insert(CARD).values(
            learner_id=question.learner_id,
            id=card,
            question_id=question.id,
            deck_id=deck,
            due_at=NOW,
            due_day=NOW.date(),
            created_at=NOW,
            **numbers,
            **row,
        )
    )
    return card


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
