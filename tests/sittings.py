"""Sittings: quizzes that tests start, answer and look at.

A sitting is whose it is and the id of the quiz. Acts of one moment could be undone in any order,
so a quiz starts an hour before the rest.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import select

from questions.scoring import Response
from studyapp import changes, quizzes
from studyapp.db import Database
from studyapp.ids import new_id
from studyapp.quizzes import Given, Wish
from studyapp.tables import Document, QuizAnswer, Table
from tests.makers import NOW, a_cloze, a_document, a_question, a_short, clock_of, made

Sitting = tuple[str, str]
EARLIER = NOW - timedelta(hours=1)
TEXT = """# Rivers

## Long ones

The Volga flows into the Caspian Sea. The Danube flows into the Black Sea.

## Short ones

The Tamar flows through Gunnislake.
"""
_QUOTES = (
    "The Volga flows into the Caspian Sea.",
    "The Danube flows into the Black Sea.",
    "The Tamar flows through Gunnislake.",
)
T = TypeVar("T", bound=Table)


def fill(database: Database, learner_id: str, number: int, answer: str = "Lima") -> None:
    """Keep as many short questions, all with the same answer."""
    for at in range(number):
        made(database, a_question, learner_id, a_short(f"Question {at:02}?", answer))


def a_text_with_questions(database: Database, learner_id: str) -> str:
    """Keep a text in two sections, and a cloze about each of its sentences, the last first."""
    document_id = made(database, a_document, learner_id, TEXT, title="Rivers")
    with database.reading() as session:
        text = session.get_one(Document, (learner_id, document_id)).text
    for quote in reversed(_QUOTES):
        question = a_cloze(quote, document_id=document_id, start=text.index(quote))
        made(database, a_question, learner_id, question, document_id=document_id)
    return document_id


def a_quiz(database: Database, learner_id: str, **wish: Any) -> Sitting:
    """Start a quiz of two questions whose answer is Lima."""
    fill(database, learner_id, 2)
    return start(database, learner_id, Wish(**wish))


def start(
    database: Database,
    learner_id: str,
    wish: Wish,
    quiz_id: str | None = None,
    now: datetime = EARLIER,
) -> Sitting:
    """Start a quiz."""
    key = quiz_id or new_id()
    database.write(
        lambda session: quizzes.start(
            session, learner_id, key, "A quiz", wish, clock_of(session, learner_id, now)
        )
    )
    return learner_id, key


def typed(text: str) -> Given:
    """Return a typed answer."""
    return Given(Response(typed=text))


def answer(
    database: Database, sitting: Sitting, position: int, given: Given, now: datetime = NOW
) -> None:
    """Answer one question."""
    database.write(lambda session: quizzes.answer(session, *sitting, position, given, now))


def finish(database: Database, sitting: Sitting, now: datetime = NOW) -> None:
    """End a quiz."""
    database.write(lambda session: quizzes.finish(session, *sitting, now))


def undo(database: Database, learner_id: str) -> None:
    """Take the last act back, later than all that these tests do."""
    moment = NOW + timedelta(days=1)
    database.write(lambda session: changes.undo(session, learner_id, moment))


def result(database: Database, sitting: Sitting) -> quizzes.Result:
    """Return what came of a quiz."""
    with database.reading() as session:
        return quizzes.result(session, quizzes.get(session, *sitting))


def answers(database: Database, sitting: Sitting) -> list[QuizAnswer]:
    """Return copies of a quiz's answers, in their order."""
    return [one for one in everything(database, QuizAnswer) if one.quiz_id == sitting[1]]


def everything(database: Database, model: type[T]) -> list[T]:
    """Return copies of all rows of a table."""
    with database.reading() as session:
        rows = [model(**row.model_dump()) for row in session.exec(select(model))]
    return sorted(rows, key=_place)


def _place(row: Any) -> tuple[int, str]:
    return getattr(row, "position", 0), row.id
