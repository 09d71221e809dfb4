"""Why a card is forgotten again and again: what is doubtful about it, and what it is taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from questions import faces
from questions.model import Finding, Question
from studyapp import cards
from studyapp.search import folded
from studyapp.tables import Card, Review, StoredQuestion

MOST_WRONG = 5
# A neighbour shares at least this much of its words; less is chance.
_ALIKE = 0.34
_MOST_READ = 2_000


@dataclass(frozen=True)
class Neighbour:
    """Another question, and whether its answer was given in place of the right one."""

    question_id: str
    stem: str
    answer: str
    was_given: bool


@dataclass(frozen=True)
class Advice:
    """What is known about a card that does not stick."""

    card: Card
    question: Question
    answers: int
    seconds: int
    findings: tuple[Finding, ...]
    wrong: tuple[tuple[str, int], ...]
    neighbour: Neighbour | None


def of(session: Session, learner_id: str, card_id: str) -> Advice:
    """Return what can be said about a card of the learner."""
    card, row = cards.get(session, learner_id, card_id)
    question = cards.question_of(row)
    wrong = _wrong_answers(session, card)
    number, milliseconds = _spent(session, card)
    return Advice(
        card=card,
        question=question,
        answers=number,
        seconds=round(milliseconds / 1000),
        findings=question.findings,
        wrong=tuple(wrong),
        neighbour=_neighbour(session, card, question, [text for text, _count in wrong]),
    )


def _spent(session: Session, card: Card) -> tuple[int, int]:
    number, milliseconds = session.execute(
        select(func.count(), func.coalesce(func.sum(Review.ms), 0)).where(*_of(card))
    ).one()
    return int(number), int(milliseconds)


def _wrong_answers(session: Session, card: Card) -> list[tuple[str, int]]:
    """Return what was typed or picked in place of the answer, the most frequent first."""
    rows = session.execute(
        select(col(Review.typed), col(Review.chosen)).where(
            *_of(card), col(Review.correct).is_(False)
        )
    )
    given = Counter(
        text.strip()
        for typed, chosen in rows
        for text in ([typed] if typed else chosen or [])
        if text.strip()
    )
    return given.most_common(MOST_WRONG)


def _of(card: Card) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Review.learner_id) == card.learner_id,
        col(Review.card_id) == card.id,
        col(Review.voided_at).is_(None),
    )


def _neighbour(
    session: Session, card: Card, question: Question, wrong: Sequence[str]
) -> Neighbour | None:
    """Return the question of the same deck that this one is most likely taken for."""
    rows = session.execute(
        select(col(StoredQuestion.id), col(StoredQuestion.search_text))
        .where(
            col(StoredQuestion.learner_id) == card.learner_id,
            col(StoredQuestion.deck_id) == card.deck_id,
            col(StoredQuestion.id) != card.question_id,
            col(StoredQuestion.removed_at).is_(None),
        )
        .order_by(col(StoredQuestion.id))
        .limit(_MOST_READ)
    )
    given = {folded(text) for text in wrong}
    own = frozenset(folded(question.stem).split())
    # An answer given in place of the right one says more than any likeness of words.
    rated = [(bool(given & _answers(text)), _alike(own, text), key) for key, text in rows]
    was_given, alike, key = max(rated, default=(False, 0.0, ""))
    if not was_given and alike < _ALIKE:
        return None
    other = cards.question_of(cards.question_row(session, card.learner_id, key))
    parts = faces.parts_of(other)
    answer = faces.face(other, parts[0]).answer if parts else ""
    return Neighbour(key, faces.plain_stem(other), answer, was_given)


def _answers(text: str) -> set[str]:
    """Return the folded answers of a question: the lines after its stem."""
    return set(text.split("\n")[1:])


def _alike(words: frozenset[str], text: str) -> float:
    others = frozenset(text.partition("\n")[0].split())
    return len(words & others) / max(1, len(words | others))
