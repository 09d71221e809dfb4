"""Answers in finished quizzes, with what a blind guess would have earned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session, col

from questions import choices
from questions.model import Kind, Question
from studyapp.decks import OF_QUESTION
from studyapp.figures.items import row_question
from studyapp.tables import Card, Quiz, QuizAnswer, StoredQuestion


@dataclass(frozen=True, slots=True)
class Sitting:
    """One question of a finished quiz; `mark` is 0 to 1, None where the learner left it out.

    `guess` is the mean mark of a blind guess: Moodle's random guess score, as a share.
    """

    quiz_id: str
    title: str
    finished_at: datetime
    question_id: str
    points: float
    mark: float | None
    guess: float
    chosen: tuple[str, ...]
    options: tuple[tuple[str, str, bool], ...]
    """Of a choice question: key, text, and whether it is right."""

    @property
    def corrected(self) -> float:
        """The mark less what a guess earns on average: a blind guess comes to 0, all right to 1."""
        if self.mark is None:
            return 0.0
        return (self.mark - self.guess) / (1 - self.guess)


def read(
    session: Session,
    learner_id: str,
    since: datetime | None,
    condition: ColumnElement[bool] | None,
) -> list[Sitting]:
    """Read the answers of quizzes finished since *since*, in the order of the quizzes."""
    statement = _answers(learner_id)
    if since is not None:
        statement = statement.where(col(Quiz.finished_at) >= since)
    if condition is not None:
        inside = select(col(Card.question_id)).join(StoredQuestion, OF_QUESTION)
        inside = inside.where(col(Card.learner_id) == learner_id, condition)
        statement = statement.where(col(QuizAnswer.question_id).in_(inside))
    asked: dict[str, tuple[Mapping[str, Any], Question]] = {}
    return [_sitting(row, asked) for row in session.execute(statement)]


def guess_of(question: Question) -> float:
    """Return the mean mark of a blind guess, 0 where nothing can be guessed.

    A single choice earns the mean of its fractions, as Moodle counts; elsewhere one in so many.
    """
    if question.kind is Kind.CHOICE and not question.multiple:
        earned = [max(0.0, one.fraction) for one in question.choices]
        return min(0.99, sum(earned) / len(earned) / max(earned)) if max(earned) > 0 else 0.0
    number = choices.alternatives(question)
    return 1 / number if number > 1 else 0.0


def _answers(learner_id: str) -> Any:
    return (
        select(
            col(Quiz.id),
            col(Quiz.title),
            col(Quiz.finished_at),
            col(QuizAnswer.question_id),
            col(QuizAnswer.body),
            col(QuizAnswer.points),
            col(QuizAnswer.fraction),
            col(QuizAnswer.answered_at),
            col(QuizAnswer.chosen),
        )
        .join(
            QuizAnswer,
            and_(
                col(QuizAnswer.learner_id) == col(Quiz.learner_id),
                col(QuizAnswer.quiz_id) == col(Quiz.id),
            ),
        )
        .where(
            col(Quiz.learner_id) == learner_id,
            col(Quiz.finished_at).is_not(None),
            col(Quiz.removed_at).is_(None),
        )
        .order_by(col(Quiz.finished_at), col(Quiz.id), col(QuizAnswer.position))
    )


def _sitting(row: Any, asked: dict[str, tuple[Mapping[str, Any], Question]]) -> Sitting:
    # The wording of a question seldom changes between quizzes: it is read once for all of them.
    known = asked.get(row.question_id)
    if known is None or known[0] != row.body:
        known = asked[row.question_id] = row.body, row_question(row.question_id, row.body)
    question = known[1]
    mark = None if row.fraction is None and row.answered_at is None else row.fraction or 0.0
    return Sitting(
        row.id,
        row.title,
        row.finished_at,
        row.question_id,
        row.points,
        mark,
        guess_of(question),
        tuple(row.chosen),
        options_in(question),
    )


def options_in(question: Question) -> tuple[tuple[str, str, bool], ...]:
    """Return key, text and rightness of the options, where there are wrong ones to fall for."""
    if question.kind not in {Kind.CHOICE, Kind.TRUEFALSE}:
        return ()
    found = choices.options_of(question)
    return tuple((one.key, " ".join((one.text or one.key).split()), one.right) for one in found)
