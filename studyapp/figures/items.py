"""The cards one by one: where each belongs, how it stands, what was answered in a range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, and_, case, func, select
from sqlmodel import Session, col

from questions.faces import plain_stem
from questions.garbage import uncollected
from questions.model import Question
from studyapp.decks import OF_QUESTION
from studyapp.figures.rows import Frame
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.tables import Card, Deck, Preset, Review, StoredQuestion

_SECONDS_A_DAY = 86_400
_AT_ONCE = 500


class Sums(NamedTuple):
    """Answers to a card: all of them, and those that waited a day or longer (`reviews`)."""

    answers: int = 0
    reviews: int = 0
    passed: int = 0
    ms: int = 0


_NO_SUMS = Sums()


class Item(NamedTuple):
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
    presets = _presets(session, learner_id)
    # So many values at once would be looked through for garbage again and again.
    with uncollected():
        found = session.execute(_cards(learner_id, frame, condition)).all()
        chances = _chances(found, presets, frame)
        return [_item(row, chance, presets) for row, chance in zip(found, chances, strict=True)]


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


def _cards(learner_id: str, frame: Frame, condition: ColumnElement[bool] | None) -> Any:
    sums = _sums(learner_id, frame).subquery("sums")
    statement = (
        select(
            col(Card.state),
            col(Card.stability),
            col(Card.last_review_at),
            col(Card.question_id),
            col(Card.deck_id),
            col(StoredQuestion.document_id),
            col(StoredQuestion.kind),
            col(StoredQuestion.tag_list),
            col(Card.lapses),
            col(Card.suspended),
            sums.c.answers,
            sums.c.reviews,
            sums.c.passed,
            sums.c.ms,
        )
        .join(StoredQuestion, OF_QUESTION)
        .outerjoin(sums, sums.c.card_id == col(Card.id))
        .where(col(Card.learner_id) == learner_id, col(StoredQuestion.removed_at).is_(None))
        .order_by(col(Card.id))
    )
    return statement if condition is None else statement.where(condition)


def _sums(learner_id: str, frame: Frame) -> Any:
    """Sum up the answers of the range by card; crammed ones say nothing of retention."""
    waited = and_(
        col(Review.kind) != "cram",
        (col(Review.kind) == "review") | (col(Review.last_interval) >= 1),
    )
    statement = (
        select(
            col(Review.card_id),
            func.count().label("answers"),
            func.sum(case((waited, 1), else_=0)).label("reviews"),
            func.sum(case((and_(waited, col(Review.rating) > 1), 1), else_=0)).label("passed"),
            func.sum(col(Review.ms)).label("ms"),
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
    return statement


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


def _item(row: Any, chance: float | None, presets: Mapping[str, tuple[float, int]]) -> Item:
    question_id, deck_id, document_id, kind, tags, lapses, is_suspended, answers, *rest = row[3:]
    _decay, most = presets[deck_id]
    return Item(
        question_id,
        deck_id,
        document_id,
        kind,
        tuple(tags.strip("\n").split("\n")) if tags else (),
        lapses,
        is_suspended,
        0 < most <= lapses,
        chance,
        _NO_SUMS if answers is None else Sums(answers, *map(int, rest)),
    )


def _chances(
    rows: Sequence[Any], presets: Mapping[str, tuple[float, int]], frame: Frame
) -> list[float | None]:
    """Return for each card the chance of recall now; None for one that was never learned."""
    known = [
        (at, stability, presets[deck_id][0], last.timestamp())
        for at, (state, stability, last, _question_id, deck_id, *_rest) in enumerate(rows)
        if state != "new" and stability is not None and last is not None
    ]
    told: list[float | None] = [None] * len(rows)
    places, stability, decay, last = list(zip(*known, strict=True)) or [()] * 4
    days = np.maximum(0.0, frame.now.timestamp() - np.array(last)) / _SECONDS_A_DAY
    factor = 0.9 ** (-1 / np.array(decay)) - 1
    chances = (1 + factor * days / np.array(stability)) ** -np.array(decay)
    for at, chance in zip(places, chances.tolist(), strict=True):
        told[at] = chance
    return told
