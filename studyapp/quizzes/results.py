"""What came of quizzes: the score, by section, deck and tag, and what was missed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from questions.scoring import Score, outcome_of, score
from studyapp.quizzes.drawing import Scope, Wish, telling_depth, title_at
from studyapp.tables import Quiz, QuizAnswer

PAGE = 30
CERTAIN = 3


@dataclass(frozen=True)
class Group:
    """The questions of one section, deck or tag, and the score in them."""

    title: str
    score: Score


@dataclass(frozen=True)
class Result:
    """All that came of a quiz."""

    answers: list[QuizAnswer]
    score: Score
    sections: list[Group]
    decks: list[Group]
    tags: list[Group]

    @property
    def ms(self) -> int:
        """Return how long the answers took together."""
        return sum(answer.ms for answer in self.answers)

    @property
    def almost(self) -> int:
        """Return how many answers the learner still has to decide about."""
        return sum(answer.almost for answer in self.answers)


@dataclass(frozen=True)
class Standing:
    """A quiz in the list of them, with how far it is and what was scored."""

    id: str
    title: str
    started_at: datetime
    finished_at: datetime | None
    questions: int
    answered: int
    points: float
    most: float

    @property
    def share(self) -> float | None:
        """Return the part earned, 0 to 1."""
        return self.points / self.most if self.most else None


def result(session: Session, quiz: Quiz) -> Result:
    """Return what came of a quiz so far."""
    answers = _answers(session, quiz)
    depth = telling_depth(answer.section for answer in answers)
    return Result(
        answers=answers,
        score=_score(answers),
        sections=_grouped(answers, lambda one: [title_at(one.section, depth)]),
        decks=_grouped(answers, lambda one: [one.deck_title]),
        tags=_grouped(answers, lambda one: list(dict.fromkeys(one.body.get("tags", ())))),
    )


def missed(session: Session, quiz: Quiz) -> list[QuizAnswer]:
    """Return the answers that were not fully right, with those that are missing."""
    return [one for one in _answers(session, quiz) if outcome_of(one.fraction or 0) != "right"]


def again(session: Session, quiz: Quiz, *, only_missed: bool) -> Wish:
    """Return the wish to be asked the questions of *quiz*, or what was missed in it, once more."""
    answers = missed(session, quiz) if only_missed else _answers(session, quiz)
    chosen = tuple(dict.fromkeys(answer.question_id for answer in answers))
    wish = Wish.from_json(quiz.wish)
    return replace(wish, scope=Scope(questions=chosen), groups=(), number=None)


def last_drawn(session: Session, learner_id: str) -> Quiz | None:
    """Return the last quiz whose questions were drawn, not chosen one by one."""
    recent = session.execute(
        select(Quiz)
        .where(col(Quiz.learner_id) == learner_id, col(Quiz.removed_at).is_(None))
        .order_by(col(Quiz.started_at).desc())
        .limit(PAGE)
    ).scalars()
    return next((quiz for quiz in recent if not quiz.wish["scope"]["questions"]), None)


def past(
    session: Session, learner_id: str, *, page: int = 1, is_open: bool = False
) -> list[Standing]:
    """Return a page of quizzes, the newest first; one more than PAGE where another page follows."""
    ended = col(Quiz.finished_at)
    rows = session.execute(
        select(
            Quiz,
            func.count(col(QuizAnswer.answered_at)),
            func.sum(col(QuizAnswer.points) * func.coalesce(col(QuizAnswer.fraction), 0.0)),
            func.sum(col(QuizAnswer.points)),
        )
        .join(
            QuizAnswer,
            (col(QuizAnswer.learner_id) == col(Quiz.learner_id))
            & (col(QuizAnswer.quiz_id) == col(Quiz.id)),
        )
        .where(
            col(Quiz.learner_id) == learner_id,
            col(Quiz.removed_at).is_(None),
            ended.is_(None) if is_open else ended.is_not(None),
        )
        .group_by(col(Quiz.learner_id), col(Quiz.id))
        .order_by(col(Quiz.started_at).desc(), col(Quiz.id))
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    )
    return [_standing(*row) for row in rows]


def _standing(quiz: Quiz, answered: int, points: float, most: float) -> Standing:
    return Standing(
        id=quiz.id,
        title=quiz.title,
        started_at=quiz.started_at,
        finished_at=quiz.finished_at,
        questions=quiz.questions,
        answered=answered,
        points=points,
        most=most,
    )


def _answers(session: Session, quiz: Quiz) -> list[QuizAnswer]:
    rows = session.execute(
        select(QuizAnswer)
        .where(col(QuizAnswer.learner_id) == quiz.learner_id, col(QuizAnswer.quiz_id) == quiz.id)
        .order_by(col(QuizAnswer.position))
    )
    return list(rows.scalars())


def _score(answers: Iterable[QuizAnswer]) -> Score:
    return score((answer.points, answer.fraction or 0.0) for answer in answers)


def _grouped(
    answers: Sequence[QuizAnswer], titles: Callable[[QuizAnswer], Sequence[str]]
) -> list[Group]:
    """Return the score by title, in the order of the quiz; [] where there is only one group."""
    groups: dict[str, list[QuizAnswer]] = {}
    for answer in answers:
        for title in filter(None, titles(answer)):
            groups.setdefault(title, []).append(answer)
    if len(groups) < 2:
        return []
    return [Group(title, _score(found)) for title, found in groups.items()]
