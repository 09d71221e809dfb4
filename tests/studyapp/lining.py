"""The line of new cards: set how it is made, and read it."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import select

from studyapp import presets
from studyapp.learners import default_preset_id
from studyapp.tables import Card
from tests.makers import NOW


def set_default(database, learner_id, **values):
    def action(session):
        row = presets.get(session, learner_id, default_preset_id(learner_id))
        wanted = replace(presets.wanted_of(row), **values)
        presets.change(session, learner_id, row.id, wanted, NOW)

    database.write(action)


def in_line(database, learner_id):
    with database.reading() as session:
        cards = session.exec(
            select(Card)
            .where(Card.learner_id == learner_id, Card.available_at != None)  # noqa: E711
            .order_by(Card.available_at, Card.id)
        )
        return [card.id for card in cards]
