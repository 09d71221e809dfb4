"""How often questions lapsed, and which are leeches: looked up, for few are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from studyapp.decks import OF_QUESTION
from studyapp.tables import Card, Deck, Preset, StoredQuestion

_AT_ONCE = 500


def of_questions(
    session: Session,
    learner_id: str,
    condition: ColumnElement[bool] | None,
    question_ids: Sequence[str],
) -> dict[str, int]:
    """Return how often the cards of questions lapsed, of those that *condition* picks."""
    found: dict[str, int] = {}
    for start in range(0, len(question_ids), _AT_ONCE):
        some = col(Card.question_id).in_(question_ids[start : start + _AT_ONCE])
        statement = select(col(Card.question_id), func.sum(col(Card.lapses)))
        rows = session.execute(
            _narrowed(statement, learner_id, condition).where(some).group_by(col(Card.question_id))
        )
        found |= {question_id: int(number) for question_id, number in rows}
    return found


def leeches(session: Session, learner_id: str, condition: ColumnElement[bool] | None) -> list[str]:
    """Return the questions with a card that lapsed as often as its preset calls a leech."""
    # Names of their own: a search may ask for decks and presets too.
    home, preset = aliased(Deck), aliased(Preset)
    fewest = select(func.min(col(Preset.leech_threshold))).where(
        col(Preset.learner_id) == learner_id, col(Preset.leech_threshold) > 0
    )
    statement = (
        _narrowed(select(col(Card.question_id)).distinct(), learner_id, condition)
        .join(home, and_(col(home.learner_id) == learner_id, col(home.id) == col(Card.deck_id)))
        .join(
            preset,
            and_(col(preset.learner_id) == learner_id, col(preset.id) == col(home.preset_id)),
        )
        .where(
            # What the index of lapses knows, before each card's own preset.
            col(Card.lapses) > 0,
            col(Card.lapses) >= fewest.scalar_subquery(),
            col(preset.leech_threshold) > 0,
            col(Card.lapses) >= col(preset.leech_threshold),
        )
    )
    return list(session.execute(statement).scalars())


def _narrowed(statement: Any, learner_id: str, condition: ColumnElement[bool] | None) -> Any:
    found = (
        statement.select_from(Card)
        .join(StoredQuestion, OF_QUESTION)
        .where(col(Card.learner_id) == learner_id, col(StoredQuestion.removed_at).is_(None))
    )
    return found if condition is None else found.where(condition)
