"""Sitting through a quiz: starting, answering, flagging, finishing. Each is an act that undo knows.

A question of a quiz is asked in the words that it had when the quiz began.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from questions import choices, faces
from questions.model import Question
from questions.scoring import Response, form_of, known, mark
from studyapp import cards, changes, documents
from studyapp.changes import Effect
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import derived_id
from studyapp.learners import Clock
from studyapp.messages import say
from studyapp.quizzes.drawing import Wish, chance, draw, section_of
from studyapp.tables import Card, Deck, Document, Quiz, QuizAnswer, StoredQuestion

LONGEST_TYPED = 20_000
LONGEST_FIELD = 2000
MOST_FIELDS = 500
LONGEST_MS = 60 * 60 * 1000
_UNANSWERED: dict[str, Any] = {
    "chosen": [],
    "typed": "",
    "filled": [],
    "knew": None,
    "certainty": None,
    "fraction": None,
    "almost": False,
    "overruled": False,
    "answered_at": None,
}


@dataclass(frozen=True)
class Given:
    """A response as it came from the page; certainty runs from 1, a guess, to 3, certain."""

    response: Response
    certainty: int | None = None
    ms: int = 0


def get(session: Session, learner_id: str, quiz_id: str) -> Quiz:
    """Return a quiz that is not removed."""
    quiz = _even_removed(session, learner_id, quiz_id)
    if quiz.removed_at:
        raise NotFoundError("quiz", quiz_id)
    return quiz


def answer_of(session: Session, quiz: Quiz, position: int) -> QuizAnswer:
    """Return the answer at *position*, which counts from 1."""
    if not 1 <= position <= quiz.questions:
        raise NotFoundError("question", str(position))
    key = derived_id(quiz.id, f"answer/{position}")
    return session.get_one(QuizAnswer, (quiz.learner_id, key))


def question_of(answer: QuizAnswer) -> Question:
    """Return the question as it was asked."""
    return Question.model_validate({**answer.body, "id": answer.question_id})


def cells(session: Session, quiz: Quiz) -> list[Row[Any]]:
    """Return of each question where it stands: position, answered_at, flagged, fraction, almost."""
    rows = session.execute(
        select(
            QuizAnswer.position,  # type: ignore[call-overload]
            QuizAnswer.answered_at,
            QuizAnswer.flagged,
            QuizAnswer.fraction,
            QuizAnswer.almost,
        )
        .where(col(QuizAnswer.learner_id) == quiz.learner_id, col(QuizAnswer.quiz_id) == quiz.id)
        .order_by(col(QuizAnswer.position))
    )
    return list(rows)


def start(
    session: Session, learner_id: str, quiz_id: str, title: str, wish: Wish, clock: Clock
) -> None:
    """Start a quiz; asked twice for the same id, it starts once."""
    if session.get(Quiz, (learner_id, quiz_id)):
        return
    drawn = draw(session, learner_id, wish, clock, quiz_id)
    if not drawn:
        raise RefusedError(
            say("No question fits this. Choose more decks, other kinds or another search.")
        )
    quiz = Quiz(
        learner_id=learner_id,
        id=quiz_id,
        title=title[:300],
        wish=wish.as_json(),
        feedback=wish.feedback,
        certainty=wish.certainty,
        questions=len(drawn),
        started_at=clock.now,
    )
    session.add(quiz)
    session.flush()
    asked = _Asked(session, learner_id, quiz_id)
    session.add_all(asked.row(number, row) for number, row in enumerate(drawn, 1))
    session.flush()
    changes.record(session, learner_id, "quiz", [_begun(quiz, clock.now)], clock.now)


def answer(
    session: Session, learner_id: str, quiz_id: str, position: int, given: Given, now: datetime
) -> None:
    """Keep a response and mark it.

    Where the verdict is shown at once the first response stands. Otherwise a later one takes its
    place until the quiz is finished; one that comes after that changes nothing. An essay that the
    learner has not judged yet is kept, and counts as not answered.
    """
    quiz = get(session, learner_id, quiz_id)
    row = answer_of(session, quiz, position)
    if quiz.finished_at or (row.answered_at and quiz.feedback == "now"):
        return
    response = _known(row, given.response)
    if _is_draft(row, response):
        if row.typed != response.typed:
            effect = changes.changed(row, typed=response.typed)
            changes.record(session, learner_id, "quiz-answer", [effect], now)
        return
    if response == Response() and quiz.feedback == "end":
        values = dict(_UNANSWERED)
    elif row.answered_at and (response_of(row), row.certainty) == (response, given.certainty):
        return
    else:
        values = _judged(row, response, given, now)
    changes.record(session, learner_id, "quiz-answer", [changes.changed(row, **values)], now)


def flag(
    session: Session, learner_id: str, quiz_id: str, position: int, flagged: bool, now: datetime
) -> None:
    """Flag a question to come back to, or take the flag away."""
    row = answer_of(session, get(session, learner_id, quiz_id), position)
    if row.flagged != flagged:
        effect = changes.changed(row, flagged=flagged)
        changes.record(session, learner_id, "quiz-flag", [effect], now)


def overrule(session: Session, learner_id: str, quiz_id: str, position: int, now: datetime) -> None:
    """Count as right what was typed and marked wrong."""
    row = answer_of(session, get(session, learner_id, quiz_id), position)
    if not (row.typed.strip() or row.filled) or row.answered_at is None:
        raise RefusedError(say("Only an answer that was typed can be counted as right."))
    if row.fraction != 1:
        effect = changes.changed(row, fraction=1.0, almost=False, overruled=True)
        changes.record(session, learner_id, "quiz-overruling", [effect], now)


def finish(session: Session, learner_id: str, quiz_id: str, now: datetime) -> None:
    """End a quiz: what has no answer counts as not known. Asked twice, it ends once."""
    quiz = get(session, learner_id, quiz_id)
    if quiz.finished_at is None:
        effect = changes.changed(quiz, finished_at=now)
        changes.record(session, learner_id, "quiz-finish", [effect], now)


def remove(session: Session, learner_id: str, quiz_id: str, now: datetime) -> None:
    """Put a quiz and its answers away."""
    quiz = _even_removed(session, learner_id, quiz_id)
    if quiz.removed_at is None:
        effect = changes.changed(quiz, removed_at=now)
        changes.record(session, learner_id, "quiz-removal", [effect], now)


def into_review(session: Session, learner_id: str, missed: list[QuizAnswer], clock: Clock) -> int:
    """Make the cards of missed questions due now and return how many that were.

    A card that was set aside or put off comes back. One whose question was reported rests until
    the question is mended, and one that waits already is left as it is.
    """
    found = [_card_of(session, learner_id, answer) for answer in missed]
    effects = [_due(card, clock) for card in found if card and not _waits(card, clock)]
    changes.record(session, learner_id, "quiz-review", effects, clock.now)
    return len(effects)


class _Asked:
    """Makes the answers of one quiz, reading each deck and document once."""

    def __init__(self, session: Session, learner_id: str, quiz_id: str) -> None:
        self._session = session
        self._learner_id = learner_id
        self._quiz_id = quiz_id
        self._blocks: dict[str, Any] = {}

    def row(self, position: int, stored: StoredQuestion) -> QuizAnswer:
        """Return the empty answer to a question."""
        question = cards.question_of(stored)
        seed = f"{self._quiz_id}/{stored.id}"
        deck = self._session.get_one(Deck, (self._learner_id, stored.deck_id))
        return QuizAnswer(
            learner_id=self._learner_id,
            id=derived_id(self._quiz_id, f"answer/{position}"),
            quiz_id=self._quiz_id,
            position=position,
            question_id=stored.id,
            part=_one_of(faces.parts_of(question), seed),
            body=stored.body,
            options=[option.key for option in choices.shuffled(question, seed)],
            points=question.points,
            deck_id=deck.id,
            deck_title=deck.title,
            marker=deck.marker,
            language=deck.language or "en",
            document_id=stored.document_id,
            section=list(self._section(stored)),
        )

    def _section(self, stored: StoredQuestion) -> tuple[str, ...]:
        if stored.document_id is None:
            return ()
        if stored.document_id not in self._blocks:
            document = self._session.get(Document, (self._learner_id, stored.document_id))
            self._blocks[stored.document_id] = documents.blocks_of(document) if document else ()
        return section_of(self._blocks[stored.document_id], stored.source_start)


def _one_of(parts: tuple[str, ...], seed: str) -> str:
    # Two cards of one question in one quiz would give each other away.
    return parts[int.from_bytes(chance(seed, "part"), "big") % len(parts)]


def _begun(quiz: Quiz, now: datetime) -> Effect:
    """Return the effect of a quiz that was just added: undo puts it away, and keeps its rows."""
    return changes.changed(quiz, removed_at=None) | {"b": {"removed_at": changes.encoded(now)}}


def _known(row: QuizAnswer, response: Response) -> Response:
    """Leave out what the question does not offer; an empty field is no answer."""
    given = replace(
        response,
        typed=response.typed[:LONGEST_TYPED],
        filled=tuple((name, text[:LONGEST_FIELD]) for name, text in response.filled[:MOST_FIELDS]),
    )
    given = known(question_of(row), row.part, given)
    # In the order in which they were shown.
    shown = tuple(key for key in row.options if key in given.picked)
    return replace(given, picked=shown or given.picked)


def _is_draft(row: QuizAnswer, response: Response) -> bool:
    form = form_of(question_of(row), row.part)
    return form == "write" and bool(response.typed) and response.knew is None


def _judged(row: QuizAnswer, response: Response, given: Given, now: datetime) -> dict[str, Any]:
    marked = mark(question_of(row), row.part, response, language=row.language)
    return {
        "chosen": list(response.picked),
        "typed": response.typed,
        "filled": [list(pair) for pair in response.filled],
        "knew": response.knew,
        "certainty": given.certainty,
        "fraction": marked.fraction,
        "almost": marked.almost,
        "overruled": False,
        "ms": max(0, min(row.ms + given.ms, LONGEST_MS)),
        "answered_at": now,
    }


def response_of(row: QuizAnswer) -> Response:
    """Return what was given, if anything."""
    filled = tuple((name, text) for name, text in row.filled)
    return Response(tuple(row.chosen), row.typed, row.knew, filled)


def _even_removed(session: Session, learner_id: str, quiz_id: str) -> Quiz:
    quiz = session.get(Quiz, (learner_id, quiz_id))
    if quiz is None:
        raise NotFoundError("quiz", quiz_id)
    return quiz


def _card_of(session: Session, learner_id: str, missed: QuizAnswer) -> Card | None:
    stored = session.get(StoredQuestion, (learner_id, missed.question_id))
    if stored is None or stored.removed_at or stored.reported is not None:
        return None
    if missed.part not in faces.parts_of(cards.question_of(stored)):
        return None
    return session.execute(
        select(Card).where(
            col(Card.learner_id) == learner_id,
            col(Card.question_id) == stored.id,
            col(Card.part) == missed.part,
        )
    ).scalar_one_or_none()


def _waits(card: Card, clock: Clock) -> bool:
    return card.available_at is not None and card.available_at <= clock.now


def _due(card: Card, clock: Clock) -> Effect:
    return changes.changed(
        card,
        due_at=clock.now,
        due_day=clock.today,
        available_at=clock.now,
        suspended=False,
        buried_until=None,
        version=card.version + 1,
    )
