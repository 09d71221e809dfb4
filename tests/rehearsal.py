"""A database on which all can be taken back, and somebody who has something for each form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from questions.model import Choice, Kind, Question
from studyapp import cards, changes, decktree, documents, editing, presets, quizzes
from studyapp.db import Action, Database, T
from studyapp.ids import new_id
from studyapp.tables import Draft
from tests.makers import (
    NOW,
    TEXT,
    a_cloze,
    a_deck,
    a_document,
    a_draft,
    a_flashcard,
    a_job,
    a_question,
    a_quiz,
    a_short,
    an_upload,
)

ONLY_SPARE = "A text with spare drafts"


class Rehearsal(Database):
    """A database of one connection, on which everything can be taken back."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.connection = self.engine.connect()
        self._whole = self.connection.begin()

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Take back what is written in here."""
        savepoint = self.connection.begin_nested()
        yield
        savepoint.rollback()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read what the connection has written so far."""
        with Session(
            self.connection, autoflush=False, join_transaction_mode="rollback_only"
        ) as session:
            yield session

    def write(self, action: Action[T]) -> T:
        """Write in a savepoint."""
        with (
            Session(
                self.connection,
                expire_on_commit=False,
                join_transaction_mode="create_savepoint",
            ) as session,
            session.begin(),
        ):
            return action(session)

    def close(self) -> None:
        """Forget everything."""
        self._whole.rollback()
        self.connection.close()
        super().close()


def furnish_other(session: Session, bo: str) -> None:
    document = a_document(session, bo, title="The text of Bo")
    a_draft(session, bo, document)
    a_question(session, bo, a_short("The question of Bo", "The answer of Bo"), deck_title="Of Bo")
    a_quiz(session, bo)


def furnish(session: Session, me: str) -> None:
    document = a_document(session, me)
    for state, quote in _DRAFTS.items():
        session.get_one(Draft, (me, a_draft(session, me, document, quote))).state = state
    a_job(session, me, document)
    a_document(session, me, "The Ebro flows into the sea.", title="A text at rest")
    an_upload(session, me)
    spare = a_document(session, me, TEXT.replace("Alps", "hills"), title=ONLY_SPARE)
    session.get_one(Draft, (me, a_draft(session, me, spare))).state = "spare"
    keys = [
        a_question(session, me, one, deck_title=f"Geography::{one.kind.value}")
        for one in _questions()
    ]
    edited = a_flashcard("Capital of Chile", "Santiago")
    cards.edit(session, me, keys[0].question_id, edited, NOW)
    cards.suspend(session, me, keys[1].card_id, True, NOW)
    a_deck(session, me, "Alone")
    slow = replace(presets.wanted_of(presets.all_of(session, me)[0][0]), name="Slow")
    presets.add(session, me, new_id(), slow, NOW)


def sit(session: Session, me: str) -> None:
    a_quiz(session, me)
    done = a_quiz(session, me)
    quizzes.finish(session, me, done, NOW)


def remove_some(session: Session, me: str) -> None:
    gone = a_question(session, me, a_flashcard("Capital of Laos", "Vientiane"))
    editing.remove(session, me, gone.question_id, NOW)
    decktree.remove(session, me, a_deck(session, me, "Gone"), NOW)
    documents.remove(session, me, a_document(session, me, "A text. It goes.", title="Gone"), NOW)
    a_mark = a_question(session, me, a_flashcard("Capital of Togo", "Lome")).card_id
    cards.mark(session, me, a_mark, True, NOW + timedelta(minutes=1))
    changes.undo(session, me, NOW + timedelta(minutes=2))


_DRAFTS = {
    "waiting": "The Volga flows into the Caspian Sea.",
    "spare": "The Rhine rises in the Alps.",
}


def _questions() -> list[Question]:
    choices = (Choice(text="Lima", fraction=1), Choice(text="Quito"), Choice(text="La Paz"))
    return [
        a_flashcard(),
        a_flashcard("Capital of Cuba", "Havana"),
        a_short(),
        a_short("Which river flows through London?", "Thames"),
        a_cloze("Oslo is the capital of Norway."),
        Question(id=new_id(), kind=Kind.CHOICE, stem="Which is in Peru?", choices=choices),
    ]
