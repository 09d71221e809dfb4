"""The cards one by one: where each belongs, how it stands, what was answered in a range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlmodel import Session, col

from questions.faces import plain_stem
from questions.model import Question
from studyapp.decks import OF_QUESTION
from studyapp.figures.rows import Frame
from studyapp.scheduling import DEFAULT_PARAMETERS, retrievability
from studyapp.tables import Card, Deck, Preset, Review, StoredQuestion

_SECONDS_A_DAY = 86_400
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sums:
    """Answers to a card: all of them, and those that waited a day or longer (`reviews`)."""

    answers: int = 0
    reviews: int = 0
    passed: int = 0
    ms: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A card of a kept question.

    `chance` is the one of recall now, None for a card that was never learned.
    """

    question_id: str
    deck_id: str
    document_id: str | None
    kind: str
    tags: tuple[str, ...]
    lapses: int
    is_suspended: bool
    is_leech: bool
    chance: float | None
    sums: Sums


def read(
    session: Session, learner_id: str, frame: Frame, condition: ColumnElement[bool] | None
) -> list[Item]:
    """Read the cards that *condition* picks, with the sums of their answers in the range."""
    sums = _sums(session, learner_id, frame)
    presets = _presets(session, learner_id)
    found = session.execute(_cards(learner_id, condition))
    return [_item(row, sums.get(row.id, Sums()), presets, frame) for row in found]


def stems_of(session: Session, learner_id: str, question_ids: Sequence[str]) -> dict[str, str]:
    """Return the wording of questions that are kept, by their ids, as one line."""
    return {
        row.id: " ".join(plain_stem(row_question(row.id, row.body)).split())
        for start in range(0, len(question_ids), _AT_ONCE)
        for row in session.execute(
            select(col(StoredQuestion.id), col(StoredQuestion.body)).where(
                col(StoredQuestion.learner_id) == learner_id,
                col(StoredQuestion.id).in_(question_ids[start : start + _AT_ONCE]),
                col(StoredQuestion.removed_at).is_(None),
            )
        )
    }


def row_question(question_id: str, body: Mapping[str, Any]) -> Question:
    """Return the question that a row keeps as its body."""
    return Question.model_validate({**body, "id": question_id})


def _cards(learner_id: str, condition: ColumnElement[bool] | None) -> Any:
    statement = (
        select(
            col(Card.id),
            col(Card.question_id),
            col(Card.deck_id),
            col(Card.state),
            col(Card.stability),
            col(Card.last_review_at),
            col(Card.lapses),
            col(Card.suspended),
            col(StoredQuestion.document_id),
            col(StoredQuestion.kind),
            col(StoredQuestion.tag_list),
        )
        .join(StoredQuestion, OF_QUESTION)
        .where(col(Card.learner_id) == learner_id, col(StoredQuestion.removed_at).is_(None))
        .order_by(col(Card.id))
    )
    return statement if condition is None else statement.where(condition)


def _sums(session: Session, learner_id: str, frame: Frame) -> dict[str, Sums]:
    """Sum up the answers of the range by card; crammed ones say nothing of retention."""
    waited = and_(
        col(Review.kind) != "cram",
        (col(Review.kind) == "review") | (col(Review.last_interval) >= 1),
    )
    statement = (
        select(
            col(Review.card_id),
            func.count(),
            func.sum(case((waited, 1), else_=0)),
            func.sum(case((and_(waited, col(Review.rating) > 1), 1), else_=0)),
            func.sum(col(Review.ms)),
        )
        .where(
            col(Review.learner_id) == learner_id,
            col(Review.voided_at).is_(None),
            col(Review.reviewed_at) <= frame.now,
        )
        .group_by(col(Review.card_id))
    )
    if frame.first is not None:
        statement = statement.where(col(Review.day) >= frame.first)
    return {key: Sums(*map(int, rest)) for key, *rest in session.execute(statement)}


def _presets(session: Session, learner_id: str) -> dict[str, tuple[float, int]]:
    """Return for each deck how fast its cards fade, and from how many lapses on one is a leech."""
    rows = session.execute(
        select(col(Deck.id), col(Preset.parameters), col(Preset.leech_threshold))
        .join(
            Preset,
            and_(
                col(Preset.learner_id) == col(Deck.learner_id),
                col(Preset.id) == col(Deck.preset_id),
            ),
        )
        .where(col(Deck.learner_id) == learner_id)
    )
    return {key: ((fitted or DEFAULT_PARAMETERS)[20], most) for key, fitted, most in rows}


def _item(row: Any, sums: Sums, presets: Mapping[str, tuple[float, int]], frame: Frame) -> Item:
    decay, most = presets[row.deck_id]
    return Item(
        row.question_id,
        row.deck_id,
        row.document_id,
        row.kind,
        tuple(row.tag_list.strip("\n").split("\n")) if row.tag_list else (),
        row.lapses,
        row.suspended,
        0 < most <= row.lapses,
        _chance(row, decay, frame),
        sums,
    )


def _chance(row: Any, decay: float, frame: Frame) -> float | None:
    if row.state == "new" or row.stability is None or row.last_review_at is None:
        return None
    days = max(0.0, (frame.now - row.last_review_at).total_seconds()) / _SECONDS_A_DAY
    return retrievability(row.stability, days, decay)
